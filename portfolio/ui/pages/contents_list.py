"""The list "What goes in": ticks by click or Space, order by dragging or Alt with an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from portfolio.ui.delegates.contents_row import ContentsRowDelegate
from portfolio.ui.delegates.ticks import toggle_row
from portfolio.ui.theme.tokens import SPACE_4

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from portfolio.ui.models.contents import ContentsModel


class ContentsList(QListView):
    """Shows a `ContentsModel`, as tall as its rows need."""

    def __init__(self, model: ContentsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contents = model
        self.setModel(model)
        self.setItemDelegate(ContentsRowDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAccessibleName(
            self.tr("What goes in. Space ticks a row, Alt with an arrow moves it")
        )
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as tall as the rows need; the form scrolls, not the list."""
        rows = self._contents.rowCount()
        height = self.sizeHintForRow(0) if rows else 0
        self.setFixedHeight(rows * height + SPACE_4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Alt with an arrow moves."""
        index = self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if index.isValid() and alt and by:
            self._move(index.row(), by)
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            toggle_row(self._contents, index)
        else:
            super().keyPressEvent(event)

    def _move(self, at: int, by: int) -> None:
        row = self._contents.row_at(self._contents.index(at))
        if row is not None and self._contents.move(at, by):
            moved = self._contents.index_of(row)
            self.setCurrentIndex(moved)
