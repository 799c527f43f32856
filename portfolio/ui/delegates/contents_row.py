"""How the rows of "What goes in" are painted: handle, tick, words, a note at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.ui.delegates.ticks import TICK_BOX, centred, toggle_row
from portfolio.ui.models.roles import Role
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_4, SPACE_12
from portfolio.ui.widgets.painting import Line, paint_row_ground, paint_text, paint_tick_box

if TYPE_CHECKING:
    from portfolio.ui.models.contents_row import ContentsRow

Index = QModelIndex | QPersistentModelIndex
INDENT = 28
BAR_ROOM = 12
"""The form's scroll bar stands inside the margin at the end."""


class ContentsRowDelegate(QStyledItemDelegate):
    """Paints one row; a click toggles its tick anywhere but on the handle."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a one-line row."""
        return QSize(200, metrics(QApplication.font()).row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        tokens = tokens_of(option)
        row: ContentsRow = index.data(Role.THING)
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and bool(
            option.state & QStyle.StateFlag.State_HasFocus
        )
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setLayoutDirection(option.direction)
        paint_row_ground(painter, option.rect, tokens, is_selected=selected, is_hovered=hovered)
        line = Line(option.rect, option.direction)
        line.skip(PAGE_MARGIN + row.depth * INDENT)
        line.end(PAGE_MARGIN - BAR_ROOM)
        edge = metrics(QApplication.font()).icon
        grip = line.start(0 if row.is_fixed else edge, 0 if row.is_fixed else SPACE_4)
        if row.is_movable:
            icons.paint(painter, centred(grip, edge), "grip-vertical", tokens.control)
        check = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        box = centred(line.start(TICK_BOX, SPACE_12), TICK_BOX)
        paint_tick_box(painter, box, tokens, check, focused=selected)
        body = font(QApplication.font(), TextSize.BODY)
        small = font(QApplication.font(), TextSize.SMALL)
        if row.note:
            wide = QFontMetrics(small).horizontalAdvance(row.note) + 2
            wide = min(wide, line.rest.width() // 2)  # an issuer's name may be long
            note = line.end(wide, SPACE_12)
            paint_text(painter, note, row.note, font=small, colour=tokens.muted, at_end=True)
        ink = tokens.text if row.is_shown else tokens.muted
        paint_text(painter, line.rest, row.words, font=body, colour=ink)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Toggle the tick on a click that was not the end of a drag."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        row: ContentsRow = index.data(Role.THING)
        line = Line(option.rect, option.direction)
        line.skip(PAGE_MARGIN + row.depth * INDENT)
        grip = line.start(0 if row.is_fixed else metrics(QApplication.font()).icon)
        if not grip.contains(event.position().toPoint()):
            toggle_row(model, index)
        return True
