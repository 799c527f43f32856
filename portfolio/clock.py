"""The clock, handed in where time matters so that tests can turn it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def to_text(at: datetime) -> str:
    """Return an instant as RFC 3339 UTC text of one width, so that text order is time order."""
    # Not strftime: it takes five times as long, and some systems write the year 33 without zeros.
    return at.astimezone(UTC).isoformat()[:19] + "Z"


def from_text(text: str) -> datetime:
    """Return the instant that `to_text` wrote.

    Raises:
        ValueError: The text is not of that form.
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
