"""Cards and tiles: framed areas, and framed areas that are one big button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import CARD_PADDING, RADIUS_CARD, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.painting import Line, paint_box, paint_focus, paint_text


class Card(QFrame):
    """A framed area with a column inside (`column`); its ground and edge are painted.

    Args:
        padding: Inside margin; 16 but for letters.
    """

    def __init__(self, parent: QWidget | None = None, *, padding: int = CARD_PADDING) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(SPACE_8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the edge."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        paint_box(painter, self.rect(), fill=tokens.surface, edge=tokens.border, radius=RADIUS_CARD)
        painter.end()


class Tile(QAbstractButton):
    """A card that is one button: icon on a square, title, one line, one small line, chevron.

    Args:
        icon: Name of the icon.
        title: What one starts with.
        body: One line about it.
        small: One small line that settles a worry; goes when `set_compact` is set.
    """

    _SQUARE = 40
    _CHEVRON = 16

    def __init__(
        self, icon: str, title: str, body: str, small: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._title, self._body, self._small = icon, title, body, small
        self._is_compact = False
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{body} {small}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001  (a plain setter)
        """Leave the small line out (narrow windows)."""
        self._is_compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable tile."""
        return QSize(380, self.heightForWidth(380))

    def minimumSizeHint(self) -> QSize:
        """Return a tile whose words wrap."""
        return QSize(260, self.heightForWidth(260))

    def hasHeightForWidth(self) -> bool:
        """Return True: words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every word."""
        room = self._text_width(width)
        needed = sum(rect.height() for _, _, rect in self._lines(room)) + 2 * SPACE_8
        return max(metrics(QApplication.font()).tile - 24 * self._is_compact, needed + 40)

    def _top(self) -> int:
        """Return where the words begin: the same in tiles side by side, wrapped or not."""
        sizes = metrics(QApplication.font())
        tall = sizes.section_line + sizes.line + SPACE_8 // 2
        if not self._is_compact:
            tall += sizes.small_line + SPACE_8 // 2
        least = sizes.tile - 24 * self._is_compact
        return max(SPACE_16, (least - tall) // 2 - 2)

    def _text_width(self, width: int) -> int:
        taken = 2 * SPACE_16 + 2 + self._SQUARE + SPACE_16 + self._CHEVRON + SPACE_12
        return max(80, width - taken)

    def _lines(self, room: int) -> list[tuple[str, TextSize, QRect]]:
        wanted = [(self._title, TextSize.SECTION), (self._body, TextSize.BODY)]
        if not self._is_compact:
            wanted.append((self._small, TextSize.SMALL))
        made = []
        for words, size in wanted:
            measure = QFontMetrics(font(QApplication.font(), size))
            flags = int(Qt.TextFlag.TextWordWrap)
            made.append((words, size, measure.boundingRect(0, 0, room, 1000, flags, words)))
        return made

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the hover look."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, the icon, the words and the chevron."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_hot = self.underMouse() or self.isDown()
        fill = tokens.hover if is_hot else tokens.surface
        edge = tokens.control if is_hot else tokens.border
        paint_box(painter, self.rect(), fill=fill, edge=edge, radius=RADIUS_CARD)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens, radius=RADIUS_CARD)
        line = Line(self.rect().adjusted(SPACE_16 + 2, 0, -SPACE_16, 0), self.layoutDirection())
        lines = self._lines(self._text_width(self.width()))
        top = self._top()
        square = line.start(self._SQUARE, SPACE_16)
        square = QRect(square.x(), top + 2, self._SQUARE, self._SQUARE)
        box_edge = tokens.control if tokens.is_high_contrast else ""
        paint_box(painter, square, fill=tokens.selected, edge=box_edge, radius=8)
        icons.paint(painter, square.adjusted(9, 9, -9, -9), self._icon, tokens.accent)
        chevron = line.end(self._CHEVRON, SPACE_12)
        icons.paint(painter, chevron, "chevron-right", tokens.muted)
        self._paint_words(painter, line.rest, top, lines)
        painter.end()

    def _paint_words(
        self, painter: QPainter, rest: QRect, top: int, lines: list[tuple[str, TextSize, QRect]]
    ) -> None:
        tokens = tokens_of(self)
        for words, size, bounds in lines:
            face = font(QApplication.font(), size)
            rect = QRect(rest.x(), top, rest.width(), bounds.height())
            colour = tokens.text if size is TextSize.SECTION else tokens.muted
            if QFontMetrics(face).horizontalAdvance(words) <= rect.width():
                paint_text(painter, rect, words, font=face, colour=colour)
            else:
                painter.setFont(face)
                self._paint_wrapped(painter, rect, words, colour)
            top += bounds.height() + SPACE_8 // 2

    def _paint_wrapped(self, painter: QPainter, rect: QRect, words: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
        painter.drawText(rect, int(flags | Qt.TextFlag.TextWordWrap), words)
