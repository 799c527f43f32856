"""Dates as the window writes them, in its locale.

Qt knows only a locale's long and short form of a date; day with month, and month with year, are
cut out of the long form here, so that their order and signs are the locale's own.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

translate = QCoreApplication.translate

_WEEKDAY = re.compile(r"[\s,،、]*\bd{3,4}\b[\s,،、.]*|d{3,4}")
_YEAR = re.compile(r"[\s,،]*(?:'[^']*'\s*)?y+(?:\s*'[^']*'|\s?[年년])?\.?")
_DAY_SIGNED = re.compile(r"\s?d{1,2}[日일]")


def local_day(at: datetime, tz_offset_min: int = 0) -> date:
    """Return the day of an instant where it happened (the offset the source gave)."""
    return (at.astimezone(UTC) + timedelta(minutes=tz_offset_min)).date()


def long_day(day: date) -> str:
    """Return "18 November 2026"."""
    return QLocale().toString(_qdate(day), _long_form())


def short_day(day: date) -> str:
    """Return "18 Nov 2026"."""
    return QLocale().toString(_qdate(day), _long_form().replace("MMMM", "MMM"))


def day_and_month(day: date) -> str:
    """Return "18 Nov"."""
    return QLocale().toString(_qdate(day), _without_year().replace("MMMM", "MMM"))


def day_and_long_month(day: date) -> str:
    """Return "18 November"."""
    return QLocale().toString(_qdate(day), _without_year())


def month_and_year(year: int, month: int) -> str:
    """Return "November 2026"."""
    locale = QLocale()
    form = _long_form()
    if _DAY_SIGNED.search(form):  # Chinese, Japanese, Korean: the year stands first, with signs
        return locale.toString(QDate(year, month, 1), _DAY_SIGNED.sub("", form))
    name = locale.standaloneMonthName(month, QLocale.FormatType.LongFormat)
    pattern = translate("dates", "%1 %2", "month and year")
    return pattern.replace("%1", name).replace("%2", year_number(year))  # of one language


def as_known(day: date, known: str, written: Callable[[date], str]) -> str:
    """Return a day as ``written``, or only its month or year when no more is known of it.

    Args:
        day: The first day it can be.
        known: `portfolio.model.deed.Deed.date_known`.
        written: One of the functions above.
    """
    if known == "year":
        return year_number(day.year)
    return month_and_year(day.year, day.month) if known == "month" else written(day)


def year_number(year: int) -> str:
    """Return a year in the digits of the window's locale, never grouped."""
    return QLocale().toString(QDate(year, 1, 1), "yyyy")


def since_day(day: date, today: date) -> str:
    """Return a recent day without its year, an older one with it: "3 May", "3 May 2024"."""
    return day_and_long_month(day) if day.year == today.year else long_day(day)


def recent_day(at: datetime, today: date) -> str:
    """Return "today", "yesterday", a weekday of the last six days, an older one as `since_day`."""
    day = local_day(at)
    past = (today - day).days
    if past == 0:
        return translate("dates", "today")
    if past == 1:
        return translate("dates", "yesterday")
    if 0 <= past < 7:
        return QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    return since_day(day, today)


def read_month(text: str) -> str | None:
    """Read a month or year as people type it.

    Returns:
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``""`` for nothing; None for what is no date.
        Understood: 2024, 2024-03, 3/2024, 03.2024, March 2024, mar 2024 (names in the window's
        locale and in English), 2024-03-05.
    """
    cleaned = " ".join(text.replace(",", " ").split()).strip(". ")
    if not cleaned:
        return ""
    found = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", cleaned)
    if found:
        return _checked(found[1], found[2], found[3])
    found = re.fullmatch(r"(\d{1,2})\s?[-/. ]\s?(\d{4})", cleaned)
    if found:
        return _checked(found[2], found[1], None)
    found = re.fullmatch(r"(\D+?)\.? ?(\d{4})", cleaned) or None
    if found and (month := _month_named(found[1])):
        return _checked(found[2], str(month), None)
    return None


def write_month(iso: str) -> str:
    """Return a stored date as a field shows it: "2024", "March 2024", "5 March 2024"."""
    parts: Sequence[str] = iso.split("-")
    if not iso or len(parts) > 3 or not all(part.isdigit() for part in parts):
        return iso
    if len(parts) == 1:
        return iso
    if len(parts) == 2:
        return month_and_year(int(parts[0]), int(parts[1]))
    return long_day(date(int(parts[0]), int(parts[1]), int(parts[2])))


def _long_form() -> str:
    return _WEEKDAY.sub("", QLocale().dateFormat(QLocale.FormatType.LongFormat)).strip(" ,،")


def _without_year() -> str:
    return _YEAR.sub("", _long_form()).lstrip(" ,،.").rstrip(" ,،")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not 1900 <= whole.year <= 2200:
        return None
    return whole.isoformat()[: 4 if month is None else 7 if day is None else 10]


def _month_named(word: str) -> int | None:
    wanted = word.strip(" .").casefold()
    if len(wanted) < 3:
        return None
    for locale in (QLocale(), QLocale.c()):
        for month in range(1, 13):
            if any(name.startswith(wanted) for name in _month_names(locale, month)):
                return month
    return None


def _month_names(locale: QLocale, month: int) -> list[str]:
    forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    names = [locale.monthName(month, form) for form in forms]
    names += [locale.standaloneMonthName(month, form) for form in forms]
    return [name.casefold().strip(".") for name in names]
