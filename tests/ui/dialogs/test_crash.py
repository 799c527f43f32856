"""What a person sees when something unexpected happens."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from portfolio import log
from portfolio.errors import StoreError
from portfolio.ui.app import ProfileWindow
from portfolio.ui.dialogs.crash import CrashDialog, details
from portfolio.ui.dialogs.log import LogViewer
from portfolio.ui.fault_hooks import FaultHooks


def raised() -> ValueError:
    def fail() -> None:
        raise ValueError(f"Could not read {Path.home()}/secret for ada@lovelace.example")

    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_details_say_what_happened_without_names(tmp_path: Path) -> None:
    ring = log.set_up(None)
    logging.getLogger("portfolio.x").warning("Authorization: Bearer abcdefghijkl of ada@l.example")
    text = details(raised(), ring)
    log.close()
    assert "ValueError: Could not read ~/secret for [address]" in text
    assert "test_crash.py" in text
    assert "PySide6" in text
    for private in ("ada@", str(Path.home()), "abcdefghijkl"):
        assert private not in text


def test_the_dialog_copies_its_details_and_goes_on(qtbot: QtBot) -> None:
    dialog = CrashDialog(raised(), None)
    dialog.show()
    dialog.copy_details()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    assert dialog.go_on.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)


def test_an_unexpected_fault_opens_the_dialog_once(empty: ProfileWindow, qtbot: QtBot) -> None:
    ring = log.set_up(None)
    hooks = FaultHooks(ring)
    hooks.window = empty.window
    hooks._take(ValueError, raised(), None)
    hooks._take(ValueError, raised(), None)
    qtbot.waitUntil(lambda: bool(empty.window.findChildren(CrashDialog)))
    assert len(empty.window.findChildren(CrashDialog)) == 1
    assert sum("Unexpected fault" in line.text for line in ring.lines()) == 2
    dialog = empty.window.findChildren(CrashDialog)[0]
    dialog.accept()
    qtbot.waitUntil(lambda: not empty.window.findChildren(CrashDialog))
    hooks.deleteLater()
    log.close()


def test_a_fault_with_words_is_said_and_no_crash(empty: ProfileWindow, qtbot: QtBot) -> None:
    ring = log.set_up(None)
    hooks = FaultHooks(ring)
    hooks.window = empty.window
    error = StoreError("The record is not open yet.")
    with qtbot.waitSignal(empty.window.session.failed) as told:
        hooks._take(StoreError, error, None)
    assert told.args == [error]
    assert not empty.window.findChildren(CrashDialog)
    assert any("nobody handled" in line.text for line in ring.lines())
    hooks.deleteLater()
    log.close()


def test_hooks_are_given_back() -> None:
    import sys
    import threading

    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hooks = FaultHooks(log.Ring())
    hooks.install()
    assert sys.excepthook != before[0]
    hooks.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    hooks.deleteLater()


def test_the_log_viewer_filters(qtbot: QtBot, tmp_path: Path) -> None:
    ring = log.set_up(None)
    logging.getLogger("portfolio.one").info("All is well")
    logging.getLogger("portfolio.two").error("Broken")
    viewer = LogViewer(ring, tmp_path / "portfolio.log")
    viewer.show()
    assert "All is well" in viewer.text.toPlainText()
    viewer.level.choose("error")
    viewer.show_lines()
    assert "All is well" not in viewer.text.toPlainText()
    assert "Broken" in viewer.text.toPlainText()
    viewer.level.choose("all")
    with qtbot.waitSignal(viewer.search.words_changed):
        viewer.search.setText("portfolio.one")
    assert "Broken" not in viewer.text.toPlainText()
    viewer.close()
    log.close()
