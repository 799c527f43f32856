"""The table that holds the list of deeds.

It paints group heads over the whole width itself (spans would cost a lookup a cell) and keeps the
row under the pointer, because Qt's hover knows only cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from portfolio.ui.delegates.deed_delegate import DeedDelegate
from portfolio.ui.delegates.deed_header import DeedHeader
from portfolio.ui.models.deed_row import DATE, PROJECT, TITLE, WHAT
from portfolio.ui.models.roles import Role
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN
from portfolio.ui.widgets.painting import Line, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

_ROOMY_PX = 560
"""Width of the list in pixels under which the project gets less room."""


class DeedTable(QTableView):
    """A table of deeds: whole rows, group heads, no grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = DeedDelegate(self)
        self.setItemDelegate(self._rows)
        self.head = DeedHeader(self)
        self.setHorizontalHeader(self.head)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(metrics(QApplication.font()).row)
        self.verticalScrollBar().setSingleStep(rows.defaultSectionSize())

    def fit_columns(self) -> None:
        """Give every column the width its texts ask for; Title takes the rest."""
        head = self.horizontalHeader()
        if head.count() <= DATE:  # no model yet; Qt would reach beyond its sections
            return
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        narrow = self.viewport().width() < _ROOMY_PX
        for column in (WHAT, PROJECT, DATE):
            head.resizeSection(column, self._rows.column_width(column, narrow=narrow))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, then the group heads over them."""
        super().paintEvent(event)
        if self.horizontalHeader().count() <= DATE:
            return
        model = self.model()
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        tokens = tokens_of(self)
        first = max(0, self.rowAt(event.rect().top()))
        last = self.rowAt(event.rect().bottom())
        for row in range(first, (model.rowCount() if last < 0 else last + 1)):
            words = model.index(row, 0).data(Role.HEAD)
            if words:
                self._paint_head(painter, row, words, tokens)
        painter.end()

    def _paint_head(self, painter: QPainter, row: int, words: str, tokens: Tokens) -> None:
        rect = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
        line = Line(rect, self.layoutDirection())
        line.skip(PAGE_MARGIN)
        face = font(QApplication.font(), TextSize.SMALL_STRONG)
        paint_text(painter, line.rest, words, font=face, colour=tokens.muted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the hover look of a whole row."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Leave the hover look when the pointer leaves."""
        if event.type() in {QEvent.Type.Leave, QEvent.Type.Wheel}:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        before, self._rows.hovered_row = self._rows.hovered_row, row
        if row == before:
            return
        for changed in (before, row):
            if changed >= 0:
                top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                self.viewport().update(0, top, self.viewport().width(), height)
