"""The rows of the command palette: what they hold and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.ui.matching import match
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.key_hint import key_names, keys_width, paint_keys
from portfolio.ui.widgets.painting import Line, centred, direction_of, paint_box, paint_text

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from portfolio.model.record import Hit
    from portfolio.ui.actions import Command
    from portfolio.ui.matching import Match
    from portfolio.ui.theme.tokens import Tokens

_HIT_ICONS = {"deed": "git-commit-horizontal", "project": "folder", "story": "book-open"}


class Role(IntEnum):
    """Item data roles of the palette's list."""

    ROW = Qt.ItemDataRole.UserRole + 1
    HEAD = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Row:
    """A choice: a command, or something found."""

    words: str
    icon: str
    spans: tuple[tuple[int, int], ...] = ()
    detail: str = ""
    keys: tuple[str, ...] = ()
    reason: str = ""
    command_id: str = ""
    hit: Hit | None = None


class RowDelegate(QStyledItemDelegate):
    """Paints a choice: icon, words with the match in bold, keys or reason at the end."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a head or a choice."""
        sizes = metrics(QApplication.font())
        return QSize(200, sizes.column_head if index.data(Role.HEAD) else sizes.row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        tokens = tokens_of(option)
        rect: QRect = option.rect
        painter.save()
        painter.setLayoutDirection(option.direction)
        line = Line(rect.adjusted(SPACE_16, 0, -SPACE_16, 0), option.direction)
        head = index.data(Role.HEAD)
        if head:
            face = font(QApplication.font(), TextSize.SMALL_STRONG)
            paint_text(painter, line.rest, head, font=face, colour=tokens.muted)
            painter.restore()
            return
        row = index.data(Role.ROW)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            edge = tokens.control if tokens.is_high_contrast else ""
            box = rect.adjusted(SPACE_8 - 2, 0, -SPACE_8 + 2, 0)
            paint_box(painter, box, fill=tokens.selected, edge=edge)
        self._paint_row(painter, line, row, tokens, is_current=is_current)
        painter.restore()

    def _paint_row(
        self, painter: QPainter, line: Line, row: Row, tokens: Tokens, *, is_current: bool
    ) -> None:
        size = metrics(QApplication.font()).icon
        ink = tokens.accent if is_current and not row.reason else tokens.muted
        spot = centred(line.start(size, SPACE_12), size, size)
        icons.paint(painter, spot, row.icon or "chevron-right", ink)
        small = font(QApplication.font(), TextSize.SMALL)
        end_words = row.reason or row.detail
        if end_words:
            wide = QFontMetrics(small).horizontalAdvance(end_words) + 2
            spot = line.end(min(wide, line.rest.width() // 2), SPACE_12)
            paint_text(painter, spot, end_words, font=small, colour=tokens.muted, at_end=True)
        elif row.keys:
            names = list(row.keys)
            paint_keys(painter, line.end(keys_width(names), SPACE_12), names, tokens)
        _paint_match(painter, line.rest, row, tokens)


def _paint_match(painter: QPainter, rect: QRect, row: Row, tokens: Tokens) -> None:
    """Paint the words with the matched letters in bold accent, shaped as one text."""
    face = font(QApplication.font(), TextSize.BODY)
    shown = QFontMetrics(face).elidedText(
        row.words, Qt.TextElideMode.ElideRight, rect.width() - SPACE_8
    )
    layout = QTextLayout(shown, face)
    option = QTextOption()
    option.setTextDirection(direction_of(row.words, painter.layoutDirection()))
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    ranges = []
    for start, end in row.spans:
        if start >= len(shown):
            continue
        span = QTextLayout.FormatRange()
        span.start, span.length = start, min(end, len(shown)) - start
        look = QTextCharFormat()
        look.setFontWeight(600)
        look.setForeground(QColor(tokens.accent))
        span.format = look
        ranges.append(span)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(QColor(tokens.muted if row.reason else tokens.text))
    top = rect.y() + (rect.height() - line.height()) / 2
    layout.draw(painter, QPointF(rect.x(), top))


def command_row(command: Command, how: Match) -> Row:
    """Return the row of a command with the letters that matched."""
    reason = command.reason()
    keys = tuple(key_names(command.keys[0])) if command.keys else ()
    return Row(
        command.text(),
        command.icon,
        how.spans,
        keys=keys,
        reason=reason,
        command_id=command.id,
    )


def hit_row(query: str, hit: Hit) -> Row:
    """Return the row of something found in the record."""
    how = match(query, hit.title)
    spans = how.spans if how is not None else ()
    return Row(hit.title, _HIT_ICONS.get(hit.kind, "search"), spans, detail=hit.detail, hit=hit)
