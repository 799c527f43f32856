"""The rows in sight: deeds read by id in windows, with only the last few windows kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from portfolio.model.deed import Deed

WINDOW_ROWS = 256
WINDOWS_KEPT = 32


class DeedWindows:
    """Deeds by their position in an order of ids.

    Args:
        fetch: Reads deeds by id, in any order; ids that are no more are left out. One call reads
            at most `WINDOW_ROWS`, which takes a few milliseconds.
    """

    def __init__(self, fetch: Callable[[Sequence[int]], list[Deed]]) -> None:
        self._fetch = fetch
        self._windows: OrderedDict[int, list[Deed | None]] = OrderedDict()

    def deed(self, ids: array[int], position: int) -> Deed | None:
        """Return the deed at ``position``, or None when it is no longer in the store."""
        number, offset = divmod(position, WINDOW_ROWS)
        window = self._windows.get(number)
        if window is None or offset >= len(window):
            window = self._read(ids, number)
        else:
            self._windows.move_to_end(number)
        return window[offset] if offset < len(window) else None

    def put_first(self, deeds: Sequence[Deed]) -> None:
        """Keep a first page that was read already; the rest of its window is read when needed."""
        self._windows.clear()
        self._windows[0] = list(deeds[:WINDOW_ROWS])

    def forget(self) -> None:
        """Drop every window, because the deeds or their order changed."""
        self._windows.clear()

    def _read(self, ids: array[int], number: int) -> list[Deed | None]:
        wanted = ids[number * WINDOW_ROWS : (number + 1) * WINDOW_ROWS]
        found = {deed.id: deed for deed in self._fetch(wanted)}
        window = [found.get(deed_id) for deed_id in wanted]
        self._windows[number] = window
        self._windows.move_to_end(number)
        while len(self._windows) > WINDOWS_KEPT:
            self._windows.popitem(last=False)
        return window
