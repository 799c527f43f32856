"""A letter in the inbox: who wrote and when, what it is, and what a check says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from portfolio.ui.models.roles import Role
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_24, Tokens
from portfolio.ui.widgets.painting import Line, centred, paint_text
from portfolio.ui.widgets.rows import Index, RowDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class LetterDelegate(RowDelegate):
    """Three lines with hairlines between the rows."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent, margin=SPACE_24, has_hairlines=True)

    def row_height(self) -> int:
        """Return the height of a row with three lines."""
        sizes = metrics(QApplication.font())
        return sizes.line + 2 * sizes.small_line + 2 * SPACE_12 + SPACE_4

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed height; a group's head takes less."""
        if index.data(Role.HEAD):
            return QSize(120, metrics(QApplication.font()).row + SPACE_8)
        return super().sizeHint(option, index)

    def paint_content(
        self, painter: QPainter, line: Line, index: Index, tokens: Tokens, *, is_selected: bool
    ) -> None:
        """Paint name and date, kind, and what a check says."""
        del is_selected
        sizes = metrics(QApplication.font())
        small = font(QApplication.font(), TextSize.SMALL)
        rest = line.rest
        top = rest.y() + SPACE_12
        first_rect = rest.adjusted(0, SPACE_12, 0, 0)
        first_rect.setHeight(sizes.line)
        first = Line(first_rect, painter.layoutDirection())
        day = str(index.data(Role.DATE) or "")
        if day:
            painter.setFont(small)
            wide = painter.fontMetrics().horizontalAdvance(day) + 2
            spot = first.end(wide, SPACE_12)
            paint_text(painter, spot, day, font=small, colour=tokens.muted, at_end=True)
        strong = font(QApplication.font(), TextSize.STRONG)
        paint_text(
            painter, first.rest, str(index.data(Role.TITLE)), font=strong, colour=tokens.text
        )
        second = rest.adjusted(0, 0, 0, 0)
        second.setTop(top + sizes.line + SPACE_4 // 2)
        second.setHeight(sizes.small_line)
        below = Line(second, painter.layoutDirection())
        edge = sizes.small_icon
        icons.paint(
            painter,
            centred(below.start(edge, SPACE_8), edge, edge),
            str(index.data(Role.KIND_ICON)),
            tokens.muted,
        )
        kind = str(index.data(Role.KIND_WORD))
        paint_text(painter, below.rest, kind, font=small, colour=tokens.text)
        third = second.translated(0, sizes.small_line + SPACE_4 // 2)
        summary = str(index.data(Role.SUBTITLE))
        paint_text(painter, third, summary, font=small, colour=tokens.muted)
