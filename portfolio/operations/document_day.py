"""The moment at which what others signed is judged for a document of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def moment(on: date) -> datetime:
    """Return the last second of a day, in UTC.

    A document names its day and is the same however often it is made that day. What was signed
    that day counts; what ends that day is over.
    """
    return datetime.combine(on, time(23, 59, 59), tzinfo=UTC)
