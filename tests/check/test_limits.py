"""Documents made to keep a computer busy: how much is looked at is counted, not timed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.attest import comments
from portfolio.attest.onlooker import Onlooker
from portfolio.check import checking, documents, pdf_file
from portfolio.errors import LetterError
from portfolio.export import document_json
from portfolio.model.document import AttachedItem, Document
from portfolio.model.report import Report
from portfolio.model.verdict import StepMark, VerdictState
from tests.attest.badges import made
from tests.attest.badges.test_credentials import clique
from tests.check.documents import cv, result

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
POISON = made.text({**clique(8), "proof": made.sealed(made.credential())["proof"]})


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each badge that was judged while the test ran."""
    seen: list[object] = []
    judge = checking.judge_badge

    def counted(file: Any, *words: Any, **options: Any) -> Any:
        seen.append(file)
        return judge(file, *words, **options)

    monkeypatch.setattr(checking, "judge_badge", counted)
    return seen


def checked(document: Document, files: dict[str, bytes]) -> Report:
    attached = {**files, documents.RECORD: document_json.to_json(document)}
    content = replace(pdf_file.open_pdf(cv()), attached=attached)
    return documents.check_content(content, Onlooker(), at=NOW)


def naming(files: dict[str, bytes], times: int = 1) -> Document:
    document = result().document
    assert document.attached is not None
    like = document.attached.items[0]

    def item(name: str, data: bytes) -> AttachedItem:
        digest = hashlib.sha256(data).hexdigest()
        return replace(like, file=name, sha256=digest, signature="")

    items = tuple(item(*each) for each in files.items()) * times
    return replace(document, attached=replace(document.attached, items=items))


def codes(report: Report) -> list[str]:
    return [row.step.says.code for row in report.rows]


def test_badges_made_to_take_for_ever_are_left_after_a_few(judged: list[object]) -> None:
    files = {f"C{number}.json": POISON for number in range(40)}
    report = checked(naming(files), files)
    assert len(judged) <= 4
    states = [row.verdict.state for row in report.rows if row.verdict]
    assert states == [VerdictState.UNREADABLE] * 3
    assert "document.attachments-left" in codes(report)
    assert not report.holds


def test_they_are_left_in_a_pdf_of_another_program_too(judged: list[object]) -> None:
    files = {f"C{number}.json": POISON for number in range(40)}
    content = replace(pdf_file.open_pdf(cv()), attached=files)
    report = documents.check_content(content, Onlooker(), at=NOW)
    assert len(judged) <= 4
    assert "document.attachments-left" in codes(report)


def test_ever_more_badges_are_not_all_looked_at(judged: list[object]) -> None:
    whole = made.text(made.sealed(made.credential()))
    files = {f"C{number}.json": whole for number in range(documents.MOST_SIGNED)}
    report = checked(naming(files), files)
    assert len(judged) == documents.MOST_SIGNED
    assert "document.attachments-left" not in codes(report)
    judged.clear()
    files["one-more.json"] = whole
    report = checked(naming(files), files)
    assert len(judged) <= documents.MOST_SIGNED + 1
    assert "document.attachments-left" in codes(report)


def test_a_file_that_is_named_a_hundred_times_is_looked_at_once(judged: list[object]) -> None:
    files = {"C1.json": made.text(made.sealed(made.credential()))}
    report = checked(naming(files, times=90), files)
    assert len(judged) == 1
    assert codes(report).count("document.attachment-missing") == 89


def test_a_record_too_large_for_any_cv_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    document = result().document
    monkeypatch.setattr(documents, "MOST_RECORD", len(document_json.to_json(document)) - 1)
    report = checked(document, {})
    (row,) = report.rows
    assert row.step.says.code == "document.record-unreadable"
    assert row.step.mark is StepMark.CANNOT_CHECK


def test_a_kept_comment_too_large_for_any_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(LetterError):
        comments.kept_place(b"[" * 8 * comments.MOST_BYTES)
