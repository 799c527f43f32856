r"""The list of deeds: a table model that stays quick with a million rows.

::

    show(query) --> first page by keyset, at once --> rows appear
                \-> all ids, on an executor -------> the rest of the rows, counted()
    refresh() ----> all ids, on an executor; the rows in sight stay until it is there
    data() -------> rows in windows of 256 read by id, the last 32 windows kept

Sorting and filtering are SQL. Group heads ("November 2026") are rows of their own that cannot be
selected; which rows they are follows from counts, never from walking the deeds.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot

from portfolio.errors import PortfolioError, ReadInterruptedError
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.ui.models.deed_order import (
    DATE_ORDERS,
    FirstPage,
    OrderReading,
    WholeOrder,
    read_first_page,
)
from portfolio.ui.models.deed_places import DeedPlaces
from portfolio.ui.models.deed_row import DATE, SERVED, SORTED_BY, deed_data, head_data
from portfolio.ui.models.deed_windows import DeedWindows
from portfolio.ui.models.words import fill
from portfolio.ui.tasks import READER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from portfolio.model.deed import Deed
    from portfolio.store.store import Store
    from portfolio.ui.models.background import Background
    from portfolio.ui.tasks import Task

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_HEAD_FLAGS = Qt.ItemFlag.ItemNeverHasChildren  # not enabled: the arrow keys pass over heads
_DEED_FLAGS = _HEAD_FLAGS | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class DeedsModel(QAbstractTableModel):
    """Deeds of one query, in columns What, Title, Project and Date.

    Signals:
        counted: (rows shown, deeds there are without the filter), once both are known.
        placed: `WholeOrder` when every row is there; its ``rows`` say where to find what was
            to be kept in sight.
        failed: `PortfolioError`, when the record could not be read.
    """

    counted = Signal(int, int)
    placed = Signal(object)
    failed = Signal(object)

    def __init__(self, store: Store, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._query = DeedQuery()
        self._places = DeedPlaces(array("q"))
        self._windows = DeedWindows(self._read_deeds)
        self._running: list[Task] = []
        self._reading: OrderReading | None = None

    @property
    def query(self) -> DeedQuery:
        """What is shown, or being read to be shown."""
        return self._query

    @property
    def places(self) -> DeedPlaces:
        """Which row is which deed."""
        return self._places

    def show(self, query: DeedQuery, keep: Sequence[str] = ()) -> None:
        """Show another query, and give up reading the one before.

        Args:
            query: What to show.
            keep: Keys of deeds whose rows `placed` is to name.
        """
        self.stop()
        self._query = query
        if query.words:
            self._begin(partial(_first_page, self._store, query), self._take_first_page)
        else:
            try:
                self._take_first_page(read_first_page(self._store, query))
            except PortfolioError as error:
                self._say_failed(error)
                return
        self.refresh(keep)

    def refresh(self, keep: Sequence[str] = ()) -> None:
        """Read the order again; the rows in sight stay until it is there."""
        self._stop_reading()
        self._reading = OrderReading(self._store, self._query, keep)
        self._begin(self._reading, self._take_whole_order)

    def stop(self) -> None:
        """Give up what is being read."""
        self._stop_reading()
        for task in self._running:
            if shiboken6.isValid(task) and task.is_running:
                task.cancel()
        self._running.clear()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading = None

    def deed(self, row: int) -> Deed | None:
        """Return the deed at ``row``; None for a head, or for one that is no more."""
        position = self._places.position(row)
        return None if position < 0 else self._windows.deed(self._places.ids, position)

    # Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, heads included."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return 4."""
        return 0 if parent.isValid() else 4

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that deeds can be selected and gone to, and heads cannot."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._places.head(index.row()) is not None:
            return _HEAD_FLAGS
        return _DEED_FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what `deed_row.SERVED` names for a row; None at once for anything else."""
        if role not in SERVED or not index.isValid():
            return None
        head = self._places.head(index.row())
        if head is not None:
            return head_data(head, index.column(), role)
        deed = self.deed(index.row())
        if deed is None:
            return None
        return deed_data(deed, index.column(), role, with_year=self._query.order not in DATE_ORDERS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the head of a column; its accessible text says when it sorts the list."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < 4:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_head(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == DATE else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _heads(self) -> tuple[str, str, str, str]:
        return self.tr("What"), self.tr("Title"), self.tr("Project"), self.tr("Date")

    def _spoken_head(self, section: int) -> str:
        word = self._heads()[section]
        if SORTED_BY.get(self._query.order) != section:
            return word
        if self._query.order is DeedOrder.DATE_NEWEST:
            return fill(self.tr("%1, sorted, newest first"), word)
        if self._query.order is DeedOrder.DATE_OLDEST:
            return fill(self.tr("%1, sorted, oldest first"), word)
        return fill(self.tr("%1, sorted"), word)

    # Reading

    def _begin(
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], object],
        done: Callable[[object], None],
    ) -> None:
        task = self._background.run(work, on_done=done, on_failed=self._say_failed, executor=READER)
        self._running = [one for one in self._running if shiboken6.isValid(one)]
        self._running.append(task)

    def _read_deeds(self, ids: Sequence[int]) -> list[Deed]:
        try:
            with self._store.reading() as reader:
                return reader.deeds.by_ids(ids)
        except PortfolioError as error:
            self._say_failed(error)
            return []

    @Slot(object)
    def _take_first_page(self, result: object) -> None:
        if not isinstance(result, FirstPage) or result.query != self._query:
            return
        self.beginResetModel()
        self._places = result.places
        self._windows.put_first(result.deeds)
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, DATE)

    @Slot(object)
    def _take_whole_order(self, result: object) -> None:
        if not isinstance(result, WholeOrder) or result.query != self._query:
            return
        self._swap(result.places)
        self.placed.emit(result)
        self.counted.emit(len(result.places.ids), result.total)

    def _swap(self, places: DeedPlaces) -> None:
        before, after = len(self._places), len(places)
        if before and places.begins_with(self._places):
            if after > before:
                self.beginInsertRows(_NOWHERE, before, after - 1)
                self._places = places
                self.endInsertRows()
            self._windows.forget()
            self.dataChanged.emit(self.index(0, 0), self.index(before - 1, DATE))
            return
        self.beginResetModel()
        self._places = places
        self._windows.forget()
        self.endResetModel()

    @Slot(object)
    def _say_failed(self, error: object) -> None:
        if isinstance(error, ReadInterruptedError):
            return  # a newer question is being answered
        if isinstance(error, Exception) and not isinstance(error, PortfolioError):
            raise error  # unexpected: for the crash dialog
        self.failed.emit(error)


def _first_page(
    store: Store,
    query: DeedQuery,
    _report: Callable[[object], None],
    cancelled: Callable[[], bool],
) -> FirstPage | None:
    return None if cancelled() else read_first_page(store, query)
