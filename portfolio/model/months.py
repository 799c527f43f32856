"""Dates that may be known to the year, the month or the day."""

from __future__ import annotations

import re
from datetime import date

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
