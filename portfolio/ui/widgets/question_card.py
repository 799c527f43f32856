"""A question about a source that only the holder can answer, as a card with its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from portfolio.model.codes import BulkAnswer, Confidentiality, QuestionKind
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, IconLabel
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from portfolio.model.source import Question

translate = QCoreApplication.translate
MOST_LETTERS = 80


def question_words(question: Question) -> str:
    """Return the question as a sentence."""
    label = question.source_label
    if question.kind is QuestionKind.NOT_PUBLIC:
        return fill(translate("Question", "%1 is not on a public site."), label)
    if question.kind is QuestionKind.VENDORED:
        pattern = translate(
            "Question",
            "Some commits in %1 bring in the files of another project (%2). What was your part?",
        )
        return fill(pattern, label, question.detail)
    what = {
        "translations": translate(
            "Question",
            "Some commits in %1 look like translations made by other people. What was your part?",
        ),
        "imports": translate(
            "Question",
            "Some commits in %1 look like imports of other people’s work. What was your part?",
        ),
    }
    other = translate(
        "Question",
        "Some commits in %1 look like work of other people that you brought in (%2)."
        " What was your part?",
    )
    return fill(what.get(question.detail, other), label, question.detail)


def answers(question: Question) -> list[tuple[str, str]]:
    """Return ``(code, words)`` of the answers; the first holds until another is chosen."""
    if question.kind is QuestionKind.NOT_PUBLIC:
        return [
            (Confidentiality.LEAVE_OUT.value, translate("Question", "Leave out")),
            (Confidentiality.COUNT_ONLY.value, translate("Question", "Count only")),
            (Confidentiality.INCLUDE.value, translate("Question", "Include")),
        ]
    return [
        (BulkAnswer.INTEGRATED.value, translate("Question", "I brought them in")),
        (BulkAnswer.OWN_WORK.value, translate("Question", "My own work")),
    ]


class QuestionCard(Card):
    """One question.

    Signals:
        answered: ``(question key, code)``.
    """

    answered = Signal(str, str)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = question.key
        words = question_words(question)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        if question.kind is QuestionKind.NOT_PUBLIC:
            row.addWidget(IconLabel("lock", "muted", metrics(QApplication.font()).small_icon))
        text = DataText(words, TextSize.SMALL, wraps=True)
        text.setToolTip("\n".join(question.examples))
        row.addWidget(text, 1)
        self.column.addLayout(row)
        if example := _example(question):
            self.column.addWidget(DataText(example, TextSize.SMALL, "muted", wraps=True))
        self._segments = Segments(answers(question), words, is_small=True)
        self._segments.setProperty("question", question.key)
        self._segments.chosen.connect(self._tell)
        self.column.addWidget(self._segments)
        self.show_answer(question)

    def show_answer(self, question: Question) -> None:
        """Show which answer holds."""
        self._segments.choose(question.answer or answers(question)[0][0])

    @Slot(str)
    def _tell(self, code: str) -> None:
        self.answered.emit(self._key, code)


def _example(question: Question) -> str:
    """Return "For example “…”", so that two questions about one folder can be told apart."""
    first = next((each.strip() for each in question.examples if each.strip()), "")
    if not first or question.kind is QuestionKind.NOT_PUBLIC:
        return ""
    short = first if len(first) <= MOST_LETTERS else first[: MOST_LETTERS - 1] + "…"
    return fill(translate("Question", "For example “%1”."), short)
