"""Thanks in the window: two fields, the receiver's answers, and back again by undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    AttestationKind,
    Decision,
    Direction,
    Party,
    Work,
    WorkAnswer,
)
from portfolio.operations import letters, nominating
from portfolio.ui.dialogs.correct_letter import CorrectLetter
from portfolio.ui.dialogs.thank_someone import ThankSomeone
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.letter_lists import GIVEN, INBOX
from portfolio.ui.pages.testimonials import TestimonialsPage, Thank
from portfolio.ui.session import Session
from portfolio.ui.widgets.buttons import IconButton
from tests.attest.letters.letters import ID, OTHER_KEY, read, said, signed
from tests.operations.test_nominating import COD, with_people
from tests.ui.pages.test_mentoring import noor, page, settle, texts

__all__ = ["noor", "page"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def form(page: TestimonialsPage) -> ThankSomeone:
    return next(each for each in page.findChildren(ThankSomeone) if each.isVisible())


def claim(number: str = "aa") -> bytes:
    return signed(
        said(id=ID.replace("aa", number), kind=AttestationKind.CLAIM, issuer=Party("Elske"),
             statement="Noor kept the wiki alive."),
        OTHER_KEY,
    )  # fmt: skip


def stored(session: Session, number: str = "aa") -> Any:
    with session.store.reading() as reader:
        return reader.attestations.get(ID.replace("aa", number))


def receives(page: TestimonialsPage, session: Session, qtbot: Any) -> None:
    letters.take_in(session.store, session.clock, claim())
    page.tabs.setCurrentIndex(INBOX)
    page.refresh(None)
    settle(session, qtbot)


def test_two_fields_are_enough(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(type(noor.workspace), "keychain", SessionSecrets(), raising=False)
    out = tmp_path / "for-bea.thanks"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.thank.click()
    dialog = form(page)
    assert not dialog.sign.isEnabled()
    dialog.who.setText("https://forge.example/bea")
    dialog.what.setPlainText("You answered my first question.")
    assert dialog.sign.isEnabled()
    dialog.comment.click()
    assert QGuiApplication.clipboard().text().startswith("Thank you, bea: You answered")
    dialog.sign.click()
    settle(noor, qtbot)
    assert out.read_text("utf-8").startswith("Portfolio letter: thanks, version 1\n")
    assert page.tabs.currentIndex() == GIVEN


def test_thanks_that_cannot_be_saved_are_not_given_and_can_be_tried_again(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(type(noor.workspace), "keychain", SessionSecrets(), raising=False)
    (tmp_path / "file").write_text("in the way")
    places = iter([tmp_path / "file" / "x.thanks", tmp_path / "x.thanks"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(places)), ""))
    page.thank.click()
    dialog = form(page)
    dialog.who.setText("https://forge.example/bea")
    dialog.what.setPlainText("You answered my first question.")
    for count in (0, 1):
        dialog.sign.click()
        settle(noor, qtbot)
        given = letters.all_views(noor.store, noor.clock, direction=Direction.GIVEN)
        assert len(given) == count
        assert count or dialog.isVisible()


def test_it_begins_with_the_deed_it_was_opened_from(page: TestimonialsPage) -> None:
    work = Work("https://forge.example/c/1", "Change 1", "git:" + "a" * 40)
    page.show_target(Thank(work))
    dialog = form(page)
    assert dialog.thanks().works == (work,)
    dialog.close()


def test_what_somebody_did_is_written_down_with_works_of_the_record(
    page: TestimonialsPage, noor: Session, qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with_people(noor.workspace)
    out = tmp_path / "for-cas.claim"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.thank.click()
    thanks = form(page)
    assert not thanks.recorded.isVisible()
    thanks.close()
    page.doors.write_down()
    dialog = form(page)
    dialog.who.setText("Cas")
    assert "a name alone" in dialog.recorded.toolTip()
    dialog.who.setText(f"Cas {COD}")
    dialog.links.setPlainText("https://wiki.example/page")
    dialog.recorded.click()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "2 work(s) added" in texts(dialog.banner)
    dialog.recorded.click()
    qtbot.waitUntil(lambda: "No other public work" in texts(dialog.banner))
    lines = dialog.links.toPlainText().splitlines()
    assert lines[0] == "https://wiki.example/page"
    assert len(lines) == 3
    dialog.what.setPlainText("He reviewed it all.")
    dialog.sign.click()
    settle(noor, qtbot)
    letter = read(out.read_bytes()).attestation
    assert (letter.kind, letter.subject.accounts) == (AttestationKind.CLAIM, (COD,))
    recorded = nominating.recorded_works(noor.store, COD)
    assert letter.about[1:] == recorded
    assert all(work.title != work.url for work in recorded)


def test_what_is_typed_is_not_lost_by_closing(page: TestimonialsPage) -> None:
    page.thank.click()
    dialog = form(page)
    dialog.what.setPlainText("You answered.")
    dialog.reject()
    assert dialog.isVisible()
    dialog.what.clear()
    dialog.who.setText("Bea")
    dialog.reject()
    assert dialog.isVisible()
    dialog.throw_away()


def test_a_letter_about_somebody_else_is_not_accepted(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    raw = signed(said(subject=Party("Bea Lindqvist")), OTHER_KEY)
    letters.take_in(noor.store, noor.clock, raw)
    page.tabs.setCurrentIndex(INBOX)
    page.refresh(None)
    settle(noor, qtbot)
    page.pane.accept.click()
    settle(noor, qtbot)
    assert "This letter is about Bea Lindqvist, and this record is of Noor." in texts(page.banner)
    assert stored(noor).decision is Decision.PENDING


def test_a_claim_is_accepted_with_a_correction_beside_it(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    receives(page, noor, qtbot)
    index = page.list.model().index(0, 0)
    assert index.data(Role.KIND_WORD) == "Documented something of yours"
    page.pane.correct_wanted.emit()
    dialog = next(each for each in page.findChildren(CorrectLetter) if each.isVisible())
    assert not dialog.verb.isEnabled()
    dialog.words.setPlainText("Bea did half of it.")
    dialog.verb.click()
    settle(noor, qtbot)
    kept = stored(noor)
    assert (kept.decision, kept.correction) == (Decision.ACCEPTED, "Bea did half of it.")
    assert kept.decided_at is not None
    assert kept.statement == "Noor kept the wiki alive."
    assert "Your correction: Bea did half of it." in texts(page.pane.card)
    noor.undo()
    settle(noor, qtbot)
    assert stored(noor).decision is Decision.PENDING


def test_never_from_this_key_and_back(page: TestimonialsPage, noor: Session, qtbot: Any) -> None:
    receives(page, noor, qtbot)
    page.pane.never_wanted.emit()
    settle(noor, qtbot)
    assert stored(noor).decision is Decision.DECLINED
    assert "declined as they come" in texts(page.banner)
    letters.take_in(noor.store, noor.clock, claim("ab"))
    assert stored(noor, "ab").decision is Decision.DECLINED


def test_the_menu_has_both_answers_for_a_letter_that_came(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    receives(page, noor, qtbot)
    page.pane.more.click()
    from PySide6.QtWidgets import QMenu

    menu = next(each for each in page.pane.findChildren(QMenu) if each.isVisible())
    words = [action.text() for action in menu.actions()]
    assert "Accept with a correction…" in words
    assert "Never from this key" in words
    menu.close()


def test_each_work_of_a_claim_is_answered_by_itself(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    receives(page, noor, qtbot)
    buttons = [b for b in page.pane.card.findChildren(IconButton) if b.isVisible()]
    assert [b.accessibleName() for b in buttons][:1] == ["Answer about Change 1"]
    page.pane.card.answered.emit(2, Decision.PRIVATE.value)
    settle(noor, qtbot)
    page.pane.card.correct_wanted.emit(1)
    dialog = next(each for each in page.findChildren(CorrectLetter) if each.isVisible())
    dialog.words.setPlainText("With Bea.")
    dialog.verb.click()
    settle(noor, qtbot)
    assert stored(noor).answers == (
        WorkAnswer(1, Decision.ACCEPTED, "With Bea."),
        WorkAnswer(2, Decision.PRIVATE),
    )
    qtbot.waitUntil(lambda: "Your correction: With Bea." in texts(page.pane.card))
    assert "Kept private" in texts(page.pane.card)
    noor.undo()
    settle(noor, qtbot)
    assert stored(noor).answers == (WorkAnswer(2, Decision.PRIVATE),)


def test_a_testimonial_has_no_answers_work_by_work(
    page: TestimonialsPage, noor: Session, qtbot: Any
) -> None:
    letters.take_in(noor.store, noor.clock, signed())
    page.tabs.setCurrentIndex(INBOX)
    page.refresh(None)
    settle(noor, qtbot)
    assert not page.pane.card.findChildren(IconButton)
