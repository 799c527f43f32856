"""In place of every page when the record cannot be opened: what is wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.errors import (
    PortfolioError,
    StoreDamagedError,
    StoreLockedError,
    StoreNewerError,
)
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import DataText, ElidedLabel, IconLabel, Text
from portfolio.ui.widgets.painting import MIDDLE

if TYPE_CHECKING:
    from pathlib import Path


class FaultPage(QWidget):
    """One sentence, what stays, where the record lies, and the ways on that make sense.

    Signals:
        retry_requested / restore_requested / read_only_requested / log_requested: A way on.
    """

    retry_requested = Signal()
    restore_requested = Signal()
    read_only_requested = Signal()
    log_requested = Signal()

    def __init__(self, record: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        outer.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(620)
        body = QVBoxLayout(middle)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_8)
        edge = round(metrics(QApplication.font()).icon * 1.25)
        body.addWidget(IconLabel("triangle-alert", "error", edge))
        self._heading = Text("", TextSize.SECTION, wraps=True)
        self._advice = Text("", tone="muted", wraps=True)
        self._detail = DataText("", TextSize.SMALL, "muted", wraps=True)
        self._place = ElidedLabel(str(record), TextSize.SMALL, "muted", elide=MIDDLE)
        for label in (self._heading, self._advice, self._detail, self._place):
            body.addWidget(label)
        body.addSpacing(SPACE_16)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        self.retry = Button(self.tr("Try again"))
        self.restore = Button(self.tr("Restore a backup…"))
        self.read_only = Button(self.tr("Open for reading only"))
        self.log = Button(self.tr("Show the log"))
        for button, signal in (
            (self.retry, self.retry_requested),
            (self.restore, self.restore_requested),
            (self.read_only, self.read_only_requested),
            (self.log, self.log_requested),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        body.addLayout(row)
        across = QHBoxLayout()  # not an alignment: it would take the wrapped words' height away
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)

    def explain(self, error: PortfolioError) -> None:
        """Say what is wrong, and offer what can help."""
        words, advice = self._words(error)
        self._heading.setText(words)
        self._advice.setText(advice)
        self._detail.set_words(error.detail)
        self._detail.setVisible(bool(error.detail))
        is_newer = isinstance(error, StoreNewerError)
        is_locked = isinstance(error, StoreLockedError)
        self.restore.setVisible(not is_locked and not is_newer)
        self.read_only.setVisible(not is_newer)
        announce(self, words)
        self.retry.setFocus()

    def heading(self) -> str:
        """Return its first sentence."""
        return self._heading.text()

    def _words(self, error: PortfolioError) -> tuple[str, str]:
        if isinstance(error, StoreLockedError):
            return (
                self.tr("Another Portfolio has your record open."),
                self.tr("Close it there and try again, or open it here for reading only."),
            )
        if isinstance(error, StoreNewerError):
            return (
                self.tr("Your record was made by a newer version of Portfolio."),
                self.tr("Nothing in it was changed. Install that version to go on."),
            )
        if isinstance(error, StoreDamagedError):
            return (
                self.tr("Your record is damaged."),
                self.tr(
                    "Nothing was changed. Restoring a backup puts the damaged record aside and "
                    "keeps it; opening it for reading only shows what can still be read."
                ),
            )
        return (
            self.tr("Your record could not be opened."),
            self.tr("Nothing in it was changed. The lines below say what went wrong."),
        )
