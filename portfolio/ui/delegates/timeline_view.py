"""The timeline: a head with years, and a tree of lanes as tall as what is open.

A tree view gives what the timeline needs for free: up and down between lanes, right opens, left
closes, and every lane and year as a child that a screen reader can go to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QSizePolicy,
    QToolTip,
    QTreeView,
    QWidget,
)

from portfolio.ui.delegates.lane_delegate import (
    NAME_LEAST_PX,
    NAME_SHARE,
    LaneDelegate,
)
from portfolio.ui.delegates.year_axis import YearAxis
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.timeline import TimelineModel
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_16, SPACE_24
from portfolio.ui.widgets.painting import Line, paint_hairline, paint_text

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

Index = QModelIndex | QPersistentModelIndex


class TimelineView(QTreeView):
    """Lanes that open into years; as tall as its rows, the page scrolls.

    Signals:
        items_wanted: (project key, year): show what is behind a year; year 0 is the whole lane.
        story_wanted: Title of a story in a year's row.
        axis_changed: `YearAxis`, for the head.
        height_changed: Rows were opened or closed.
        row_reached: Rectangle (of the viewport) of the row the keyboard went to.
        menu_wanted: Global position, for the row in work.
    """

    items_wanted = Signal(str, int)
    story_wanted = Signal(str)
    axis_changed = Signal(object)
    row_reached = Signal(QRect)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes = LaneDelegate(self)
        self.setItemDelegate(self._lanes)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.expanded.connect(self._fit_height)
        self.collapsed.connect(self._fit_height)

    def show_lanes(self, model: TimelineModel) -> None:
        """Show a model; it stays the caller's."""
        self.setModel(model)
        model.modelReset.connect(self.fit)
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Measure the axis and the height again."""
        model = self.model()
        if not isinstance(model, TimelineModel):
            return
        first, last = model.years_spanned()
        start = max(NAME_LEAST_PX, round(self.viewport().width() * NAME_SHARE))
        width = max(1, self.viewport().width() - start)
        self._lanes.axis = YearAxis(first, last, start, width)
        self.axis_changed.emit(self._lanes.axis)
        self._fit_height()

    @Slot()
    def _fit_height(self) -> None:
        model = self.model()
        lanes = [model.index(row, 0) for row in range(model.rowCount())]
        height = len(lanes) * self.sizeHintForIndex(lanes[0]).height() if lanes else 0
        for lane in filter(self.isExpanded, lanes):
            years = (model.index(year, 0, lane) for year in range(model.rowCount(lane)))
            height += sum(self.sizeHintForIndex(year).height() for year in years)
        self.setFixedHeight(max(1, height))
        self.viewport().update()

    # Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the axis again."""
        super().resizeEvent(event)
        self.fit()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Leave branches out: lanes have a chevron, years none."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the page which row to keep in sight."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.row_reached.emit(self.visualRect(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a lane or show a year's items on Enter; left on a year goes to its lane."""
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self._open(index)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close a lane; follow "Show items" and a story's title."""
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = self.visualRect(index)
        if not index.data(Role.YEAR):
            if title := self._lanes.story_at(row, index, spot):
                self.story_wanted.emit(title)
            else:
                self.setExpanded(index, not self.isExpanded(index))
            return
        if self._lanes.items_rect(row, index).contains(spot):
            self._open(index)
        elif self._lanes.story_rect(row, index).contains(spot):
            self.story_wanted.emit(index.data(Role.MARKS)[0][2])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be followed."""
        super().mouseMoveEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        is_link = index.isValid() and self._is_link(index, spot)
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _is_link(self, index: QModelIndex, spot: QPoint) -> bool:
        row = self.visualRect(index)
        if not index.data(Role.YEAR):
            return bool(self._lanes.story_at(row, index, spot))
        links = self._lanes.items_rect(row, index), self._lanes.story_rect(row, index)
        return any(link.contains(spot) for link in links)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the page for the menu of the row."""
        if self.currentIndex().isValid():
            self.menu_wanted.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Name the story under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tip(self, spot: QPoint) -> str:
        index = self.indexAt(spot)
        if not index.isValid() or index.data(Role.YEAR):
            return ""
        title = self._lanes.story_at(self.visualRect(index), index, spot)
        return title or str(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def _open(self, index: QModelIndex) -> None:
        year = int(index.data(Role.YEAR))
        if year:
            self.items_wanted.emit(str(index.data(Role.KEY)), year)
        else:
            self.setExpanded(index, not self.isExpanded(index))


class YearsHead(QWidget):
    """The head of the timeline: "Project and role", then the years."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis = YearAxis(2000, 2000, 0, 1)
        self.setFixedHeight(metrics(QApplication.font()).column_head)

    @Slot(object)
    def show_axis(self, axis: YearAxis) -> None:
        """Show another axis."""
        self._axis = axis
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the years and the grid between them."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        tokens = tokens_of(self)
        small = font(QApplication.font(), TextSize.SMALL)
        line = Line(self.rect(), self.layoutDirection())
        names = Line(line.start(self._axis.start_px), self.layoutDirection())
        names.skip(SPACE_16 + SPACE_8 + 4)
        words = self.tr("Project and role")
        paint_text(painter, names.rest, words, font=small, colour=tokens.muted)
        label_px = QFontMetrics(small).horizontalAdvance("2026")
        labelled = set(self._axis.labelled(label_px))
        ratio = self.devicePixelRatioF()
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for year in range(self._axis.first_year, self._axis.last_year + 1):
            x = self._axis.at(year)
            at = self.width() - x if is_mirrored else x
            edge = math.floor(at * ratio) / ratio
            wide = max(1, math.floor(ratio)) / ratio
            painter.fillRect(QRectF(edge, 0, wide, self.height()), QColor(tokens.border))
            if year in labelled:
                left = round(at) - SPACE_8 - label_px - SPACE_24 if is_mirrored else round(at) + 6
                spot = QRect(left, 0, label_px + SPACE_24 + 2, self.height())
                paint_text(painter, spot, dates.year_number(year), font=small, colour=tokens.muted)
        paint_hairline(painter, self.rect(), tokens)
        painter.end()
