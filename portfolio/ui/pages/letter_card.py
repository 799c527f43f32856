"""One letter as it was written: for whom, by whom, when; the words; the works as links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from portfolio.export.words import direction
from portfolio.model.attestation import AttestationKind, Basis, Decision, Direction
from portfolio.ui.models import dates, mentoring_words
from portfolio.ui.models.words import fill, joined, listed
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import IconButton
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from portfolio.model.attestation import Attestation, WorkAnswer

LETTER_PADDING = 28
_MOST_SHOWN = 20_000
_LONG_DETAIL = 200


class LetterCard(Card):
    """The letter. Its words are shown exactly, in the direction of their own language.

    Signals:
        link_wanted: The address of a work that was pressed.
        answered: (number of a work of a claim, a `Decision` code).
        correct_wanted: The number of a work that is to be accepted with a correction.
    """

    link_wanted = Signal(str)
    answered = Signal(int, str)
    correct_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=LETTER_PADDING)
        self.column.setSpacing(SPACE_8)
        self.whom = DataText("", TextSize.SECTION, wraps=True)
        self.who = DataText("", TextSize.SMALL, "muted", wraps=True)
        self.day = Text("", TextSize.SMALL, "muted")
        self.words = DataText("", wraps=True)
        self.short = Text("", TextSize.SMALL, "muted", wraps=True)
        self.beside = DataText("", TextSize.SMALL, wraps=True)
        self._works_title = Text(self.tr("About these works"), TextSize.SMALL_STRONG, "muted")
        self._works = QWidget()
        self._grid = QGridLayout(self._works)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_12)
        self._grid.setVerticalSpacing(SPACE_8 // 2)
        self._grid.setColumnStretch(1, 1)
        self.basis = Text("", TextSize.SMALL, "muted", wraps=True)
        for widget in (self.whom, self.who, self.day):
            self.column.addWidget(widget)
        self.column.addWidget(hairline())
        self.column.addSpacing(SPACE_8)
        self.column.addWidget(self.words)
        self.column.addWidget(self.short)
        self.column.addWidget(self.beside)
        self.column.addSpacing(SPACE_16)
        self.column.addWidget(self._works_title)
        self.column.addWidget(self._works)
        self.column.addWidget(self.basis)
        self.column.addStretch(1)

    def show_letter(self, said: Attestation) -> None:
        """Show a letter."""
        self.whom.set_words(fill(self.tr("For %1", "a person"), said.subject.name))
        role = said.issuer.role
        self.who.set_words(joined(said.issuer.name, role))
        at = said.issued_at or said.received_at
        self.day.setText(dates.long_day(at.date()) if at else "")
        self.day.setVisible(at is not None)
        self._show_words(said)
        self._show_works(said)
        self.basis.setText(_basis_line(said))
        self.basis.setVisible(bool(self.basis.text()))
        self.setAccessibleName(self.whom.text())

    def _show_words(self, said: Attestation) -> None:
        way = Qt.LayoutDirection.LeftToRight
        if said.language and direction(said.language) == "rtl":
            way = Qt.LayoutDirection.RightToLeft
        self.words.setLayoutDirection(way)
        self.words.set_words(said.statement[:_MOST_SHOWN])
        self.short.setVisible(bool(said.shortened))
        if said.shortened:
            printed = said.shortened
            if len(printed) > _LONG_DETAIL:
                printed = f"{printed[:_LONG_DETAIL]}…"
            self.short.setText(
                fill(self.tr("Documents print only: “%1”", "a shortened letter"), printed)
            )

        self.beside.setVisible(bool(said.correction))
        self.beside.set_words(
            fill(self.tr("Your correction: %1", "the holder's own words"), said.correction)
        )

    def _show_works(self, said: Attestation) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._works_title.setVisible(bool(said.about))
        self._works.setVisible(bool(said.about))
        is_answered = said.kind is AttestationKind.CLAIM and said.direction is Direction.RECEIVED
        side = Qt.AlignmentFlag.AlignVCenter if is_answered else Qt.AlignmentFlag.AlignTop
        for at, work in enumerate(said.about):
            row = 2 * at  # below each work is room for the answer about it
            number = Text(self.locale().toString(at + 1), tone="muted")
            self._grid.addWidget(number, row, 0, side)
            if work.url.startswith("https://"):
                link = Link(work.title)
                link.setToolTip(work.url)
                link.clicked.connect(partial(self.link_wanted.emit, work.url))
                self._grid.addWidget(link, row, 1)
            else:
                self._grid.addWidget(DataText(work.title, wraps=True), row, 1)
            if is_answered:
                self._add_answer(row, at, said)

    def _add_answer(self, row: int, at: int, said: Attestation) -> None:
        """Say what the holder answered about a work, with the button to answer anew."""
        answer = next((each for each in said.answers if each.number == at + 1), None)
        if answer is not None:
            beside = DataText(self._answer_words(answer), TextSize.SMALL, "muted", wraps=True)
            self._grid.addWidget(beside, row + 1, 1)
        name = fill(self.tr("Answer about %1", "a work"), said.about[at].title)
        button = IconButton("ellipsis", name)
        button.clicked.connect(partial(self._open_answers, button, at + 1))
        self._grid.addWidget(button, row, 2)

    def _answer_words(self, answer: WorkAnswer) -> str:
        if answer.correction:
            return fill(self.tr("Accepted. Your correction: %1", "the words"), answer.correction)
        return {
            Decision.ACCEPTED: self.tr("Accepted", "a work"),
            Decision.PRIVATE: self.tr("Kept private", "a work"),
            Decision.DECLINED: self.tr("Declined", "a work"),
        }.get(answer.decision, "")

    def _open_answers(self, button: IconButton, number: int) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, decision in (
            (self.tr("Accept"), Decision.ACCEPTED),
            (self.tr("Keep private"), Decision.PRIVATE),
            (self.tr("Decline"), Decision.DECLINED),
        ):
            action = menu.addAction(words)
            action.triggered.connect(partial(self.answered.emit, number, decision.value))
        correct = menu.addAction(self.tr("Accept with a correction…"))
        correct.triggered.connect(partial(self.correct_wanted.emit, number))
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def basis_word(basis: Basis) -> str:
    """Return how a writer knows, in a few words."""
    from PySide6.QtCore import QCoreApplication

    translate = QCoreApplication.translate
    return {
        Basis.REVIEWED: translate("Letter", "reviewed the work"),
        Basis.TOGETHER: translate("Letter", "worked together"),
        Basis.SUPERVISED: translate("Letter", "supervised"),
        Basis.SAW_RESULT: translate("Letter", "saw the result"),
        Basis.KNOW_OF: translate("Letter", "knows of it"),
    }[basis]


def _basis_line(said: Attestation) -> str:
    from PySide6.QtCore import QCoreApplication

    translate = QCoreApplication.translate
    parts = []
    if said.basis:
        words = listed(basis_word(each) for each in dict.fromkeys(said.basis))
        pattern = translate("Letter", "Basis: %1.", "how the writer knows")
        since, until = map(dates.write_month, (said.relation_from, said.relation_to))
        if since and until:
            pattern = translate("Letter", "Basis: %1, %2 to %3.", "how the writer knows; two dates")
        elif since:
            pattern = translate("Letter", "Basis: %1, since %2.", "how the writer knows; a date")
        elif until:
            pattern = translate("Letter", "Basis: %1, to %2.", "how the writer knows; a date")
        parts.append(fill(pattern, words, *filter(None, (since, until))))
    parts += filter(None, [mentoring_words.stated(said)])
    if said.contact_ok and said.direction is Direction.RECEIVED:
        parts.append(translate("Letter", "The writer may be asked about it."))
    return " ".join(parts)
