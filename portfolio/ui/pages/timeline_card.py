"""The timeline of Home in its card: head, lanes, legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSizePolicy, QWidget

from portfolio.ui.delegates.lane_delegate import BAR_PX, DIAMOND_PX, bar_colour, paint_diamond
from portfolio.ui.delegates.timeline_view import TimelineView, YearsHead
from portfolio.ui.models.roles import Role
from portfolio.ui.models.timeline import TimelineModel
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.models.timeline import LaneRow

LANES_SHOWN = 8
"""Lanes before the rest is asked for; the page stays one that can be taken in."""


class TimelineCard(Card):
    """The timeline with its head and legend.

    Signals:
        items_wanted: (project key, year): show what is behind a year.
        project_wanted: Project key.
        story_wanted: Title of a story.
        row_reached: (rectangle of a row, in this widget) the keyboard went to.
    """

    items_wanted = Signal(str, int)
    project_wanted = Signal(str)
    story_wanted = Signal(str)
    row_reached = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=1)
        self.column.setSpacing(0)
        self._rows: Sequence[LaneRow] = ()
        self._this_year = 0
        self._shows_all = False
        self._model = TimelineModel(self)
        head = YearsHead()
        self.view = TimelineView()
        self.view.setAccessibleName(self.tr("Timeline of your projects"))
        self.view.axis_changed.connect(head.show_axis)
        self.view.items_wanted.connect(self.items_wanted)
        self.view.story_wanted.connect(self.story_wanted)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.row_reached.connect(self._tell_row)
        self.column.addWidget(head)
        self.column.addWidget(self.view)
        self.column.addWidget(self._build_legend())
        self.view.show_lanes(self._model)

    def _build_legend(self) -> QWidget:
        legend = QWidget()
        row = QHBoxLayout(legend)
        row.setContentsMargins(SPACE_16, SPACE_8, SPACE_16, SPACE_8)
        row.setSpacing(SPACE_8)
        row.addWidget(_Sample(is_bar=True))
        row.addWidget(Text(self.tr("Months with something recorded"), TextSize.SMALL, "muted"))
        row.addSpacing(SPACE_12)
        row.addWidget(_Sample(is_bar=False))
        row.addWidget(Text(self.tr("A story you wrote"), TextSize.SMALL, "muted"))
        self.all_button = Button("", ButtonKind.QUIET, is_small=True)
        self.all_button.clicked.connect(self._show_all)
        row.addSpacing(SPACE_12)
        row.addWidget(self.all_button)
        row.addStretch(1)
        row.addWidget(Text(self.tr("Bars show when, not how much"), TextSize.SMALL, "muted"))
        legend.setMinimumHeight(metrics(QApplication.font()).small_line + 22)
        return legend

    def show_record(self, rows: Sequence[LaneRow], this_year: int) -> None:
        """Show lanes; those that are open stay open."""
        if rows == self._rows and this_year == self._this_year:
            return
        self._rows, self._this_year = rows, this_year
        self._show()

    def open_lanes(self) -> list[str]:
        """Return the project keys of the lanes that are open."""
        rows = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        return [str(row.data(Role.KEY)) for row in rows if self.view.isExpanded(row)]

    def open_lane(self, project_key: str) -> None:
        """Open a lane."""
        index = self._model.lane_index(project_key)
        if index.isValid():
            self.view.expand(index)

    def _show(self) -> None:
        opened = self.open_lanes()
        current = str(self.view.currentIndex().data(Role.KEY) or "")
        shown = self._rows if self._shows_all else self._rows[:LANES_SHOWN]
        self._model.show(shown, this_year=self._this_year)
        for key in opened:
            self.open_lane(key)
        index = self._model.lane_index(current)
        self.view.setCurrentIndex(index if index.isValid() else self._model.index(0, 0))
        self.view.clearSelection()
        if index.isValid():
            self.view.setCurrentIndex(index)
        self.all_button.setVisible(len(self._rows) > LANES_SHOWN)
        words = self.tr("Show the latest only") if self._shows_all else self._all_words()
        self.all_button.set_words(words)

    def _all_words(self) -> str:
        return self.tr("Show all %n project(s)", None, len(self._rows))

    @Slot()
    def _show_all(self) -> None:
        self._shows_all = not self._shows_all
        self._show()

    @Slot(QRect)
    def _tell_row(self, row: QRect) -> None:
        self.row_reached.emit(QRect(self.view.mapTo(self, row.topLeft()), row.size()))

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        index = self.view.currentIndex()
        key, year = str(index.data(Role.KEY)), int(index.data(Role.YEAR))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        items = menu.addAction(self.tr("Show items"))
        items.triggered.connect(lambda: self.items_wanted.emit(key, year))
        project = menu.addAction(self.tr("Go to the project"))
        project.triggered.connect(lambda: self.project_wanted.emit(key))
        for _, _, title in index.data(Role.MARKS) or ():
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _checked=False, title=title: self.story_wanted.emit(title)
            )
        menu.popup(at)


class _Sample(QWidget):
    """A bar or a diamond beside its words in the legend."""

    def __init__(self, *, is_bar: bool) -> None:
        super().__init__()
        self._is_bar = is_bar
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the sample."""
        return QSize(24 if self._is_bar else 2 * DIAMOND_PX + 3, 2 * DIAMOND_PX + 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sample."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        if self._is_bar:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bar_colour(tokens))
            top = (self.height() - BAR_PX) // 2
            painter.drawRoundedRect(QRect(0, top, self.width(), BAR_PX), 3, 3)
        else:
            paint_diamond(painter, QPointF(self.width() / 2, self.height() / 2), tokens)
        painter.end()
