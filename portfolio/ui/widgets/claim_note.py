"""Says under a field that a number in it has no source, and offers to name one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import DataText, IconLabel

MOST_LETTERS = 40


class ClaimNote(QWidget):
    """A sentence and a button; it never stands in the way of anything.

    Signals:
        source_wanted: A source is to be named.
    """

    source_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        self._words = DataText("", TextSize.SMALL, wraps=True)
        button = Button(self.tr("Name a source…"), ButtonKind.QUIET, is_small=True)
        button.clicked.connect(self.source_wanted)
        row.addWidget(IconLabel("unlink", "warn", metrics(QApplication.font()).small_icon))
        row.addWidget(self._words, 1)
        row.addWidget(button)

    def show_claim(self, claim: str) -> None:
        """Show the note for a claim, or hide it for none."""
        words = self.tr("No source for “%1”. Readers will be told so.")
        short = claim if len(claim) <= MOST_LETTERS else claim[: MOST_LETTERS - 1] + "…"
        self._words.set_words(fill(words, short))
        self.setVisible(bool(claim))

    def words(self) -> str:
        """Return its sentence."""
        return self._words.text()
