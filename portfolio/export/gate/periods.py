"""Dates and periods in words: month and year, en dash with blanks, "present" in the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.export.words import Words

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DASH = " – "


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month, or (``month`` 0) a whole year."""

    year: int
    month: int = 0

    @property
    def iso(self) -> str:
        """Return ``YYYY-MM`` or ``YYYY``."""
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    def in_words(self, words: Words) -> str:
        """Return ``Mar 2021`` or ``2021``."""
        if not self.month:
            return str(self.year)
        return words.month(date(self.year, self.month, 1))


def parse(text: str) -> Month | None:
    """Return the month of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None when it is none of them."""
    found = _PARTIAL.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    if not 1 <= year <= 9999 or not 0 <= month <= 12 or (found[2] and month == 0):
        return None
    return Month(year, month)


def in_words(words: Words, start: Month | None, end: Month | None, *, is_current: bool) -> str:
    """Return a period in words; ``""`` when nothing is known of it."""
    if start and is_current:
        return f"{start.in_words(words)}{_DASH}{words.phrase('present')}"
    if start and end:
        if start == end:
            return start.in_words(words)
        return f"{start.in_words(words)}{_DASH}{end.in_words(words)}"
    if start:
        return words.phrase("from", date=start.in_words(words))
    if end and not is_current:
        return words.phrase("until", date=end.in_words(words))
    return words.phrase("present") if is_current else ""


def typed(words: Words, from_on: str, to_on: str, *, is_current: bool = False) -> str:
    """Return the words for a period as the holder typed it."""
    return in_words(words, parse(from_on), parse(to_on), is_current=is_current)
