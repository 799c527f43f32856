"""Real windows over real records, for tests of the shell and of pages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from portfolio.log import Ring
from portfolio.ui.app import ProfileWindow
from portfolio.ui.tasks import LoopThread
from portfolio.ui.theme.theme import Theme, ThemeMode
from portfolio.ui.window import MainWindow


@contextlib.contextmanager
def profile_window(
    qtbot: QtBot,
    application: QApplication,
    profile: Path,
    *,
    mode: ThemeMode = ThemeMode.LIGHT,
    begins: bool = True,
) -> Iterator[ProfileWindow]:
    """Open the window of a profile, wait for its record, and take everything down again."""
    thread = LoopThread()
    thread.begin()
    theme = Theme(application)
    theme.apply(mode)
    made = ProfileWindow(thread, theme, Ring(), profile)
    try:
        made.window.show()
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        if begins:
            made.begin()
            qtbot.waitUntil(lambda: made.session.is_open or made.session.error is not None)
        yield made
    finally:
        made.window.close()
        assert thread.shutdown(3000)
        made.close()
        made.deleteLater()
        theme.deleteLater()
        thread.deleteLater()


def every_widget(root: QWidget) -> list[QWidget]:
    """Return the visible widgets in a window."""
    return [widget for widget in root.findChildren(QWidget) if widget.isVisibleTo(root)]


def each_page(window: MainWindow, look: Callable[[str], None]) -> None:
    """Show every page of the side bar and call ``look`` with its id."""
    from portfolio.ui.pages.catalogue import specs

    for spec in specs():
        if spec.group:
            window.go(spec.page_id)
            settle(window)
            look(window.page_id)


def settle(window: MainWindow, within_ms: int = 10_000) -> None:
    """Wait until what the page asked for has come and is laid out."""
    deadline = QDeadlineTimer(within_ms)
    QApplication.processEvents()
    while not window.session.is_idle:
        assert not deadline.hasExpired()
        QApplication.processEvents()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
