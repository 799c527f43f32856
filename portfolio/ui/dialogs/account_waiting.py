"""Last step of signing in: the code to type, the page to open, what to paste. Then it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.models.words import fill
from portfolio.ui.outside_link import open_outside
from portfolio.ui.theme.metrics import TextSize, font
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import DataText, Text, mark_data

if TYPE_CHECKING:
    from portfolio.sync.signin.shapes import SignInStep


class WaitingStep(QWidget):
    """Shows where a sign-in is.

    Signals:
        pasted: What was pasted, for ways that ask for it.
    """

    pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = self._typed = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        self._words = Text("", wraps=True)
        column.addWidget(self._words)
        self._code = DataText("", is_ltr=True)
        self._code.setFont(font(QApplication.font(), TextSize.TITLE))
        self._code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._code.setContentsMargins(0, SPACE_24, 0, SPACE_24)
        column.addWidget(self._code)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self._open = Button(self.tr("Open the page"), icon="external-link")
        self._open.clicked.connect(self._open_page)
        self._copy = Button(self.tr("Copy the code"))
        self._copy.clicked.connect(self._copy_code)
        row.addWidget(self._open)
        row.addWidget(self._copy)
        row.addStretch(1)
        column.addLayout(row)
        self._place = DataText("", TextSize.SMALL, "muted", is_ltr=True, wraps=True)
        column.addWidget(self._place)
        self._paste = QPlainTextEdit()
        self._paste.setAccessibleName(self.tr("What the page showed"))
        self._paste.setPlaceholderText(self.tr("Paste what the page shows at its end"))
        self._paste.setTabChangesFocus(True)
        mark_data(self._paste)
        column.addWidget(self._paste, 1)
        self._go_on = Button(self.tr("Go on"))
        self._go_on.clicked.connect(self._tell_pasted)
        column.addWidget(self._go_on)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Waiting"))
        column.addStretch(1)
        column.addWidget(self._bar)
        self.ask(self.tr("Asking the service…"))

    def ask(self, words: str) -> None:
        """Say that the service is being asked."""
        self._show(words)

    def show_step(self, step: SignInStep) -> None:
        """Show where the sign-in is."""
        from portfolio.sync.signin.shapes import StepKind

        self._address = step.whole_address or step.address
        if step.kind is StepKind.SHOW_CODE:
            words = self.tr("Open this page, type the code there, and come back. Nothing else is "
                            "needed here.")  # fmt: skip
            self._show(words, code=step.code)
            self._open.setFocus()
        elif step.kind is StepKind.OPEN_PAGE:
            words = self.tr("Your browser opens the service’s page. Allow it there and come back.")
            self._show(words)
            self._open_page()
        elif step.kind is StepKind.PASTE:
            words = self.tr("Open this page, allow it there, and paste here what it shows.")
            self._show(words, pastes=True)
        else:
            self._show(self.tr("Asking the service…"), has_page=False)

    def _show(
        self, words: str, *, code: str = "", pastes: bool = False, has_page: bool = True
    ) -> None:
        self._words.setText(words)
        self._typed = code
        self._code.set_words(code)
        self._code.setVisible(bool(code))
        self._copy.setVisible(bool(code))
        shows_page = has_page and bool(self._address)
        self._open.setVisible(shows_page)
        self._place.set_words(self._address if shows_page else "")
        self._place.setVisible(shows_page)
        self._paste.setVisible(pastes)
        self._go_on.setVisible(pastes)
        spoken = fill(self.tr("%1 The code is %2."), words, " ".join(code)) if code else words
        announce(self, spoken)

    @Slot()
    def _open_page(self) -> None:
        open_outside(self._address)  # checked by the sign-in: a page of the account's own service

    @Slot()
    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._typed)

    @Slot()
    def _tell_pasted(self) -> None:
        said = self._paste.toPlainText().strip()
        if said:
            self._paste.clear()
            self.pasted.emit(said)
