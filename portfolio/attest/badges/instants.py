"""Dates as badges write them: RFC 3339, a bare day, or seconds since 1970 in the oldest ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_FORM = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,12}))?([Zz]|[+-]\d{2}:?\d{2})?)?\Z",
    re.ASCII,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC, microsecond=0)
_LAST_SECOND: Final = 253_402_300_799  # of the year 9999
_FIRST_SECOND: Final = -62_135_596_800  # of the year 1


def read(written: object) -> datetime | None:
    """Return the instant a date stands for, in UTC; None where it is no date.

    A date without a zone is taken as UTC; one beyond the calendar as its last or first instant
    (``9999-12-31T23:59:59-05:00`` means "never" and overflows).
    """
    if isinstance(written, bool):
        return None
    if isinstance(written, int | float):
        bounded = min(max(written, _FIRST_SECOND), _LAST_SECOND)
        return _EPOCH + timedelta(seconds=bounded)
    found = _FORM.match(written) if isinstance(written, str) else None
    if found is None:
        return None
    return _instant(*found.groups())


def _instant(day: str, time: str | None, part: str | None, zone: str | None) -> datetime | None:
    time = time or "00:00"
    if time.count(":") == 2 and time.endswith(
        ":60"
    ):  # a leap second, which the calendar here does not have
        time = f"{time[:-2]}59"
    parts = "" if part is None else f".{part[:6].ljust(6, '0')}"
    zone = "+00:00" if zone in (None, "Z", "z") else zone
    try:
        return datetime.fromisoformat(f"{day}T{time}{parts}{zone}").astimezone(UTC)
    except OverflowError:
        return _LAST if day.startswith("9999") else _FIRST
    except ValueError:
        return None
