"""A title that turns into a field for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from portfolio.ui.widgets.labels import mark_data

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent


class TitleField(QLineEdit):
    """The title as a field: Enter and leaving keep it, Esc does not, empty is the source's.

    Signals:
        settled: The new title, or None when it was given up.
    """

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        mark_data(self)
        self.setMaxLength(500)
        self._is_open = False
        self.returnPressed.connect(self._keep)

    def begin(self, title: str, recorded: str) -> None:
        """Begin with a title; the recorded one stands behind the empty field."""
        self._is_open = True
        self.setText(title)
        self.setPlaceholderText(recorded)
        self.setCursorPosition(0)

    @Slot()
    def _keep(self) -> None:
        if self._is_open:
            self._is_open = False
            self.settled.emit(self.text().strip() or self.placeholderText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._is_open = False
            self.settled.emit(None)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed."""
        super().focusOutEvent(event)
        if self.isVisible():
            self._keep()
