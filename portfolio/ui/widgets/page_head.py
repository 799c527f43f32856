"""The head of a page: where it lies, its title, a second line, and its buttons at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import HEAD_BOTTOM, HEAD_TOP, PAGE_MARGIN, SPACE_4, SPACE_8
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import ElidedLabel, IconLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout


class PageHead(QFrame):
    """Breadcrumbs, title, second line; buttons at the end; perhaps a bar under them.

    Args:
        title: The page's title.
        subtitle: The second line, or "".
        is_data: The title is the holder's or a source's (a story's title).
        has_line: Draw a hairline at the foot (when a list follows directly).

    Signals:
        crumb_pressed: The place in the breadcrumbs, from 0.
    """

    crumb_pressed = Signal(int)

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *,
        is_data: bool = False,
        has_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._has_line = has_line
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, HEAD_TOP, PAGE_MARGIN, HEAD_BOTTOM)
        outer.setSpacing(HEAD_BOTTOM)
        top = QHBoxLayout()
        top.setSpacing(SPACE_8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(SPACE_4)
        words.addLayout(self._crumbs)
        self._title = ElidedLabel(title, TextSize.TITLE, is_data=is_data)
        words.addWidget(self._title)
        self._subtitle = ElidedLabel(subtitle, tone="muted", is_data=is_data, parent=self)
        self._subtitle.setVisible(bool(subtitle))
        words.addWidget(self._subtitle)
        top.addLayout(words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(SPACE_8)
        top.addLayout(self._actions)
        top.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(top)
        self._outer = outer

    def add_action(self, *widgets: QWidget) -> None:
        """Add buttons at the end, in reading order."""
        for widget in widgets:
            self._actions.addWidget(widget)

    def add_bar(self, bar: QLayout) -> None:
        """Add a row under the title, e.g. of filters."""
        self._outer.addLayout(bar)

    def title(self) -> str:
        """Return the title."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.set_words(title)

    def set_subtitle(self, words: str) -> None:
        """Show another second line; "" takes it away."""
        self._subtitle.set_words(words)
        self._subtitle.setVisible(bool(words))

    def set_crumbs(
        self, crumbs: Sequence[str], last: str = "", *, last_is_data: bool = True
    ) -> None:
        """Show where the page lies: pressable ``crumbs``, then ``last`` as plain words."""
        while (item := self._crumbs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        edge = metrics(QApplication.font()).small_icon
        for place, crumb in enumerate(crumbs):
            button = Button(crumb, ButtonKind.QUIET, is_small=True, is_flush=True)
            button.setProperty("crumb", place)
            button.clicked.connect(self._tell_crumb)
            self._crumbs.addWidget(button)
            if last or place + 1 < len(crumbs):
                self._crumbs.addWidget(IconLabel("chevron-right", "muted", edge))
        if last and last_is_data:
            self._crumbs.addWidget(ElidedLabel(last, TextSize.SMALL, "muted"))
        elif last:
            self._crumbs.addWidget(Text(last, TextSize.SMALL, "muted"))
        self._crumbs.addStretch(1)

    def _tell_crumb(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.crumb_pressed.emit(int(sender.property("crumb")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline when asked for."""
        if self._has_line:
            painter = QPainter(self)
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens_of(self).border))
            painter.end()
