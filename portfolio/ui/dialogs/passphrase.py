"""Asks for the passphrase of a recovery file: twice for a new one, once to open one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio.secret import Secret
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data

_WIDTH: Final = 480
_SHORTEST: Final = 8


class PassphraseDialog(QDialog):
    """One or two fields whose letters do not show.

    Args:
        is_new: A passphrase for a new file: typed twice, and not too short.

    Signals:
        given: The passphrase, as a `Secret`.
    """

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, is_new: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._is_new = is_new
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        title, told = self._words()
        self.setWindowTitle(title)
        column.addWidget(Text(title, TextSize.SECTION))
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.first = self._field()
        column.addWidget(Labelled(self.tr("Passphrase"), self.first))
        self.second = self._field()
        self._again = Labelled(self.tr("Once more"), self.second)
        self._again.setHidden(not is_new)
        column.addWidget(self._again)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go_on = Button(
            self.tr("Save the file…") if is_new else self.tr("Open the file"), ButtonKind.PRIMARY
        )
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._give)
        row.addWidget(cancel)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.resize(_WIDTH, column.heightForWidth(_WIDTH))
        self._look()
        self.first.setFocus()

    def _words(self) -> tuple[str, str]:
        if not self._is_new:
            told = self.tr("The passphrase that was chosen when the file was saved.")
            return self.tr("Open a recovery file"), told
        told = self.tr(
            "The file holds your signing key under a passphrase. Keep it away from this computer: "
            "on a stick, or printed. Whoever has both can sign as you, and without both nothing "
            "brings the key back. Four words that do not belong together are good."
        )
        return self.tr("Save a recovery file"), told

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(300)
        field.textChanged.connect(self._look)
        mark_data(field)
        return field

    @Slot()
    def _look(self) -> None:
        if not hasattr(self, "go_on"):
            return  # still being built
        first, second = self.first.text(), self.second.text()
        reason = ""
        if self._is_new and len(first) < _SHORTEST:
            number = self.locale().toString(_SHORTEST)
            reason = fill(self.tr("A passphrase has at least %1 characters.", "number"), number)
        elif self._is_new and first != second:
            reason = self.tr("The two are not the same yet.")
        elif not first:
            reason = self.tr("Type the passphrase first.")
        self.go_on.set_available(reason)

    @Slot()
    def _give(self) -> None:
        secret = Secret(self.first.text())
        self.first.clear()
        self.second.clear()
        self.given.emit(secret)
        self.accept()
