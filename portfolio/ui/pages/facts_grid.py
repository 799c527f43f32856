"""Facts with their labels: label at the start, value beside it, absent facts absent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from portfolio.ui.theme.tokens import SPACE_8, SPACE_16
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.link import Link


class FactsGrid(QWidget):
    """A column of labelled facts. Facts are named by a key and can be set again at any time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_16)
        self._grid.setVerticalSpacing(SPACE_8 - 2)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[Text, QWidget]] = {}

    def add(self, key: str, label: str, value: QWidget) -> None:
        """Add a fact at the end."""
        row = len(self._rows)
        head = Text(label, tone="muted")
        head.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        is_link = isinstance(value, Link)
        side = Qt.AlignmentFlag.AlignVCenter if is_link else Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(head, row, 0, side)
        self._grid.addWidget(value, row, 1)
        head.setBuddy(value)
        self._rows[key] = (head, value)

    def show_fact(self, key: str, *, shown: bool) -> None:
        """Show a fact or leave it out."""
        for widget in self._rows[key]:
            widget.setVisible(shown)

    def is_shown(self, key: str) -> bool:
        """Return whether a fact is there."""
        return not self._rows[key][1].isHidden()


class Lines(QWidget):
    """A few lines of plain text from outside, or a few links, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_texts(self, lines: list[str]) -> None:
        """Show plain lines."""
        self.clear()
        for words in lines:
            self._column.addWidget(DataText(words, wraps=True))

    def add_link(self, words: str) -> Link:
        """Add a link and return it."""
        link = Link(words)
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return link

    def clear(self) -> None:
        """Take everything away."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def words(self) -> list[str]:
        """Return its lines."""
        found = []
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Link):
                found.append(widget.words())
            elif isinstance(widget, DataText):
                found.append(widget.text())
        return found
