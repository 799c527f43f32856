"""The badges page, as a person meets it: real badges, real pictures, a real window."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from portfolio.attest import app_keys
from portfolio.attest.badges import designs, issuing, recognising, zips
from portfolio.attest.badges.baked import Keyword
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Decision, Direction, Party, Work
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.person import Holder
from portfolio.model.verdict import Answer
from portfolio.operations import badge_views, badges, editions, letter_decisions, letters
from portfolio.ui.badge_pictures import MOST_KEPT, draw
from portfolio.ui.dialogs.endorse_badge import EndorseBadge
from portfolio.ui.dialogs.give_badge import GiveBadge
from portfolio.ui.dialogs.import_badge import ImportBadge
from portfolio.ui.dialogs.question import Question
from portfolio.ui.dialogs.save_backpack import SaveBackpack
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.badges import BadgesPage
from portfolio.ui.widgets.labels import Text, is_data
from portfolio.ui.widgets.link import Link
from tests.attest.badges import pictures, samples
from tests.attest.badges.samples import MAIL
from tests.attest.letters.letters import ID, said, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PERSON = "Thank you, reviewer"
HOSTED = "Web basics"
LISTED = "Helpful answer"
DROP = "Drop a badge file here"


def settle(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: session.is_idle, timeout=20_000)


def from_person(session: Session, name: str = PERSON, *, to: str = MAIL) -> bytes:
    key = app_keys.private_key(app_keys.make())
    work = Work("https://f.example/1", "A")
    award = issuing.Award(
        name, "Reviews", "Reviewed kindly.", (work,), narrative="She read it all."
    )
    receiver = issuing.Receiver(mail=to)
    giver = issuing.Giver("Elske Marambe", key)
    at = session.clock.now()
    return issuing.issue(award, giver, receiver, design=designs.designs()[0].svg, at=at).baked


def listed(session: Session) -> Badge:
    return Badge(
        id="ab" * 16,
        raw=json.dumps({"badge": {"title": LISTED}, "image": "", "hosted": ""}).encode(),
        media_type="application/json",
        format=BadgeFormat.PLATFORM,
        name=LISTED,
        issuer=Party("forum.example"),
        recipient_match=RecipientMatch.CONFIRMED,
        received_at=session.clock.now(),
    )


@pytest.fixture
def received(empty_session: Session) -> Session:
    """A session with a badge from a person, a hosted one, and one that a forum lists."""
    store, clock = empty_session.store, empty_session.clock
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", email=MAIL))
        editor.save_badge(listed(empty_session))
    badges.take_in(store, clock, from_person(empty_session), name="thanks.svg")
    badges.take_in(store, clock, samples.written(samples.assertion_2_0()), name="web.json")
    return empty_session


@pytest.fixture
def page(received: Session, window: Window, qtbot: Any) -> Iterator[BadgesPage]:
    yield from opened(received, window, qtbot)


def opened(session: Session, window: Window, qtbot: Any) -> Iterator[BadgesPage]:
    made = BadgesPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    settle(session, qtbot)
    yield made
    made.close()


def wall(page: BadgesPage) -> list[str]:
    model = page.wall.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def aloud(page: BadgesPage) -> dict[str, str]:
    model = page.wall.model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    return {str(each.data()): str(each.data(spoken)) for each in indexes}


def choose(page: BadgesPage, name: str) -> None:
    row = wall(page).index(name)
    page.wall.setCurrentIndex(page.wall.model().index(row, 0))
    QApplication.processEvents()  # the steps are laid out


def shown_texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Text) if each.isVisible())


def kept(session: Session) -> dict[str, Badge]:
    with session.store.reading() as reader:
        return {each.name: each for each in reader.badges.all()}


def test_the_wall_says_of_each_badge_what_holds(page: BadgesPage) -> None:
    assert sorted(wall(page)[:-1]) == sorted((PERSON, HOSTED, LISTED))
    assert wall(page)[-1] == DROP
    said = aloud(page)
    assert said[PERSON] == f"{PERSON}. From a person: Elske Marambe. Signer not known"
    assert said[HOSTED] == f"{HOSTED}. Brightpath Learning, 2018. Not checked yet"
    assert said[LISTED].endswith("forum.example. Evidence")


def test_a_badge_for_somebody_else_says_so_on_the_wall(
    received: Session, window: Window, qtbot: Any
) -> None:
    store, clock = received.store, received.clock
    badges.take_in(
        store, clock, from_person(received, "Hidden", to="bea@else.example"), name="a.svg"
    )
    plain = samples.written(samples.assertion_2_0(id="https://learning.example/a/9", recipient={
        "type": "email", "identity": "bea@else.example", "hashed": False}))  # fmt: skip
    badges.take_in(store, clock, plain, name="b.json")
    for page in opened(received, window, qtbot):
        said = [page.wall.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
                for row in range(page.wall.model().rowCount())]  # fmt: skip
        assert "Hidden. From a person: Elske Marambe. For another address" in said
        assert [each for each in said if each.endswith("For somebody else")] == [
            "Web basics. Brightpath Learning, 2018. For somebody else"
        ]


def test_a_badge_is_told_step_by_step(page: BadgesPage) -> None:
    choose(page, PERSON)
    told = shown_texts(page.pane)
    assert "Unchanged since it was signed" in told
    assert "From a person: Elske Marambe" in told
    assert "Issued to you" in told
    assert "“She read it all.”" in told
    assert is_data(page.pane.name)
    for label in page.pane.findChildren(Text):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_evidence_of_a_badge_is_opened_outside(page: BadgesPage, qtbot: Any) -> None:
    choose(page, PERSON)
    (link,) = page.pane.evidence.findChildren(Link)
    assert (link.words(), link.toolTip()) == ("A", "https://f.example/1")
    with qtbot.waitSignal(page.pane.link_wanted) as wanted:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton, pos=QPoint(4, link.height() // 2))
    assert wanted.args == ["https://f.example/1"]
    choose(page, LISTED)
    assert not page.pane.evidence.isVisible()
    choose(page, PERSON)
    assert len([each for each in page.pane.evidence.findChildren(Link) if each.isVisible()]) == 1


def test_print_and_removal_are_undone(page: BadgesPage, received: Session, qtbot: Any) -> None:
    choose(page, PERSON)
    page.pane.shown_wanted.emit(True)
    settle(received, qtbot)
    assert kept(received)[PERSON].shown
    assert page.pane.print.text() == "Shown in print"
    page.pane.remove_wanted.emit()
    settle(received, qtbot)
    assert PERSON not in wall(page)
    assert page.pane.isVisible()
    received.undo()
    settle(received, qtbot)
    assert PERSON in wall(page)
    received.undo()
    settle(received, qtbot)
    assert not kept(received)[PERSON].shown


def test_what_is_chosen_stays_chosen_when_another_one_goes(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    first, *_, last = wall(page)[:-1]
    for stays, goes in ((first, last), (PERSON, HOSTED)):
        choose(page, stays)
        badge_id = kept(received)[goes].id
        received.edit(lambda store, gone=badge_id: badges.remove(store, gone))
        settle(received, qtbot)
        assert goes not in wall(page)
        assert page.wall.currentIndex().data() == page.pane.name.text() == stays
        received.undo()
        settle(received, qtbot)
        assert page.wall.currentIndex().data() == page.pane.name.text() == stays


def test_a_badge_that_does_not_hold_cannot_be_printed(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    raw = from_person(received, "Changed badge").replace(b"Reviewed kindly", b"Reviewed gladly")
    page.work.take_text(raw.decode())
    settle(received, qtbot)
    choose(page, "Changed badge")
    assert aloud(page)["Changed badge"].endswith("Does not hold")
    assert not page.pane.print.isEnabled()
    assert "documents cannot show it" in page.pane.print.toolTip()


def answering(monkeypatch: pytest.MonkeyPatch, session: Session, pages: Any) -> list[str]:
    asked: list[str] = []

    def asker(_transport: object, clock: Any) -> Any:
        async def ask(address: str) -> Answer:
            asked.append(address)
            body = pages.get(address)
            if body is None:
                return Answer(address, clock.now(), problem="The host does not answer.")
            return Answer(address, clock.now(), 200, "application/json", body)

        return ask

    monkeypatch.setattr("portfolio.operations.asking.asker", asker)
    monkeypatch.setattr(type(session.workspace), "transport", object(), raising=False)
    return asked


def site() -> dict[str, bytes]:
    document = samples.assertion_2_0()
    parts = (document, document["badge"], document["badge"]["issuer"])
    return {each["id"]: samples.written(each) for each in parts}


def test_nobody_is_asked_before_the_person_says_so_and_a_dead_issuer_is_no_fault(
    page: BadgesPage, received: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = site()
    asked = answering(monkeypatch, received, pages)
    choose(page, HOSTED)
    assert page.pane.asks.text().startswith("Asks learning.example.")
    assert asked == []
    QTest.mouseClick(page.pane.again, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert asked
    assert aloud(page)[HOSTED].endswith("Certified")
    pages.clear()
    QTest.mouseClick(page.pane.again, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert aloud(page)[HOSTED].endswith("Cannot be checked any more")
    assert "Cannot be checked any more; last good" in shown_texts(page.pane)


def test_a_link_is_fetched_when_it_is_pressed(
    page: BadgesPage, received: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "https://badges.example/7.json"
    raw = samples.written(samples.assertion_1_1(id="https://badges.example/7.json"))
    asked = answering(monkeypatch, received, {link: raw})
    dialog = opened_import(page)
    dialog.what.setPlainText(link)
    assert dialog.do.text() == "Fetch the badge"
    assert asked == []
    dialog.do.click()
    settle(received, qtbot)
    assert asked == [link]
    assert len(wall(page)) == 5


def opened_import(page: BadgesPage) -> ImportBadge:
    QTest.mouseClick(page.import_, Qt.MouseButton.LeftButton)
    return next(each for each in page.findChildren(ImportBadge) if each.isVisible())


def test_a_pasted_badge_is_taken_in_and_shown(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    dialog = opened_import(page)
    assert not dialog.do.isEnabled()
    dialog.what.setPlainText(from_person(received, "Pasted").decode())
    assert dialog.do.text() == "Import"
    dialog.do.click()
    settle(received, qtbot)
    assert page.pane.name.text() == "Pasted"


def test_a_badge_that_is_handed_over_is_shown_in_a_narrow_window_and_known_the_second_time(
    page: BadgesPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    page.window().resize(700, 600)
    page.resize(700, 600)
    path = tmp_path / "a.json"
    path.write_bytes(from_person(received, "Handed over"))
    page.show_target(path)
    settle(received, qtbot)
    assert page.pane.isVisible()
    assert page.pane.name.text() == "Handed over"
    assert not page.banner.isVisible()
    page.show_target(path)
    settle(received, qtbot)
    assert "1 badge(s) were in your record already." in shown_texts(page.banner)


def test_what_was_pasted_survives_a_fault_and_escape(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    dialog = opened_import(page)
    dialog.what.setPlainText("no badge at all")
    dialog.do.click()
    settle(received, qtbot)
    assert page.banner.isVisible()
    again = opened_import(page)
    assert again.what.toPlainText() == "no badge at all"
    again.what.setPlainText(from_person(received, "Pasted").decode())
    QTest.keyClick(again, Qt.Key.Key_Escape)
    third = opened_import(page)
    assert "<svg" in third.what.toPlainText()
    third.do.click()
    settle(received, qtbot)
    assert not opened_import(page).what.toPlainText()


def test_files_are_dropped_and_a_bad_one_is_named(
    page: BadgesPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    good = tmp_path / "good.png"
    good.write_bytes(samples.in_png(samples.sealed(), Keyword.CREDENTIAL))
    bad = tmp_path / "holiday.png"
    bad.write_bytes(pictures.png())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(each)) for each in (bad, good)])
    drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    page.dropEvent(drop)
    settle(received, qtbot)
    assert len(wall(page)) == 5
    assert page.banner.isVisible()
    assert "holiday.png" in shown_texts(page.banner)


def test_the_file_is_saved_as_it_came(
    page: BadgesPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    choose(page, HOSTED)
    page.pane.save_wanted.emit()
    settle(received, qtbot)
    assert out.read_bytes() == samples.written(samples.assertion_2_0())


def test_pictures_are_drawn_kept_and_bounded(page: BadgesPage, qtbot: Any) -> None:
    view = page.wall.model().index(wall(page).index(PERSON), 0).data(Role.THING)
    store = page._pictures
    assert store.get(view.badge, 33, 1.0) is None
    with qtbot.waitSignal(store.drawn):
        pass
    drawn = store.get(view.badge, 33, 1.0)
    assert drawn is not None
    assert drawn.width() == 33
    for number in range(MOST_KEPT + 5):
        store._kept["", number, 1] = None
    store.get(view.badge, 34, 1.0)
    with qtbot.waitSignal(store.drawn):
        pass
    assert len(store._kept) == MOST_KEPT


def test_a_picture_that_may_do_more_than_be_seen_is_not_drawn() -> None:
    svg = designs.designs()[0].svg
    assert draw(svg, "image/svg+xml", 40) is not None
    reaching = svg.replace(b"</svg>", b'<image href="file:///etc/passwd"/></svg>')
    assert draw(reaching, "image/svg+xml", 40) is None
    assert draw(pictures.png(), "image/png", 40) is not None
    assert draw(pictures.png()[:60], "image/png", 40) is None
    assert draw(svg, "image/png", 40) is None


def test_the_keyboard_alone_goes_round_the_wall_and_into_a_badge(page: BadgesPage) -> None:
    page.focus_first()
    assert page.wall.hasFocus()
    first = page.pane.name.text()
    QTest.keyClick(page.wall, Qt.Key.Key_Right)
    assert page.pane.name.text() != first
    QTest.keyClick(page.wall, Qt.Key.Key_Return)
    assert page.pane.again.hasFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_End)
    QTest.keyClick(page.wall, Qt.Key.Key_Return)
    assert next(each for each in page.findChildren(ImportBadge) if each.isVisible())


def test_narrow_opens_the_badge_in_place(page: BadgesPage) -> None:
    page.window().resize(700, 600)
    assert not page.pane.isVisible()
    page._open_current(page.wall.currentIndex())
    assert page.pane.isVisible()
    assert not page.stack.isVisible()
    page.pane.back.click()
    assert page.stack.isVisible()
    spot = page.wall.visualRect(page.wall.model().index(1, 0)).center()
    QTest.mouseClick(page.wall.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.pane.isVisible()
    assert page.pane.name.text() == wall(page)[1]


def test_no_badges_yet_says_what_to_do(empty_session: Session, window: Window, qtbot: Any) -> None:
    for made in opened(empty_session, window, qtbot):
        assert "No badges yet." in shown_texts(made.empty)
        assert not made.pane.isVisible()


def test_every_thing_that_takes_the_focus_has_a_name(page: BadgesPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_a_thousand_badges_fill_the_wall_as_they_are_judged(
    received: Session, window: Window, qtbot: Any
) -> None:
    with received.store.editing("badge.received", name="") as editor:
        for number in range(1_000):
            made = samples.written(samples.assertion_0_5(salt=str(number)))
            looked = Badge(
                id=f"{number:032x}", raw=made, media_type="application/json",
                format=BadgeFormat.OPEN_BADGES_0_5, name=f"Badge {number}",
                issuer=Party("Brightpath"),
                received_at=received.clock.now(),
            )  # fmt: skip
            editor.save_badge(looked)
    for page in opened(received, window, qtbot):
        assert len(wall(page)) == 1_004
        bar = page.wall.verticalScrollBar()
        for step in range(0, bar.maximum(), bar.maximum() // 20):
            bar.setValue(step)
            page.wall.viewport().repaint()
        settle(received, qtbot)
        choose(page, "Badge 990")
        assert page.pane.name.text() == "Badge 990"
        for number in (3, 500, 997):  # wherever it comes among them
            page.which.chosen.emit(Direction.GIVEN.value)
            settle(received, qtbot)
            page.show_target(f"{number:032x}")
            settle(received, qtbot)
            assert page.pane.name.text() == f"Badge {number}"
            assert page.wall.currentIndex().data() == f"Badge {number}"


def test_a_badge_is_judged_again_only_when_what_it_rests_on_changes(received: Session) -> None:
    store, clock = received.store, received.clock
    made = badge_views.BadgeViews()

    def views() -> dict[str, badges.BadgeView]:
        parts = made.parts(store, clock)
        return {each.badge.name: each for part in parts for each in part}

    first, again = views(), views()
    assert again[PERSON] is first[PERSON]
    badges.show(store, clock, first[PERSON].badge.id, shown=True)
    shown = views()
    assert shown[PERSON].badge.shown
    assert shown[HOSTED] is first[HOSTED]
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Noor", email="other@example.org"))
    assert views()[PERSON].badge.recipient_match is not RecipientMatch.CONFIRMED


# Giving, endorsing, handing over


@pytest.fixture
def keyring(received: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(received.workspace), "keychain", SessionSecrets(), raising=False)


def saved_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def opened_give(page: BadgesPage) -> GiveBadge:
    QTest.mouseClick(page.give, Qt.MouseButton.LeftButton)
    return next(each for each in page.findChildren(GiveBadge) if each.isVisible())


def filled_in(dialog: GiveBadge) -> GiveBadge:
    dialog.name.setText("Patient reviewer")
    dialog.whom.setText("bea@example.org")
    dialog.criteria.setPlainText("Reviewed kindly.")
    dialog.works.setPlainText("https://forge.example/1\nhttps://forge.example/2\n")
    return dialog


@pytest.mark.usefixtures("keyring")
def test_a_badge_is_given_signed_saved_and_undone(
    page: BadgesPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "for-bea.svg"
    saved_to(monkeypatch, out)
    dialog = filled_in(opened_give(page))
    assert "From a person: Noor" in shown_texts(dialog)
    assert dialog.title.text() == "Patient reviewer"
    dialog.designs._group.buttons()[2].click()
    QTest.mouseClick(dialog.sign, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    given = recognising.open_badge(out.read_bytes())
    assert given.image == out.read_bytes()
    assert b"bea@example.org" not in out.read_bytes()
    assert wall(page) == ["Patient reviewer"]
    assert aloud(page)["Patient reviewer"].endswith("Given by you, 2026. Signed by you")
    assert page.which.choice() == Direction.GIVEN.value
    qtbot.waitUntil(page.recovery.isVisible)
    assert not page.pane.print.isVisible()
    received.undo()
    settle(received, qtbot)
    assert wall(page) == []
    assert "You gave no badges yet." in shown_texts(page.empty)


def test_criteria_and_evidence_are_compulsory(page: BadgesPage) -> None:
    dialog = filled_in(opened_give(page))
    assert dialog.sign.isEnabled()
    for field, words in ((dialog.criteria, "given for"), (dialog.works, "at least one work")):
        kept_words = field.toPlainText()
        field.setPlainText(" ")
        assert not dialog.sign.isEnabled()
        assert words in dialog.sign.toolTip()
        field.setPlainText(kept_words)
    dialog.works.setPlainText("a change of hers")
    assert "A work is a link" in dialog.sign.toolTip()
    dialog.throw_away()


@pytest.mark.usefixtures("keyring")
def test_what_is_typed_survives_a_fault_and_escape(
    page: BadgesPage, received: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    saved_to(monkeypatch, tmp_path / "x.svg")
    dialog = filled_in(opened_give(page))
    dialog.whom.setText("not an address")
    QTest.mouseClick(dialog.sign, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert dialog.banner.isVisible()
    assert dialog.criteria.toPlainText() == "Reviewed kindly."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    question = next(each for each in dialog.findChildren(Question) if each.isVisible())
    question.reject()
    assert dialog.name.text() == "Patient reviewer"
    dialog.throw_away()


@pytest.mark.usefixtures("keyring")
def test_a_badge_that_cannot_be_saved_is_not_given_and_its_form_stays(
    page: BadgesPage, received: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    saved_to(monkeypatch, tmp_path / "file" / "x.svg")
    dialog = filled_in(opened_give(page))
    QTest.mouseClick(dialog.sign, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert "could not be saved" in shown_texts(dialog.banner)
    assert dialog.name.text() == "Patient reviewer"
    given = badge_views.all_views(received.store, received.clock, direction=Direction.GIVEN)
    assert given == []
    saved_to(monkeypatch, tmp_path / "x.svg")
    QTest.mouseClick(dialog.sign, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert wall(page) == ["Patient reviewer"]


def test_an_own_picture_is_taken_or_refused_in_words(
    page: BadgesPage, received: Session, qtbot: Any, tmp_path: Path
) -> None:
    dialog = filled_in(opened_give(page))
    bad, good = tmp_path / "bad.png", tmp_path / "good.png"
    bad.write_bytes(b"no picture")
    good.write_bytes(pictures.png())
    dialog.take_picture(bad)
    settle(received, qtbot)
    assert "neither PNG nor SVG" in shown_texts(dialog.banner)
    dialog.take_picture(good)
    settle(received, qtbot)
    assert dialog.designs.chosen().picture == pictures.png()
    assert not dialog.banner.isVisible()
    dialog.throw_away()


@pytest.mark.usefixtures("keyring")
def test_a_badge_somebody_handed_over_is_endorsed(
    page: BadgesPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, out = tmp_path / "hers.svg", tmp_path / "endorsement.json"
    file.write_bytes(from_person(received, "Hers").replace(MAIL.encode(), b""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    saved_to(monkeypatch, out)
    page.doors.endorse_file()
    settle(received, qtbot)
    dialog = next(each for each in page.findChildren(EndorseBadge) if each.isVisible())
    assert not dialog.sign.isEnabled()
    dialog.words.setPlainText("I was that newcomer.")
    QTest.mouseClick(dialog.sign, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert b"I was that newcomer." in out.read_bytes()
    assert "endorsement.json is saved." in shown_texts(page.banner)


def test_nobody_endorses_a_badge_of_their_own(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    choose(page, PERSON)
    page.pane.endorse_wanted.emit()
    settle(received, qtbot)
    dialog = next(each for each in page.findChildren(EndorseBadge) if each.isVisible())
    assert dialog._about == ("achievement", "issuer")
    dialog.throw_away()


def test_a_backpack_is_saved_and_taken_in_again(
    page: BadgesPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "mine.zip"
    saved_to(monkeypatch, out)
    dialog = packing(page, qtbot)
    assert "“General” carries no badge and no letter" in shown_texts(dialog)
    assert not dialog.list.isVisible()
    assert not dialog.verb.isEnabled()
    dialog.reject()
    choose(page, PERSON)
    page.pane.shown_wanted.emit(True)
    settle(received, qtbot)
    dialog = packing(page, qtbot)
    assert [*packed_rows(dialog)] == ["Badges, shown, 1 chosen of 1",
                                      f"{PERSON}, shown, Elske Marambe"]  # fmt: skip
    assert "test guesses of your address" in shown_texts(dialog)
    assert dialog.collected.isVisible()
    dialog.collected.setChecked(True)
    monkeypatch.setattr(type(received.workspace), "keychain", SessionSecrets(), raising=False)
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert "mine.zip is saved: 1 badge" in shown_texts(page.banner)
    assert b"collections/clr-1.json" in out.read_bytes()
    page.pane.remove_wanted.emit()
    settle(received, qtbot)
    assert PERSON not in wall(page)
    page.show_target(out)
    settle(received, qtbot)
    assert page.pane.name.text() == PERSON


def packing(page: BadgesPage, qtbot: Any) -> SaveBackpack:
    page._save_backpack()
    dialog = next(each for each in page.findChildren(SaveBackpack) if each.isVisible())
    settle(page.session, qtbot)
    return dialog


def packed_rows(dialog: SaveBackpack) -> list[str]:
    model, role = dialog.list.model(), Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def shows_letters_and_badges(session: Session) -> None:
    """Show the badge of a person, and two letters."""
    store, clock = session.store, session.clock
    for number, name in ((0xAA, "Casimir"), (0xAC, "Petra")):
        mark = said(id=ID.replace("aa", f"{number:x}"))
        raw = signed(replace(mark, issuer=replace(mark.issuer, name=name)))
        letter = letters.take_in(store, clock, raw).attestation
        letter_decisions.decide(store, letter.id, Decision.ACCEPTED)
    with store.reading() as reader:
        ids = [each.id for each in reader.badges.all() if each.name in {PERSON, HOSTED}]
    for each in ids:
        badges.show(store, clock, each, shown=True)


def test_letters_and_badges_are_left_out_of_one_backpack_by_keyboard(
    page: BadgesPage,
    received: Session,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shows_letters_and_badges(received)
    edition = editions.ensure_default(received.store)
    editions.change(received.store, replace(edition, audience="The fund"))
    dialog = packing(page, qtbot)
    assert dialog.audience.text() == "The fund"
    assert "Letters, shown, 2 chosen of 2" in packed_rows(dialog)

    def turn(words: str) -> None:
        dialog.list.setFocus()
        at = packed_rows(dialog).index(words)
        dialog.list.setCurrentIndex(dialog.list.model().index(at, 0))
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)

    turn("Badges, shown, 2 chosen of 2")
    assert not dialog.privacy.isVisible(), "there is no badge it could be about"
    turn("Letters, shown, 2 chosen of 2")
    assert "Letters, left out, 0 chosen of 2" in packed_rows(dialog)
    assert not dialog.verb.isEnabled()
    turn("Petra, left out, Testimonial")
    assert dialog.list.model().index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == (
        Qt.CheckState.PartiallyChecked
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    assert dialog.isVisible(), "what was chosen is not lost"
    dialog.audience.setFocus()
    dialog.audience.selectAll()
    QTest.keyClicks(dialog.audience, "Somebody else")
    (tmp_path / "no folder").write_text("a file")
    saved_to(monkeypatch, tmp_path / "no folder" / "less.zip")
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    settle(received, qtbot)
    assert dialog.isVisible(), "what was chosen is there again"
    assert "no folder" in shown_texts(dialog.banner)
    assert dialog.audience.text() == "Somebody else"
    assert "Petra, shown, Testimonial" in packed_rows(dialog)
    saved_to(monkeypatch, tmp_path / "less.zip")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(received, qtbot)
    assert "less.zip is saved" in shown_texts(page.banner)
    files = {each.name: each.data for each in zips.read((tmp_path / "less.zip").read_bytes())}
    assert sorted(path.partition("/")[0] for path in files) == [
        "index.html", "index.json", "letters",
    ]  # fmt: skip
    whole = b"".join(files.values())
    assert b"Petra" in whole
    assert b"For Somebody else." in files["index.html"]
    for secret in (b"Casimir", PERSON.encode(), HOSTED.encode(), b"The fund"):
        assert secret not in whole
    with received.store.reading() as reader:
        kept = editions.get(reader, edition.id)
    assert (kept.letter_ids, kept.badge_ids) == (None, None), "this once only"


def test_each_edition_says_what_its_backpack_holds(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    shows_letters_and_badges(received)
    other = editions.add(received.store, "For Halyard")
    editions.change(
        received.store,
        replace(other, letter_ids=(ID,), badge_ids=(), audience="Halyard"),
    )
    dialog = packing(page, qtbot)
    assert len(packed_rows(dialog)) == 6
    dialog.edition.setFocus()
    QTest.keyClick(dialog.edition, Qt.Key.Key_Down)
    dialog.edition.activated.emit(dialog.edition.currentIndex())
    settle(received, qtbot)
    assert packed_rows(dialog) == [
        "Letters, shown, 1 chosen of 1", "Casimir, shown, Testimonial",
    ]  # fmt: skip
    assert dialog.audience.text() == "Halyard"
    QTest.keyClicks(dialog.audience, " and friends")
    dialog.edition.setCurrentIndex(0)
    dialog.edition.activated.emit(0)
    settle(received, qtbot)
    assert dialog.audience.text() == "Halyard and friends", "what was typed stays"
    dialog.reject()


def test_a_badge_that_is_shown_says_where_it_is_not(
    page: BadgesPage, received: Session, qtbot: Any
) -> None:
    edition = editions.ensure_default(received.store)
    editions.change(received.store, replace(edition, badge_ids=()))
    choose(page, PERSON)
    page.pane.shown_wanted.emit(True)
    settle(received, qtbot)
    said_now = shown_texts(page.banner)
    assert f"“{PERSON}” is not in “General”, where you chose the badges." in said_now
