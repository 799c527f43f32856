"""Every page by keyboard alone, with a name for everything that takes the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio.ui.app import ProfileWindow
from tests.ui.test_window import filled as filled  # noqa: PLC0414  (the fixture)
from tests.ui.windows import each_page, every_widget

Text = QAccessible.Text


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(Text.Name)) if interface is not None else ""


def takes_focus(widget: QWidget) -> bool:
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isEnabled() and widget.isVisible()


def inner_part(widget: QWidget) -> bool:
    """A part of another control (the field of a spin box), or a mere scroll area."""
    parent = widget.parentWidget()
    is_part = isinstance(widget, QLineEdit) and type(parent).__name__ == "QSpinBox"
    return is_part or type(widget) is QAbstractScrollArea


def test_everything_that_takes_the_focus_has_a_name(filled: ProfileWindow) -> None:
    nameless: list[str] = []

    def look(page_id: str) -> None:
        nameless.extend(
            f"{page_id}: {type(widget).__name__} {widget.objectName()}"
            for widget in every_widget(filled.window)
            if takes_focus(widget) and not inner_part(widget) and not name_of(widget).strip()
        )

    each_page(filled.window, look)
    assert not nameless, "\n".join(nameless)


def test_names_hold_no_markup(filled: ProfileWindow) -> None:
    marked: list[str] = []

    def look(page_id: str) -> None:
        for widget in every_widget(filled.window):
            marked.extend(
                f"{page_id}: {words}"
                for words in (name_of(widget), widget.toolTip())
                if "<" in words and ">" in words
            )

    each_page(filled.window, look)
    assert marked == []


def walk(window: QWidget, qtbot: QtBot, steps: int = 200) -> list[QWidget]:
    """Return what Tab visits, from the present focus round to it again."""
    visited: list[QWidget] = []
    for _ in range(steps):
        focused = QApplication.focusWidget()
        if focused is None or (visited and focused is visited[0]):
            break
        visited.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is focused:  # a text field that keeps Tab
            qtbot.keyClick(focused, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    return visited


def test_tab_reaches_everything_and_is_never_trapped(filled: ProfileWindow, qtbot: QtBot) -> None:
    window = filled.window
    missed: list[str] = []

    def look(page_id: str) -> None:
        QApplication.processEvents()
        window.side_bar.find_button.setFocus()
        visited = set(walk(window, qtbot))
        for widget in every_widget(window):
            if not takes_focus(widget) or inner_part(widget) or widget in visited:
                continue
            # Of a group of choices Tab reaches the chosen one; arrow keys reach the others.
            group = getattr(widget, "group", lambda: None)()
            if group is not None and visited & set(group.buttons()):
                continue
            proxy = widget.focusProxy()
            if proxy is None or proxy not in visited:
                missed.append(f"{page_id}: {type(widget).__name__} {name_of(widget)!r}")

    each_page(window, look)
    assert not missed, "\n".join(missed)


def test_targets_are_large_enough(filled: ProfileWindow) -> None:
    small: list[str] = []

    def look(page_id: str) -> None:
        small.extend(
            f"{page_id}: {type(widget).__name__} {name_of(widget)!r} {widget.size()}"
            for widget in every_widget(filled.window)
            if takes_focus(widget)
            and not inner_part(widget)
            and type(widget).__name__ != "Link"  # within a line of text
            and min(widget.width(), widget.height()) < 20
        )

    each_page(filled.window, look)
    assert not small, "\n".join(small)


def test_the_window_mirrors(right_to_left: None, filled: ProfileWindow, qtbot: QtBot) -> None:
    window = filled.window
    bar = window.side_bar.mapTo(window, QPoint(0, 0)).x()
    assert bar + window.side_bar.width() == window.width()
    window.go("settings")
    page = window.page
    assert page is not None
    assert page.mapTo(window, QPoint(0, 0)).x() == 0


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    usual = qapp.font()
    large = qapp.font()
    large.setPointSizeF(usual.pointSizeF() * 2)
    qapp.setFont(large)
    yield
    qapp.setFont(usual)


def test_twice_the_text_size_still_shows_the_buttons(
    large_text: None, empty: ProfileWindow, profile: Path
) -> None:
    window = empty.window
    window.resize(1280, 800)

    def look(page_id: str) -> None:
        QApplication.processEvents()
        for widget in every_widget(window.side_bar):
            inside = QRect(QPoint(0, 0), window.side_bar.size())
            corner = widget.mapTo(window.side_bar, QPoint(0, 0))
            assert inside.contains(QRect(corner, widget.size())), (page_id, type(widget).__name__)

    each_page(window, look)
