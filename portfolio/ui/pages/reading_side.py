"""Beside the names: the folders being read, and the questions only the holder can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.folder_list import FolderLine, FolderList
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.private_card import PrivateCard
from portfolio.ui.widgets.question_card import QuestionCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.source import Question


class ReadingSide(QScrollArea):
    """Folders over questions, and which of them are private (``private``); it scrolls by itself.

    Signals:
        answered: ``(question key, code)``.
        needs_room: How wide it has to be may be another now (see `needed_width`).
    """

    answered = Signal(str, str)
    needs_room = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Question, ...] = ()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        column.setSpacing(SPACE_12)
        self._head = Text(self.tr("Folders"), TextSize.STRONG)
        self._head.hide()
        column.addWidget(self._head)
        self._looking = Text("", TextSize.SMALL, "muted", wraps=True)
        self._looking.hide()
        column.addWidget(self._looking)
        self.folders = FolderList()
        column.addWidget(self.folders)
        self._count = Text("", TextSize.STRONG)
        self._count.hide()
        column.addSpacing(SPACE_8)
        column.addWidget(self._count)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(SPACE_12)
        column.addLayout(self._questions)
        self.private = PrivateCard()
        column.addWidget(self.private)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Folders and questions"))
        self.setWidget(inside)
        inside.installEventFilter(self)
        self._inside = inside

    def show_folders(self, lines: Sequence[FolderLine], looking: str, *, is_reading: bool) -> None:
        """Show the folders, and where the search for them is."""
        self._head.setText(self.tr("Folders being read") if is_reading else self.tr("Folders"))
        self._looking.setText(looking)
        self._looking.setVisible(bool(looking))
        self._head.setVisible(is_reading or bool(looking) or bool(lines))
        self.folders.show_lines(lines)

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show the questions; a card that is there already stays, with its focus."""
        before = [question.key for question in self._asked]
        self._asked = tuple(questions)
        self._count.setText(self.tr("%n question(s)", "", len(questions)))
        self._count.setVisible(bool(questions))
        if before == [question.key for question in questions]:
            # Also when nothing changed: a card shows what was pressed, which may be undone by now.
            for card, question in zip(self.cards(), questions, strict=True):
                card.show_answer(question)
            return
        for card in self.cards():
            self._questions.removeWidget(card)
            card.hide()
            card.deleteLater()
        for question in questions:
            made = QuestionCard(question)
            made.answered.connect(self.answered)
            self._questions.addWidget(made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when what stands in it may need more room: cards count once they are shown."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.needs_room.emit()
        return super().eventFilter(watched, event)

    def needed_width(self) -> int:
        """Return how wide it has to be for the answers to stand side by side, in pixels."""
        return self._inside.minimumSizeHint().width()

    def question_keys(self) -> list[str]:
        """Return the questions that are shown."""
        return [question.key for question in self._asked]

    def cards(self) -> list[QuestionCard]:
        """Return the cards in their order."""
        items = [self._questions.itemAt(at) for at in range(self._questions.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QuestionCard)]
