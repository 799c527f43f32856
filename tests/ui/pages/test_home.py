"""Home, as a person meets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from portfolio.model.account import AccountState
from portfolio.model.attestation import Decision, Party
from portfolio.model.codes import QuestionKind, TrustClass
from portfolio.model.deed_query import DeedQuery
from portfolio.model.source import Question
from portfolio.model.story import Story
from portfolio.operations import letter_decisions, letters
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.home import HomePage
from portfolio.ui.pages.story_cards import StoryCards
from tests.attest.letters.letters import ID, said, signed
from tests.store.accounts import account
from tests.ui import record_made
from tests.ui.record_made import LARKSPUR, QUILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.clocks import FixedClock
    from tests.ui.pages.conftest import Window


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[HomePage]:
    made = _shown(session, window, qtbot)
    yield made
    made.close()


def _shown(session: Session, window: Window, qtbot: Any) -> HomePage:
    made = HomePage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    qtbot.waitUntil(lambda: made.facts is not None)
    return made


def _walk(page: HomePage, *keys: Qt.Key) -> None:
    page.timeline.view.setFocus()
    for key in keys:
        QTest.keyClick(page.timeline.view, key)


def test_the_head_says_period_and_sources(page: HomePage) -> None:
    assert page.head.title() == "Your record"
    assert page.head._subtitle.text().startswith("March 2017 to today, from 4 ")


def test_lanes_are_walked_and_opened_by_keyboard(page: HomePage, window: Window) -> None:
    view = page.timeline.view
    shut = view.height()
    _walk(page, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "Quillmark"
    _walk(page, Qt.Key.Key_Right)
    assert view.isExpanded(view.currentIndex())
    assert view.height() > shut
    _walk(page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view.currentIndex().data(Role.YEAR) == 2025
    _walk(page, Qt.Key.Key_Return)
    query = DeedQuery(project_key=QUILL, since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert window.gone == [("contributions", query)]
    _walk(page, Qt.Key.Key_Left)
    assert view.currentIndex().data() == "Quillmark"
    _walk(page, Qt.Key.Key_Left)
    assert not view.isExpanded(view.currentIndex())
    assert view.height() == shut


def test_every_lane_can_be_gone_to_by_a_screen_reader(page: HomePage) -> None:
    page.timeline.open_lane(QUILL)
    interface = QAccessible.queryAccessibleInterface(page.timeline.view)
    assert interface.text(QAccessible.Text.Name) == "Timeline of your projects"
    names = [
        interface.child(at).text(QAccessible.Text.Name) for at in range(interface.childCount())
    ]
    assert any(name.startswith("Larkspur, Triage, bug reports, March 2017 to") for name in names)
    assert any(name.startswith("2025, Story: Keyboard access") for name in names)


def test_the_mouse_opens_lanes_and_follows_links(page: HomePage, window: Window) -> None:
    view = page.timeline.view
    lane = view.model().index(1, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(lane).center())
    assert view.isExpanded(lane)
    year = view.model().index(1, 0, lane)
    row = view.visualRect(year)
    spot = view._lanes.items_rect(row, year).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.gone[-1][0] == "contributions"
    spot = view._lanes.story_rect(row, year).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.gone[-1] == ("stories", "s1")
    assert "Show items" in view._lanes._show_words()


def test_a_mark_names_its_story_and_leads_to_it(page: HomePage, window: Window) -> None:
    view = page.timeline.view
    lane = view.model().index(1, 0)
    row = view.visualRect(lane)
    axis = view._lanes.axis
    at = QPoint(round(axis.at(2025, 6) + axis.year_px / 24), row.top() + row.height() // 3)
    assert view._tip(at) == "Keyboard access for the whole editor"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.gone == [("stories", "s1")]
    assert not view.isExpanded(lane)
    assert view._tip(QPoint(row.left() + 40, row.center().y())).startswith("Quillmark, Author")


def test_stories_stand_below_and_open(page: HomePage, window: Window) -> None:
    cards = page.stories.cards()
    assert {card.accessibleName() for card in cards} == {
        "Keyboard access for the whole editor",
        "Tide tables of the western delta",
    }
    draft = next(card for card in cards if card.story_id == "s1")
    assert draft.accessibleDescription() == "Quillmark, 2025. Draft, Evidence"
    draft.click()
    page.all_stories.click()
    assert window.gone == [("stories", "s1"), ("stories", None)]


def test_buttons_begin_a_story_and_bring_up_to_date(page: HomePage, window: Window) -> None:
    page.update_button.click()
    page.new_story.click()
    assert window.triggered == ["record.update", "story.new"]


def test_links_say_whether_they_speak_of_one_or_of_several(
    page: HomePage, session: Session, qtbot: Any
) -> None:
    several = page.all_stories.words()
    asked = [
        Question(f"bulk-import:src0:{one}", QuestionKind.BULK_IMPORT, "src0", "quillmark", "", 3)
        for one in ("l10n", "docs")
    ]
    with session.store.recording() as recorder:
        recorder.save_questions("src0", asked[:1])
    with session.store.editing("story.removed") as editor:
        editor.remove_story("s1")
    session.tell_changed("question", "story")
    qtbot.waitUntil(lambda: page.all_stories.words() == "Show the story")
    assert several != "Show the story"
    assert page.news._rows()[0].link.words() == "Answer it"
    with session.store.recording() as recorder:
        recorder.save_questions("src0", asked)
    session.tell_changed("question")
    qtbot.waitUntil(lambda: page.news._rows()[0].link.words() == "Answer them")


def test_only_facts_are_news_and_without_any_the_column_goes(
    page: HomePage, session: Session, window: Window, qtbot: Any
) -> None:
    assert [one.detail for one in page.news.items()] == [
        "larkspur: this copy begins on 14 March 2017"
    ]
    question = Question(
        "bulk-import:src0:l10n", QuestionKind.BULK_IMPORT, "src0", "quillmark", "", 3
    )
    with session.store.recording() as recorder:
        recorder.save_questions("src0", [question])
        source = recorder.sources.get("src1")
        assert source is not None
        recorder.set_coverage("src1", [])
        recorder.save_source(replace(source, coverage=(), last_error="It is no longer there."))
    session.tell_changed("source", "question")
    qtbot.waitUntil(lambda: len(page.news.items()) == 2)
    assert [one.page_id for one in page.news.items()] == ["accounts", "accounts"]
    assert page.news.items()[1].detail == "larkspur. What was read before stays."
    page.news._rows()[0].link.click()
    assert window.gone == [("accounts", None)]
    with session.store.editing("question.answered") as editor:
        editor.save_answer(question.key, "own-work")
    session.tell_changed("question")
    qtbot.waitUntil(lambda: [one.icon for one in page.news.items()] == ["triangle-alert"])
    with session.store.recording() as recorder:
        recorder.save_source(replace(source, coverage=(), last_error=""))
    session.tell_changed("source", "question")
    qtbot.waitUntil(page.news.isHidden)


def test_what_came_in_since_the_last_look_is_news(
    page: HomePage, session: Session, clock: FixedClock, window: Window, qtbot: Any
) -> None:
    clock.advance(days=2)
    late = replace(
        record_made._made(QUILL)[0], native_id="e" * 40, deed_key=f"git:{'e' * 40}:reviewed"
    )
    with session.store.recording() as recorder:
        recorder.add_contributions("src0", [late], at=clock.now())
    session.tell_changed("source", "deed")
    qtbot.waitUntil(lambda: page.news.items()[0].title == "New in Quillmark")
    assert page.news.items()[0].detail.startswith("1 review")
    assert page.news.title.text() == "New since Friday"
    page.news._rows()[0].link.click()
    assert window.gone == [("contributions", DeedQuery(project_key=QUILL))]
    clock.advance(minutes=1)
    other = HomePage(session, window)
    qtbot.addWidget(other)
    other.restore_state(page.save_state())
    other.refresh(None)
    qtbot.waitUntil(lambda: other.facts is not None)
    assert all(one.title != "New in Quillmark" for one in other.news.items())
    other.restore_state({"looked": "yesterday"})


def test_a_letter_that_waits_is_news_until_it_is_decided_about(
    page: HomePage, session: Session, window: Window, qtbot: Any
) -> None:
    store, clock = session.store, session.clock
    first = letters.take_in(store, clock, signed(said())).attestation
    session.tell_changed("letter")
    qtbot.waitUntil(lambda: page.news.items()[0].title == "A testimonial arrived")
    assert page.news.items()[0].detail.startswith(f"From {first.issuer.name}, ")
    assert page.news.title.text() == "Worth knowing"
    page.news._rows()[0].link.click()
    assert window.gone == [("testimonials", first.id)]
    other = replace(said(id=ID.replace("aa", "ab")), issuer=Party("Petra"))
    letters.take_in(store, clock, signed(other))
    session.tell_changed("letter")
    qtbot.waitUntil(lambda: page.news.items()[0].title.startswith("2 text"))
    assert sorted(page.news.items()[0].detail.removeprefix("From ").split(" and ")) == sorted(
        [first.issuer.name, "Petra"]
    )
    for letter_id in (first.id, other.id):
        letter_decisions.decide(store, letter_id, Decision.PRIVATE)
    session.tell_changed("letter")
    qtbot.waitUntil(lambda: all(one.page_id != "testimonials" for one in page.news.items()))


def test_an_account_that_needs_its_holder_is_news(
    page: HomePage, session: Session, window: Window, qtbot: Any
) -> None:
    mine = account(state=AccountState.SIGN_IN)
    with session.store.recording() as recorder:
        recorder.save_account(mine)
    session.tell_changed("account")
    qtbot.waitUntil(lambda: page.news.items()[0].page_id == "accounts")
    news = page.news.items()[0]
    assert (news.title, news.detail) == (
        mine.instance.removeprefix("https://"),
        "Needs you to sign in",
    )
    page.news._rows()[0].link.click()
    assert window.gone == [("accounts", mine.id)]


def test_a_card_says_what_backs_its_story(qtbot: Any) -> None:
    stories = [Story("s1", "One"), Story("s2", "Two")]
    cards = StoryCards()
    qtbot.addWidget(cards)
    both = frozenset({TrustClass.CERTIFIED, TrustClass.ATTESTED})
    cards.show_stories(stories, {}, {"s1"}, {"s1": both})
    told = {card.story_id: card.accessibleDescription() for card in cards.cards()}
    assert told == {"s1": "Draft, Evidence, Attested, Certified", "s2": "Draft, Self-reported"}


def test_open_lanes_survive_a_change_and_a_restart(
    page: HomePage, session: Session, window: Window, qtbot: Any
) -> None:
    page.timeline.open_lane(LARKSPUR)
    with session.store.editing("project.renamed") as editor:
        edit = editor.projects.edit(QUILL)
        assert edit is not None
        editor.save_project(replace(edit, name="Quillmark editor"))
    session.tell_changed("project")
    view = page.timeline.view
    qtbot.waitUntil(lambda: view.model().index(1, 0).data() == "Quillmark editor")
    assert page.timeline.open_lanes() == [LARKSPUR]
    other = HomePage(session, window)
    qtbot.addWidget(other)
    other.restore_state(page.save_state())
    other.refresh(None)
    qtbot.waitUntil(lambda: other.timeline.open_lanes() == [LARKSPUR])


def test_many_projects_are_shown_on_request(page: HomePage, qtbot: Any) -> None:
    assert page.facts is not None
    row = page.facts.lanes[0]
    rows = [replace(row, lane=replace(row.lane, project_key=f"p{n}")) for n in range(12)]
    page.timeline.show_record(rows, 2026)
    assert page.timeline.view.model().rowCount() == 8
    assert page.timeline.all_button.isVisible()
    page.timeline.all_button.click()
    assert page.timeline.view.model().rowCount() == 12


def test_a_narrow_window_has_the_news_below(page: HomePage) -> None:
    assert page.news.x() > page.timeline.x() + page.timeline.width()
    page.resize(960, 600)
    page.layout().activate()
    page._body.layout().activate()
    assert page.news.y() > page.stories.y()
    axis = page.timeline.view._lanes.axis
    assert axis.labelled(60) == list(range(2017, 2027, 2)) or axis.year_px > 68


def test_a_record_without_deeds_has_no_empty_boxes(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    page = _shown(empty_session, window, qtbot)
    assert page.timeline.isHidden()
    assert page.stories.isHidden()
    assert page.news.isHidden()
    assert page.update_button.isVisible()


def test_folders_without_a_name_of_mine_ask_for_it(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    record_made.read_sources(empty_session.store)
    page = _shown(empty_session, window, qtbot)
    assert page.nothing.isVisible()
    assert page.nothing.words() == "Nothing here is known to be yours yet."
    page.nothing.button.click()
    assert window.gone == [("which-are-you", None)]


def test_everything_on_the_page_has_a_name(page: HomePage) -> None:
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else "?"
        assert name, widget
