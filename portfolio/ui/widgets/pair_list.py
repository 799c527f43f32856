"""A short list of named values one can add to and take from: hosts and files, services and ids."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio.ui.models.words import fill
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.buttons import Button, IconButton
from portfolio.ui.widgets.labels import ElidedLabel, mark_data
from portfolio.ui.widgets.painting import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME_WIDTH = 200


class PairList(QWidget):
    """Rows of a name and a value, and a row to add one.

    Args:
        name_words: What the first field asks for.
        value_words: What the second field asks for.
        takes_file: The value is a file; it is chosen in a dialog.

    Signals:
        changed: The pairs are others (a dict).
    """

    changed = Signal(dict)

    def __init__(
        self,
        name_words: str,
        value_words: str,
        *,
        takes_file: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pairs: dict[str, str] = {}
        self._takes_file = takes_file
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_8)
        column.addLayout(self._rows)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.name = self._field(name_words)
        self.name.setFixedWidth(_NAME_WIDTH)
        self.value = self._field(value_words)
        self.value.setVisible(not takes_file)
        words = self.tr("Choose a file…") if takes_file else self.tr("Add")
        self.add = Button(words, is_small=True)
        self.add.clicked.connect(self._choose if takes_file else self._take)
        row.addWidget(self.name)
        row.addWidget(self.value, 1)
        row.addWidget(self.add)
        if takes_file:
            row.addStretch(1)
        column.addLayout(row)
        self._look()

    def show_pairs(self, pairs: Mapping[str, str]) -> None:
        """Show other pairs."""
        self._pairs = dict(pairs)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, value in self._pairs.items():
            self._rows.addWidget(self._row(name, value))

    def _field(self, words: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setPlaceholderText(words)
        made.setAccessibleName(words)
        made.textChanged.connect(self._look)
        mark_data(made)
        return made

    def _row(self, name: str, value: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        label = ElidedLabel(name)
        label.setFixedWidth(_NAME_WIDTH)
        row.addWidget(label)
        row.addWidget(ElidedLabel(value, tone="muted", elide=MIDDLE), 1)
        remove = IconButton("x", fill(self.tr("Remove %1"), name))
        remove.clicked.connect(partial(self._remove, name))
        row.addWidget(remove)
        return made

    @Slot()
    def _look(self) -> None:
        value = self._takes_file or self.value.text().strip()
        missing = self.tr("Fill in the fields first.")
        self.add.set_available("" if self.name.text().strip() and value else missing)

    @Slot()
    def _take(self) -> None:
        self._put(self.value.text().strip())

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._put)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _put(self, value: str) -> None:
        name = self.name.text().strip()
        if not name or not value:
            return
        self.name.clear()
        self.value.clear()
        self._tell({**self._pairs, name: value})

    def _remove(self, name: str, _checked: object = None) -> None:
        self._tell({key: value for key, value in self._pairs.items() if key != name})

    def _tell(self, pairs: dict[str, str]) -> None:
        self.show_pairs(pairs)
        self.changed.emit(pairs)
