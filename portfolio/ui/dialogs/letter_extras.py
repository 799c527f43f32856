"""What few letters need: whom it is written for, and where a withdrawal would be published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.form_parts import one_line
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from portfolio.model.attestation import Attestation


class LetterExtras(QWidget):
    """Two fields, folded away until they are wanted: whoever passes them presses Tab once.

    Signals:
        changed: Something was typed.
        unfolded: The fields are shown now.
    """

    changed = Signal()
    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = Button("", ButtonKind.QUIET, is_flush=True)
        self.fold.clicked.connect(self._turn)
        self.audience = one_line()
        self.status = one_line("https://example.org/withdrawn")
        self._body = QWidget()
        fields = QVBoxLayout(self._body)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(SPACE_12)
        self._add(
            fields,
            self.tr("Whom it is written for"),
            self.audience,
            self.tr(
                "A team or a call for people, when your words are meant for them. Whoever reads "
                "the letter sees it; leave it out for anybody."
            ),
        )
        self._add(
            fields,
            self.tr("Where you would take it back"),
            self.status,
            self.tr(
                "The address at which you would publish a withdrawal. Readers may look there "
                "whether the letter still holds; without it, only who gets the withdrawal knows."
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body)
        self._body.hide()
        self._show_fold()

    def _add(self, column: QVBoxLayout, label: str, field: QLineEdit, why: str) -> None:
        part = QVBoxLayout()
        part.setSpacing(SPACE_4)
        part.addWidget(Labelled(label, field))
        part.addWidget(Text(why, TextSize.SMALL, "muted", wraps=True))
        field.setAccessibleName(label)
        field.setAccessibleDescription(why)
        field.textChanged.connect(self.changed)
        column.addLayout(part)

    @Slot()
    def _turn(self) -> None:
        self._body.setVisible(self._body.isHidden())
        self._show_fold()
        if not self._body.isHidden():
            self.audience.setFocus()
            self.unfolded.emit()

    def _show_fold(self) -> None:
        """Say on the button what a press does, and that something stands in what is folded."""
        if not self._body.isHidden():
            words, icon = self.tr("Less about this letter"), "chevron-down"
        elif self.is_typed():
            words, icon = self.tr("More about this letter, filled in"), "chevron-right"
        else:
            words, icon = self.tr("More about this letter"), "chevron-right"
        self.fold.set_words(words)
        self.fold.set_icon(icon)

    def is_typed(self) -> bool:
        """Say whether something was filled in."""
        return bool(self.audience.text().strip() or self.status.text().strip())

    def problem(self) -> str:
        """Return what has to be put right first, in words."""
        from portfolio.attest.letter import is_address

        typed = self.status.text().strip()
        if not typed or is_address(typed):
            return ""
        return fill(self.tr("“%1” is no address that others can open.", "typed"), typed)

    def chosen(self, said: Attestation) -> Attestation:
        """Return a letter with what is typed here."""
        return replace(
            said, audience=self.audience.text().strip(), status_url=self.status.text().strip()
        )
