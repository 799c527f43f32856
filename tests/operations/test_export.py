"""Saving documents: whole or not at all, and nothing that was kept back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from portfolio.errors import ExportError, NotFoundError, UsageError
from portfolio.operations import editions, holder, preview
from portfolio.operations.export import FORMATS, export, save
from portfolio.store.store import Store
from tests.clocks import FixedClock


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_is_saved_whole_and_noted(
    sample: Store, clock: FixedClock, tmp_path: Path, form: str
) -> None:
    edition = editions.ensure_default(sample)
    result = export(sample, clock, edition.id, form, tmp_path / "deep" / "cv")
    data = result.path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == result.sha256
    assert len(data) == result.size_bytes > 1000
    assert names(tmp_path / "deep") == ["cv"]
    with sample.reading() as reader:
        noted = editions.get(reader, edition.id).produced_files[-1]
    assert (noted.path_hint, noted.format, noted.sha256) == ("cv", form, result.sha256)
    assert b"Tidewater" not in data


def test_the_same_record_gives_the_same_bytes_and_the_preview_shows_them(
    sample: Store, clock: FixedClock, tmp_path: Path
) -> None:
    edition = editions.ensure_default(sample)
    first = export(sample, clock, edition.id, "pdf", tmp_path / "a.pdf")
    second = export(sample, clock, edition.id, "pdf", tmp_path / "b.pdf")
    assert first.sha256 == second.sha256
    made = preview.make(sample, clock, edition.id)
    assert hashlib.sha256(made.data).hexdigest() == first.sha256
    assert (made.page_count, made.body_page_count) == (first.page_count, first.body_page_count)
    holder.set_fields(sample, name="Somebody")
    assert export(sample, clock, edition.id, "pdf", tmp_path / "c.pdf").sha256 != first.sha256


def test_a_fault_keeps_the_old_file_and_leaves_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "cv.pdf"
    save(target, b"old")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError) as caught:
        save(target, b"new")
    assert "the disk is full" in str(caught.value)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["cv.pdf"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").mkdir()
    with pytest.raises(ExportError) as caught:
        save(tmp_path / "cv.pdf", b"new")
    assert "folder of that name" in str(caught.value)


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for below in (tmp_path / "file" / "cv.pdf", tmp_path / "file" / "deep" / "cv.pdf"):
        with pytest.raises(ExportError, match="a part of the path is no folder"):
            save(below, b"x")
    with pytest.raises(ExportError, match="no such folder, and none can be made there"):
        save(Path("/proc/portfolio/cv.pdf"), b"x")


def test_unknown_formats_and_editions(sample: Store, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export(sample, clock, "general", "docx", tmp_path / "x")
    with pytest.raises(NotFoundError):
        export(sample, clock, "none", "pdf", tmp_path / "x")
    assert names(tmp_path) == ["profile"]
