"""Months: dates that may be known to the year or month only, and how long something lasts."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date, datetime

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Return whether ``text`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and exists."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def months_after(at: datetime, months: int) -> datetime:
    """Return the instant so many months later; days after the 28th become the 28th.

    It stays within the last year there is.
    """
    month = at.month - 1 + months
    year = min(at.year + month // 12, MAXYEAR)
    return at.replace(year=year, month=month % 12 + 1, day=min(at.day, 28))
