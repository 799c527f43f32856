"""The list of names on "Which of these are you?": its keys, and its place over a refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListView, QWidget

from portfolio.ui.delegates.identity_row import IdentityRowDelegate
from portfolio.ui.delegates.ticks import toggle_row
from portfolio.ui.models.identities import IdentitiesModel, RowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent


class NamesList(QListView):
    """Space ticks a name, Enter opens its spellings or shows the rest of the people."""

    def __init__(self, names: IdentitiesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self.setModel(names)
        delegate = IdentityRowDelegate(self)
        delegate.opened.connect(self.open_spellings)
        delegate.more_wanted.connect(self.show_others)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Names found. Space ticks a name"))

    def keeping_place(self, change: Callable[[], None]) -> None:
        """Change the rows; the chosen name stays chosen and the view where it is."""
        row = self._names.row_at(self.currentIndex())
        key = row.suggestion.key if row is not None and row.suggestion is not None else ""
        at, scrolled = self.currentIndex().row(), self.verticalScrollBar().value()
        change()
        index = self._names.index_of(key) if key else self._names.index(at)
        if index.isValid():
            self.setCurrentIndex(index)
        self.verticalScrollBar().setValue(scrolled)

    @Slot(str)
    def open_spellings(self, key: str) -> None:
        """Show or hide the spellings of a name."""
        self.keeping_place(lambda: self._names.toggle_open(key))

    @Slot()
    def show_others(self) -> None:
        """Show the people who seem to be somebody else."""
        self.keeping_place(self._names.show_others)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens."""
        row = self._names.row_at(self.currentIndex())
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_space = event.key() == Qt.Key.Key_Space
        if row is None or not (is_enter or is_space):
            super().keyPressEvent(event)
        elif row.kind is RowKind.MORE:
            self.show_others()
        elif is_space and row.kind is RowKind.IDENTITY:
            toggle_row(self._names, self.currentIndex())
        elif is_enter and row.suggestion is not None:
            self.open_spellings(row.suggestion.key)
