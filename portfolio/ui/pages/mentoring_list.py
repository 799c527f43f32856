"""Mentors and mentees: a card a person, with how far both sides say so and what is left to do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.attest.mentoring import Agreement
from portfolio.model.attestation import Decision, Mentoring
from portfolio.ui.models import mentoring_words
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.flow import FlowLayout
from portfolio.ui.widgets.labels import DataText, IconLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.operations.mentoring import Mentored, Mentorings

_WIDEST_PX: Final = 720


class MentoringList(QScrollArea):
    """Two lists: who mentored the holder, and whom the holder mentored.

    Signals:
        new_wanted: A letter of the holder's is to be written, with what they were (`Mentoring`).
        sign_wanted: The same for one person (`Mentored`, `Mentoring`).
        ask_wanted: They are to be asked for their side (`Mentored`).
        letter_wanted: (id of a letter, whether the holder wrote it) is to be shown.
        shown_wanted: (id of their letter, whether documents show it).
        back_wanted: The holder's own letter (`Attestation`) is to be taken back.
    """

    new_wanted = Signal(object)
    sign_wanted = Signal(object, object)
    ask_wanted = Signal(object)
    letter_wanted = Signal(str, bool)
    shown_wanted = Signal(str, bool)
    back_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Mentors and mentees"))
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, PAGE_MARGIN)
        self._column.setSpacing(SPACE_12)
        self.setWidget(body)

    def show_people(self, found: Mentorings, reason: str) -> None:
        """Show both lists.

        Args:
            found: From `operations.mentoring`.
            reason: Why nothing can be changed now, or "".
        """
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._list(
            self.tr("Your mentors"), self.tr("Somebody mentored me…"),
            self.tr("No letter says yet who mentored you."),
            Mentoring.MENTEE, found.mentors, reason,
        )  # fmt: skip
        self._column.addSpacing(SPACE_24)
        self._list(
            self.tr("People you mentored"), self.tr("I mentored somebody…"),
            self.tr("No letter says yet whom you mentored."),
            Mentoring.MENTOR, found.mentees, reason,
        )  # fmt: skip
        self._column.addStretch(1)

    def _list(  # noqa: PLR0913, PLR0917  (the words of one list)
        self,
        title: str,
        new: str,
        none: str,
        side: Mentoring,
        people: Sequence[Mentored],
        reason: str,
    ) -> None:
        head = QWidget()
        head.setMaximumWidth(_WIDEST_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(title, TextSize.SECTION))
        row.addStretch(1)
        write = Button(new, icon="pencil", is_small=True)
        write.clicked.connect(partial(self.new_wanted.emit, side))
        write.set_available(reason)
        row.addWidget(write)
        cards: list[QWidget] = [self._card(each, side, reason) for each in people]
        for part in (head, *(cards or [Text(none, tone="muted", wraps=True)])):
            self._column.addWidget(part)
            part.show()  # now, and not with the next turn of the event loop

    def _card(self, each: Mentored, side: Mentoring, reason: str) -> Card:
        card = Card()
        card.setMaximumWidth(_WIDEST_PX)
        card.column.addWidget(DataText(each.other.name, TextSize.STRONG, wraps=True))
        when = mentoring_words.period_words(*each.period)
        if when:
            card.column.addWidget(Text(when, TextSize.SMALL, "muted", wraps=True))
        words = mentoring_words.standing(each, side)
        line = QHBoxLayout()
        line.setSpacing(SPACE_8)
        icon = IconLabel("check" if each.is_listed else "circle-dashed")
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Text(words, wraps=True), 1)
        card.column.addLayout(line)
        place = QWidget()
        flow = FlowLayout(place)
        for button, changes in self._buttons(each, side):
            if changes:
                button.set_available(reason)
            flow.addWidget(button)
        card.column.addWidget(place)
        card.setAccessibleName(f"{each.other.name}. {words}")
        return card

    def _buttons(self, each: Mentored, side: Mentoring) -> list[tuple[Button, bool]]:
        """Return what can be done, and whether it changes the record."""
        found: list[tuple[Button, bool]] = []
        theirs = each.theirs.attestation if each.theirs is not None else None
        if theirs is None:
            ask = Button(self.tr("Ask them to sign…"), icon="send", is_small=True)
            ask.clicked.connect(partial(self.ask_wanted.emit, each))
            found.append((ask, True))
        if each.own is None:
            sign = Button(self.tr("Sign your side…"), icon="pencil", is_small=True)
            sign.clicked.connect(partial(self.sign_wanted.emit, each, side))
            found.append((sign, True))
        if each.agreement is Agreement.BOTH and theirs and theirs.decision is Decision.ACCEPTED:
            words = (
                self.tr("Leave out of documents") if theirs.shown else self.tr("Show in documents")
            )
            shown = Button(words, is_small=True)
            shown.clicked.connect(partial(self.shown_wanted.emit, theirs.id, not theirs.shown))
            found.append((shown, True))
        if theirs is not None:
            look = Button(self.tr("Their letter"), ButtonKind.QUIET, is_small=True)
            look.clicked.connect(partial(self.letter_wanted.emit, theirs.id, False))  # noqa: FBT003
            found.append((look, False))
        if each.own is not None:
            own = Button(self.tr("Your letter"), ButtonKind.QUIET, is_small=True)
            own.clicked.connect(partial(self.letter_wanted.emit, each.own.id, True))  # noqa: FBT003
            back = Button(self.tr("Take yours back…"), ButtonKind.QUIET, is_small=True)
            back.clicked.connect(partial(self.back_wanted.emit, each.own))
            found += [(own, False), (back, True)]
        return found
