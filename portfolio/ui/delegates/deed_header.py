"""Column heads of the list of deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from portfolio.ui.models.deed_row import DATE, WHAT
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.painting import Line, paint_hairline, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens


class DeedHeader(QHeaderView):
    """Column heads: small, muted, over the texts of their columns; a chevron shows the order."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(1)
        self.sorted_by = DATE
        self.is_reversed = False

    def show_order(self, column: int, *, is_reversed: bool) -> None:
        """Show by which column the list is sorted; reversed is oldest first."""
        self.sorted_by, self.is_reversed = column, is_reversed
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of a column head."""
        return QSize(super().sizeHint().width(), metrics(QApplication.font()).column_head + 1)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one head."""
        if not rect.isValid():
            return
        painter.save()
        tokens = tokens_of(self)
        painter.fillRect(rect, tokens.surface)
        paint_hairline(painter, rect, tokens)
        sizes = metrics(QApplication.font())
        face = font(QApplication.font(), TextSize.SMALL)
        line = Line(rect, self.layoutDirection())
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if section == WHAT:
            line.skip(PAGE_MARGIN + sizes.icon + SPACE_12)
        if section == DATE:
            line.end(SPACE_16)
        elif section != WHAT:
            line.skip(SPACE_8)
        if section == self.sorted_by:
            self._paint_sorted(painter, line, section, words, tokens)
        elif section == DATE:
            paint_text(painter, line.rest, words, font=face, colour=tokens.muted, at_end=True)
        else:
            paint_text(painter, line.rest, words, font=face, colour=tokens.muted)
        painter.restore()

    def _paint_sorted(
        self, painter: QPainter, line: Line, section: int, words: str, tokens: Tokens
    ) -> None:
        edge = metrics(QApplication.font()).small_icon
        face = font(QApplication.font(), TextSize.SMALL)
        if section == DATE:
            spot = line.end(edge, SPACE_8)
            paint_text(painter, line.rest, words, font=face, colour=tokens.muted, at_end=True)
        else:
            wide = QFontMetrics(face).horizontalAdvance(words) + 1
            paint_text(painter, line.start(wide, SPACE_8), words, font=face, colour=tokens.muted)
            spot = line.start(edge)
        spot = QRect(spot.x(), spot.y() + (spot.height() - edge) // 2, edge, edge)
        if not self.is_reversed:
            icons.paint(painter, spot, "chevron-down", tokens.muted)
            return
        painter.save()
        painter.translate(spot.center() + QPoint(1, 1))
        painter.rotate(180)
        icons.paint(
            painter, QRect(-edge // 2, -edge // 2, edge, edge), "chevron-down", tokens.muted
        )
        painter.restore()
