"""A session over a real store, a theme, and a window's place for pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from portfolio.settings import SettingsFile
from portfolio.store.store import Store
from portfolio.ui.session import Session
from portfolio.ui.tasks import LoopThread
from portfolio.ui.theme.theme import Theme, ThemeMode
from tests.ui import record_made
from tests.ui.opened import OpenedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.paths import Paths
    from tests.clocks import FixedClock


@dataclass
class Window:
    """A window that notes what a page asks of it."""

    gone: list[tuple[str, object]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    triggered: list[str] = field(default_factory=list)

    def go(self, page_id: str, target: object = None) -> None:
        self.gone.append((page_id, target))

    def say(self, words: str, *, icon: str = "info") -> None:
        self.said.append(words)

    def trigger(self, command_id: str) -> None:
        self.triggered.append(command_id)

    def commands_changed(self) -> None: ...


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    made = Theme(qapp)
    made.apply(ThemeMode.LIGHT)
    yield made
    QLocale.setDefault(before)
    qapp.setStyleSheet("")
    made.deleteLater()


@pytest.fixture
def empty_session(theme: Theme, paths: Paths, clock: FixedClock, qtbot: Any) -> Iterator[Session]:
    """A session over a record without anything in it."""
    store = Store.open(paths, clock=clock)
    thread = LoopThread()
    thread.begin()
    made = Session(thread, SettingsFile(paths.settings), paths)
    made.attach(OpenedRecord(store, clock))  # type: ignore[arg-type]
    yield made
    thread.shutdown()
    made.deleteLater()
    store.close()


@pytest.fixture
def session(empty_session: Session) -> Session:
    """A session over the made-up record."""
    record_made.fill(empty_session.store)
    return empty_session
