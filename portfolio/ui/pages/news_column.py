"""The column of Home that names what is worth a word, and is not there when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_12
from portfolio.ui.widgets.labels import IconLabel, Text, mark_data
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.models.home_facts import News


class NewsColumn(QWidget):
    """Facts one below the other, each with one link.

    Signals:
        followed: The `News` whose link was pressed.
    """

    followed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        self.title = Text("", TextSize.SECTION, wraps=True)
        column.addWidget(self.title)
        self._items = QVBoxLayout()
        self._items.setSpacing(SPACE_12)
        column.addLayout(self._items)
        column.addStretch(1)

    def show_news(self, title: str, news: Sequence[News]) -> None:
        """Show facts; without any the column is not there."""
        self.title.setText(title)
        while (item := self._items.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for one in news:
            row = _NewsItem(one)
            row.link.clicked.connect(self._tell)
            self._items.addWidget(row)
        self.setVisible(bool(news))

    def items(self) -> list[News]:
        """Return what is shown."""
        return [row.news for row in self._rows()]

    def _rows(self) -> list[_NewsItem]:
        found = [self._items.itemAt(place) for place in range(self._items.count())]
        rows = [item.widget() for item in found if item is not None]
        return [row for row in rows if isinstance(row, _NewsItem)]

    def _tell(self) -> None:
        sender = self.sender()
        for row in self._rows():
            if row.link is sender:
                self.followed.emit(row.news)


class _NewsItem(QWidget):
    """Icon, what it is, a small second line, and a link; a hairline below."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, SPACE_12)
        row.setSpacing(SPACE_12)
        edge = metrics(QApplication.font()).icon
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(IconLabel(news.icon, "muted", edge), 0, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = Text(news.title, wraps=True)
        detail = Text(news.detail, TextSize.SMALL, "muted", wraps=True)
        mark_data(detail)
        self.link = Link(news.action)
        self.link.setProperty("data", False)  # noqa: FBT003  (our own words)
        self.link.setAccessibleDescription(news.title)
        for widget in (title, detail, self.link):
            words.addWidget(widget)
        row.addLayout(words, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens_of(self).border))
        painter.end()
