"""Saving documents: whole or not at all, and nothing that was kept back."""

from __future__ import annotations

import hashlib
import os
import socket
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
    assert "the disk is full. A file of that name is as it was." in str(caught.value)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["cv.pdf"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").mkdir()
    with pytest.raises(ExportError) as caught:
        save(tmp_path / "cv.pdf", b"new")
    assert str(caught.value) == "cv.pdf could not be saved: there is a folder of that name."


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for below in (tmp_path / "file" / "cv.pdf", tmp_path / "file" / "deep" / "cv.pdf"):
        with pytest.raises(ExportError, match="a part of the path is no folder"):
            save(below, b"x")
    with pytest.raises(ExportError, match="no such folder, and none can be made there"):
        save(Path("/proc/portfolio/cv.pdf"), b"x")


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "real.pdf", tmp_path / "cv.pdf"
    target.write_bytes(b"old")
    link.symlink_to(Path("kept") / "real.pdf")
    save(link, b"new")
    assert link.is_symlink()
    assert (target.read_bytes(), link.read_bytes()) == (b"new", b"new")
    assert names(tmp_path / "kept") == ["real.pdf"]
    assert names(tmp_path) == ["cv.pdf", "kept"]


def test_a_link_to_a_file_that_is_not_there_yet_makes_that_file(tmp_path: Path) -> None:
    link = tmp_path / "cv.pdf"
    link.symlink_to(tmp_path / "later" / "real.pdf")
    save(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "later" / "real.pdf").read_bytes() == b"new"


def test_a_link_to_itself_is_said(tmp_path: Path) -> None:
    link = tmp_path / "cv.pdf"
    link.symlink_to(link)
    with pytest.raises(ExportError, match="a link that leads back to itself"):
        save(link, b"new")
    assert names(tmp_path) == ["cv.pdf"]


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    pipe, link, door = tmp_path / "pipe", tmp_path / "link", tmp_path / "door"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(door))
        for path, kind in ((pipe, "a pipe"), (link, "a pipe"), (door, "a socket")):
            before = path.lstat()
            with pytest.raises(ExportError, match=f"{path.name} could not be .* there is {kind}"):
                save(path, b"new")
            assert path.lstat().st_ino == before.st_ino
            assert path.lstat().st_mode == before.st_mode
    with pytest.raises(ExportError, match="there is a device of that name"):
        save(Path(os.devnull), b"new")
    assert names(tmp_path) == ["door", "link", "pipe"]


def test_unknown_formats_and_editions(sample: Store, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export(sample, clock, "general", "docx", tmp_path / "x")
    with pytest.raises(NotFoundError):
        export(sample, clock, "none", "pdf", tmp_path / "x")
    assert names(tmp_path) == ["profile"]
