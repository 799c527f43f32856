"""Find or do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from portfolio.ui.app import ProfileWindow


def test_it_opens_at_once_and_closes_with_esc(empty: ProfileWindow, qtbot: QtBot) -> None:
    window = empty.window
    before = window.focusWidget()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.palette_box
    assert box.isVisible()
    assert box.field is window.focusWidget()
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert window.focusWidget() is before


def test_best_matches_stand_first_and_the_unavailable_say_why(empty: ProfileWindow) -> None:
    box = empty.window.palette_box
    box.open()
    box.field.setText("sto")
    rows = box.rows()
    assert rows[0] == "Do"
    assert rows.index("New story") < rows.index("Stop reading folders")
    assert "Go to" in rows
    assert "Stories" in rows[rows.index("Go to") :]
    box.close_palette()


def test_a_command_is_run_by_enter(empty: ProfileWindow, qtbot: QtBot) -> None:
    window = empty.window
    window.open_palette()
    qtbot.keyClicks(window.palette_box.field, "settings")
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert window.page_id == "settings"
    assert not window.palette_box.isVisible()


def test_an_unavailable_command_stays(empty: ProfileWindow, qtbot: QtBot) -> None:
    window = empty.window
    window.open_palette()
    window.palette_box.field.setText("stop reading")
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert window.palette_box.isVisible()
    window.palette_box.close_palette()


def test_nothing_found_is_said(empty: ProfileWindow) -> None:
    box = empty.window.palette_box
    box.open()
    box.field.setText("qqqqq")
    assert box.rows() == []
    assert box._frame.nothing.isVisible()
    box.close_palette()


def test_shortcuts_are_listed_and_searched(empty: ProfileWindow, qtbot: QtBot) -> None:
    from portfolio.ui.dialogs.shortcuts import ShortcutsList

    shown = ShortcutsList(empty.window.commands, empty.window)
    shown.show()
    commands = [item for item in empty.window.commands.all() if item.is_listed]
    assert len(shown.listed()) == len(commands)
    with qtbot.waitSignal(shown.search.words_changed):
        shown.search.setText("ctrl+q")
    assert shown.listed() == ["Quit"]
    shown.close()
