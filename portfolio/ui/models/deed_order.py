"""Reading the order of a list: its first page at once, the whole of it in the background."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.ui.models.deed_places import DeedPlaces, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portfolio.model.deed import Deed
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

FIRST_PAGE = 100
DATE_ORDERS = (DeedOrder.DATE_NEWEST, DeedOrder.DATE_OLDEST)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The beginning of a list, read by keyset."""

    query: DeedQuery
    places: DeedPlaces
    deeds: Sequence[Deed]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """Every row of a list.

    Attributes:
        total: Deeds there are without the filter.
        rows: Rows at which the deeds asked to be kept in sight stand now; those gone are absent.
    """

    query: DeedQuery
    places: DeedPlaces
    total: int
    rows: Mapping[str, int]


def read_first_page(store: Store, query: DeedQuery) -> FirstPage:
    """Read the first rows of ``query``; a few milliseconds unless it has words.

    Raises:
        StoreError: The record could not be read.
    """
    with store.reading() as reader:
        page = reader.deeds.page(query, limit=FIRST_PAGE)
    places = places_of(page.deeds, with_heads=query.order in DATE_ORDERS)
    return FirstPage(query, places, page.deeds, page.next is None)


class OrderReading:
    """Reads all ids of a query on an executor; can be stopped in the middle of a search.

    Args:
        store: Whose deeds.
        query: Which deeds, in what order.
        keep: Keys of deeds whose rows are wanted.
    """

    def __init__(self, store: Store, query: DeedQuery, keep: Sequence[str] = ()) -> None:
        self._store, self._query, self._keep = store, query, tuple(keep)
        self._guard = threading.Lock()
        self._reader: Reader | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Stop, also the statement that runs now; UI thread."""
        with self._guard:
            self._is_stopped = True
            if self._reader is not None:
                self._reader.interrupt()

    def __call__(
        self, _report: Callable[[object], None], cancelled: Callable[[], bool]
    ) -> WholeOrder | None:
        """Read; a million ids take a third of a second.

        Returns:
            The order, or None when it was given up between two steps.

        Raises:
            StoreError: The record could not be read, or `stop` came in the middle.
        """
        with self._store.reading() as reader:
            with self._guard:
                self._reader = reader
            try:
                return None if self._is_stopped else self._read(reader, cancelled)
            finally:
                with self._guard:  # from here on the connection is somebody else's
                    self._reader = None

    def _read(self, reader: Reader, cancelled: Callable[[], bool]) -> WholeOrder | None:
        query = self._query
        ids = reader.deeds.ids(query)
        if cancelled():
            return None
        months = reader.deeds.months(query) if query.order in DATE_ORDERS else []
        everything = DeedQuery(include_hidden=query.include_hidden)
        is_filtered = replace(query, order=everything.order) != everything
        if cancelled():
            return None
        total = reader.deeds.count(everything) if is_filtered else len(ids)
        kept = reader.deeds.by_keys(self._keep) if self._keep else {}
        places = DeedPlaces(ids, months)
        rows = {key: places.row_of(deed.id) for key, deed in kept.items()}
        found = {key: row for key, row in rows.items() if row >= 0}
        return WholeOrder(query, places, total, found)
