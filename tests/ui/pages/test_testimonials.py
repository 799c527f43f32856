"""The testimonials page, as a person meets it: real letters, real keys, a real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QMessageBox, QWidget

from portfolio.attest import app_keys, letter_armour, letter_reading
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import (
    AttestationKind,
    Basis,
    Decision,
    Direction,
    Party,
    TrustLevel,
)
from portfolio.model.codes import TrustClass
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer
from portfolio.operations import editions, keys, letters, stories
from portfolio.ui.dialogs.ask_someone import AskSomeone
from portfolio.ui.dialogs.know_key import KnowKey
from portfolio.ui.dialogs.passphrase import PassphraseDialog
from portfolio.ui.dialogs.paste_letter import PasteLetter
from portfolio.ui.dialogs.question import Question
from portfolio.ui.dialogs.write_letter import WriteLetter
from portfolio.ui.dialogs.writer_part import WriterPart
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.letter_lists import ACCEPTED, ASKED, GIVEN, INBOX
from portfolio.ui.pages.testimonials import TestimonialsPage
from portfolio.ui.widgets.labels import Text, is_data
from portfolio.ui.widgets.link import Link
from portfolio.ui.widgets.notices import Banner
from tests.attest.letters.letters import ID, KEY, OTHER_KEY, said, signed
from tests.attest.ssh import (
    add_to_agent,
    is_good,
    make_key,
    needs_agent,
    needs_ssh_keygen,
    running_agent,
)
from tests.store.records import contribution, key, record, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

THANKS = ID.replace("aa", "ab")


def waiting(page: TestimonialsPage) -> list[str]:
    model = page.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def settle(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: session.is_idle, timeout=20_000)


@pytest.fixture
def received(empty_session: Session, qtbot: Any) -> Session:
    """A session with three letters in the inbox."""
    store, clock = empty_session.store, empty_session.clock
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", links=("https://forge.example/noorvt",)))
    letters.take_in(store, clock, signed())
    thanks = said(id=THANKS, kind=AttestationKind.THANKS, issuer=Party("Elske"), about=())
    letters.take_in(store, clock, signed(thanks, OTHER_KEY))
    changed = signed(said(id=ID.replace("aa", "ac"), issuer=Party("Mallory")), OTHER_KEY)
    letters.take_in(store, clock, changed.replace(b"pull/2", b"pull/9"))
    return empty_session


@pytest.fixture
def page(received: Session, window: Window, qtbot: Any) -> Iterator[TestimonialsPage]:
    made = TestimonialsPage(received, window)
    qtbot.addWidget(made)
    received.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    settle(received, qtbot)
    choose(made, ID)
    yield made
    made.close()


def choose(page: TestimonialsPage, letter_id: str) -> None:
    model = page.list.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data(Role.KEY) == letter_id:
            page.list.setCurrentIndex(model.index(row, 0))
            return
    raise AssertionError(f"{letter_id} is not in the list")


def stored(session: Session, letter_id: str = ID) -> Any:
    with session.store.reading() as reader:
        return reader.attestations.get(letter_id)


def shown_texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Text) if each.isVisible())


def test_the_letter_stands_beside_what_can_be_checked(page: TestimonialsPage) -> None:
    assert sorted(waiting(page)) == ["Casimir Oduya-Lindt", "Elske", "Mallory"]
    card, verdict = shown_texts(page.pane.card), shown_texts(page.pane.verdict)
    assert "For Noor Vantongeren" in card
    assert "I have merged Noor’s work since 2019." in card
    assert "Basis: reviewed the work and worked together, since March 2019." in card
    assert "Unchanged since signed. Who holds this key is unknown." in verdict
    assert "It names you" in verdict
    assert page.tabs.tabText(INBOX) == "Inbox  3"


def test_outside_words_are_plain_text(page: TestimonialsPage) -> None:
    for label in page.pane.findChildren(Text):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert is_data(page.pane.card.words)


def test_accepting_shows_it_in_documents_and_can_be_undone(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    QTest.mouseClick(page.pane.accept, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert (stored(received).decision, stored(received).shown) == (Decision.ACCEPTED, True)
    page.tabs.setCurrentIndex(ACCEPTED)
    assert waiting(page) == ["Casimir Oduya-Lindt"]
    QTest.mouseClick(page.pane.shown, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert not stored(received).shown
    received.undo()
    settle(received, qtbot)
    received.undo()
    settle(received, qtbot)
    assert stored(received).decision is Decision.PENDING


def test_declining_is_silent_and_keeps_the_letter(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    page.pane.decline.click()
    settle(received, qtbot)
    assert stored(received).decision is Decision.DECLINED
    assert "Answered" in waiting(page)


def test_asking_for_a_change_hands_over_a_note(
    page: TestimonialsPage, received: Session, window: Window, qtbot: Any
) -> None:
    page.pane.change.click()
    settle(received, qtbot)
    assert stored(received).decision is Decision.ASKED_CHANGE
    assert QGuiApplication.clipboard().text().startswith("Casimir Oduya-Lindt,")
    assert window.said


def test_a_letter_that_is_handed_over_is_shown_in_a_narrow_window(
    page: TestimonialsPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    page.resize(700, 560)
    path = tmp_path / "a.testimonial"
    path.write_bytes(signed())
    page.show_target(path)
    settle(received, qtbot)
    assert page.pane.isVisible()
    assert page.pane.accept.isVisible()
    page.show_target(path)
    settle(received, qtbot)
    assert "This letter is in your record already." in shown_texts(page.banner)


def test_accepting_says_which_edition_does_not_carry_it(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    edition = editions.ensure_default(received.store)
    editions.change(received.store, replace(edition, letter_ids=()))
    QTest.mouseClick(page.pane.accept, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    words = "The letter of Casimir Oduya-Lindt is not in “General”, where you chose the letters."
    assert words in shown_texts(page.banner)
    assert "do not print its words: no account is known" in shown_texts(page.banner)


def test_a_letter_that_does_not_fit_cannot_be_accepted(page: TestimonialsPage) -> None:
    choose(page, ID.replace("aa", "ac"))
    assert not page.pane.accept.isVisible()
    assert page.pane.private.isVisible()
    assert "Changed after it was signed: the list of works" in shown_texts(page.pane.verdict)


def test_nothing_is_asked_before_the_person_says_so(
    page: TestimonialsPage, received: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def asker(_transport: object, clock: Any) -> Any:
        async def ask(address: str) -> Answer:
            asked.append(address)
            from portfolio.attest import app_keys
            from tests.attest.letters.letters import KEY

            line = app_keys.record(KEY).public.encode()
            return Answer(address, clock.now(), 200, "text/plain", line)

        return ask

    monkeypatch.setattr("portfolio.operations.asking.asker", asker)
    monkeypatch.setattr(type(received.workspace), "transport", object(), raising=False)
    assert "Asks forge.example" in page.pane.verdict.online_note.text()
    assert asked == []
    page.pane.verdict.online.click()
    settle(received, qtbot)
    assert asked == ["https://forge.example/coduya.keys"]
    assert page._current().verdict.trust is TrustClass.ATTESTED  # type: ignore[union-attr]
    assert "Written by account coduya" in shown_texts(page.pane.verdict)


def test_a_file_is_taken_in_and_a_bad_one_is_named(
    page: TestimonialsPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    file = tmp_path / "new.testimonial"
    file.write_bytes(signed(said(id=ID.replace("aa", "ba"), issuer=Party("Ravi"))))
    page.show_target(file)
    settle(received, qtbot)
    assert "Ravi" in waiting(page)
    bad = tmp_path / "bad.testimonial"
    bad.write_text("<b>Dear Noor</b>")
    page.show_target(bad)
    settle(received, qtbot)
    assert page.banner.isVisible()
    assert "no letter" in shown_texts(page.banner)


def test_words_by_mail_are_taken_in_as_quoted(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    page.doors.paste()
    dialog = next(each for each in page.findChildren(PasteLetter) if each.isVisible())
    assert not dialog.do.isEnabled()
    dialog.what.setPlainText("Good work on the wiki.")
    assert not dialog.do.isEnabled()
    dialog.name.setText("Bram Isidore")
    dialog.do.click()
    settle(received, qtbot)
    assert "Bram Isidore" in waiting(page)
    assert "Quoted by the holder. Not checkable here." in shown_texts(page.pane.verdict)


def test_a_mail_with_a_letter_is_pasted_whole(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    letter = signed(said(id=ID.replace("aa", "bb"), issuer=Party("Ravi")))
    page.doors.paste()
    dialog = next(each for each in page.findChildren(PasteLetter) if each.isVisible())
    mail = letter_armour.wrapped(letter).decode()
    dialog.what.setPlainText(mail.replace("PORTFOLIO LETTER-----\n", "PORTFOLIO LETTER-----\nx", 1))
    assert dialog.do.text() == "Take in the letter"
    assert not dialog.name.isVisible()
    dialog.do.click()
    assert "not whole" in shown_texts(dialog.banner)
    dialog.what.setPlainText(f"Hello Noor,\n\n{mail}\nSee you")
    dialog.do.click()
    settle(received, qtbot)
    assert "Ravi" in waiting(page)
    page.pane.copy_wanted.emit()
    copied = QGuiApplication.clipboard().text()
    assert letter_armour.found_in(copied.encode()) == letter


def test_a_link_to_no_comment_is_said_before_anything_is_asked(page: TestimonialsPage) -> None:
    page.doors.paste()
    dialog = next(each for each in page.findChildren(PasteLetter) if each.isVisible())
    dialog.what.setPlainText("https://github.com/quill/mark/pull/7")
    assert dialog.do.text() == "Fetch the comment"
    dialog.do.click()
    assert dialog.isVisible()
    assert "no single comment" in shown_texts(dialog.banner)
    dialog.reject()


def test_a_letter_is_written_signed_and_saved(
    page: TestimonialsPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type(received.workspace), "keychain", SessionSecrets(), raising=False)
    out = tmp_path / "for-bea.testimonial"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.doors.write()
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    assert not dialog.sign.isEnabled()
    dialog.whom.setText("Bea Example")
    dialog.words.setPlainText("She reviewed everything twice.")
    dialog.sign.click()
    settle(received, qtbot)
    assert b"She reviewed everything twice." in out.read_bytes()
    assert page.tabs.currentIndex() == GIVEN
    assert waiting(page) == ["Bea Example"]
    assert page.pane.withdraw.isVisible()
    qtbot.waitUntil(page.recovery.isVisible)
    assert "Your signing key is on this computer only." in page.recovery.words()
    with received.store.reading() as reader:
        assert len(reader.attestations.all(direction=Direction.GIVEN)) == 1


def test_the_first_signature_offers_a_recovery_file_until_there_is_one(
    page: TestimonialsPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app_keys, "ROUNDS", 1)
    monkeypatch.setattr(type(received.workspace), "keychain", SessionSecrets(), raising=False)
    places = [str(tmp_path / name) for name in ("1.vouch", "mine.recovery", "2.vouch", "3.vouch")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (places.pop(0), ""))

    def write() -> None:
        page.doors.write()
        dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
        dialog.whom.setText("Bea Example")
        dialog.words.setPlainText("She reviewed everything twice.")
        count = len(waiting(page)) if page.tabs.currentIndex() == GIVEN else 0
        dialog.sign.click()
        qtbot.waitUntil(
            lambda: page.tabs.currentIndex() == GIVEN and len(waiting(page)) == count + 1
        )
        settle(received, qtbot)

    def offers() -> list[Banner]:
        found = page.findChildren(Banner)
        return [each for each in found if "on this computer only" in each.words()]

    assert not page.recovery.isVisible(), "nothing was signed yet"
    write()
    qtbot.waitUntil(page.recovery.isVisible)
    assert offers() == [page.recovery], "once"
    page.recovery.requested.emit()
    dialog = next(each for each in page.findChildren(PassphraseDialog) if each.isVisible())
    dialog.first.setText("seven words are enough")
    dialog.second.setText("seven words are enough")
    dialog.go_on.click()
    settle(received, qtbot)
    qtbot.waitUntil(lambda: not page.recovery.isVisible())
    assert (tmp_path / "mine.recovery").exists()
    write()
    write()
    assert not page.recovery.isVisible(), "a key that cannot be lost is not offered again"


def test_audience_and_status_address_are_folded_away_and_stand_in_the_letter(
    page: TestimonialsPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type(received.workspace), "keychain", SessionSecrets(), raising=False)
    out = tmp_path / "for-bea.testimonial"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.doors.write()
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    extras = dialog.terms.extras
    dialog.whom.setText("Bea Example")
    dialog.words.setPlainText("She reviewed everything twice.")
    dialog.terms.contact.setFocus()
    qtbot.keyClick(dialog.terms.contact, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is extras.fold
    qtbot.keyClick(extras.fold, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is not None
    assert not extras.isAncestorOf(dialog.focusWidget()), "one Tab passes it"
    qtbot.keyClick(extras.fold, Qt.Key.Key_Space)
    assert dialog.focusWidget() is extras.audience
    seen = dialog._area.viewport()
    qtbot.waitUntil(
        lambda: seen.rect().bottom() >= extras.mapTo(seen, extras.rect().bottomLeft()).y()
    )
    qtbot.keyClicks(extras.audience, "People hiring at Quillmark")
    qtbot.keyClick(extras.audience, Qt.Key.Key_Tab)
    qtbot.keyClicks(extras.status, "example.org/withdrawn")
    assert "“example.org/withdrawn” is no address" in dialog.sign.toolTip()
    extras.status.setText("https://example.org/withdrawn")
    qtbot.keyClick(extras.fold, Qt.Key.Key_Space)
    assert not extras.audience.isVisible()
    assert extras.fold.words() == "More about this letter, filled in"
    dialog.sign.click()
    settle(received, qtbot)
    said = letter_reading.parse(out.read_bytes()).attestation
    assert said.audience == "People hiring at Quillmark"
    assert said.status_url == "https://example.org/withdrawn"


def test_what_is_typed_in_the_folded_part_is_asked_for_before_it_goes(
    page: TestimonialsPage, qtbot: Any
) -> None:
    page.doors.write()
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    dialog.terms.extras.audience.setText("People hiring")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.throw_away()


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A running ssh-agent without keys."""
    with running_agent() as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        yield path


