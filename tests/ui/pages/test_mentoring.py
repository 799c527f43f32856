"""Mentors and mentees in the window: honest states, and the way to the other signature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from portfolio.attest import app_keys
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Mentoring,
    Party,
)
from portfolio.model.keys import KeyTrust
from portfolio.model.person import Holder
from portfolio.operations import keys, letter_decisions, letter_writing, letters
from portfolio.ui.dialogs.write_letter import WriteLetter
from portfolio.ui.pages.letter_lists import ASKED, GIVEN, INBOX, MENTORING
from portfolio.ui.pages.testimonials import TestimonialsPage
from portfolio.ui.session import Session
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import Text
from tests.attest.letters.letters import ID, KEY, said, signed
from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CAS = Party("Casimir Oduya-Lindt", "", ("https://forge.example/coduya",))
NOOR = Party("Noor", "", ("https://forge.example/noorvt",))


def settle(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: session.is_idle, timeout=20_000)


@pytest.fixture
def noor(empty_session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(type(empty_session.workspace), "keychain", SessionSecrets(), raising=False)
    with empty_session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", links=NOOR.accounts))
    return empty_session


@pytest.fixture
def page(noor: Session, window: Window, qtbot: Any) -> Iterator[TestimonialsPage]:
    made = TestimonialsPage(noor, window)
    qtbot.addWidget(made)
    noor.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.tabs.setCurrentIndex(MENTORING)
    yield made
    made.close()


def read(page: TestimonialsPage, session: Session, qtbot: Any) -> str:
    page.refresh(None)
    settle(session, qtbot)
    return texts(page.stack.mentoring)


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Text) if each.isVisible())


def press(page: TestimonialsPage, words: str) -> None:
    found = [b for b in page.stack.mentoring.findChildren(Button)
             if b.text() == words and b.isVisible()]  # fmt: skip
    assert found, words
    found[0].click()


def states_it(session: Session, side: Mentoring = Mentoring.MENTEE) -> Attestation:
    given = Attestation("", AttestationKind.TESTIMONIAL, AttestationFormat.SIGNED_FILE, Party(""),
                        CAS, "We met every week.", b"", mentoring=side,
                        relation_from="2019-03", relation_to="2021")  # fmt: skip
    return letter_writing.write(session.workspace, given).attestation


def receives(session: Session, decision: Decision = Decision.ACCEPTED) -> None:
    raw = signed(said(subject=NOOR, mentoring=Mentoring.MENTOR, relation_to="2021"))
    letters.take_in(session.store, session.clock, raw)
    letter_decisions.decide(session.store, ID, decision)


def test_nobody_yet_is_said_with_the_way_to_begin(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    shown = read(page, noor, qtbot)
    assert "No letter says yet who mentored you." in shown
    assert "No letter says yet whom you mentored." in shown
    press(page, "I mentored somebody…")
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    assert dialog.said().mentoring is Mentoring.MENTOR
    dialog.close()


def test_one_side_is_told_apart_from_both(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    receives(noor, Decision.PENDING)
    assert "Their letter waits for your decision." in read(page, noor, qtbot)
    letter_decisions.decide(noor.store, ID, Decision.ACCEPTED)
    shown = read(page, noor, qtbot)
    assert "Casimir Oduya-Lindt states that they mentored you. You have not signed it." in shown
    assert "March 2019 to 2021" in shown
    states_it(noor)
    shown = read(page, noor, qtbot)
    assert "Whose key signed theirs is not known yet" in shown
    keys.trust(noor.store, app_keys.record(KEY).public, KeyTrust.MET, "met every week")
    shown = read(page, noor, qtbot)
    assert "Both say so." in shown
    assert shown.count("Casimir Oduya-Lindt") == 1
    press(page, "Leave out of documents")
    settle(noor, qtbot)
    assert "Both say so. Left out of your documents." in read(page, noor, qtbot)
    noor.undo()
    settle(noor, qtbot)
    assert "Left out" not in read(page, noor, qtbot)


def test_the_other_side_is_signed_from_here(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    receives(noor)
    read(page, noor, qtbot)
    out = tmp_path / "for-casimir.testimonial"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(page, "Sign your side…")
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    settle(noor, qtbot)
    assert dialog.whom.text() == CAS.name
    dialog.words.setPlainText("He taught me to review.")
    dialog.sign.click()
    settle(noor, qtbot)
    text = out.read_text("utf-8")
    assert "\nMentoring: they mentored me\nRelation: 2019-03 to 2021\n" in text
    assert f"\nSubject-Key: {app_keys.record(KEY).fingerprint}\n" in text
    assert page.tabs.currentIndex() == GIVEN
    shown = read(page, noor, qtbot)
    page.tabs.setCurrentIndex(MENTORING)
    shown = texts(page.stack.mentoring)
    assert "Both say so." in shown


def test_the_other_signature_is_asked_for(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    states_it(noor, Mentoring.MENTOR)
    assert "No document names Casimir Oduya-Lindt until they sign too." in read(page, noor, qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    press(page, "Ask them to sign…")
    settle(noor, qtbot)
    (request,) = tmp_path.glob("*.request")
    assert "\nMentoring: they mentored me\n" in request.read_text("utf-8")
    assert "Will you sign too that I mentored you?" in QGuiApplication.clipboard().text()
    assert page.tabs.currentIndex() == ASKED


def test_a_letter_is_looked_at_and_taken_back(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    receives(noor)
    mine = states_it(noor)
    read(page, noor, qtbot)
    press(page, "Their letter")
    assert page.tabs.currentIndex() == INBOX
    assert "States: Casimir Oduya-Lindt mentored Noor." in texts(page.pane.card)
    page.tabs.setCurrentIndex(MENTORING)
    out = tmp_path / "back.withdrawal"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(page, "Take yours back…")
    settle(noor, qtbot)
    assert f"Refers-To: {mine.id}" in out.read_text("utf-8")
    assert "You have not signed it." in read(page, noor, qtbot)
