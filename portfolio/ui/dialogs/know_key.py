"""How the holder knows whose key it is: the one thing no program can look up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.keys import KeyTrust
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.form_parts import one_line
from portfolio.ui.widgets.labels import DataText, Text

_WIDTH: Final = 520


class KnowKey(QDialog):
    """Two fields about one key.

    Args:
        name: Whose it is said to be, as the letter or badge names them.
        key: Its fingerprint, to be compared with what its holder reads out.

    Signals:
        known: (`KeyTrust`, the holder's words).
    """

    known = Signal(object, str)

    def __init__(self, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        title = self.tr("I know whose key this is")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "Have %1 read the end of the key to you, in person or on a call: a mail or a page "
            "could come from somebody else."
        )
        column.addWidget(Text(fill(told, name), tone="muted", wraps=True))
        column.addWidget(DataText(key, TextSize.SMALL, wraps=True))
        self.how = QComboBox()
        self.how.addItem(self.tr("I met the person"), KeyTrust.MET)
        self.how.addItem(self.tr("It is an organisation I know"), KeyTrust.KNOWN_ORGANISATION)
        column.addWidget(Labelled(self.tr("How you know"), self.how))
        self.words = one_line(self.tr("met at the 2024 meeting in Ghent"))
        self.words.setMaxLength(120)
        self.words.textChanged.connect(self._look)
        hint = self.tr("shown with every check of this key, to you only")
        column.addWidget(Labelled(self.tr("In your own words"), self.words, hint))
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go_on = Button(self.tr("I know this key"), ButtonKind.PRIMARY)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._tell)
        row.addWidget(cancel)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self._look()
        self.words.setFocus()

    @Slot()
    def _look(self) -> None:
        if hasattr(self, "go_on"):
            missing = not self.words.text().strip()
            self.go_on.set_available(self.tr("Say in a few words how.") if missing else "")

    @Slot()
    def _tell(self) -> None:
        self.known.emit(KeyTrust(self.how.currentData()), self.words.text().strip())
        self.accept()
