"""What is typed into a form is there again until it was signed or thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from portfolio.model.attestation import Basis, Mentoring, Party
from portfolio.model.person import Holder
from portfolio.ui.dialogs.ask_someone import AskSomeone
from portfolio.ui.dialogs.keeps_words import put_all_aside
from portfolio.ui.dialogs.kept_words import FOLDER
from portfolio.ui.dialogs.question import Question
from portfolio.ui.dialogs.write_letter import WriteLetter
from portfolio.ui.session import Session
from portfolio.ui.widgets.labels import Text

WORDS = "She made the outline reachable,\nand wrote down how. ←"


@pytest.fixture
def session(empty_session: Session) -> Session:
    with empty_session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Casimir", links=("https://forge.example/coduya",)))
    return empty_session


@pytest.fixture
def place(session: Session, qtbot: Any) -> Iterator[QWidget]:
    """A window that the forms open over."""
    made = QWidget()
    made.resize(900, 800)
    qtbot.addWidget(made)
    yield made
    qtbot.waitUntil(lambda: session.is_idle)


def opened(session: Session, place: QWidget, whom: Party | None = None) -> WriteLetter:
    form = WriteLetter(session, place)
    if whom is not None:
        form.begin_with(whom, None)
    form.show()
    return form


def files(session: Session) -> list[Path]:
    folder = session.paths.data / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_form_that_was_cut_short_is_there_again(
    session: Session, place: QWidget, qtbot: Any
) -> None:
    first = opened(session, place)
    first.whom.setText("Noor")
    first.terms.mentoring.setCurrentIndex(1)
    first.terms._boxes[Basis.REVIEWED].setChecked(True)
    QTest.keyClicks(first.words, "She made it.")
    first.words.setPlainText(WORDS)
    qtbot.waitUntil(lambda: len(files(session)) == 1)  # at a pause, without any closing
    (kept,) = files(session)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700

    again = opened(session, place)
    assert (again.whom.text(), again.words.toPlainText()) == ("Noor", WORDS)
    assert again.said().basis == (Basis.REVIEWED,)
    assert again.said().mentoring is Mentoring.MENTOR
    said = [each.text() for each in again.banner.findChildren(Text)]
    assert "What you wrote last time is here again." in said
    again.throw_away()
    assert files(session) == []
    first.throw_away()


def test_the_end_of_the_session_asks_nothing_and_loses_nothing(
    session: Session, place: QWidget, qtbot: Any
) -> None:
    form = opened(session, place)
    form.words.setPlainText(WORDS)
    put_all_aside()
    assert not form.findChildren(Question)
    assert not form.isVisible()
    again = opened(session, place)
    assert again.words.toPlainText() == WORDS
    again.close_used()
    assert files(session) == []
    fresh = opened(session, place)
    assert fresh.words.toPlainText() == ""
    assert fresh.banner.isHidden()


def test_another_form_begins_with_its_own_words(
    session: Session, place: QWidget, qtbot: Any
) -> None:
    form = opened(session, place)
    form.words.setPlainText(WORDS)
    form.put_aside()
    other = opened(session, place, Party("Bea", "", ("https://forge.example/bea",)))
    assert other.words.toPlainText() == ""
    other.words.setPlainText("Bea")
    other.put_aside()
    assert len(files(session)) == 2
    asking = AskSomeone(session, [("s", "Outline")], place)
    asking.show()
    asking.name.setText("Elske")
    asking.put_aside()
    assert len(files(session)) == 3
    assert opened(session, place).words.toPlainText() == WORDS


@pytest.mark.parametrize("broken", [b"", b"[]", b"\xff{", b'{"QPlainTextEdit:x": 5, "a": [1]}'])
def test_a_damaged_file_is_no_words(session: Session, place: QWidget, broken: bytes) -> None:
    form = opened(session, place)
    form.words.setPlainText(WORDS)
    form.put_aside()
    (kept,) = files(session)
    kept.write_bytes(broken)
    assert opened(session, place).words.toPlainText() == ""


def test_a_folder_that_takes_nothing_disturbs_nobody(
    session: Session, place: QWidget, qtbot: Any
) -> None:
    (session.paths.data / FOLDER).write_text("a file")
    form = opened(session, place)
    form.words.setPlainText(WORDS)
    form.put_aside()
    (session.paths.data / FOLDER).unlink()
