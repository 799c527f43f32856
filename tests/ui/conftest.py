"""Fixtures for tests with a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio.ui import i18n
from portfolio.ui.app import ProfileWindow
from portfolio.ui.tasks import LoopThread
from tests.ui.windows import profile_window


@pytest.fixture(autouse=True)
def _words_as_they_were(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take away the translators a test had installed: the application outlives it."""
    installed: list[QTranslator] = []
    install, locale = i18n.install, QLocale()

    def noted(application: QApplication, language: str = "") -> list[QObject]:
        found = install(application, language)
        installed.extend(each for each in found if isinstance(each, QTranslator))
        return found

    monkeypatch.setattr(i18n, "install", noted)
    yield
    for each in installed:
        QCoreApplication.removeTranslator(each)
    QLocale.setDefault(locale)


@pytest.fixture
def loop_thread(qapp: QApplication) -> Iterator[LoopThread]:
    """A running loop thread, shut down at the end."""
    thread = LoopThread()
    thread.begin()
    yield thread
    thread.shutdown()
    thread.deleteLater()


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[ProfileWindow]:
    """The window of a profile without a record yet."""
    with profile_window(qtbot, qapp, profile) as made:
        yield made


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """A window that runs from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
