"""PDFs of strangers are opened beside the program, and what goes wrong there ends nothing here."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.attest.onlooker import Onlooker
from portfolio.check import pdf_file, pdf_process
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from tests.attest.letters.letters import signed
from tests.check import hostile_pdfs
from tests.check.documents import cv

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LIMITED = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory on Linux")


def test_what_is_opened_there_is_what_is_opened_here() -> None:
    raw = cv()
    content = pdf_process.open_pdf(raw)
    assert content == pdf_file.open_pdf(raw)
    body, _, _ = signed().partition(b"-----BEGIN")
    assert content.attached["T1.testimonial"] == body


def test_names_from_outside_come_back_as_they_are() -> None:
    raw = hostile_pdfs.with_files({"a\nb.txt": b"1\n2", "ü \u202e.txt": b"", "c": bytes(256)})
    content = pdf_process.open_pdf(raw)
    assert content == pdf_file.open_pdf(raw)
    assert sorted(map(len, content.attached.values())) == [0, 3, 256]


@pytest.mark.parametrize("raw", [b"%PDF-", b"%PDF-1.7\n%%EOF", cv()[:3000], b"%PDF-" * 9000])
def test_what_does_not_open_is_refused_in_the_same_words(raw: bytes) -> None:
    with pytest.raises(OutsideFileError) as here:
        pdf_file.open_pdf(raw)
    with pytest.raises(OutsideFileError) as there:
        pdf_process.open_pdf(raw)
    assert (there.value.title, there.value.detail) == (here.value.title, here.value.detail)


@LIMITED
@pytest.mark.parametrize("name", hostile_pdfs.BUSY)
def test_a_pdf_made_to_keep_a_computer_busy_is_let_go(name: str) -> None:
    """Neither the work nor the memory is more than its limit, and this process takes none of it."""
    import resource

    raw = hostile_pdfs.BUSY[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        report = check(raw, Onlooker(), at=NOW)
    except OutsideFileError:
        assert name not in hostile_pdfs.HARMLESS
    else:
        assert not report.holds
        assert name in hostile_pdfs.HARMLESS
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < pdf_process.MOST_CPU_S + 1
    assert after.ru_maxrss <= max(before.ru_maxrss, pdf_process.MOST_MEMORY // 1024)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 64 * 1024


def test_one_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started = subprocess.run

    def impatient(*words: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        return started(*words, **{**options, "timeout": 0.01})

    monkeypatch.setattr(subprocess, "run", impatient)
    with pytest.raises(OutsideFileError, match="limits"):
        pdf_process.open_pdf(cv())


def test_the_process_learns_nothing_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "canary")
    seen: list[dict[str, str]] = []
    started = subprocess.run

    def noted(*words: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        seen.append(options["env"])
        return started(*words, **options)

    monkeypatch.setattr(subprocess, "run", noted)
    pdf_process.open_pdf(cv())
    assert len(seen) == 1
    assert "canary" not in seen[0].values()


def test_without_an_interpreter_beside_it_the_program_opens_it_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert pdf_process.open_pdf(cv()) == pdf_file.open_pdf(cv())


def test_too_large_a_file_is_not_even_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MOST_BYTES", 10)
    monkeypatch.setattr(subprocess, "run", None)
    with pytest.raises(OutsideFileError, match="too large"):
        pdf_process.open_pdf(cv())
