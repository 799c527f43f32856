"""What the gate kept back, in one line for the holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio.export.chosen import LeftOutKind
from portfolio.ui.models.words import fill, listed
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import IconLabel, Text

if TYPE_CHECKING:
    from portfolio.export.chosen import LeftOut

translate = QCoreApplication.translate


def left_out_words(left_out: LeftOut) -> str:
    """Return "Left out: 3 confidential items and 2 hidden items", "" when nothing is left out."""
    closed = left_out.count(LeftOutKind.SOURCE_NOT_PUBLIC)
    marked = left_out.count(LeftOutKind.CONFIDENTIAL_DEED)
    counted = left_out.count(LeftOutKind.COUNTED_ONLY)
    hidden = left_out.count(LeftOutKind.HIDDEN_DEED, LeftOutKind.REDACTED_DEED)
    projects = left_out.things(LeftOutKind.HIDDEN_PROJECT, LeftOutKind.CONFIDENTIAL_PROJECT)
    stories = left_out.count(LeftOutKind.STORY_NOT_PUBLIC, LeftOutKind.STORY_MISSING)
    people = left_out.people_count
    signed = left_out.count(
        LeftOutKind.ATTESTED_NAMES_HIDDEN,
        LeftOutKind.ATTESTED_DOES_NOT_HOLD,
        LeftOutKind.ATTESTED_WITHDRAWN,
    )
    cut = left_out.count(LeftOutKind.SHORTENED)
    links = left_out.count(LeftOutKind.UNFIT_LINK)
    told = (
        (closed, translate("LeftOut", "%n items not public at their source", "", closed)),
        (marked, translate("LeftOut", "%n confidential items", "", marked)),
        (counted, translate("LeftOut", "%n items that are only counted", "", counted)),
        (hidden, translate("LeftOut", "%n hidden items", "", hidden)),
        (projects, translate("LeftOut", "%n projects", "", projects)),
        (stories, translate("LeftOut", "%n stories", "", stories)),
        (people, translate("LeftOut", "%n people who asked not to be named", "", people)),
        (signed, translate("LeftOut", "%n testimonials or badges", "", signed)),
        (cut, translate("LeftOut", "the end of %n long text(s)", "", cut)),
        (links, translate("LeftOut", "%n links", "", links)),
    )
    parts = [words for count, words in told if count]
    return fill(translate("LeftOut", "Left out: %1"), listed(parts)) if parts else ""


class LeftOutNote(Card):
    """Icon, the line, and a link to the list; hidden when nothing is left out.

    Signals:
        requested: (of ``button.clicked``) the list is wanted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=SPACE_12)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        self._words = Text("", wraps=True)
        self._button = Button(self.tr("See list"), ButtonKind.QUIET)
        self.requested = self._button.clicked
        row.addWidget(IconLabel("eye-off", "muted", 17))
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.setSpacing(SPACE_8)
        self.column.addLayout(row)
        self.hide()

    def show_left_out(self, left_out: LeftOut) -> None:
        """Show what was kept back."""
        words = left_out_words(left_out)
        self._words.setText(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        """Return the line."""
        return self._words.text()
