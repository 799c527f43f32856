"""Asks for the name of an edition."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data

WIDTH = 440
MAX_NAME = 120


class EditionNameDialog(QDialog):
    """One field and two buttons.

    Args:
        title: The question.
        verb: Words of the button that does it.
        name: The present name.

    Signals:
        named: The name that was typed.
    """

    named = Signal(str)

    def __init__(
        self, title: str, verb: str, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        hint = self.tr("An edition is one choice from your record for one audience.")
        column.addWidget(Text(hint, tone="muted", wraps=True))
        self._name = QLineEdit(name)
        self._name.setMaxLength(MAX_NAME)
        self._name.setAccessibleName(self.tr("Name of the edition"))
        self._name.setPlaceholderText(self.tr("Accessibility roles"))
        mark_data(self._name)
        self._name.textChanged.connect(self._look)
        column.addWidget(self._name)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._do = Button(verb, ButtonKind.PRIMARY)
        self._do.setDefault(True)
        self._do.clicked.connect(self._take)
        row.addWidget(cancel)
        row.addWidget(self._do)
        column.addLayout(row)
        self._look()

    @Slot()
    def _look(self) -> None:
        missing = self.tr("Give it a name first.")
        self._do.set_available("" if self._name.text().strip() else missing)

    @Slot()
    def _take(self) -> None:
        name = self._name.text().strip()
        if name:
            self.named.emit(name)
            self.accept()
