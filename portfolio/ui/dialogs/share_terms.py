"""Asks for whom a share file is, what they want it for, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from portfolio.model.share import MAX_WORDS
from portfolio.ui.dialogs.question import Question
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.widgets.form_parts import one_line

translate = QCoreApplication.translate
YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class TypedTerms:
    """What was typed, whether it was agreed to or not."""

    audience: str = ""
    purpose: str = ""
    days: int = YEAR_DAYS


class ShareTerms(Question):
    """The form.

    Args:
        typed: What was typed before, so that nothing has to be typed twice.

    Signals:
        agreed: The `TypedTerms`.
    """

    agreed = Signal(object)

    def __init__(self, typed: TypedTerms, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("ShareTerms", "Share this edition for one purpose"),
            translate(
                "ShareTerms",
                "A file for their program: what the edition says, with its letters and badges. "
                "It says inside for whom it is, for what and until when. That is an agreement: "
                "nothing stops a file from being kept or handed on.",
            ),
            translate("ShareTerms", "Save share file…"),
            translate("ShareTerms", "Cancel"),
            parent,
        )
        self.audience = self._line(typed.audience)
        self.purpose = self._line(typed.purpose)
        self.days = QComboBox()
        for days, said in (
            (30, translate("ShareTerms", "A month")),
            (183, translate("ShareTerms", "Half a year")),
            (YEAR_DAYS, translate("ShareTerms", "A year")),
            (2 * YEAR_DAYS, translate("ShareTerms", "Two years")),
        ):
            self.days.addItem(said, days)
        self.days.setCurrentIndex(self.days.findData(typed.days))
        for words, field in (
            (translate("ShareTerms", "Whom it is for"), self.audience),
            (translate("ShareTerms", "What they want it for"), self.purpose),
            (translate("ShareTerms", "How long they may use it"), self.days),
        ):
            self.body.insertWidget(self.body.count() - 1, Labelled(words, field))
        self.accepted.connect(self._tell)
        self.verb.setDefault(True)  # Enter in a field goes on; nothing is saved before a name is
        self._look()
        self.resize(self.width(), self.body.heightForWidth(self.width()))
        (self.purpose if typed.audience and not typed.purpose else self.audience).setFocus()

    @property
    def typed(self) -> TypedTerms:
        """What stands in the form."""
        return TypedTerms(self.audience.text(), self.purpose.text(), self.days.currentData())

    def _line(self, text: str) -> QLineEdit:
        line = one_line("")
        line.setMaxLength(MAX_WORDS)
        line.setText(text)
        line.textChanged.connect(self._look)
        return line

    @Slot()
    def _look(self) -> None:
        missing = ""
        if not self.audience.text().strip():
            missing = translate("ShareTerms", "Say whom it is for.")
        elif not self.purpose.text().strip():
            missing = translate("ShareTerms", "Say what they want it for.")
        self.verb.set_available(missing)

    @Slot()
    def _tell(self) -> None:
        self.agreed.emit(self.typed)
