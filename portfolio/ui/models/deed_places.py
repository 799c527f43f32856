"""Which row of the list is which deed, when group heads stand between the deeds.

A list in date order has one head a month. Heads are known from counts (``months``), so a row is
found by bisection over a few hundred heads and never by walking a million ids.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.deed import Deed


class DeedPlaces:
    """Rows of a list: deeds by their position in ``ids``, with heads between them.

    Args:
        ids: Row ids of the deeds, in the list's order.
        months: (year, month, number of deeds) in the same order; empty for a list without heads.
            Counts that do not add up to ``ids`` (a write came between two reads) drop the heads:
            a list without heads is right, one with shifted heads is not.
    """

    def __init__(self, ids: array[int], months: Sequence[tuple[int, int, int]] = ()) -> None:
        self.ids = ids
        fits = sum(count for _, _, count in months) == len(ids)
        self._months = tuple(months) if fits else ()
        self._head_rows: list[int] = []
        row = 0
        for _, _, count in self._months:
            self._head_rows.append(row)
            row += count + 1

    def __len__(self) -> int:
        return len(self.ids) + len(self._head_rows)

    def head(self, row: int) -> tuple[int, int] | None:
        """Return (year, month) when ``row`` is a head, else None."""
        index = bisect_right(self._head_rows, row) - 1
        if index < 0 or self._head_rows[index] != row:
            return None
        year, month, _ = self._months[index]
        return year, month

    def position(self, row: int) -> int:
        """Return the position in ``ids`` of the deed at ``row``; -1 for a head or outside."""
        if not 0 <= row < len(self):
            return -1
        index = bisect_right(self._head_rows, row)
        if index and self._head_rows[index - 1] == row:
            return -1
        return row - index

    def row(self, position: int) -> int:
        """Return the row at which the deed at ``position`` stands."""
        if not self._head_rows:
            return position
        # Head k stands before the deed at position head_rows[k] - k.
        low, high = 0, len(self._head_rows)
        while low < high:
            middle = (low + high) // 2
            if self._head_rows[middle] - middle <= position:
                low = middle + 1
            else:
                high = middle
        return position + low

    def row_of(self, deed_id: int) -> int:
        """Return the row of a deed; -1 when it is not in the list."""
        try:
            return self.row(self.ids.index(deed_id))
        except ValueError:
            return -1

    def next_deed_row(self, row: int) -> int:
        """Return ``row``, or the first deed after it when it is a head; -1 at the end."""
        while 0 <= row < len(self):
            if self.position(row) >= 0:
                return row
            row += 1
        return -1

    def begins_with(self, other: DeedPlaces) -> bool:
        """Whether the rows of ``other`` are the first rows of this."""
        count = len(other.ids)
        if self.ids[:count] != other.ids:
            return False
        return all(self.head(row) == other.head(row) for row in other.head_rows) and (
            len([row for row in self._head_rows if row < len(other)]) == len(other.head_rows)
        )

    @property
    def head_rows(self) -> Sequence[int]:
        """Rows at which heads stand."""
        return self._head_rows


def months_of(deeds: Sequence[Deed]) -> list[tuple[int, int, int]]:
    """Return (year, month, count) runs of ``deeds`` in their order (UTC, as the store counts)."""
    runs: list[tuple[int, int, int]] = []
    for deed in deeds:
        year, month = deed.occurred_at.year, deed.occurred_at.month
        if runs and runs[-1][:2] == (year, month):
            runs[-1] = (year, month, runs[-1][2] + 1)
        else:
            runs.append((year, month, 1))
    return runs


def places_of(deeds: Sequence[Deed], *, with_heads: bool) -> DeedPlaces:
    """Return the places of a first page of deeds."""
    return DeedPlaces(
        array("q", [deed.id for deed in deeds]), months_of(deeds) if with_heads else ()
    )