@needs_agent
@needs_ssh_keygen
def test_how_long_since_when_and_with_which_key_are_the_writers_choice(  # noqa: PLR0917  (fixtures)
    page: TestimonialsPage,
    received: Session,
    agent: Path,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "for-bea.testimonial"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    key = make_key(tmp_path)
    add_to_agent(agent, key)
    linked = keys.link(received.store, key.public)
    keys.link(received.store, app_keys.record(KEY).public)  # the agent does not have this one
    page.doors.write()
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    settle(received, qtbot)
    terms = dialog.terms
    assert [terms.key.itemData(row) for row in range(terms.key.count())] == [
        "",
        linked.fingerprint,
    ]
    terms.key.setCurrentIndex(1)
    dialog.whom.setText("Bea Example")
    dialog.words.setPlainText("She reviewed everything twice.")
    terms.since.setText("soon")
    assert "“soon” is no date" in dialog.sign.toolTip()
    terms.since.setText("2021-03")
    terms.until.setText("2020")
    assert dialog.sign.toolTip() == "It ends before it begins."
    terms.until.setText("2021")
    assert dialog.sign.isEnabled()
    terms.ends.setCurrentIndex(0)
    next(iter(terms._boxes.values())).setChecked(True)
    terms.contact.setChecked(True)
    dialog.sign.click()
    settle(received, qtbot)
    letter = letter_reading.parse(out.read_bytes())
    assert is_good(tmp_path, key.public, letter.body, letter.signature, "testimonial@portfolio")
    said = letter.attestation
    assert (said.relation_from, said.relation_to, said.contact_ok) == ("2021-03", "2021", True)
    assert said.basis == (Basis.REVIEWED,)
    assert said.issued_at is not None
    assert said.expires_at is not None
    assert said.expires_at.year - said.issued_at.year == 1


def test_a_key_one_knows_makes_the_letter_known_and_no_longer_again(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    def level() -> object:
        view = page._current()
        return None if view is None else view.verdict.level

    page.stack.list.setCurrentIndex(page.list.model().index(waiting(page).index("Elske"), 0))
    assert level() is TrustLevel.UNCHANGED
    page._know()
    dialog = next(each for each in page.window().findChildren(KnowKey) if each.isVisible())
    assert "Have Elske read the end of the key" in shown_texts(dialog)
    dialog.words.setText("met in Ghent")
    dialog.go_on.click()
    qtbot.waitUntil(lambda: level() is TrustLevel.KNOWN)
    page._know()
    qtbot.waitUntil(lambda: level() is TrustLevel.UNCHANGED)
    received.undo()
    qtbot.waitUntil(lambda: level() is TrustLevel.KNOWN)


def test_what_is_typed_is_not_lost_by_closing(page: TestimonialsPage, qtbot: Any) -> None:
    page.doors.write()
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    dialog.words.setPlainText("She reviewed everything twice.")
    dialog.reject()
    assert dialog.isVisible()
    question = next(each for each in dialog.findChildren(QDialog) if each.isVisible())
    question.reject()
    assert dialog.words.toPlainText() == "She reviewed everything twice."
    dialog.throw_away()
    assert not isinstance(question, QMessageBox)


def test_the_keyboard_alone_reads_and_decides(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    page.focus_first()
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.pane.accept.hasFocus()
    QTest.keyClick(page.pane.accept, Qt.Key.Key_Space)
    settle(received, qtbot)
    assert stored(received).decision is Decision.ACCEPTED


def test_narrow_opens_the_letter_in_place(page: TestimonialsPage) -> None:
    page.window().resize(700, 600)
    assert not page.pane.isVisible()
    page._open_current()
    assert page.pane.isVisible()
    assert not page.stack.isVisible()
    page.pane.back.click()
    assert page.stack.isVisible()


def test_nothing_yet_says_what_to_do(empty_session: Session, window: Window, qtbot: Any) -> None:
    made = TestimonialsPage(empty_session, window)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    settle(empty_session, qtbot)
    assert "No testimonials yet." in shown_texts(made.stack.empty)
    made.close()


def test_every_thing_that_takes_the_focus_has_a_name(page: TestimonialsPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


# Asking, and being asked


@pytest.fixture
def asking(session: Session, window: Window, qtbot: Any) -> Iterator[TestimonialsPage]:
    """The page over a record with stories."""
    with session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor Vantongeren"))
    made = TestimonialsPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    settle(session, qtbot)
    yield made
    made.close()


def test_escape_asks_before_a_question_to_somebody_goes(
    asking: TestimonialsPage, session: Session, qtbot: Any
) -> None:
    asking.ask.click()
    dialog = next(each for each in asking.findChildren(AskSomeone) if each.isVisible())
    settle(session, qtbot)
    dialog.question.setPlainText("What did you see me do at the harbour?")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.findChildren(Question)
    dialog.throw_away()
    assert not dialog.isVisible()


def test_tab_reads_the_question_to_somebody_from_top_to_bottom(
    asking: TestimonialsPage, session: Session, qtbot: Any
) -> None:
    asking.ask.click()
    dialog = next(each for each in asking.findChildren(AskSomeone) if each.isVisible())
    settle(session, qtbot)
    for row in range(dialog.story.count()):
        dialog.story.setCurrentIndex(row)
        settle(session, qtbot)
        if dialog.works():
            break
    qtbot.waitUntil(lambda: all(box.isVisible() for box, _work in dialog._boxes))
    dialog.story.setFocus()
    passed = []
    while dialog.focusWidget() is not dialog.question:
        focus = dialog.focusWidget()
        passed.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        assert len(passed) < 40
    assert [each for each in passed if isinstance(each, QCheckBox)] == [
        box for box, _work in dialog._boxes
    ], "the works stand before the question"
    dialog.reject()


def test_few_works_are_said_and_asked_about_all_the_same(
    page: TestimonialsPage, received: Session, qtbot: Any
) -> None:
    store = received.store
    record(store, *(contribution(n, url=f"https://forge.example/c/{n}") for n in range(1, 5)))
    say(store)
    stories.create(store, title="Outline", deed_keys=[key(n) for n in range(1, 5)])
    page.ask.click()
    dialog = next(each for each in page.findChildren(AskSomeone) if each.isVisible())
    qtbot.waitUntil(lambda: len(dialog.works()) == 4)
    dialog.name.setText("Casimir Oduya-Lindt")
    assert not dialog.few.isVisible()
    boxes = [box for box, _work in dialog._boxes]
    for box in boxes[:2]:
        box.setChecked(False)
    assert dialog.few.isVisible()
    assert dialog.few.text().startswith("3 to 8 works make a better letter")
    assert dialog.save.isEnabled(), dialog.save.toolTip()
    boxes[2].setChecked(False)
    assert dialog.few.isVisible()
    assert dialog.save.isEnabled(), "one work is enough"
    boxes[3].setChecked(False)
    assert not dialog.few.isVisible(), "without a work the button says what is missing"
    assert not dialog.save.isEnabled()
    dialog.throw_away()


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_a_long_title_is_shortened_and_pushes_nothing_out_of_sight(
    page: TestimonialsPage, received: Session, qtbot: Any, direction: Qt.LayoutDirection
) -> None:
    title = "Let everything that was ever changed be walked & found " * 5
    record(received.store, contribution(1, url="https://forge.example/c/1", title=title))
    say(received.store)
    stories.create(received.store, title=title, deed_keys=[key(1)])
    page.setLayoutDirection(direction)
    page.ask.click()
    dialog = next(each for each in page.findChildren(AskSomeone) if each.isVisible())
    qtbot.waitUntil(lambda: len(dialog.works()) == 1)
    (box,) = (box for box, _work in dialog._boxes)
    qtbot.waitUntil(lambda: box.text().endswith("…"))
    assert "walked && found" in box.text()
    assert box.accessibleName().strip() == title.strip()
    for field in (box, dialog.story, dialog.question):
        left = field.mapTo(dialog, field.rect().topLeft()).x()
        assert left >= 0
        assert left + field.width() <= dialog.width()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert dialog.works() == []
    dialog.throw_away()


def test_somebody_is_asked_from_a_story(  # noqa: PLR0917  (pytest's fixtures)
    asking: TestimonialsPage,
    session: Session,
    window: Window,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    asking.ask.click()
    dialog = next(each for each in asking.findChildren(AskSomeone) if each.isVisible())
    settle(session, qtbot)
    assert not dialog.save.isEnabled()
    with session.store.reading() as reader:
        stories = {each.id: each for each in reader.stories.all()}
    for row in range(dialog.story.count()):
        dialog.story.setCurrentIndex(row)
        settle(session, qtbot)
        if dialog.works():
            break
    dialog.name.setText("Casimir Oduya-Lindt")
    assert dialog.save.isEnabled(), dialog.save.toolTip()
    assert dialog.story.currentData() in stories
    dialog.save.click()
    settle(session, qtbot)
    (request,) = tmp_path.glob("*.request")
    assert b"Asked: Casimir Oduya-Lindt" in request.read_bytes()
    assert "What did you see me do here?" in QGuiApplication.clipboard().text()
    assert asking.tabs.currentIndex() == ASKED
    assert "Asked today" in shown_texts(asking.stack.requests)
    asking.stack.requests.reminded.emit(
        session.read_now(lambda reader: reader.requests.all()[0].id)
    )
    settle(session, qtbot)
    assert "reminded on" in shown_texts(asking.stack.requests)
    session.undo()
    settle(session, qtbot)
    assert "reminded on" not in shown_texts(asking.stack.requests)


def test_a_request_is_opened_with_the_works_in_front(
    page: TestimonialsPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    from portfolio.model.attestation import Work
    from portfolio.operations import letter_requests

    made = letter_requests.make(
        received.workspace,
        Party("Casimir"),
        [Work("https://forge.example/1", "A change")],
    )
    file = tmp_path / "x.request"
    file.write_bytes(made.request.raw)
    page.show_target(file)
    settle(received, qtbot)
    dialog = next(each for each in page.findChildren(WriteLetter) if each.isVisible())
    assert dialog.whom.text() == "Noor"
    (work,) = dialog.findChildren(Link)
    assert (work.words(), work.toolTip()) == ("A change", "https://forge.example/1")
    assert not dialog.whom.isVisible()
    assert [each.title for each in dialog.said().about] == ["A change"]
    assert "What did you see me do here?" in shown_texts(dialog.banner)
    assert dialog.said().refers_to == made.request.id
    assert dialog.words.hasFocus() or not dialog.isActiveWindow()
    dialog.throw_away()


def test_without_a_story_there_is_nothing_to_ask_about(page: TestimonialsPage, qtbot: Any) -> None:
    page.ask.click()
    assert "Write a story first" in shown_texts(page.banner)


@pytest.mark.parametrize("has_account", [False, True])
def test_a_writer_whose_record_names_no_account_names_one(
    empty_session: Session, qtbot: Any, *, has_account: bool
) -> None:
    links = ("https://coduya.example",) if has_account else ()
    with empty_session.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Casimir", links=links))
    part = WriterPart(empty_session)
    qtbot.addWidget(part)
    part.suggest(Party("Casimir O.", "", ("https://forge.example/coduya",)))
    part.show()
    assert not part.name.isVisible()
    assert part.account.isVisible() is not has_account
    written = part.party()
    assert (written.name, written.accounts) == (
        "", () if has_account else ("https://forge.example/coduya",),
    )  # fmt: skip
