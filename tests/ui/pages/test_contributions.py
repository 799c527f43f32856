"""The contributions page, as a person meets it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.ui.pages.contributions import ContributionsPage
from portfolio.ui.pages.coverage_dialog import CoverageDialog
from tests.ui import record_made
from tests.ui.record_made import QUILL, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

# The offscreen platform says so of every menu that is opened.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HIDDEN = "Crash when printing an empty folder"
CARET = "Keep the caret visible after undo"
CELLS = "Announce table cells to screen readers"


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[ContributionsPage]:
    made = _shown(session, window, qtbot)
    yield made
    made.close()


def _shown(session: Session, window: Window, qtbot: Any) -> ContributionsPage:
    made = ContributionsPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    qtbot.waitUntil(lambda: made.filters.count.text() != "")
    return made


def _titles(page: ContributionsPage) -> list[str]:
    model = page.list.model
    assert model is not None
    return [str(model.index(row, 1).data()) for row in range(model.rowCount()) if model.deed(row)]


def _heads(page: ContributionsPage) -> list[str]:
    model = page.list.model
    assert model is not None
    return [str(model.index(row, 0).data()) for row in model.places.head_rows]


def _go_to(page: ContributionsPage, title: str, qtbot: Any) -> None:
    assert page.list.model is not None
    row = next(
        row
        for row in range(page.list.model.rowCount())
        if (deed := page.list.model.deed(row)) is not None and deed.title == title
    )
    page.list.table.setCurrentIndex(page.list.model.index(row, 0))
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.deed.title == title)


def _popup(qtbot: Any) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_list_opens_newest_first_under_its_months(page: ContributionsPage) -> None:
    assert _titles(page)[:2] == [CARET, CELLS]
    assert _heads(page)[:3] == ["November 2026", "October 2026", "September 2026"]
    assert page.filters.count.text() == "19 shown"
    assert HIDDEN not in _titles(page)
    assert page.pane.facts is not None
    assert page.pane.facts.deed.title == CARET


def test_the_arrow_keys_pass_over_the_months(page: ContributionsPage, qtbot: Any) -> None:
    _go_to(page, "Threads lose their order after archive", qtbot)
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    tides = "Tide tables of the western delta"
    qtbot.waitUntil(lambda: page.pane._title.text() == tides)
    assert [index.data() for index in page.list.table.selectionModel().selectedRows(1)] == [tides]
    QTest.keyClick(page.list.table, Qt.Key.Key_Up)
    assert page.list.table.currentIndex().siblingAtColumn(1).data().startswith("Threads")


def test_a_focused_list_still_opens_with_its_first_row(
    session: Session, window: Window, qtbot: Any
) -> None:
    page = ContributionsPage(session, window)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.focus_first()
    page.refresh(None)
    page.focus_first()
    qtbot.waitUntil(page.pane.isVisible)
    assert page.pane.facts is not None
    assert page.pane.facts.deed.title == CARET
    assert page.list.table.selectionModel().hasSelection()


def test_the_foot_says_what_is_complete_and_what_is_missing(
    page: ContributionsPage, qtbot: Any
) -> None:
    assert "larkspur only in part" in page.list.coverage.words()
    page.list.coverage.button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(CoverageDialog)))
    dialog = page.findChildren(CoverageDialog)[0]
    said = [child.text() for child in dialog.findChildren(type(page.filters.count))]
    assert "In part: this copy begins on 14 March 2017." in said
    assert "Complete since March 2017." in said
    dialog.accept()
    qtbot.waitUntil(lambda: not page.findChildren(CoverageDialog))


def test_words_narrow_the_list_and_the_count_says_so(page: ContributionsPage, qtbot: Any) -> None:
    QTest.keyClicks(page.filters.search, "caret")
    qtbot.waitUntil(lambda: page.filters.count.text() == "1 of 19 shown")
    assert _titles(page) == [CARET]
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.filters.count.text() == "19 shown")


def test_a_filter_without_result_offers_to_be_cleared(page: ContributionsPage, qtbot: Any) -> None:
    page.filters.kind.choose(["tested"])
    qtbot.waitUntil(lambda: page.list.stack.currentWidget() is page.list.empty)
    assert page.list.empty.words() == "Nothing matches. 19 are hidden by the filter."
    assert page.pane.isHidden()
    page.list.empty.button.click()
    qtbot.waitUntil(lambda: page.list.stack.currentWidget() is page.list.table)
    assert page.filters.kind.chosen() == ()
    qtbot.waitUntil(lambda: not page.pane.isHidden())


def test_hidden_ones_are_shown_when_asked_for_and_say_so(
    page: ContributionsPage, qtbot: Any
) -> None:
    page.filters.hidden.click()
    qtbot.waitUntil(lambda: page.filters.count.text() == "20 shown")
    assert page.filters.hidden.accessibleName() == "Leave hidden contributions out"
    _go_to(page, HIDDEN, qtbot)
    spoken = (
        page.list.table.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.AccessibleTextRole)
    )
    assert spoken.endswith("hidden")
    assert spoken == f"Tested, {HIDDEN}, Larkspur, 9 October 2026, hidden"


def test_delete_hides_goes_on_to_the_next_row_and_is_undone(
    page: ContributionsPage, session: Session, qtbot: Any
) -> None:
    _go_to(page, CARET, qtbot)
    command = next(one for one in page.actions() if one.id == "deed.hide")
    assert command.keys[0].toString() == "Del"
    with qtbot.waitSignal(session.stepped):
        command.run()
    qtbot.waitUntil(lambda: page.filters.count.text() == "18 shown")
    assert CARET not in _titles(page)
    qtbot.waitUntil(lambda: page.pane.facts.deed.title == CELLS)  # type: ignore[union-attr]
    session.undo()
    qtbot.waitUntil(lambda: page.filters.count.text() == "19 shown")
    assert CARET in _titles(page)


def test_a_title_is_changed_in_place_and_the_source_s_stays_known(
    page: ContributionsPage, qtbot: Any
) -> None:
    _go_to(page, CELLS, qtbot)
    page.pane.begin_retitling()
    field = page.pane._title_field
    assert field.isVisible()
    assert field.text() == CELLS
    field.setText("Cells are read out")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cells are read out" in _titles(page))
    qtbot.waitUntil(lambda: page.pane._title.text() == "Cells are read out")
    assert page.pane._recorded.text() == CELLS
    assert field.isHidden()
    page.pane.begin_retitling()
    QTest.keyClicks(field, "something else")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.isHidden()
    assert page.pane._title.text() == "Cells are read out"


def test_the_pane_says_everything_that_is_known(page: ContributionsPage, qtbot: Any) -> None:
    _go_to(page, CELLS, qtbot)
    pane = page.pane
    assert pane._kind.text() == "Reviewed a commit"
    assert pane._when.text() == "18 November 2026"
    assert pane._project.words() == "Quillmark"
    assert pane._sources.words() == ["quillmark, git folder"]
    assert pane._people.words() == [
        "Petra Halloway-Ng, author",
        "Casimir Oduya-Lindt, merged it",
    ]
    assert pane._no_story.isVisible()
    assert record_made.BODY in pane.kept.body.text()
    assert pane.open_page.isVisible()
    _go_to(page, "Threads lose their order after archive", qtbot)
    assert not pane._grid.is_shown("page")
    assert not pane._grid.is_shown("people")
    assert not pane.open_page.isVisible()


def test_two_sources_are_one_row_that_says_so(page: ContributionsPage, qtbot: Any) -> None:
    title = "Let long lists be walked with arrow keys"
    assert _titles(page).count(title) == 1
    _go_to(page, title, qtbot)
    assert len(page.pane._sources.words()) == 2


def test_a_page_is_opened_after_its_address_was_agreed_to(
    page: ContributionsPage, qtbot: Any
) -> None:
    opened: list[str] = []
    page.pane.page_agreed.disconnect()
    page.pane.page_agreed.connect(opened.append)
    _go_to(page, CELLS, qtbot)
    page.pane.open_page.click()
    assert page.pane.question.isVisible()
    assert page.pane.facts is not None
    assert page.pane.facts.deed.url in page.pane.question.address.text()
    assert not opened
    page.pane.question.open.click()
    assert opened == [page.pane.facts.deed.url]
    assert page.pane.question.isHidden()
    _go_to(page, CARET, qtbot)
    page.pane.open_page.click()  # the same host was agreed to
    assert len(opened) == 2


def test_works_are_added_to_a_story_from_the_menu(
    page: ContributionsPage, session: Session, window: Window, qtbot: Any
) -> None:
    _go_to(page, CELLS, qtbot)
    page.pane.add_to_story.click()
    menu = _popup(qtbot)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        "Keyboard access for the whole editor",
        "Tide tables of the western delta",
        "New story",
    ]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.pane._stories.words() == ["Keyboard access for the whole editor"])
    page.pane.add_to_story.click()
    menu = _popup(qtbot)
    menu.actions()[-1].trigger()
    menu.close()
    (place, target) = window.gone[-1]
    assert place == "stories"
    assert target.deed_keys == (key_of(CELLS),)  # type: ignore[attr-defined]


def test_the_list_is_sorted_by_its_heads(page: ContributionsPage, qtbot: Any) -> None:
    _go_to(page, CELLS, qtbot)
    page.list.table.head.sectionClicked.emit(1)
    qtbot.waitUntil(lambda: _titles(page)[0] == CELLS)
    assert _heads(page) == []
    assert page.list.model is not None
    head = page.list.model.headerData(
        1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    )
    assert head == "Title, sorted"
    qtbot.waitUntil(lambda: page.list.table.currentIndex().siblingAtColumn(1).data() == CELLS)
    page.list.table.head.sectionClicked.emit(3)
    page.list.table.head.sectionClicked.emit(3)
    qtbot.waitUntil(lambda: _titles(page)[0] == "Do not ask twice before deleting")
    assert page.filters.query().order is DeedOrder.DATE_OLDEST
    qtbot.waitUntil(lambda: page.list.table.currentIndex().siblingAtColumn(1).data() == CELLS)


def test_a_narrow_window_shows_details_in_place_of_the_list(
    page: ContributionsPage, qtbot: Any
) -> None:
    page.resize(960, 600)
    _go_to(page, CELLS, qtbot)
    assert page.pane.isHidden()
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.list.table.isVisible()
    assert page.pane.back.isVisible()
    QTest.keyClick(page.pane.back, Qt.Key.Key_Escape)
    assert page.list.table.isVisible()
    assert page.pane.isHidden()


def test_a_target_is_gone_to(page: ContributionsPage, qtbot: Any) -> None:
    page.filters.kind.choose(["reviewed"])
    page.show_target(key_of("Names of the river's islands"))
    qtbot.waitUntil(
        lambda: page.pane.facts.deed.title == "Names of the river's islands"  # type: ignore[union-attr]
    )
    assert page.filters.kind.chosen() == ()
    page.show_target(DeedQuery(project_key=QUILL))
    qtbot.waitUntil(lambda: page.filters.count.text() == "11 of 19 shown")
    assert page.filters.project.words() == "Quillmark"


def test_a_reading_that_changes_things_keeps_selection_and_place(
    page: ContributionsPage, session: Session, qtbot: Any
) -> None:
    _go_to(page, "Count plurals right in Dutch", qtbot)
    page.list.table.scrollToBottom()
    before = page.list.table.rowAt(0)
    with session.store.recording() as recorder:
        old = next(one for one in record_made._made(QUILL) if one.title == CARET)
        new = replace(old, native_id="f" * 40, deed_key=f"git:{'f' * 40}:reviewed", title="Newest")
        recorder.add_contributions("src0", [new], at=record_made.READ_AT)
    session.tell_changed("deed", "source")
    qtbot.waitUntil(lambda: page.filters.count.text() == "20 shown", timeout=5000)
    assert _titles(page)[0] in {"Newest", CARET}
    assert (
        page.list.table.currentIndex().siblingAtColumn(1).data() == "Count plurals right in Dutch"
    )
    assert page.list.table.rowAt(0) in {before, before + 1}


def test_the_state_survives_a_restart(
    page: ContributionsPage, session: Session, window: Window, qtbot: Any
) -> None:
    page.filters.project.choose([QUILL])
    qtbot.waitUntil(lambda: page.filters.count.text() == "11 of 19 shown")
    _go_to(page, CELLS, qtbot)
    state = page.save_state()
    other = ContributionsPage(session, window)
    qtbot.addWidget(other)
    other.resize(1200, 760)
    other.show()
    other.refresh(None)
    other.restore_state(state)
    qtbot.waitUntil(lambda: other.filters.count.text() == "11 of 19 shown")
    qtbot.waitUntil(lambda: other.pane.facts is not None and other.pane.facts.deed.title == CELLS)
    other.restore_state({"order": "sideways", "actions": 5})


def test_an_empty_record_offers_a_folder(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    page = _shown(empty_session, window, qtbot)
    qtbot.waitUntil(lambda: page.list.stack.currentWidget() is page.list.empty)
    assert page.list.empty.words().startswith("Nothing here yet. Add a folder or an account.")
    assert page.list.coverage.words() == "Nothing has been read yet."
    page.list.empty.button.click()
    assert window.triggered == ["folders.add"]


def test_folders_without_a_name_of_mine_ask_for_it(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    record_made.read_sources(empty_session.store)
    page = _shown(empty_session, window, qtbot)
    qtbot.waitUntil(lambda: page.list.stack.currentWidget() is page.list.empty)
    assert page.list.empty.words() == "Nothing here is known to be yours yet."
    page.list.empty.button.click()
    assert window.gone == [("which-are-you", None)]


def test_what_a_source_keeps_here_is_said_and_not_offered(
    page: ContributionsPage, session: Session, qtbot: Any
) -> None:
    with session.store.recording() as recorder:
        source = recorder.sources.get("src3")
        assert source is not None
        recorder.save_source(replace(source, is_public=False))
    session.tell_changed("source", "deed")
    _go_to(page, "Count plurals right in Dutch", qtbot)
    qtbot.waitUntil(lambda: page.pane._state.text().startswith("Not public."))
    menu = page.pane.menu()
    said = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.close()
    assert said["Confidential"] is False
    assert said["Hide"] is True


def test_everything_on_the_page_has_a_name(page: ContributionsPage) -> None:
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else "?"
        assert name, widget


def test_the_menu_key_opens_the_row_s_menu(page: ContributionsPage, qtbot: Any) -> None:
    _go_to(page, CELLS, qtbot)
    page.list.table.customContextMenuRequested.emit(QPoint())
    menu = _popup(qtbot)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Hide", "Change title", "Confidential", "Copy link", "Sort by"]
    menu.actions()[2].trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.pane._state.text().startswith("Confidential"))
    qtbot.waitUntil(
        lambda: (
            page.list.table.currentIndex()
            .siblingAtColumn(0)
            .data(Qt.ItemDataRole.AccessibleTextRole)
            .endswith("confidential")
        )
    )
