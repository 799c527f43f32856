"""The dry run as a table: row, what becomes of it, what it would be, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from portfolio.model.codes import Action
from portfolio.ui.models import import_words
from portfolio.ui.models.words import action_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from portfolio.operations.importing import ImportRow, RowVerdict

NUMBER, VERDICT, WHAT, WHY = range(4)
_NO_PARENT: Final = QModelIndex()


class ImportRows(QAbstractTableModel):
    """Rows of an import, all of them or those of one verdict."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._every: Sequence[ImportRow] = ()
        self._rows: Sequence[ImportRow] = ()
        self._verdict: RowVerdict | None = None

    def show_rows(self, rows: Sequence[ImportRow]) -> None:
        """Show other rows."""
        self._every = rows
        self.show_only(self._verdict)

    def show_only(self, verdict: RowVerdict | None) -> None:
        """Show the rows of one verdict, or with None all."""
        self.beginResetModel()
        self._verdict = verdict
        self._rows = [row for row in self._every if verdict is None or row.verdict is verdict]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return four."""
        return 0 if parent.isValid() else 4

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a cell's words; the whole of them is also the tooltip."""
        shown = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if not index.isValid() or role not in shown:
            return None
        row = self._rows[index.row()]
        if index.column() == NUMBER:
            return str(row.number)
        if index.column() == VERDICT:
            return import_words.verdict_word(row.verdict)
        return _what(row) if index.column() == WHAT else import_words.why(row)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Row"), self.tr("Becomes"), self.tr("Contribution"), self.tr("Why"))
        return names[section]


def _what(row: ImportRow) -> str:
    entry = row.entry
    if entry is None:
        return ""
    done = "" if entry.action is Action.OTHER else action_word(entry.action)
    parts = (entry.when[:10], done, entry.title, row.project)
    shown = [part for part in parts if part]
    if QGuiApplication.isRightToLeft():  # a date or an English title keeps its place in the line
        shown = [f"\u2068{part}\u2069" for part in shown]
    return " · ".join(shown)
