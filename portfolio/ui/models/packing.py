"""What goes into a backpack: letters and badges of an edition, with ticks to leave some out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portfolio.ui.models.carried_rows import ALL_KINDS
from portfolio.ui.models.contents_row import ContentsRow, RowKind, chosen_of
from portfolio.ui.models.contents_rows import spoken
from portfolio.ui.models.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.ui.models.carried_rows import Carriable

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
_HEADS = {kind: head for head, kind in ALL_KINDS.items()}


class PackingModel(QAbstractListModel):
    """Letters under one row, badges under another; that row ticks all of them or none.

    Signals:
        changed: Something was ticked or not.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: dict[RowKind, tuple[Carriable, ...]] = {}
        self._left: set[tuple[RowKind, str]] = set()
        self._rows: list[ContentsRow] = []

    def offer(self, letters: Sequence[Carriable], badges: Sequence[Carriable]) -> None:
        """Show what can go in, all of it ticked."""
        self.beginResetModel()
        self._things = {RowKind.LETTER: tuple(letters), RowKind.BADGE: tuple(badges)}
        self._left = set()
        self._rows = self._made()
        self.endResetModel()
        self.changed.emit()

    def ticked(self, kind: RowKind) -> tuple[str, ...]:
        """Return the ids of the letters or badges that go in."""
        return tuple(
            each.id for each in self._things.get(kind, ()) if (kind, each.id) not in self._left
        )

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve words, the note at the end, the tick and what a reader of the screen hears."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check(row)
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.words,
            Qt.ItemDataRole.AccessibleTextRole: spoken(row),
            Role.THING: row,
        }
        return served.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        kind = ALL_KINDS.get(row.kind)
        keys = (
            {(row.kind, row.key)}
            if kind is None
            else {(kind, each.id) for each in self._things[kind]}
        )
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._left = self._left - keys if is_on else self._left | keys
        self._rows = self._made()
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.changed.emit()
        return True

    def _check(self, row: ContentsRow) -> Qt.CheckState:
        kind = ALL_KINDS.get(row.kind)
        if kind is not None and row.is_shown:
            is_whole = len(self.ticked(kind)) == len(self._things[kind])
            return Qt.CheckState.Checked if is_whole else Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if row.is_shown else Qt.CheckState.Unchecked

    def _made(self) -> list[ContentsRow]:
        words = {
            RowKind.LETTER: translate("PackingModel", "Letters"),
            RowKind.BADGE: translate("PackingModel", "Badges"),
        }
        rows: list[ContentsRow] = []
        for kind, things in self._things.items():
            if not things:
                continue
            ticked = set(self.ticked(kind))
            note = chosen_of(len(ticked), len(things))
            head = _HEADS[kind]
            rows.append(ContentsRow(head, head, words[kind], note, 0, bool(ticked), is_fixed=True))
            rows += [
                ContentsRow(
                    kind, each.id, each.words, each.note, 1, each.id in ticked, is_fixed=True
                )
                for each in things
            ]
        return rows
