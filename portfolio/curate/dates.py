"""Dates as people write them in tables, read only when they can mean one day.

``03/04/2024`` is the third of April or the fourth of March. One cell does not tell; another one
of the same column may (``25/04/2024``). When none does, the date is not read but asked about.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from portfolio.clock import to_text
from portfolio.curate.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 60
_LANGUAGES = ("en", "de", "nl", "fr", "es", "pt", "ru", "ar")
_PARTICLES = frozenset(("de", "del", "of", "the", "do", "den", "der", "le", "г"))
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_EITHER = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"[ T,]\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)")


class DayOrder(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class BadDateError(ValueError):
    """A cell that is no date that can be read; the words say why."""


class UnclearDateError(BadDateError):
    """A cell that could be two days."""


def day_order(cells: Iterable[str]) -> DayOrder | None:
    """Return which number is the day, told by all cells of a column together.

    None when no cell tells or when cells contradict each other.
    """
    found = set()
    for cell in cells:
        both = _EITHER.fullmatch(_without_time(cell))
        if both and int(both[1]) > 12 >= int(both[2]):
            found.add(DayOrder.DAY_FIRST)
        elif both and int(both[2]) > 12 >= int(both[1]):
            found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def read_date(cell: str, order: DayOrder | None = None) -> str:
    """Return ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or an instant when an offset was given.

    A time without an offset says nothing certain, so only its day is kept.

    Raises:
        BadDateError: It is none.
        UnclearDateError: It could be two days, and ``order`` does not tell which.
    """
    text = cell.strip()
    if not text:
        raise BadDateError("there is no date")
    if len(text) > LONGEST:
        raise BadDateError("it has no date that can be read")
    if _INSTANT.fullmatch(text):
        return _instant(text)
    text = _ascii_digits(_without_time(text))
    for pattern in (_YEAR_FIRST, _COMPACT):
        found = pattern.fullmatch(text)
        if found:
            return _checked(cell, *(int(part) for part in found.groups() if part))
    found = _DOTTED.fullmatch(text)
    if found:
        return _checked(cell, int(found[3]), int(found[2]), int(found[1]))
    found = _MONTH_YEAR.fullmatch(text)
    if found:
        return _checked(cell, int(found[2]), int(found[1]))
    found = _EITHER.fullmatch(text)
    if found:
        return _either(cell, int(found[1]), int(found[2]), int(found[3]), order)
    return _named(cell, text)


def _instant(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as exc:
        raise BadDateError(f"“{text}” is no date") from exc
    if at.tzinfo is None:
        return at.date().isoformat()
    try:
        return to_text(at.astimezone(UTC))
    except OverflowError as exc:
        raise BadDateError(f"“{text}” is no date") from exc


def _either(cell: str, first: int, second: int, year: int, order: DayOrder | None) -> str:
    if first > 12 or (order is DayOrder.DAY_FIRST and second <= 12) or first == second:
        return _checked(cell, year, second, first)
    if second > 12 or order is DayOrder.MONTH_FIRST:
        return _checked(cell, year, first, second)
    raise UnclearDateError(f"“{cell.strip()}” could be two days")


def _named(cell: str, text: str) -> str:
    """Read a date whose month is a word: ``5 March 2024``, ``Mar 5, 2024``, ``März 2024``."""
    month = 0
    numbers: list[str] = []
    for word in folded(_ORDINAL.sub(r"\1", text)).split():
        if word.isdecimal():
            numbers.append(word)
        elif word in _months() and not month:
            month = _months()[word]
        elif word not in _PARTICLES:
            raise BadDateError(f"“{cell.strip()}” is no date")
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if not month or len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        raise BadDateError(f"“{cell.strip()}” is no date")
    return _checked(cell, int(years[0]), month, *(int(day) for day in days))


def _checked(cell: str, *parts: int) -> str:
    year, month, day = ([*parts, 1, 1])[:3]
    try:
        date(year, month, day)
    except ValueError as exc:
        raise BadDateError(f"“{cell.strip()}” is no date") from exc
    return "-".join((f"{year:04}", *(f"{part:02}" for part in parts[1:])))


def _without_time(cell: str) -> str:
    return _TIME.sub("", cell.strip()[:LONGEST]).strip().rstrip(".,")


def _ascii_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


@cache
def _months() -> dict[str, int]:
    """Return month names of the languages that have words, folded; none that means two months."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(folded(str(name)), set()).add(int(number))
    found.setdefault("sept", set()).add(9)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}
