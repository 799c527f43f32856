"""How a row of the list of deeds is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from portfolio.model.codes import Action, TrustClass
from portfolio.ui.models.deed_row import DATE, PROJECT, TITLE, WHAT
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import action_word
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.chip import chip_size, paint_chip
from portfolio.ui.widgets.painting import Line, paint_focus, paint_row_ground, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex

_SUFFIX_GAP = 8
"""Between a title and what is said after it."""

_MEASURED = tuple(action for action in Action if action is not Action.OTHER)
"""Actions whose words decide how wide the first column is; the catch-all may be cut."""


class DeedDelegate(QStyledItemDelegate):
    """Paints the four columns of a deed."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.hovered_row = -1

    def column_width(self, column: int, *, narrow: bool) -> int:
        """Return how wide a column has to be; a narrow list gives the project less."""
        sizes = metrics(QApplication.font())
        body = QFontMetrics(font(QApplication.font(), TextSize.BODY))
        if column == WHAT:
            words = max(body.horizontalAdvance(action_word(action)) for action in _MEASURED)
            return PAGE_MARGIN + sizes.icon + SPACE_12 + words + SPACE_16
        if column == PROJECT:
            return SPACE_8 + body.averageCharWidth() * (13 if narrow else 17)
        samples = [str(self._table.model().index(row, DATE).data() or "") for row in range(40)]
        head = body.horizontalAdvance(
            str(self._table.model().headerData(DATE, Qt.Orientation.Horizontal))
        )
        widest = max(map(body.horizontalAdvance, samples))
        return SPACE_12 + max(widest, head + sizes.small_icon + SPACE_8) + SPACE_16

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one line."""
        return QSize(64, metrics(QApplication.font()).row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell of a deed; heads are painted by the table."""
        if index.data(Role.HEAD):
            return
        painter.save()
        tokens = tokens_of(self._table)
        painter.setLayoutDirection(option.direction)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = index.row() == self.hovered_row
        if index.column() == WHAT:
            paint_row_ground(
                painter, option.rect, tokens, is_selected=is_selected, is_hovered=is_hovered
            )
        elif is_selected or is_hovered:
            painter.fillRect(option.rect, QColor(tokens.selected if is_selected else tokens.hover))
        line = Line(option.rect, option.direction)
        ink = tokens.muted if index.data(Role.HIDDEN) else tokens.text
        if index.column() == WHAT:
            self._paint_what(painter, line, index, ink)
        elif index.column() == TITLE:
            self._paint_title(painter, line, index, ink, tokens)
        else:
            self._paint_plain(painter, line, index, tokens)
        if option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            self._paint_ring(painter, option.rect, index, tokens)
        painter.restore()

    def _paint_what(self, painter: QPainter, line: Line, index: Index, ink: str) -> None:
        sizes = metrics(QApplication.font())
        line.skip(PAGE_MARGIN)
        spot = line.start(sizes.icon, SPACE_12)
        tokens = tokens_of(self._table)
        icon_ink = tokens.muted if ink == tokens.muted else tokens.text
        icons.paint(painter, spot, str(index.data(Role.KIND_ICON)), icon_ink)
        face = font(QApplication.font(), TextSize.BODY)
        paint_text(painter, line.rest, str(index.data(Role.KIND_WORD)), font=face, colour=ink)

    def _paint_title(
        self, painter: QPainter, line: Line, index: Index, ink: str, tokens: Tokens
    ) -> None:
        line.skip(SPACE_8)
        line.end(SPACE_8)
        suffixes = _suffixes(self, index)
        trust = index.data(Role.TRUST)
        small = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
        sizes = metrics(QApplication.font())
        taken = sum(
            _SUFFIX_GAP + (sizes.small_icon + 4 if icon else 0) + small.horizontalAdvance(words) + 1
            for icon, words in suffixes
        )
        if isinstance(trust, TrustClass):
            taken += _SUFFIX_GAP + chip_size(trust).width()
        face = font(QApplication.font(), TextSize.BODY)
        measure = QFontMetrics(face)
        title = str(index.data(Role.TITLE))
        wide = min(measure.horizontalAdvance(title) + 1, max(60, line.rest.width() - taken))
        paint_text(painter, line.start(wide, _SUFFIX_GAP), title, font=face, colour=ink)
        for icon, words in suffixes:
            self._paint_suffix(painter, line, icon, words, tokens)
        if isinstance(trust, TrustClass):
            size = chip_size(trust)
            spot = line.start(size.width(), _SUFFIX_GAP)
            top = spot.y() + (spot.height() - size.height()) // 2
            paint_chip(painter, QRect(spot.x(), top, spot.width(), size.height()), trust, tokens)

    def _paint_suffix(
        self, painter: QPainter, line: Line, icon: str, words: str, tokens: Tokens
    ) -> None:
        face = font(QApplication.font(), TextSize.SMALL)
        if icon:
            edge = metrics(QApplication.font()).small_icon
            icons.paint(painter, line.start(edge, 4), icon, tokens.muted)
        wide = QFontMetrics(face).horizontalAdvance(words) + 1
        paint_text(painter, line.start(wide, _SUFFIX_GAP), words, font=face, colour=tokens.muted)

    def _paint_plain(self, painter: QPainter, line: Line, index: Index, tokens: Tokens) -> None:
        face = font(QApplication.font(), TextSize.BODY)
        is_date = index.column() == DATE
        if is_date:
            line.end(SPACE_16)
        else:
            line.skip(SPACE_8)
            line.end(SPACE_8)
        words = str(index.data() or "")
        paint_text(painter, line.rest, words, font=face, colour=tokens.muted, at_end=is_date)

    def _paint_ring(self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
        if not self._table.hasFocus() or index.row() != self._table.currentIndex().row():
            return
        whole = QRect(0, rect.y(), self._table.viewport().width(), rect.height())
        painter.setClipRect(rect)
        paint_focus(painter, whole, tokens, radius=0)


def _suffixes(delegate: DeedDelegate, index: Index) -> list[tuple[str, str]]:
    """Return (icon, words) of what stands after a title: only the exceptions."""
    found: list[tuple[str, str]] = []
    sources = index.data(Role.SOURCES)
    if sources:
        found.append(("", str(sources)))
    if index.data(Role.GONE):
        found.append(("circle-dashed", delegate.tr("no longer there")))
    if index.data(Role.CONFIDENTIAL):
        found.append(("lock", delegate.tr("confidential")))
    if index.data(Role.HIDDEN):
        found.append(("eye-off", delegate.tr("hidden")))
    return found
