"""The projects page, as a person meets it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from portfolio.model.deed_query import DeedQuery
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.projects import ProjectsPage
from portfolio.ui.widgets.link import Link
from tests.ui.record_made import ATLAS, LARKSPUR, QUILL, TERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[ProjectsPage]:
    made = _shown(session, window, qtbot)
    yield made
    made.close()


def _shown(session: Session, window: Window, qtbot: Any) -> ProjectsPage:
    made = ProjectsPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    return made


def _names(page: ProjectsPage) -> list[str]:
    model = page.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _stored(session: Session, key: str) -> Any:
    with session.store.reading() as reader:
        return reader.projects.get(key)


def _roles(session: Session, key: str) -> list[Any]:
    with session.store.reading() as reader:
        return reader.roles.all(key)


def test_projects_stand_by_name_and_the_first_is_shown(page: ProjectsPage) -> None:
    assert _names(page) == ["Larkspur", "Open Atlas", "Quillmark", "Tern"]
    assert page.pane.title.text() == "Larkspur"
    assert page.pane.isVisible()
    assert page.count.text() == "4 shown"


def test_a_name_is_kept_within_a_second_and_undone(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(TERN)
    page.pane.name.selectAll()
    QTest.keyClicks(page.pane.name, "Tern mail")
    with qtbot.waitSignal(session.stepped, timeout=20_000):
        pass
    assert _stored(session, TERN).name == "Tern mail"
    qtbot.waitUntil(lambda: "Tern mail" in _names(page))
    assert page.pane.title.text() == "Tern mail"
    session.undo()
    qtbot.waitUntil(lambda: page.pane.name.text() == "Tern")
    assert _stored(session, TERN).name == "Tern"


def test_leaving_a_field_keeps_it_for_the_project_it_was_typed_for(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(TERN)
    QTest.keyClicks(page.pane.what, "A mail program")
    page.show_target(ATLAS)  # before the pause is over
    qtbot.waitUntil(lambda: _stored(session, TERN).what_it_is == "A mail program")
    assert _stored(session, ATLAS).what_it_is == ""
    assert page.pane.what.text() == ""


def test_links_have_to_be_https(page: ProjectsPage, session: Session, qtbot: Any) -> None:
    page.show_target(TERN)
    page.pane.links.setPlainText("ftp://tern.example")
    page.pane.links.keep()
    assert page.pane.links_place.error() == "ftp://tern.example is no https address."
    page.pane.links.setPlainText("https://tern.example\nhttps://wiki.tern.example")
    page.pane.links.keep()
    assert page.pane.links_place.error() == ""
    qtbot.waitUntil(
        lambda: _stored(session, TERN).urls == ("https://tern.example", "https://wiki.tern.example")
    )


def test_suggested_roles_say_so_and_are_accepted_with_one_click(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(TERN)
    rows = page.pane.roles.rows()
    assert [row.title.text() for row in rows] == ["Author", "Translator"]
    assert rows[1].second.text() == "2026 · suggested from what you did"
    rows[1].buttons[0].click()
    qtbot.waitUntil(lambda: [role.code for role in _roles(session, TERN)] == ["translator"])
    qtbot.waitUntil(lambda: len(page.pane.roles.rows()) == 1)
    assert "suggested" not in page.pane.roles.rows()[0].second.text()


def test_a_role_is_written_step_by_step(page: ProjectsPage, session: Session, qtbot: Any) -> None:
    page.show_target(ATLAS)
    page.pane.roles.add_button.click()
    form = page.pane.roles.form
    assert form is not None
    QTest.keyClicks(form.words, "Keeper of the maps")
    form.words.keep()
    QTest.keyClicks(form.begin, "mar 2018")  # before the store has answered
    form.begin.keep()
    qtbot.waitUntil(
        lambda: (
            [(r.words, r.from_on) for r in _roles(session, ATLAS)]
            == [("Keeper of the maps", "2018-03")]
        )
    )
    QTest.keyClicks(form.end, "2017")
    form.end.keep()
    assert form._end_place.error() == "This is before the beginning."
    form.goes_on.click()
    assert form._end_place.error() == ""
    assert not form.end.isEnabled()
    qtbot.waitUntil(lambda: _roles(session, ATLAS)[0].is_current)
    form.done.click()
    qtbot.waitUntil(lambda: page.pane.roles.form is None)
    row = page.pane.roles.rows()[0]
    assert row.second.text() == "since March 2018"
    row.buttons[1].click()
    qtbot.waitUntil(lambda: _roles(session, ATLAS) == [])
    session.undo()
    qtbot.waitUntil(lambda: len(_roles(session, ATLAS)) == 1)


def test_a_month_that_is_none_is_said_and_not_stored(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(QUILL)
    page.pane.roles.rows()[0].buttons[0].click()
    form = page.pane.roles.form
    assert form is not None
    assert form.begin.text() == "February 2019"
    form.begin.setText("soon")
    form.begin.keep()
    assert "no month or year" in form._begin_place.error()
    assert _roles(session, QUILL)[0].from_on == "2019-02"


def test_years_lead_to_their_items(page: ProjectsPage, window: Window) -> None:
    page.show_target(QUILL)
    links = [link for link in page.pane.findChildren(Link) if link.words() == "Show items"]
    assert links[1].accessibleName() == "Show items of 2025"
    links[1].click()
    query = DeedQuery(project_key=QUILL, since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert window.gone[-1] == ("contributions", query)
    page.pane.all_items.click()
    assert window.gone[-1] == ("contributions", DeedQuery(project_key=QUILL))


def test_hiding_keeps_the_project_in_sight_until_left(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(LARKSPUR)
    menu = page.pane.menu()
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: _stored(session, LARKSPUR).is_hidden)
    qtbot.waitUntil(page.pane.notice.isVisible)
    assert page.pane.notice.words().startswith("Hidden.")
    assert page.hidden.isVisible()
    page.show_target(TERN)
    assert "Larkspur" not in _names(page)
    page.hidden.click()
    assert "Larkspur" in _names(page)
    row = page.list.model().index(0, 0)
    assert row.data(Role.HIDDEN)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith("hidden")


def test_one_project_is_merged_into_another(
    page: ProjectsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(TERN)
    menu = page.pane.menu()
    merge = menu.actions()[1].menu()
    assert [action.text() for action in merge.actions()] == ["Larkspur", "Open Atlas", "Quillmark"]
    merge.actions()[2].trigger()
    menu.close()
    qtbot.waitUntil(lambda: "Tern" not in _names(page))
    assert _stored(session, TERN).key == QUILL
    session.undo()
    qtbot.waitUntil(lambda: "Tern" in _names(page))


def test_words_narrow_the_list(page: ProjectsPage, qtbot: Any) -> None:
    QTest.keyClicks(page.search, "PUBLISH")
    qtbot.waitUntil(lambda: _names(page) == ["Quillmark"])
    assert page.count.text() == "1 of 4 shown"
    page.search.setText("nothing like it")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty)
    assert page.empty.words() == "Nothing matches."
    page.empty.button.click()
    qtbot.waitUntil(lambda: len(_names(page)) == 4)


def test_a_narrow_window_shows_details_in_place(page: ProjectsPage) -> None:
    page.resize(960, 600)
    assert page.pane.isHidden()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.pane.isVisible()
    assert page.list.isHidden() or not page.list.isVisible()
    QTest.keyClick(page.pane, Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_an_empty_record_offers_folders(empty_session: Session, window: Window, qtbot: Any) -> None:
    page = _shown(empty_session, window, qtbot)
    assert page.empty.words() == "No projects yet."
    page.empty.button.click()
    assert window.triggered == ["folders.add"]


def test_everything_on_the_page_has_a_name(page: ProjectsPage) -> None:
    page.pane.roles.add_button.click()
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else "?"
        assert name, widget
