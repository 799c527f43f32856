"""A clock that tests turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until it is turned.

    Args:
        at: The instant it shows at first; aware.
    """

    def __init__(self, at: datetime = START) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant it shows, in UTC."""
        return self._at

    def advance(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Turn it on by ``by``, or by parts such as ``minutes=5``, and return the new instant."""
        self._at += by if by is not None else timedelta(**parts)
        return self._at

    def set(self, at: datetime) -> None:
        """Turn it to an aware instant, forwards or back."""
        self._at = at.astimezone(UTC)
