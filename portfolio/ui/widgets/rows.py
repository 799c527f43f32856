"""Delegates for list rows: the shared ground, one line, and two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.model.codes import TrustClass
from portfolio.ui.models.roles import Role
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, Tokens
from portfolio.ui.widgets.chip import chip_size, paint_chip
from portfolio.ui.widgets.painting import (
    Line,
    centred,
    paint_focus,
    paint_hairline,
    paint_row_ground,
    paint_text,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints ground, group heads and focus; subclasses paint the content.

    The height never depends on the row (`row_height`): give the view uniform rows.

    Args:
        margin: Free at both sides.
        has_hairlines: Between rows (two-line lists only).
    """

    def __init__(
        self, parent: Any = None, *, margin: int = PAGE_MARGIN, has_hairlines: bool = False
    ) -> None:
        super().__init__(parent)
        self._margin = margin
        self._has_hairlines = has_hairlines

    def row_height(self) -> int:
        """Return the height of every row in pixels."""
        return metrics(QApplication.font()).row

    def paint_content(
        self, painter: QPainter, line: Line, index: Index, tokens: Tokens, *, is_selected: bool
    ) -> None:
        """Paint what the row says into ``line`` (margins are cut off already)."""
        raise NotImplementedError

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the fixed height."""
        return QSize(120, self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        tokens = tokens_of(option)
        rect: QRect = option.rect
        painter.save()
        painter.setLayoutDirection(option.direction)
        head = index.data(Role.HEAD)
        line = Line(rect.adjusted(self._margin, 0, -self._margin, 0), option.direction)
        if head:
            paint_group_head(painter, line.rest, head, tokens)
            painter.restore()
            return
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(painter, rect, tokens, is_selected=is_selected, is_hovered=is_hovered)
        if self._has_hairlines:
            paint_hairline(painter, rect, tokens)
        self.paint_content(painter, line, index, tokens, is_selected=is_selected)
        shows_focus = state & QStyle.StateFlag.State_HasFocus
        if shows_focus and not is_selected:
            paint_focus(painter, rect, tokens, radius=2)
        painter.restore()


def paint_group_head(painter: QPainter, rect: QRect, words: str, tokens: Tokens) -> None:
    """Paint a group head ("November 2026")."""
    face = font(QApplication.font(), TextSize.SMALL_STRONG)
    paint_text(painter, rect, words, font=face, colour=tokens.muted)


def paint_row_icon(painter: QPainter, line: Line, name: str, colour: str) -> None:
    """Paint a row's icon at the start side and cut it off with its gap."""
    edge = metrics(QApplication.font()).icon
    spot = line.start(edge, SPACE_12)
    icons.paint(painter, centred(spot, edge, edge), name, colour)


class OneLineDelegate(RowDelegate):
    """Icon, title with what is exceptional about it, and a date at the end."""

    def paint_content(
        self, painter: QPainter, line: Line, index: Index, tokens: Tokens, *, is_selected: bool
    ) -> None:
        """Paint icon, title, marks and date."""
        del is_selected
        is_hidden = bool(index.data(Role.HIDDEN))
        ink = tokens.muted if is_hidden else tokens.text
        if name := index.data(Role.KIND_ICON):
            paint_row_icon(painter, line, name, ink)
        body = font(QApplication.font(), TextSize.BODY)
        if day := index.data(Role.DATE):
            wide = painter.fontMetrics().horizontalAdvance(day) + SPACE_12
            paint_text(
                painter, line.end(wide, SPACE_12), day, font=body, colour=tokens.muted, at_end=True
            )
        paint_title(painter, line, index, tokens)


