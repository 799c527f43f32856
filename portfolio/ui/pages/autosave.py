"""Fields that keep themselves: what is typed is told once typing pauses, or the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

PAUSE_MS = 700
"""With the writing this stays under the second within which an edit has to be kept."""


class LineField(QLineEdit):
    """One line of the holder's.

    Signals:
        settled: The text, once it is another than what was shown or told last.
    """

    settled = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setAccessibleName(name)
        mark_data(self)
        self._pause = _pause(self, self.keep)
        self.textEdited.connect(self._begin_pause)
        self.editingFinished.connect(self.keep)

    def show_text(self, text: str) -> None:
        """Show what is stored; what is being typed is not disturbed."""
        if self._pause.isActive() or (self.hasFocus() and self.text() != self._told):
            return
        if self.hasFocus() and self.text().rstrip() == text.rstrip():
            return  # blanks at the end stay while the next word is being thought of
        self._told = text
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    @Slot()
    def keep(self) -> None:
        """Tell now."""
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.settled.emit(self._told)

    @Slot()
    def _begin_pause(self) -> None:
        self._pause.start()


class TextField(QPlainTextEdit):
    """A few lines of the holder's; Tab leaves it. Signals as in `LineField`."""

    settled = Signal(str)

    def __init__(self, name: str, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        mark_data(self)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 22)
        self._pause = _pause(self, self.keep)
        self.textChanged.connect(self._begin_pause)

    def show_text(self, text: str) -> None:
        """Show what is stored; what is being typed is not disturbed."""
        if self._pause.isActive():
            return
        if self.hasFocus() and self.toPlainText().rstrip() == text.rstrip():
            return  # blanks at the end stay while the next word is being thought of
        self._told = text
        if text != self.toPlainText():
            self.setPlainText(text)
            self._pause.stop()

    @Slot()
    def keep(self) -> None:
        """Tell now."""
        self._pause.stop()
        if self.toPlainText() != self._told:
            self._told = self.toPlainText()
            self.settled.emit(self._told)

    @Slot()
    def _begin_pause(self) -> None:
        self._pause.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed."""
        super().focusOutEvent(event)
        self.keep()


class Labelled(QWidget):
    """A label above a field, a hint beside it, an error below."""

    def __init__(
        self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        words = Text(label, TextSize.STRONG)
        words.setBuddy(field)
        row.addWidget(words)
        row.addWidget(Text(hint, TextSize.SMALL, "muted"), 1)
        column.addLayout(row)
        column.addWidget(field)
        self._field = field
        self._error = Text("", TextSize.SMALL, "error", wraps=True)
        self._error.hide()
        column.addWidget(self._error)
        column.addStretch(1)

    def say_wrong(self, words: str) -> None:
        """Say what is wrong with the field; "" is nothing."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self._field.setProperty("wrong", bool(words))
        self._field.style().polish(self._field)
        self._field.setAccessibleDescription(words)

    def error(self) -> str:
        """Return what is said to be wrong."""
        return self._error.text()


def _pause(parent: QWidget, then: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(PAUSE_MS)
    timer.timeout.connect(then)
    return timer
