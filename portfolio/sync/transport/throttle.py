"""How long a service asks to wait, read from what it sent. Pure; never raises.

In order of trust: ``Retry-After`` in seconds or as an HTTP date (RFC 9110, 10.2.3), then the
service's own reset header: seconds or milliseconds since 1970, seconds from now, or ISO 8601 text
(GitHub and Gitea-likes, GitLab, Mastodon, Weblate). Fields of the body are the provider's matter
(`Provider.judge`). Junk is no signal, and nothing is believed beyond an hour.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

CAP_S = 3600.0
_SECONDARY_S = 60.0  # GitHub, "Rate limits for the REST API": at least a minute without a header
_RESETS = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-reset-after")
_REMAINS = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,9})?", re.ASCII)
_STRUCTURED = re.compile(r"(?:^|[;,\s])([rt])=([0-9]{1,12})(?=$|[;,\s])", re.ASCII)
_WORDS = re.compile(
    rb"rate.?limit|too many requests|abuse detection|throttl|retry later", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signal:
    """What a reply says about waiting.

    Attributes:
        is_refused: The request was not answered because of it; send it once more afterwards.
        seconds: 0 to `CAP_S`; None when it does not say how long.
        resource: Which of the service's limits it is, where it has several (GitHub); else "".
        is_sure: A status or header says so, not only words in the body.
    """

    is_refused: bool
    seconds: float | None
    resource: str = ""
    is_sure: bool = True


def read(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Signal | None:
    """Return what a reply says about waiting, or None.

    Args:
        status: Of the reply.
        headers: Names in lower case.
        body: Its beginning is looked at when a 403 could be either thing.
        now: The service's own time where it gave one, else this computer's; aware.
    """
    resource = headers.get("x-ratelimit-resource", "")
    after = retry_after(headers.get("retry-after", ""), now)
    is_empty, until = _left_and_reset(headers, now)
    if status in (429, 503):
        if status == 503 and after is None:
            return None  # simply down: retried like other failures
        return Signal(is_refused=True, seconds=_first(after, until), resource=resource)
    if status == 403 and (after is not None or is_empty or _WORDS.search(body[:2000])):
        seconds = _first(after, until if is_empty else None)
        return Signal(
            is_refused=True,
            seconds=_SECONDARY_S if seconds is None else seconds,
            resource=resource,
            is_sure=after is not None or is_empty,
        )
    if status < 400 and is_empty and until:
        return Signal(is_refused=False, seconds=until, resource=resource)
    return None


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds a Retry-After value asks for, capped; None for none and for junk."""
    value = value.strip()
    if _NUMBER.fullmatch(value):
        return _capped(float(value))
    at = _http_date(value)
    return None if at is None else _from_now(at, now)


def reset(value: str, now: datetime) -> float | None:
    """Return the seconds until a reset header's time, capped; None for none and for junk."""
    value = value.strip()
    if _NUMBER.fullmatch(value):
        number = float(value)
        if number >= 1e11:  # milliseconds since 1970
            return _from_now_s(number / 1000, now)
        if number >= 1e9:  # seconds since 1970
            return _from_now_s(number, now)
        return _capped(number)
    at = _iso(value) or _http_date(value)
    return None if at is None else _from_now(at, now)


def capped(seconds: float) -> float:
    """Return seconds somebody asks to wait, as far as they are believed."""
    return 0.0 if math.isnan(seconds) or seconds < 0 else min(seconds, CAP_S)


def _left_and_reset(headers: Mapping[str, str], now: datetime) -> tuple[bool, float | None]:
    """Return whether nothing is left of the limit, and the seconds until it is full again."""
    structured = dict(_STRUCTURED.findall(headers.get("ratelimit", "")[:300]))
    left = next((headers[name].strip() for name in _REMAINS if name in headers), None)
    if left is None:
        left = structured.get("r")
    resets = [headers[name] for name in _RESETS if name in headers]
    resets += [structured["t"]] if "t" in structured else []
    until = next((found for text in resets if (found := reset(text, now)) is not None), None)
    is_empty = left is not None and bool(_NUMBER.fullmatch(left)) and float(left) <= 0
    return is_empty, until


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _capped(seconds: float) -> float | None:
    return None if seconds < 0 else min(seconds, CAP_S)


def _from_now(at: datetime, now: datetime) -> float:
    return max(0.0, min((at - now).total_seconds(), CAP_S))


def _from_now_s(epoch_s: float, now: datetime) -> float:
    return max(0.0, min(epoch_s - now.timestamp(), CAP_S))


def _http_date(value: str) -> datetime | None:
    if not 10 <= len(value) <= 60:
        return None
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return _aware(at)


def _iso(value: str) -> datetime | None:
    if not 10 <= len(value) <= 40:
        return None
    try:
        return _aware(datetime.fromisoformat(value))
    except ValueError:
        return None


def _aware(at: datetime) -> datetime | None:
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (OverflowError, ValueError):  # the year 1 in a zone east of London
        return None


def served_at(headers: Mapping[str, str]) -> datetime | None:
    """Return the service's own time from its Date header (RFC 9110, 6.6.1), if it is one."""
    return _http_date(headers.get("date", "").strip())
