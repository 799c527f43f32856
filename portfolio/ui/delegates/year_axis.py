"""Where a month stands on the timeline, and how months run together into bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class YearAxis:
    """Years side by side, from the start side of the window to its end.

    Attributes:
        first_year / last_year: Both shown.
        start_px: Distance of the first year's edge from the start side.
        width_px: Width of all years together.
    """

    first_year: int
    last_year: int
    start_px: int
    width_px: int

    @property
    def year_px(self) -> float:
        """Width of one year."""
        return self.width_px / (self.last_year - self.first_year + 1)

    def at(self, year: int, month: int = 1) -> float:
        """Return the distance from the start side at which a month begins."""
        return self.start_px + (year - self.first_year + (month - 1) / 12) * self.year_px

    def labelled(self, label_px: int) -> list[int]:
        """Return the years that get a label, so that labels of ``label_px`` do not touch."""
        every = 1
        while every * self.year_px < label_px + 8 and every < 50:
            every += 1
        return list(range(self.first_year, self.last_year + 1, every))


def runs(months: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Join months that follow each other: [(first, last), ...], both included."""
    found: list[tuple[int, int]] = []
    for number in sorted({year * 12 + month - 1 for year, month in months}):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [(_month(first), _month(last)) for first, last in found]


def _month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
