"""What can be checked of a letter: its class, the sentence that stands for all, each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.models import verdict_words
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.chip import TrustChip
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.step_list import StepList

if TYPE_CHECKING:
    from portfolio.operations.letters import LetterView


class LetterVerdict(QWidget):
    """The column beside a letter.

    Signals:
        link_wanted: The address of a work that was pressed.
        online_wanted: What would settle more is to be asked now.
    """

    link_wanted = Signal(str)
    online_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(Text(self.tr("What can be checked"), TextSize.SECTION))
        self._chip_place = QVBoxLayout()
        self._chip: TrustChip | None = None
        column.addLayout(self._chip_place)
        self.sentence = DataText("", TextSize.STRONG, wraps=True)
        column.addWidget(self.sentence)
        column.addSpacing(SPACE_8 // 2)
        column.addWidget(hairline())
        self.steps = StepList()
        self.steps.link_wanted.connect(self.link_wanted)
        column.addWidget(self.steps)
        column.addSpacing(SPACE_12)
        self.online = Button(self.tr("Go online and look"), icon="search")
        self.online.clicked.connect(self.online_wanted)
        column.addWidget(self.online, 0, Qt.AlignmentFlag.AlignLeft)
        self.online_note = Text("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.online_note)
        column.addStretch(1)

    def show_view(self, view: LetterView, *, is_asking: bool, hosts: str) -> None:
        """Show a verdict.

        Args:
            view: The letter with it.
            is_asking: Addresses are being asked now.
            hosts: Which hosts would be asked, in words; "" for none.
        """
        verdict = view.verdict
        if self._chip is not None:
            self._chip_place.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = TrustChip(verdict.trust, signer_is_unknown=verdict.signer_is_unknown)
        self._chip_place.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.sentence.set_words(verdict_words.title(verdict.summary))
        self.steps.show_steps(verdict.steps)
        self.online.setVisible(bool(hosts))
        self.online.set_available(self.tr("Asking now") if is_asking else "")
        self.online_note.setVisible(bool(hosts))
        self.online_note.setText(hosts)
