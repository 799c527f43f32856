"""What goes into an edition, as a list with ticks that can be moved.

The model holds an `Edition`, shows every tick and move at once and answers it with the new
edition (`edition_changed`); it writes nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portfolio.ui.models.contents_choices import with_order, with_tick
from portfolio.ui.models.contents_rows import Offered, rows_of, spoken
from portfolio.ui.models.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.edition import Edition
    from portfolio.ui.models.contents_row import ContentsRow

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-portfolio-contents-row"


class ContentsModel(QAbstractListModel):
    """Rows of one edition.

    Signals:
        edition_changed: The edition after a tick or a move.
    """

    edition_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edition: Edition | None = None
        self._offered = Offered()
        self._rows: list[ContentsRow] = []

    def show_edition(self, edition: Edition, offered: Offered) -> None:
        """Show an edition with what it can choose from; the chosen row stays chosen."""
        is_same = self._edition is not None and self._edition.id == edition.id
        self._edition = edition
        self._offered = offered.ordered_for(edition, self._offered if is_same else None)
        rows = rows_of(edition, self._offered)
        now, before = [r.identity for r in rows], [r.identity for r in self._rows]
        if now == before:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        elif sorted(now) == sorted(before):
            self._lay_out_anew(rows)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _lay_out_anew(self, rows: list[ContentsRow]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        stood_for = [self._rows[index.row()] for index in held]
        self._rows = rows
        for index, row in zip(held, stood_for, strict=True):
            self.changePersistentIndex(index, self.index_of(row))
        self.layoutChanged.emit()

    def row_at(self, index: Index) -> ContentsRow | None:
        """Return the row behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, row: ContentsRow) -> QModelIndex:
        """Return where the row stands now, however it is ticked."""
        for at, each in enumerate(self._rows):
            if each.identity == row.identity:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be ticked; those with a place of their own can be dragged."""
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        on |= Qt.ItemFlag.ItemIsUserCheckable
        return on | Qt.ItemFlag.ItemIsDragEnabled if row.is_movable else on

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve words, the note at the end, the tick and what a reader of the screen hears."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.is_shown else Qt.CheckState.Unchecked
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.words,
            Qt.ItemDataRole.AccessibleTextRole: spoken(row),
            Role.TITLE: row.words,
            Role.SUBTITLE: row.note,
            Role.THING: row,
        }
        return served.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        row, edition = self.row_at(index), self._edition
        if role != Qt.ItemDataRole.CheckStateRole or row is None or edition is None:
            return False
        shown = Qt.CheckState(value) == Qt.CheckState.Checked
        self._take(with_tick(edition, row, self._offered, shown=shown))
        return True

    def move(self, at: int, by: int) -> bool:
        """Move the row ``at`` one place up (-1) or down (1) among its likes."""
        likes = self._likes(self._rows[at])
        if not self._rows[at].is_movable:
            return False
        place = likes.index(at) + by
        if not 0 <= place < len(likes):
            return False
        likes.remove(at)
        self._order([*likes[:place], at, *likes[place:]])
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move inside the list."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the list's own type: nothing else can be dropped here."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the row's number."""
        data = QMimeData()
        data.setData(MIME, QByteArray(str(indexes[0].row()).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Move the carried row before ``row`` (or onto ``parent``'s place) among its likes."""
        if not data.hasFormat(MIME):
            return False
        at = int(bytes(data.data(MIME).data()).decode())
        target = row if row >= 0 else len(self._rows)
        if parent.isValid():  # dropped onto a row: it takes that row's place
            target = parent.row() + (1 if parent.row() > at else 0)
        if not 0 <= at < len(self._rows) or not self._rows[at].is_movable:
            return False
        others = [n for n in self._likes(self._rows[at]) if n != at]
        before = [n for n in others if n < target]
        self._order([*before, at, *others[len(before) :]])
        return False  # the view must not remove the row: the model has moved it

    def _likes(self, row: ContentsRow) -> list[int]:
        """Return the rows among which ``row`` can be moved, by number."""
        return [n for n, r in enumerate(self._rows) if r.kind is row.kind and r.is_movable]

    def _order(self, numbers: list[int]) -> None:
        if self._edition is not None:
            kind = self._rows[numbers[0]].kind
            keys = [self._rows[number].key for number in numbers]
            self._take(with_order(self._edition, kind, keys))

    def _take(self, edition: Edition) -> None:
        if edition != self._edition:
            self.show_edition(edition, self._offered)
            self.edition_changed.emit(edition)
