"""What painted widgets and delegates share: rectangles along the line, text, rings, boxes.

Everything is laid out from the start side (left in left-to-right windows, right in others).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from portfolio.ui.theme import icons
from portfolio.ui.theme.tokens import RADIUS_CONTROL, SELECTED_EDGE

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

END = Qt.TextElideMode.ElideRight
MIDDLE = Qt.TextElideMode.ElideMiddle


class Line:
    """Cuts pieces from a rectangle, from its start or its end side.

    Args:
        rect: What there is.
        direction: Of the window; right-to-left swaps the two sides.
    """

    def __init__(self, rect: QRect, direction: Qt.LayoutDirection) -> None:
        self._rest = QRect(rect)
        self._is_mirrored = direction == Qt.LayoutDirection.RightToLeft

    @property
    def rest(self) -> QRect:
        """What has not been cut off yet."""
        return QRect(self._rest)

    def start(self, width: int, gap: int = 0) -> QRect:
        """Cut ``width`` (and a gap after it) off the start side."""
        return self._cut(width, gap, from_left=not self._is_mirrored)

    def end(self, width: int, gap: int = 0) -> QRect:
        """Cut ``width`` (and a gap before it) off the end side."""
        return self._cut(width, gap, from_left=self._is_mirrored)

    def skip(self, width: int) -> None:
        """Leave ``width`` free at the start side."""
        self.start(width)

    def _cut(self, width: int, gap: int, *, from_left: bool) -> QRect:
        width = max(0, min(width, self._rest.width()))
        piece = QRect(self._rest)
        if from_left:
            piece.setWidth(width)
            self._rest.setLeft(self._rest.left() + width + gap)
        else:
            piece.setLeft(self._rest.right() - width + 1)
            self._rest.setRight(self._rest.right() - width - gap)
        if self._rest.width() < 0:
            self._rest.setWidth(0)
        return piece


def centred(rect: QRect, width: int, height: int) -> QRect:
    """Return a piece of ``rect`` from its left edge, centred along the height."""
    return QRect(rect.x(), rect.y() + (rect.height() - height) // 2, width, height)


def direction_of(words: str, otherwise: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """Return the direction words run in: that of their first letter (Unicode UAX #9, P2, P3).

    What stands isolated in them is passed over.
    """
    depth = 0
    for letter in words[:200]:
        kind = unicodedata.bidirectional(letter)
        if kind in {"LRI", "RLI", "FSI", "PDI"}:
            depth = max(0, depth + (-1 if kind == "PDI" else 1))
        elif depth:
            continue
        elif kind == "L":
            return Qt.LayoutDirection.LeftToRight
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
    return otherwise


def paint_text(  # noqa: PLR0913  (a text is its words, font, colour and place)
    painter: QPainter,
    rect: QRect,
    words: str,
    *,
    font: QFont,
    colour: str,
    elide: Qt.TextElideMode = END,
    at_end: bool = False,
) -> int:
    """Paint one line of plain text, elided to fit, and return the width it took.

    Args:
        painter: Active painter; its layout direction decides the sides.
        rect: Where; the text is centred vertically.
        words: Plain text (never read as markup).
        font: Of the text.
        colour: ``#RRGGBB``.
        elide: Titles lose their end, addresses and links their middle.
        at_end: Align with the end side (numbers, dates).
    """
    measure = QFontMetrics(font)
    shown = measure.elidedText(words, elide, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    line_runs = painter.layoutDirection()
    is_mirrored = line_runs == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if at_end != is_mirrored else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.setLayoutDirection(direction_of(words, line_runs))
    painter.drawText(rect, int(flags | Qt.TextFlag.TextSingleLine), shown)
    painter.setLayoutDirection(line_runs)
    return min(measure.horizontalAdvance(shown), rect.width())


def paint_box(  # noqa: PLR0913  (a box is its rectangle, radius, fill, edge)
    painter: QPainter,
    rect: QRect,
    *,
    fill: str = "",
    edge: str = "",
    radius: float = RADIUS_CONTROL,
    width: float = 1,
) -> None:
    """Paint a rounded box whose edge lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
    inset = width / 2 if edge else 0
    painter.drawRoundedRect(
        QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset
    )
    painter.restore()


def paint_focus(
    painter: QPainter, rect: QRect, tokens: Tokens, *, radius: float = RADIUS_CONTROL
) -> None:
    """Paint the focus ring inside the edge of ``rect``."""
    paint_box(painter, rect, edge=tokens.accent, radius=radius, width=tokens.focus_ring)


def paint_row_ground(
    painter: QPainter, rect: QRect, tokens: Tokens, *, is_selected: bool, is_hovered: bool
) -> None:
    """Paint the ground of a list row: full-row hover, selection with its edge at the start."""
    if not (is_selected or is_hovered):
        return
    painter.fillRect(rect, QColor(tokens.selected if is_selected else tokens.hover))
    if tokens.is_high_contrast:  # lines above and below: a row may be painted cell by cell
        for top in (rect.top(), rect.bottom()):
            painter.fillRect(QRect(rect.left(), top, rect.width(), 1), QColor(tokens.control))
    if is_selected:
        edge = Line(rect, painter.layoutDirection()).start(SELECTED_EDGE)
        painter.fillRect(edge, QColor(tokens.accent))


def paint_hairline(painter: QPainter, rect: QRect, tokens: Tokens) -> None:
    """Paint the hairline at the foot of ``rect``."""
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.border))


def paint_tick_box(
    painter: QPainter, rect: QRect, tokens: Tokens, state: Qt.CheckState, *, focused: bool = False
) -> None:
    """Paint a tick box (18 is a good edge) as delegates need it."""
    if state == Qt.CheckState.Unchecked:
        edge = tokens.accent if focused else tokens.control
        paint_box(painter, rect, fill=tokens.surface, edge=edge, radius=4)
        return
    paint_box(painter, rect, fill=tokens.accent, edge=tokens.accent, radius=4)
    name = "check" if state == Qt.CheckState.Checked else "minus"
    icons.paint(painter, rect.adjusted(2, 2, -2, -2), name, tokens.on_accent)
