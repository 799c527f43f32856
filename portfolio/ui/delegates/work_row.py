"""How the works of a story are painted: handle, icon, two lines, a star at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.ui.delegates.ticks import centred
from portfolio.ui.models.roles import Role
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.painting import Line, paint_row_ground, paint_text

if TYPE_CHECKING:
    from portfolio.ui.models.story_works import WorkRow
    from portfolio.ui.theme.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex


class WorkRowDelegate(QStyledItemDelegate):
    """Paints heads and works.

    Signals:
        star_pressed: The star of the work with this deed key was pressed.
    """

    star_pressed = Signal(str)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head or of two lines."""
        sizes = metrics(QApplication.font())
        row: WorkRow = index.data(Role.THING)
        return QSize(200, sizes.column_head if row.item is None else sizes.two_line_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        tokens = tokens_of(option)
        row: WorkRow = index.data(Role.THING)
        painter.save()
        painter.setLayoutDirection(option.direction)
        line = Line(option.rect, option.direction)
        line.skip(SPACE_12)
        line.end(SPACE_16)
        if row.item is None:
            self._paint_head(painter, line, row, tokens)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            paint_row_ground(painter, option.rect, tokens, is_selected=selected, is_hovered=hovered)
            self._paint_work(painter, line, index, row, tokens)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tell of a press on the star."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        star = Line(option.rect, option.direction).end(40)
        row: WorkRow = index.data(Role.THING)
        if row.item is None or not star.contains(event.position().toPoint()):
            return False
        self.star_pressed.emit(row.item.deed_key)
        return True

    def _paint_head(self, painter: QPainter, line: Line, row: WorkRow, tokens: Tokens) -> None:
        small = font(QApplication.font(), TextSize.SMALL)
        strong = font(QApplication.font(), TextSize.SMALL_STRONG)
        wide = QFontMetrics(small).horizontalAdvance(row.note) + 2
        note = line.end(wide, SPACE_8)
        paint_text(painter, note, row.note, font=small, colour=tokens.muted, at_end=True)
        line.skip(SPACE_12)
        paint_text(painter, line.rest, row.words, font=strong, colour=tokens.muted)

    def _paint_work(
        self, painter: QPainter, line: Line, index: Index, row: WorkRow, tokens: Tokens
    ) -> None:
        sizes = metrics(QApplication.font())
        edge = sizes.icon
        icons.paint(
            painter, centred(line.start(edge, SPACE_4), edge), "grip-vertical", tokens.control
        )
        name = index.data(Role.KIND_ICON)
        icons.paint(painter, centred(line.start(edge, SPACE_12), edge), name, tokens.muted)
        starred = row.item is not None and row.item.featured
        ink = tokens.accent if starred else tokens.control
        star = centred(line.end(edge + 2, SPACE_12), edge + 2)
        icons.paint(painter, star, "star", ink, filled=starred)
        rest = line.rest
        top = rest.y() + (rest.height() - sizes.line - sizes.small_line) // 2
        upper = QRect(rest.x(), top, rest.width(), sizes.line)
        lower = QRect(rest.x(), top + sizes.line, rest.width(), sizes.small_line)
        body = font(QApplication.font(), TextSize.BODY)
        small = font(QApplication.font(), TextSize.SMALL)
        words_ink = tokens.text if row.deed is not None else tokens.muted
        paint_text(painter, upper, row.words, font=body, colour=words_ink)
        second = index.data(Role.SUBTITLE)
        paint_text(painter, lower, second, font=small, colour=tokens.muted)
