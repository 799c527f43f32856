"""The stories page, as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from portfolio.model.codes import StoryStatus
from portfolio.operations import stories as operations
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.autosave import PAUSE_MS
from portfolio.ui.pages.stories import NewStory, StoriesPage
from portfolio.ui.widgets.claim_note import ClaimNote
from portfolio.ui.widgets.growing_text import GrowingText
from portfolio.ui.widgets.notices import Banner
from tests.ui.record_made import DEEDS, QUILL, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.model.story import Story
    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TITLES = [title for _, _, _, title in DEEDS[:7]]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[StoriesPage]:
    made = shown(session, window, qtbot)
    qtbot.waitUntil(lambda: len(rows(made)) == 2)
    yield made
    made.close()


def shown(session: Session, window: Window, qtbot: Any, width: int = 1200) -> StoriesPage:
    made = StoriesPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(width, 760)
    made.show()
    made.activateWindow()
    made.refresh(None)
    return made


def rows(page: StoriesPage) -> list[str]:
    model = page._list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def opened(page: StoriesPage, qtbot: Any, target: object) -> Story:
    """Open or begin a story and return it."""
    before = page._editor.story
    page.show_target(target)
    qtbot.waitUntil(lambda: page._editor.isVisible() and page._editor.story is not before)
    story = page._editor.story
    assert story is not None
    return story


def seven_works(page: StoriesPage, qtbot: Any) -> Story:
    """Begin a story with seven works; the first five have a star."""
    return opened(page, qtbot, NewStory(tuple(map(key_of, TITLES)), QUILL, "Seven works"))


def works(page: StoriesPage) -> list[str]:
    """Return heads and works as they stand."""
    model = page._editor.works.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(page: StoriesPage, title: str) -> QWidget:
    view = page._editor.works.list
    view.setFocus()
    view.setCurrentIndex(view.model().index(works(page).index(title), 0))
    return view


def stored(session: Session, story_id: str) -> Story:
    with session.store.reading() as reader:
        story = reader.stories.get(story_id)
    assert story is not None
    return story


def field(page: StoriesPage, name: str) -> Any:
    kinds = (GrowingText, QLineEdit)
    found = [each for kind in kinds for each in page.findChildren(kind)]
    return next(each for each in found if each.accessibleName() == name)


def button(page: QWidget, words: str) -> QAbstractButton:
    found = [b for b in page.findChildren(QAbstractButton) if b.text() == words and b.isVisible()]
    assert found, words
    return found[0]


def press(page: QWidget, words: str) -> None:
    QTest.mouseClick(button(page, words), Qt.MouseButton.LeftButton)


def banner(page: StoriesPage) -> Banner:
    return next(iter(page._editor.findChildren(Banner)))


def test_stories_are_listed_with_project_period_and_state(page: StoriesPage) -> None:
    index = page._list.model().index(0, 0)
    assert index.data(Role.TITLE) == "Keyboard access for the whole editor"
    assert index.data(Role.SUBTITLE) == "Quillmark, May to June 2025. Draft"


def test_without_stories_one_can_be_begun(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    page = shown(empty_session, window, qtbot)
    qtbot.waitUntil(page._empty.isVisible)
    QTest.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page._editor.isVisible)
    title = field(page, "Title of the story")
    qtbot.waitUntil(title.hasFocus)
    assert page._head.title() == "Story without a title"
    page.close()


def test_a_story_opens_from_the_list_by_enter(page: StoriesPage, qtbot: Any) -> None:
    page.focus_first()
    page._list.setCurrentIndex(page._list.model().index(0, 0))
    QTest.keyClick(page._list, Qt.Key.Key_Return)
    qtbot.waitUntil(page._editor.isVisible)
    assert page._head.title() == "Keyboard access for the whole editor"
    assert field(page, "What was wrong").hasFocus()
    assert page.save_state() == {"story": "s1"}


def test_works_shown_in_print_stand_before_the_others(page: StoriesPage, qtbot: Any) -> None:
    seven_works(page, qtbot)
    assert works(page) == ["Shown in print", *TITLES[:5], "Behind this story", *TITLES[5:]]


def test_the_sixth_star_says_which_to_take(page: StoriesPage, session: Session, qtbot: Any) -> None:
    story = seven_works(page, qtbot)
    failures: list[object] = []
    session.failed.connect(failures.append)
    QTest.keyClick(choose(page, TITLES[5]), Qt.Key.Key_Space)
    qtbot.waitUntil(banner(page).isVisible)
    said = banner(page).words()
    assert said.startswith("5 works have a star already")
    assert all(f"“{title}”" in said for title in TITLES[:5])
    assert failures == []
    assert [i.featured for i in stored(session, story.id).items] == [True] * 5 + [False] * 2

    QTest.keyClick(choose(page, TITLES[0]), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: banner(page).isHidden())
    qtbot.waitUntil(lambda: works(page)[-1] == TITLES[6])
    QTest.keyClick(choose(page, TITLES[5]), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: works(page)[5] == TITLES[5])


def test_a_click_on_the_star_gives_it(page: StoriesPage, session: Session, qtbot: Any) -> None:
    story = opened(page, qtbot, NewStory((key_of(TITLES[0]),), QUILL, "One work"))
    view = page._editor.works.list
    row = view.visualRect(view.model().index(1, 0))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.right() - 24, row.center().y())
    )
    qtbot.waitUntil(lambda: not stored(session, story.id).items[0].featured)
    qtbot.waitUntil(lambda: works(page) == ["Shown in print", "Behind this story", TITLES[0]])


def test_works_move_by_keyboard_and_the_moved_one_stays_chosen(
    page: StoriesPage, qtbot: Any
) -> None:
    seven_works(page, qtbot)
    view = choose(page, TITLES[0])
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: works(page)[1:3] == [TITLES[1], TITLES[0]])
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: works(page)[1:4] == [TITLES[1], TITLES[2], TITLES[0]])
    QTest.keyClick(view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: works(page)[1:4] == [TITLES[1], TITLES[0], TITLES[2]])


def test_works_move_by_dragging(page: StoriesPage, qtbot: Any) -> None:
    seven_works(page, qtbot)
    model = page._editor.works.list.model()
    carried = model.mimeData([model.index(4, 0)])
    nowhere = model.index(-1, 0)
    model.dropMimeData(carried, Qt.DropAction.MoveAction, 1, 0, nowhere)
    qtbot.waitUntil(lambda: works(page)[1:5] == [TITLES[3], *TITLES[:3]])


def test_a_work_is_taken_out_and_comes_back_by_undo(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    seven_works(page, qtbot)
    QTest.keyClick(choose(page, TITLES[2]), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: TITLES[2] not in works(page))
    assert page._editor.works.list.chosen_key() == key_of(TITLES[3])
    session.undo()
    qtbot.waitUntil(lambda: works(page)[3] == TITLES[2])


def test_enter_on_a_work_shows_it_in_the_list(
    page: StoriesPage, window: Window, qtbot: Any
) -> None:
    seven_works(page, qtbot)
    QTest.keyClick(choose(page, TITLES[1]), Qt.Key.Key_Return)
    assert window.gone == [("contributions", key_of(TITLES[1]))]


def test_works_are_found_and_added(page: StoriesPage, session: Session, qtbot: Any) -> None:
    story = opened(page, qtbot, "s1")
    assert page.focus_filter()
    works_side = page._editor.works
    QTest.keyClicks(works_side._search, "tab order")
    found = works_side._found
    qtbot.waitUntil(lambda: found._model.rowCount() == 1)
    assert not works_side.list.isVisible()
    QTest.keyClick(found._list, Qt.Key.Key_Down)
    QTest.keyClick(found._list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(session, story.id).items) == 2)
    works_side._search.clear()
    qtbot.waitUntil(works_side.list.isVisible)
    qtbot.waitUntil(lambda: "Tab order follows the reading order" in works(page))


def test_a_search_without_result_says_so(page: StoriesPage, qtbot: Any) -> None:
    opened(page, qtbot, "s1")
    QTest.keyClicks(page._editor.works._search, "zebra")
    say = page._editor.works._found._say
    qtbot.waitUntil(lambda: say.text() == "Nothing in your record matches “zebra”.")


def test_a_story_without_works_says_where_to_find_some(page: StoriesPage, qtbot: Any) -> None:
    opened(page, qtbot, NewStory(title="Alone"))
    qtbot.waitUntil(page._editor.works._none.isVisible)


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("What was wrong", "situation"),
        ("What I did", "what_i_did"),
        ("What changed", "what_changed"),
        ("How one can tell", "how_one_can_tell"),
        ("Title of the story", "title"),
    ],
)
def test_text_is_kept_when_typing_pauses(
    page: StoriesPage, session: Session, qtbot: Any, name: str, attribute: str
) -> None:
    story = opened(page, qtbot, "s1")
    edited = field(page, name)
    edited.setFocus()
    edited.selectAll()
    with qtbot.waitSignal(session.stepped, timeout=20_000):
        QTest.keyClicks(edited, "Nobody could reach the menus")
    assert getattr(stored(session, story.id), attribute) == "Nobody could reach the menus"
    assert PAUSE_MS < 1000, "what is typed is safe within a second"


def test_text_is_kept_when_the_field_is_left(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    story = opened(page, qtbot, "s1")
    edited = field(page, "What I did")
    edited.setFocus()
    QTest.keyClicks(edited, "Mapped every place")
    QTest.keyClick(edited, Qt.Key.Key_Tab)
    assert not edited.hasFocus()
    qtbot.waitUntil(lambda: stored(session, story.id).what_i_did == "Mapped every place")


def test_leaving_the_story_keeps_what_was_typed(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    opened(page, qtbot, "s1")
    QTest.keyClicks(field(page, "What I did"), "Mapped every place")
    page._head.crumb_pressed.emit(0)
    qtbot.waitUntil(lambda: stored(session, "s1").what_i_did == "Mapped every place")
    qtbot.waitUntil(page._list.isVisible)
    assert page._list.hasFocus()


def test_a_refresh_does_not_touch_what_is_being_typed(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    opened(page, qtbot, "s1")
    edited, title = field(page, "What was wrong"), field(page, "Title of the story")
    edited.setFocus()
    QTest.keyClicks(edited, "Half a sent")
    session.edit(lambda store: operations.change(store, "s1", what_changed="From elsewhere"))
    qtbot.waitUntil(lambda: field(page, "What changed").toPlainText() == "From elsewhere")
    assert edited.toPlainText() == "Half a sent"
    QTest.keyClicks(edited, "ence ")
    page._editor.settle()
    qtbot.waitUntil(lambda: stored(session, "s1").situation.startswith("Half a sentence"))
    page.refresh(None)
    title.setText(title.text())
    qtbot.waitUntil(lambda: page._editor.story == stored(session, "s1"))
    assert edited.toPlainText() == "Half a sentence "  # the blank before the next word


def test_a_number_without_a_source_is_said_and_a_source_settles_it(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    opened(page, qtbot, "s1")
    edited = field(page, "What changed")
    edited.setFocus()
    QTest.keyClicks(edited, "Questions fell by 60 percent.")
    page._editor.settle()
    notes = page._editor.findChildren(ClaimNote)
    qtbot.waitUntil(lambda: any(note.isVisible() for note in notes))
    note = next(each for each in notes if each.isVisible())
    assert "60 percent" in note.words()
    assert "Readers will be told so" in note.words()
    formats = edited.document().firstBlock().layout().formats()
    assert len(formats) == 1

    press(note, "Name a source…")
    label, address = (
        field(page, "Name a source…"),
        field(page, "Address, if there is a public page"),
    )
    assert label.hasFocus()
    QTest.keyClicks(label, "Release notes 4.0")
    QTest.keyClicks(address, "ftp://old.example")
    QTest.keyClick(address, Qt.Key.Key_Return)
    assert stored(session, "s1").sources == ()
    assert page._editor.text._sources._error.isVisible()
    address.selectAll()
    QTest.keyClicks(address, "https://quillmark.example/4.0")
    QTest.keyClick(address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stored(session, "s1").sources))
    assert stored(session, "s1").sources[0].url == "https://quillmark.example/4.0"
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in notes))
    assert edited.document().firstBlock().layout().formats() == []


def test_skills_are_added_and_removed(page: StoriesPage, session: Session, qtbot: Any) -> None:
    opened(page, qtbot, "s1")
    press(page, "Add a skill")
    skill = field(page, "Add a skill")
    QTest.keyClicks(skill, "Code review")
    QTest.keyClick(skill, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(session, "s1").skills == ("Code review",))
    qtbot.waitUntil(lambda: session.is_idle)
    label = next(b for b in page.findChildren(QAbstractButton) if b.text() == "Code review")
    QTest.keyClick(label, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: stored(session, "s1").skills == ())


def test_what_was_read_before_an_edit_does_not_take_it_back(
    page: StoriesPage, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(page, qtbot, "s1")
    held: list[Callable[[], None]] = []

    def read(work: Callable[[Any], Any], done: Callable[[Any], None], *_: Any) -> None:
        with session.store.reading() as reader:
            old = work(reader)
        held.append(lambda: done(old))

    with monkeypatch.context() as patch:
        patch.setattr(session, "read", read)
        page.refresh(None)  # asked before the edit, answered after it is stored
    text = page._editor.text
    text._add_source("One", "https://one.example/")
    qtbot.waitUntil(lambda: len(stored(session, "s1").sources) == 1)
    qtbot.waitUntil(lambda: session.edit_mark > 0)
    held[0]()
    text._add_source("Two", "https://two.example/")
    qtbot.waitUntil(lambda: [s.label for s in stored(session, "s1").sources][-1] == "Two")
    assert [each.label for each in stored(session, "s1").sources] == ["One", "Two"]


def test_ready_and_draft(page: StoriesPage, session: Session, qtbot: Any) -> None:
    opened(page, qtbot, "s1")
    press(page, "Mark as ready")
    qtbot.waitUntil(lambda: stored(session, "s1").status is StoryStatus.READY)
    qtbot.waitUntil(page._draft.isVisible)
    assert not page._ready.isVisible()
    press(page, "Back to draft")
    qtbot.waitUntil(lambda: stored(session, "s1").status is StoryStatus.DRAFT)


def test_a_deleted_story_comes_back_by_undo(
    page: StoriesPage, session: Session, qtbot: Any
) -> None:
    opened(page, qtbot, "s1")
    delete = next(command for command in page.actions() if command.id == "story.delete")
    delete.run()
    qtbot.waitUntil(page._list.isVisible)
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    assert delete.reason() == "no story is open"
    session.undo()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


def test_in_a_narrow_window_works_and_text_are_two_tabs(
    session: Session, window: Window, qtbot: Any
) -> None:
    page = shown(session, window, qtbot, width=960)
    opened(page, qtbot, "s1")
    editor = page._editor
    tabs = editor.sides.tabs
    assert [tabs.tabText(at) for at in range(tabs.count())] == ["Works", "Text"]
    assert tabs.isVisible()
    assert editor.text.isVisible()
    assert not editor.works.isVisible()
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert editor.works.isVisible()
    assert not editor.text.isVisible()
    page.resize(1200, 760)
    assert editor.works.isVisible()
    assert editor.text.isVisible()
    assert not tabs.isVisible()
    page.close()
