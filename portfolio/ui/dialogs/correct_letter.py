"""Accepting a letter with a correction: the holder's own words beside it, its text as it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from portfolio.ui.dialogs.question import Question
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.widgets.labels import mark_data

translate = QCoreApplication.translate
_FIELD_PX = 110


class CorrectLetter(Question):
    """Asks for the correction.

    Args:
        known: The correction there is already.

    Signals:
        corrected: The words.
    """

    corrected = Signal(str)

    def __init__(self, known: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("CorrectLetter", "Accept it with a correction?"),
            translate(
                "CorrectLetter",
                "Your words stand beside the letter wherever it is printed. "
                "Its own text stays as it was signed.",
            ),
            translate("CorrectLetter", "Accept with this"),
            translate("CorrectLetter", "Cancel"),
            parent,
        )
        self.words = QPlainTextEdit(known)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(_FIELD_PX)
        self.words.textChanged.connect(self._look)
        mark_data(self.words)
        field = Labelled(translate("CorrectLetter", "What is not right"), self.words)
        self.body.insertWidget(self.body.count() - 1, field)  # above the buttons
        self.accepted.connect(self._tell)
        self._look()
        self.words.setFocus()

    @Slot()
    def _look(self) -> None:
        is_empty = not self.words.toPlainText().strip()
        self.verb.set_available(translate("CorrectLetter", "Write it first.") if is_empty else "")

    @Slot()
    def _tell(self) -> None:
        self.corrected.emit(self.words.toPlainText().strip())
