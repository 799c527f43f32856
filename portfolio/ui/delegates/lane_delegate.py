"""How a lane of the timeline and its years are painted.

Bars are equally tall whatever happened in a month: they show when, not how much.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.ui.delegates.year_axis import YearAxis, runs
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.painting import (
    Line,
    paint_focus,
    paint_hairline,
    paint_row_ground,
    paint_text,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTreeView

    from portfolio.ui.theme.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex

BAR_PX = 10
DIAMOND_PX = 7
"""Half the diagonal of a story's mark."""
BAR_STRENGTH = 0.42
_BAR_AT = 0.34
"""Height of a lane's bar, as a share of the lane."""
NAME_SHARE = 0.265
NAME_LEAST_PX = 150


class LaneDelegate(QStyledItemDelegate):
    """Paints lanes and years over the axis it is given."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.axis = YearAxis(2000, 2000, 0, 1)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return two lines for a lane, one for a year; the first and last year have air."""
        sizes = metrics(QApplication.font())
        if not index.data(Role.YEAR):
            return QSize(320, sizes.lane)
        height = sizes.line + SPACE_8
        siblings = index.model().rowCount(index.parent())
        return QSize(
            320, height + SPACE_8 * (index.row() == 0) + SPACE_8 * (index.row() == siblings - 1)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setLayoutDirection(option.direction)
        tokens = tokens_of(self._view)
        if index.data(Role.YEAR):
            self._paint_year(painter, option, index, tokens)
        else:
            self._paint_lane(painter, option, index, tokens)
        painter.restore()

    def items_rect(self, row: QRect, index: Index) -> QRect:
        """Return where "Show items" stands in a year's row."""
        line = self._year_line(row, index)
        return line.end(self._show_width())

    def story_rect(self, row: QRect, index: Index) -> QRect:
        """Return where the story's title stands in a year's row; empty when there is none."""
        line = self._year_line(row, index)
        line.end(self._show_width(), SPACE_12)
        line.skip(self._year_width())
        return self._story_spot(line, index)

    def story_at(self, row: QRect, index: Index, spot: QPoint) -> str:
        """Return the title of the story whose mark is at ``spot`` in a lane, or nothing."""
        for year, month, title in index.data(Role.MARKS) or ():
            x = self._x(row, self.axis.at(year, month) + self.axis.year_px / 24)
            middle = row.top() + round(row.height() * _BAR_AT)
            near = DIAMOND_PX + 3
            if abs(spot.x() - x) <= near and abs(spot.y() - middle) <= near:
                return str(title)
        return ""

    # Lanes

    def _paint_lane(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens
    ) -> None:
        rect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = tokens.selected if is_selected else tokens.hover if is_hovered else tokens.surface
        paint_row_ground(painter, rect, tokens, is_selected=is_selected, is_hovered=is_hovered)
        self._paint_grid(painter, rect, tokens)
        self._paint_name(painter, rect, index, tokens)
        middle = rect.top() + round(rect.height() * _BAR_AT)
        self._paint_bars(painter, rect, index, tokens, middle)
        self._paint_caption(painter, rect, index, tokens, ground)
        self._paint_marks(painter, rect, index, tokens, middle)
        paint_hairline(painter, rect, tokens)
        if is_selected and self._is_walked(option):
            paint_focus(painter, rect, tokens, radius=0)

    def _is_walked(self, option: QStyleOptionViewItem) -> bool:
        """Whether the focus came here by keyboard, so that it has to be seen."""
        by_keyboard = option.state & QStyle.StateFlag.State_KeyboardFocusChange
        return bool(by_keyboard) and self._view.hasFocus()

    def _paint_name(self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
        sizes = metrics(QApplication.font())
        place = Line(rect, painter.layoutDirection()).start(self.axis.start_px)
        line = Line(place, painter.layoutDirection())
        line.skip(SPACE_8)
        line.end(SPACE_8)
        top = rect.top() + (rect.height() - sizes.line - sizes.small_line) // 2
        spot = line.start(sizes.small_icon, SPACE_8)
        self._paint_chevron(painter, QRect(spot.x(), top, spot.width(), sizes.line), index, tokens)
        roles = str(index.data(Role.SUBTITLE) or "")
        if not roles:
            top = rect.top() + (rect.height() - sizes.line) // 2
        title = Line(
            QRect(line.rest.x(), top, line.rest.width(), sizes.line), painter.layoutDirection()
        )
        if index.data(Role.CONFIDENTIAL):
            icons.paint(painter, title.end(sizes.small_icon, SPACE_4), "lock", tokens.muted)
        strong = font(QApplication.font(), TextSize.STRONG)
        words = str(index.data(Role.TITLE))
        paint_text(painter, title.rest, words, font=strong, colour=tokens.text)
        second = QRect(line.rest.x(), top + sizes.line, line.rest.width(), sizes.small_line)
        small = font(QApplication.font(), TextSize.SMALL)
        paint_text(painter, second, roles, font=small, colour=tokens.muted)

    def _paint_chevron(self, painter: QPainter, spot: QRect, index: Index, tokens: Tokens) -> None:
        lane = index.model().index(index.row(), 0)
        if index.model().rowCount(lane) > 0:
            name = "chevron-down" if self._view.isExpanded(lane) else "chevron-right"
            icons.paint(painter, spot, name, tokens.muted)

    def _paint_grid(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        ratio = painter.device().devicePixelRatio()
        for year in range(self.axis.first_year, self.axis.last_year + 1):
            # Whole device pixels, or every other line would look twice as thick at 1.5.
            x = math.floor(self._x(rect, self.axis.at(year)) * ratio) / ratio
            wide = max(1, math.floor(ratio)) / ratio
            painter.fillRect(QRectF(x, rect.top(), wide, rect.height()), QColor(tokens.border))

    def _paint_bars(
        self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens, middle: int
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar_colour(tokens))
        for (year, month), (last_year, last_month) in runs(index.data(Role.MONTHS) or ()):
            begin = self.axis.at(year, month) + 1
            end = self.axis.at(last_year, last_month + 1) - 1
            bar = self._span(rect, begin, max(end, begin + 5))
            bar.setTop(middle - BAR_PX / 2)
            bar.setHeight(BAR_PX)
            painter.drawRoundedRect(bar, 3, 3)
        painter.restore()

    def _paint_marks(
        self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens, middle: int
    ) -> None:
        for year, month, _ in index.data(Role.MARKS) or ():
            x = self._x(rect, self.axis.at(year, month) + self.axis.year_px / 24)
            paint_diamond(painter, QPointF(x, middle), tokens)

    def _paint_caption(
        self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens, ground: str
    ) -> None:
        months = index.data(Role.MONTHS) or ()
        words = str(index.data(Role.CAPTION) or "")
        if not months or not words:
            return
        sizes = metrics(QApplication.font())
        small = font(QApplication.font(), TextSize.SMALL)
        wide = QFontMetrics(small).horizontalAdvance(words) + 2
        begin = self.axis.at(*min(months)) + SPACE_4
        begin = min(begin, self.axis.start_px + self.axis.width_px - wide - SPACE_8)
        begin = max(begin, self.axis.start_px + SPACE_4)
        spot = self._span(rect, begin, begin + wide).toRect()
        spot.setTop(rect.top() + round(rect.height() * 0.53))
        spot.setHeight(sizes.small_line)
        painter.fillRect(spot.adjusted(-2, 0, 2, 0), QColor(ground))
        paint_text(painter, spot, words, font=small, colour=tokens.muted)

    def _x(self, rect: QRect, from_start: float) -> float:
        if self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return rect.right() + 1 - from_start
        return rect.left() + from_start

    def _span(self, rect: QRect, begin: float, end: float) -> QRectF:
        one, other = self._x(rect, begin), self._x(rect, end)
        return QRectF(min(one, other), rect.top(), abs(other - one), rect.height())

    # Years

    def _paint_year(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens
    ) -> None:
        rect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(tokens.selected if is_selected else tokens.hover))
        siblings = index.model().rowCount(index.parent())
        if index.row() == siblings - 1:
            paint_hairline(painter, rect, tokens)
        line = self._year_line(rect, index)
        body = font(QApplication.font(), TextSize.BODY)
        strong = font(QApplication.font(), TextSize.STRONG)
        small = font(QApplication.font(), TextSize.SMALL)
        paint_text(
            painter,
            line.end(self._show_width(), SPACE_12),
            self._show_words(),
            font=small,
            colour=tokens.accent,
            at_end=True,
        )
        year = dates.year_number(int(index.data(Role.YEAR)))
        paint_text(painter, line.start(self._year_width()), year, font=strong, colour=tokens.text)
        stories = index.data(Role.MARKS) or ()
        lead = str(index.data(Role.TITLE) or "")
        if stories:
            self._paint_piece(painter, line, self._story_lead(), tokens.text)
            spot = self._story_spot_after_lead(line, index)
            paint_text(painter, spot, stories[0][2], font=body, colour=tokens.accent)
            line.start(spot.width(), self._blank())
            lead = fill(self.tr("and %1", "a story and the rest of a year"), lead)
        self._paint_piece(painter, line, lead, tokens.muted if stories else tokens.text)
        self._paint_piece(painter, line, str(index.data(Role.SUBTITLE) or ""), tokens.muted)
        if is_selected and self._is_walked(option):
            paint_focus(painter, rect, tokens, radius=0)

    def _paint_piece(self, painter: QPainter, line: Line, words: str, colour: str) -> None:
        body = font(QApplication.font(), TextSize.BODY)
        room = line.rest.width()
        if room < SPACE_24 or not words:
            return
        wide = min(room, QFontMetrics(body).horizontalAdvance(words) + 1)
        paint_text(painter, line.start(wide, self._blank()), words, font=body, colour=colour)

    def _blank(self) -> int:
        body = QFontMetrics(font(QApplication.font(), TextSize.BODY))
        return body.horizontalAdvance(" ")

    def _year_line(self, row: QRect, index: Index) -> Line:
        rect = QRect(row)
        siblings = index.model().rowCount(index.parent())
        if index.row() == 0:
            rect.setTop(rect.top() + SPACE_8)
        if index.row() == siblings - 1:
            rect.setBottom(rect.bottom() - SPACE_8)
        line = Line(rect, self._view.layoutDirection())
        line.skip(SPACE_16 + SPACE_12)
        line.end(SPACE_16)
        return line

    def _story_lead(self) -> str:
        return self.tr("Story:")

    def _story_spot(self, line: Line, index: Index) -> QRect:
        if not index.data(Role.MARKS):
            return QRect()
        body = QFontMetrics(font(QApplication.font(), TextSize.BODY))
        line.skip(body.horizontalAdvance(self._story_lead()) + 1 + self._blank())
        return self._story_spot_after_lead(line, index)

    def _story_spot_after_lead(self, line: Line, index: Index) -> QRect:
        body = QFontMetrics(font(QApplication.font(), TextSize.BODY))
        title = str(index.data(Role.MARKS)[0][2])
        room = line.rest
        copy = Line(room, self._view.layoutDirection())
        return copy.start(min(body.horizontalAdvance(title) + 1, round(room.width() * 0.6)))

    def _year_width(self) -> int:
        strong = QFontMetrics(font(QApplication.font(), TextSize.STRONG))
        return strong.horizontalAdvance("2026") + SPACE_24

    def _show_words(self) -> str:
        return self.tr("Show items")

    def _show_width(self) -> int:
        small = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
        return small.horizontalAdvance(self._show_words()) + 2


def bar_colour(tokens: Tokens) -> QColor:
    """Return the colour of a bar: the accent, thinned; in high contrast the text's."""
    if tokens.is_high_contrast:
        return QColor(tokens.text)
    colour = QColor(tokens.accent)
    colour.setAlphaF(BAR_STRENGTH)
    return colour


def paint_diamond(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    """Paint the mark of a story."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.setBrush(QColor(tokens.surface))
    painter.drawPolygon(
        QPolygonF(
            [
                centre + QPointF(0, -DIAMOND_PX),
                centre + QPointF(DIAMOND_PX, 0),
                centre + QPointF(0, DIAMOND_PX),
                centre + QPointF(-DIAMOND_PX, 0),
            ]
        )
    )
    painter.restore()
