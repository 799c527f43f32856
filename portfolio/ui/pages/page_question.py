"""Opening a page in the browser: its address is shown and agreed to, once for a host."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, Text


class PageQuestion(QWidget):
    """The question, in the page; hidden until it is asked.

    Signals:
        agreed: https address that may be opened.
        closed: It was answered, and had the focus.
    """

    agreed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self._agreed_hosts: set[str] = set()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_16, 0, SPACE_16, 0)
        card = Card(padding=SPACE_12)
        outer.addWidget(card)
        card.column.addWidget(Text(self.tr("Open this page in your browser?"), TextSize.STRONG))
        self.address = DataText("", TextSize.SMALL, "muted", wraps=True, is_ltr=True)
        card.column.addWidget(self.address)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.open = Button(self.tr("Open"))
        self.open.clicked.connect(self._agree)
        not_now = Button(self.tr("Not now"), ButtonKind.QUIET)
        not_now.clicked.connect(self.close_question)
        row.addWidget(self.open)
        row.addWidget(not_now)
        row.addStretch(1)
        card.column.addLayout(row)
        self.hide()

    def ask(self, url: str) -> None:
        """Ask about an https address; any other is passed over in silence."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            return
        self._url = url
        if parts.hostname in self._agreed_hosts:
            self.agreed.emit(url)
            return
        self.address.set_words(url)
        self.show()
        self.open.setFocus()

    @Slot()
    def close_question(self) -> None:
        """Take the question away."""
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if had_focus:
            self.closed.emit()

    @Slot()
    def _agree(self) -> None:
        self._agreed_hosts.add(urlsplit(self._url).hostname or "")
        self.close_question()
        self.agreed.emit(self._url)
