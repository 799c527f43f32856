"""Dates of commits: what a clock said, however wrong it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

# Before this no commit was made: the first of January 1980 is where a clock without a battery
# starts, 1970 where an unset one does. Real imported histories reach back to the eighties.
EARLIEST_S: Final = int(datetime(1980, 1, 2, tzinfo=UTC).timestamp())
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_S: Final = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
_AHEAD: Final = timedelta(days=1)
_MOST_OFFSET_MIN: Final = 14 * 60  # the widest offset in use, UTC+14


def latest_s(now: datetime) -> int:
    """Return the latest believable second: a day ahead, for clocks that are a little fast."""
    return int((now + _AHEAD).timestamp())


def seconds(raw: bytes) -> int | None:
    """Return the seconds of a raw date, ``1700000000 +0100``; None when there is none."""
    try:
        return int(raw.partition(b" ")[0])
    except ValueError:
        return None


def offset_min(raw: bytes) -> int:
    """Return the offset of a raw date in minutes east; 0 when it is missing or unbelievable."""
    text = raw.partition(b" ")[2]
    sign = -1 if text[:1] == b"-" else 1
    digits = text[1:]
    if text[:1] not in (b"+", b"-") or not digits.isdigit() or len(digits) > 6:
        return 0
    hours, minutes = divmod(int(digits), 100)
    total = hours * 60 + minutes
    return sign * total if minutes < 60 and total <= _MOST_OFFSET_MIN else 0


def instant(second: int) -> datetime:
    """Return the instant of a second since 1970, kept within 1970 to 9999."""
    return _EPOCH + timedelta(seconds=min(max(second, 0), _LAST_S))
