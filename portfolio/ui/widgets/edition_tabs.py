"""Editions as tabs, with a quiet link to make another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QWidget

from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.labels import mark_data

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Tabs(QTabBar):
    """Tabs that are no wider than they need, though there may be buttons to scroll them."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(self.sizeHint())


class EditionTabs(QWidget):
    """Tabs of named editions.

    Signals:
        chosen: The id of the edition the holder chose.
        new_wanted: Another edition is wanted.
        more_wanted: The menu of what can be done with the chosen edition, at this global point.
    """

    chosen = Signal(str)
    new_wanted = Signal()
    more_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._bar = _Tabs()
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(True)
        self._bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(self.tr("Editions"))
        mark_data(self._bar)
        self._bar.currentChanged.connect(self._tell)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._bar.customContextMenuRequested.connect(self._open_here)
        self._more = IconButton("ellipsis", self.tr("Rename or delete this edition"), is_small=True)
        self._more.clicked.connect(self._open_below)
        new = Button(self.tr("New edition"), ButtonKind.QUIET, icon="plus")
        new.clicked.connect(self.new_wanted)
        row.addWidget(self._bar)
        row.addWidget(self._more)
        row.addWidget(new)
        row.addStretch(1)

    @Slot()
    def _open_below(self) -> None:
        corner = self._more.rect().bottomLeft()
        self.more_wanted.emit(self._more.mapToGlobal(corner))

    @Slot(QPoint)
    def _open_here(self, at: QPoint) -> None:
        pressed = self._bar.tabAt(at)
        if pressed >= 0:
            self._bar.setCurrentIndex(pressed)
        self.more_wanted.emit(self._bar.mapToGlobal(at))

    def show_editions(self, editions: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show ``(id, name)`` in order, with one chosen; nothing is emitted."""
        self._bar.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
        while self._bar.count() > len(editions):
            self._bar.removeTab(self._bar.count() - 1)
        for at, (_, name) in enumerate(editions):
            words = name.replace("&", "&&")
            if at < self._bar.count():
                self._bar.setTabText(at, words)
            else:
                self._bar.addTab(words)
        self._ids = [edition_id for edition_id, _ in editions]
        if chosen in self._ids:
            self._bar.setCurrentIndex(self._ids.index(chosen))
        self._bar.updateGeometry()
        self._bar.blockSignals(False)  # noqa: FBT003  (Qt's own signature)

    @Slot(int)
    def _tell(self, at: int) -> None:
        if 0 <= at < len(self._ids):
            self.chosen.emit(self._ids[at])
