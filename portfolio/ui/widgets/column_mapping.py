"""The columns of a table: each with its name, what it is taken for, and its first cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QSizePolicy, QWidget

from portfolio.curate.columns import ImportField
from portfolio.ui.models.import_words import field_word
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_12
from portfolio.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.curate.tables import Table

_ROWS: Final = 3
_WIDTH: Final = 168


class ColumnMapping(QScrollArea):
    """One combo box a column over its first cells.

    Signals:
        changed: A column is taken for something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[QComboBox] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(QCoreApplication.translate("ColumnMapping", "Columns"))

    def show_table(self, table: Table, places: Mapping[ImportField, int]) -> None:
        """Show a table with what its columns are taken for."""
        inside = QWidget()
        inside.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_4)
        fields = {place: field for field, place in places.items()}
        self.boxes = []
        for at, name in enumerate(table.columns):
            shown = name or fill(self.tr("Column %1"), str(at + 1))
            head = ElidedLabel(shown, TextSize.STRONG, is_data=True)
            grid.addWidget(head, 0, at)
            box = self._box(fields.get(at, ImportField.IGNORE))
            box.setAccessibleName(fill(self.tr("%1 holds", "a column"), shown))
            self.boxes.append(box)
            grid.addWidget(box, 1, at)
            grid.setColumnMinimumWidth(at, _WIDTH)
            for below, row in enumerate(table.rows[:_ROWS]):
                cell = " ".join(row.cells[at].split())[:200]
                label = ElidedLabel(cell, TextSize.SMALL, "muted", is_data=True)
                grid.addWidget(label, 2 + below, at)
        grid.setColumnStretch(len(table.columns), 1)
        self.setWidget(inside)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(inside.sizeHint().height() + bar)

    def places(self) -> tuple[tuple[ImportField, int], ...]:
        """Return what each used column is taken for."""
        found = [(ImportField(box.currentData()), at) for at, box in enumerate(self.boxes)]
        return tuple(each for each in found if each[0] is not ImportField.IGNORE)

    def _box(self, field: ImportField) -> QComboBox:
        box = QComboBox()
        for each in ImportField:
            box.addItem(field_word(each), str(each))
        box.setCurrentIndex(box.findData(str(field)))
        box.currentIndexChanged.connect(self._take)
        return box

    @Slot()
    def _take(self) -> None:
        """Give a field to one column only: the one it was taken from is left out."""
        sender = self.sender()
        chosen = sender.currentData() if isinstance(sender, QComboBox) else ""
        if chosen != str(ImportField.IGNORE):
            for box in self.boxes:
                if box is not sender and box.currentData() == chosen:
                    box.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
                    box.setCurrentIndex(box.findData(str(ImportField.IGNORE)))
                    box.blockSignals(False)  # noqa: FBT003  (Qt's own signature)
        self.changed.emit()
