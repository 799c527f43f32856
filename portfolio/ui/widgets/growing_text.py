"""A text field that grows with its text and marks claims with a number but no source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.labels import mark_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent, QTextDocument

SAVE_AFTER_MS = 600
"""Typed text is stored this long after the last key, and at once when the field is left."""
PADDING = 20


class ClaimMarker(QSyntaxHighlighter):
    """Draws a dotted line under the spans a rule finds in each paragraph."""

    def __init__(
        self,
        document: QTextDocument,
        find: Callable[[str], Sequence[tuple[int, int]]],
        owner: QWidget,
    ) -> None:
        super().__init__(document)
        self._find, self._owner = find, owner

    def highlightBlock(self, text: str) -> None:
        """Mark one paragraph."""
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        form.setUnderlineColor(QColor(tokens_of(self._owner).warn))
        for start, end in self._find(text):
            units_before = len(text[:start].encode("utf-16-le")) // 2  # Qt counts UTF-16 units
            units = len(text[start:end].encode("utf-16-le")) // 2
            self.setFormat(units_before, units, form)


class GrowingText(QPlainTextEdit):
    """Plain text, as tall as its lines need.

    Args:
        name: Accessible name (its label).
        find_claims: Rule that finds claims to mark, or None.
        lines: Lines shown while there is little text.

    Signals:
        settled: The text, `SAVE_AFTER_MS` after the last key or when the field is left.
    """

    settled = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        find_claims: Callable[[str], Sequence[tuple[int, int]]] | None = None,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark_data(self)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = lines
        self._stored = ""
        self._marker = ClaimMarker(self.document(), find_claims, self) if find_claims else None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_AFTER_MS)
        self._pause.timeout.connect(self.settle)
        self.textChanged.connect(self._changed)

    def set_stored(self, text: str) -> None:
        """Show what is stored, unless the holder is typing something newer."""
        is_typing = self.hasFocus() and self.toPlainText() != self._stored
        # Blanks at the end are not stored; they stay while the next word is being thought of.
        is_same = self.hasFocus() and self.toPlainText().rstrip() == text.rstrip()
        if is_typing or is_same:
            self._stored = self.toPlainText() if is_same else text
            return
        self._stored = text
        if self.toPlainText() != text:
            cursor_at = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(cursor_at, len(self.toPlainText())))
            self.setTextCursor(cursor)
        self._pause.stop()

    def mark_again(self) -> None:
        """Look for claims again (after a source was named)."""
        if self._marker is not None:
            self._marker.rehighlight()

    @Slot()
    def settle(self) -> None:
        """Hand the text over now if it is not what is stored."""
        self._pause.stop()
        text = self.toPlainText()
        if text != self._stored:
            self._stored = text
            self.settled.emit(text)

    def take_as_stored(self) -> None:
        """Take it that somebody has read the text and stores it."""
        self._pause.stop()
        self._stored = self.toPlainText()

    @Slot()
    def _changed(self) -> None:
        self._pause.start()
        self.updateGeometry()
        self.setFixedHeight(self._height())

    def sizeHint(self) -> QSize:
        """Return the height of the text, at least the first lines'."""
        return QSize(320, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the same height: text is never cut off."""
        return QSize(120, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when lines wrap anew."""
        super().resizeEvent(event)
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Store when the field is left."""
        super().focusOutEvent(event)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc leave to the page; everything else is typing."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _height(self) -> int:
        line = QFontMetrics(self.font()).lineSpacing()
        lines = max(self._lines, int(self.document().size().height()))
        return lines * line + PADDING
