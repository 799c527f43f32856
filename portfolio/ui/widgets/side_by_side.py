"""Two sides beside each other; in a narrow window two tabs, one side at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_12

MOST_PX = 16_777_215
"""Qt's own limit of a widget's width (QWIDGETSIZE_MAX)."""
START, END = 0, 1


class _TabRow(QWidget):
    """The ground of the tabs, with a hairline at its foot."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens_of(self).border))
        painter.end()


class SideBySide(QWidget):
    """A side of fixed width and one that takes the rest.

    Args:
        start: The side of fixed width, first in reading order.
        end: The side that takes the rest.
        start_width: Width of the start side in a wide window, in pixels.
        words: What the two tabs say.
        name: What the tabs are, for readers of the screen.

    Signals:
        turned: Another side is shown (narrow only): `START` or `END`.
    """

    turned = Signal(int)

    def __init__(  # noqa: PLR0913  (each is one thing to be told)
        self,
        start: QWidget,
        end: QWidget,
        *,
        start_width: int,
        words: tuple[str, str],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._start, self._end, self._start_width = start, end, start_width
        self._is_narrow = False
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(name)
        for each in words:
            self.tabs.addTab(each)
        self.tabs.currentChanged.connect(self._turn)
        self._tab_row = _TabRow()
        row = QHBoxLayout(self._tab_row)
        row.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(start)
        across.addWidget(end, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab_row)
        column.addLayout(across, 1)
        self._lay_out()

    @property
    def is_narrow(self) -> bool:
        """One side at a time is shown."""
        return self._is_narrow

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show one side at a time, or both."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._lay_out()

    def show_side(self, side: int) -> None:
        """Turn to a side (`START`, `END`); in a wide window both are shown anyway."""
        self.tabs.setCurrentIndex(side)

    def side(self) -> int:
        """Return the side whose tab is chosen."""
        return self.tabs.currentIndex()

    @Slot(int)
    def _turn(self, side: int) -> None:
        self._lay_out()
        self.turned.emit(side)

    def _lay_out(self) -> None:
        narrow, side = self._is_narrow, self.tabs.currentIndex()
        self._tab_row.setVisible(narrow)
        self._start.setMinimumWidth(0 if narrow else self._start_width)
        self._start.setMaximumWidth(MOST_PX if narrow else self._start_width)
        self._start.setVisible(not narrow or side == START)
        self._end.setVisible(not narrow or side == END)