def paint_title(painter: QPainter, line: Line, index: Index, tokens: Tokens) -> None:
    """Paint a title and, behind it, what is exceptional: hidden, sources, self-reported."""
    ink = tokens.muted if index.data(Role.HIDDEN) else tokens.text
    title = str(index.data(Role.TITLE) or index.data(Qt.ItemDataRole.DisplayRole) or "")
    trust = index.data(Role.TRUST)
    marks: list[tuple[str, str]] = []
    if index.data(Role.HIDDEN):
        marks.append(("eye-off", QApplication.translate("Row", "hidden")))
    if index.data(Role.CONFIDENTIAL):
        marks.append(("lock", QApplication.translate("Row", "confidential")))
    if sources := index.data(Role.SOURCES):
        marks.append(("", str(sources)))
    small = font(QApplication.font(), TextSize.SMALL)
    edge = metrics(QApplication.font()).small_icon
    painter.setFont(small)
    wide = sum(
        painter.fontMetrics().horizontalAdvance(words) + (edge + 4 if icon else 0) + SPACE_8 + 2
        for icon, words in marks
    )
    chip = chip_size(trust) if isinstance(trust, TrustClass) else QSize()
    room = line.rest.width() - wide - (chip.width() + SPACE_8 if chip.isValid() else 0)
    body = font(QApplication.font(), TextSize.BODY)
    rest = line.rest
    spot = Line(rest, painter.layoutDirection()).start(max(40, room))
    taken = paint_text(painter, spot, title, font=body, colour=ink)
    line.start(taken, SPACE_8)
    for icon, words in marks:
        _paint_mark(painter, line, icon, words, tokens)
    if chip.isValid() and isinstance(trust, TrustClass):
        spot = line.start(chip.width())
        box = QRect(
            spot.x(), spot.y() + (spot.height() - chip.height()) // 2, spot.width(), chip.height()
        )
        paint_chip(painter, box, trust, tokens)


def _paint_mark(painter: QPainter, line: Line, icon: str, words: str, tokens: Tokens) -> None:
    small = font(QApplication.font(), TextSize.SMALL)
    edge = metrics(QApplication.font()).small_icon
    if icon:
        spot = line.start(edge, 4)
        icons.paint(
            painter,
            centred(spot, edge, edge),
            icon,
            tokens.muted,
        )
    painter.setFont(small)
    wide = painter.fontMetrics().horizontalAdvance(words) + 2
    paint_text(painter, line.start(wide, SPACE_8), words, font=small, colour=tokens.muted)


class TwoLineDelegate(RowDelegate):
    """Icon, title over a small second line, a date at the end; hairlines between rows."""

    def __init__(self, parent: Any = None, *, margin: int = PAGE_MARGIN) -> None:
        super().__init__(parent, margin=margin, has_hairlines=True)

    def row_height(self) -> int:
        """Return the height of a row with two lines."""
        return metrics(QApplication.font()).two_line_row

    def paint_content(
        self, painter: QPainter, line: Line, index: Index, tokens: Tokens, *, is_selected: bool
    ) -> None:
        """Paint icon, date, title and second line."""
        del is_selected
        is_hidden = bool(index.data(Role.HIDDEN))
        ink = tokens.muted if is_hidden else tokens.text
        if name := index.data(Role.KIND_ICON):
            paint_row_icon(painter, line, name, ink)
        small = font(QApplication.font(), TextSize.SMALL)
        if day := index.data(Role.DATE):
            painter.setFont(small)
            wide = painter.fontMetrics().horizontalAdvance(day) + 2
            paint_text(
                painter, line.end(wide, SPACE_12), day, font=small, colour=tokens.muted, at_end=True
            )
        sizes = metrics(QApplication.font())
        rest = line.rest
        top = rest.y() + (rest.height() - sizes.line - sizes.small_line) // 2
        first = QRect(rest.x(), top, rest.width(), sizes.line)
        paint_title(painter, Line(first, painter.layoutDirection()), index, tokens)
        second = QRect(rest.x(), top + sizes.line, rest.width(), sizes.small_line)
        words = str(index.data(Role.SUBTITLE) or "")
        paint_text(painter, second, words, font=small, colour=tokens.muted)
