"""The kept copy of a contribution: what the source said, as plain text, and since when."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.models import deed_facts
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, Text

if TYPE_CHECKING:
    from datetime import date

    from portfolio.ui.models.deed_facts import DeedFacts

_STRONG = {
    "L": Qt.LayoutDirection.LeftToRight,
    "R": Qt.LayoutDirection.RightToLeft,
    "AL": Qt.LayoutDirection.RightToLeft,
}
_MOST_SHOWN = 40_000
"""Letters shown at most; what is longer is no message to be read here."""


class KeptCopy(QWidget):
    """A card with the recorded text; a long one is cut until the rest is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        head = QHBoxLayout()
        head.setSpacing(SPACE_12)
        self.since = Text("", TextSize.SMALL, "muted")
        head.addWidget(Text(self.tr("Kept copy"), TextSize.STRONG))
        head.addWidget(self.since, 1, Qt.AlignmentFlag.AlignBaseline)
        column.addLayout(head)
        card = Card()
        self.body = DataText("", TextSize.SMALL, wraps=True)
        self.more = Button(self.tr("Show the whole text"), ButtonKind.QUIET, is_small=True)
        self.more.clicked.connect(self._show_whole)
        self.size_line = Text("", TextSize.SMALL, "muted", wraps=True)
        card.column.addWidget(self.body)
        card.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addWidget(self.size_line)
        column.addWidget(card)

    def show_facts(self, facts: DeedFacts, today: date) -> None:
        """Show the copy of a deed; nothing for one that no source carries."""
        self._whole = facts.body
        size = deed_facts.size_line(facts)
        is_cut = len(self._whole) > deed_facts.BODY_SHOWN
        shown = self._whole[: deed_facts.BODY_SHOWN].rstrip() + "…" if is_cut else self._whole
        self.since.setText(deed_facts.kept_line(facts, today))
        self.body.set_words(shown or self.tr("Only the title was recorded."))
        self.body.setLayoutDirection(_direction(self._whole) or self.layoutDirection())
        self.body.set_tone("text" if self._whole else "muted")
        self.more.setVisible(is_cut)
        self.size_line.setText(size)
        self.size_line.setVisible(bool(size))
        self.setVisible(bool(facts.contributions))

    @Slot()
    def _show_whole(self) -> None:
        self.body.set_words(self._whole[:_MOST_SHOWN])
        self.more.hide()


def _direction(words: str) -> Qt.LayoutDirection | None:
    """Return the direction of the words' own language: that of their first strong letter.

    Unicode Standard Annex #9, rules P2 and P3.
    """
    classes = (unicodedata.bidirectional(letter) for letter in words)
    return next((_STRONG[each] for each in classes if each in _STRONG), None)
