"""How the rows of "Which of these are you?" are painted, and what a click on them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.model.identity import Reason
from portfolio.ui.delegates.ticks import TICK_BOX, centred, toggle_row
from portfolio.ui.models.identities import IdentityRow, RowKind
from portfolio.ui.models.roles import Role
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.painting import (
    MIDDLE,
    Line,
    paint_hairline,
    paint_row_ground,
    paint_text,
    paint_tick_box,
)

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex
_FLAG_WIDTH = 130


class IdentityRowDelegate(QStyledItemDelegate):
    """Paints heads, names, spellings and the link to the rest.

    Signals:
        opened: The spellings of the identity with this key are to be shown or hidden.
        more_wanted: The rest of the people is to be shown.
    """

    opened = Signal(str)
    more_wanted = Signal()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the row's kind."""
        sizes = metrics(QApplication.font())
        row: IdentityRow = index.data(Role.THING)
        heights = {
            RowKind.HEAD: sizes.small_line + SPACE_16 + SPACE_12,
            RowKind.IDENTITY: sizes.two_line_row,
            RowKind.SPELLINGS: sizes.row,
            RowKind.MORE: sizes.row + SPACE_8,
        }
        return QSize(400, heights[row.kind])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: IdentityRow = index.data(Role.THING)
        painter.save()
        painter.setLayoutDirection(option.direction)
        tokens = tokens_of(option)
        rect: QRect = option.rect
        if row.kind is RowKind.HEAD:
            self._paint_head(painter, rect, tokens, row.words)
        elif row.kind is RowKind.SPELLINGS:
            self._paint_spellings(painter, rect, tokens, row.words)
        elif row.kind is RowKind.MORE:
            self._paint_more(painter, rect, tokens, row.words, has_focus=_has_focus(option))
        else:
            self._paint_identity(painter, option, index, tokens)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick on a click, show spellings on a click at the end, more on the link."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        row: IdentityRow = index.data(Role.THING)
        rect: QRect = option.rect
        if row.kind is RowKind.MORE:
            self.more_wanted.emit()
        elif row.kind is RowKind.IDENTITY and row.suggestion is not None:
            if self._flag_rect(rect, option).contains(event.position().toPoint()) and index.data(
                Role.SOURCES
            ):
                self.opened.emit(row.suggestion.key)
            else:
                toggle_row(model, index)
        return True

    def _flag_rect(self, rect: QRect, option: QStyleOptionViewItem) -> QRect:
        direction = option.direction
        return Line(rect, direction).end(_FLAG_WIDTH + PAGE_MARGIN)

    def _paint_head(self, painter: QPainter, rect: QRect, tokens: Tokens, words: str) -> None:
        line = Line(rect.adjusted(0, SPACE_12, 0, 0), painter.layoutDirection())
        line.skip(PAGE_MARGIN)
        face = font(QApplication.font(), TextSize.SMALL_STRONG)
        paint_text(painter, line.rest, words, font=face, colour=tokens.muted)

    def _paint_more(
        self, painter: QPainter, rect: QRect, tokens: Tokens, words: str, *, has_focus: bool
    ) -> None:
        line = Line(rect, painter.layoutDirection())
        line.skip(PAGE_MARGIN)
        edge = metrics(QApplication.font()).icon
        icons.paint(painter, centred(line.start(edge, SPACE_12), edge), "search", tokens.accent)
        face = font(QApplication.font(), TextSize.STRONG if has_focus else TextSize.BODY)
        paint_text(painter, line.rest, words, font=face, colour=tokens.accent)

    def _paint_spellings(self, painter: QPainter, rect: QRect, tokens: Tokens, words: str) -> None:
        painter.fillRect(rect, QColor(tokens.hover))
        line = Line(rect, painter.layoutDirection())
        line.skip(PAGE_MARGIN + TICK_BOX + SPACE_12)
        line.end(PAGE_MARGIN)
        small = font(QApplication.font(), TextSize.SMALL)
        joined = self.tr("Joined:")
        wide = QFontMetrics(small).horizontalAdvance(joined)
        paint_text(painter, line.start(wide + 2, SPACE_16), joined, font=small, colour=tokens.muted)
        paint_text(painter, line.rest, words, font=small, colour=tokens.text)
        paint_hairline(painter, rect, tokens)

    def _paint_identity(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens
    ) -> None:
        state = option.state
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(painter, rect, tokens, is_selected=selected, is_hovered=hovered)
        paint_hairline(painter, rect, tokens)
        line = Line(rect, painter.layoutDirection())
        line.skip(PAGE_MARGIN)
        box = centred(line.start(TICK_BOX, SPACE_12), TICK_BOX)
        check = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        paint_tick_box(painter, box, tokens, check, focused=_has_focus(option) and selected)
        flag = line.end(_FLAG_WIDTH + PAGE_MARGIN)
        self._paint_flag(painter, flag, index, tokens)
        half = line.rest.width() * 46 // 100
        self._paint_lines(
            painter, line.start(half, SPACE_16), index, (Role.TITLE, Role.SUBTITLE), tokens
        )
        self._paint_reason(painter, line.rest, index, tokens)

    def _paint_lines(
        self,
        painter: QPainter,
        rect: QRect,
        index: Index,
        roles: tuple[Role, Role],
        tokens: Tokens,
    ) -> None:
        upper, lower = _two_lines(rect)
        body = font(QApplication.font(), TextSize.BODY)
        small = font(QApplication.font(), TextSize.SMALL)
        paint_text(painter, upper, index.data(roles[0]) or "", font=body, colour=tokens.text)
        address = index.data(roles[1]) or ""
        shown = f"\u2066{address}\u2069" if address else ""  # addresses run left to right
        paint_text(painter, lower, shown, font=small, colour=tokens.muted, elide=MIDDLE)

    def _paint_reason(self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
        upper, lower = _two_lines(rect)
        small = font(QApplication.font(), TextSize.SMALL)
        paint_text(painter, upper, index.data(Role.CAPTION), font=small, colour=tokens.text)
        paint_text(painter, lower, index.data(Role.PROJECT), font=small, colour=tokens.muted)

    def _paint_flag(self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
        row: IdentityRow = index.data(Role.THING)
        line = Line(rect, painter.layoutDirection())
        line.end(PAGE_MARGIN)
        small = font(QApplication.font(), TextSize.SMALL)
        edge = metrics(QApplication.font()).small_icon
        if row.suggestion is not None and row.suggestion.reason == Reason.PLACEHOLDER:
            words = self.tr("Placeholder")
            wide = QFontMetrics(small).horizontalAdvance(words)
            spot = line.end(wide + 2, SPACE_8)
            paint_text(painter, spot, words, font=small, colour=tokens.muted)
            icons.paint(painter, centred(line.end(edge), edge), "triangle-alert", tokens.muted)
        elif index.data(Role.SOURCES):
            icons.paint(painter, centred(line.end(edge, 6), edge), "chevron-down", tokens.accent)
            paint_text(
                painter,
                line.rest,
                index.data(Role.SOURCES),
                font=small,
                colour=tokens.accent,
                at_end=True,
            )


def _two_lines(rect: QRect) -> tuple[QRect, QRect]:
    sizes = metrics(QApplication.font())
    top = rect.y() + (rect.height() - sizes.line - sizes.small_line) // 2
    upper = QRect(rect.x(), top, rect.width(), sizes.line)
    lower = QRect(rect.x(), top + sizes.line, rect.width(), sizes.small_line)
    return upper, lower


def _has_focus(option: QStyleOptionViewItem) -> bool:
    state = option.state
    return bool(state & QStyle.StateFlag.State_HasFocus)
