"""Readers of JSON values from outside: each returns a checked value or raises `BadItemError`.

A provider's parsers are made of these. They take the item and the way to a value in it::

    title = line(item, "title")
    login = optional_line(item, "author", "login")      # "" when the author is gone
    made = instant(item, "created_at")

A value that is missing, null or of another type than promised is a bad item; the ``optional_``
readers allow it to be missing or null, never to be of another type. `parse_items` sets bad items
aside and keeps their neighbours.

What comes back is fit to be stored: text is cleaned (`portfolio.model.text`) and cut, numbers fit
into 63 bits, instants are aware, in UTC and between 1970 and 2100, addresses are https.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from portfolio.errors import UnreadableReplyError
from portfolio.model.text import clean, clean_line
from portfolio.sync.provider import SetAside

MAX_TITLE: Final = 1_000  # characters
MAX_EXCERPT: Final = 2_000
MAX_RAW: Final = 4_000
MAX_WHOLE: Final = 64_000
MAX_ID: Final = 300
MAX_URL: Final = 2_000
MAX_LINK: Final = 8_000
_MAX_NUMBER: Final = 2**63 - 1
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2100, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM: Final = 100_000_000_000  # as seconds this is the year 5138

_NUMBER = re.compile(r"-?[0-9]{1,19}")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,12}))?)?"
    r" ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?",
    re.IGNORECASE,
)
_UNFIT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029\ud800-\udfff]")
_UNFIT_IN_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Value = TypeVar("Value")


class BadItemError(Exception):
    """An item is not what the service promises; only this item is lost.

    Args:
        why: One plain sentence without anything the service said.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# ---------------------------------------------------------------------------- finding values


def found(raw: object, *keys: str) -> object:
    """Return the value at the end of a way through mappings, None where the way ends early.

    Raises:
        BadItemError: Something on the way is neither a mapping nor null.
    """
    for key in keys:
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            raise BadItemError(f"What holds “{key}” is not an object.")
        raw = raw.get(key)
    return raw


def _there(raw: object, keys: Sequence[str]) -> object:
    value = found(raw, *keys)
    if value is None:
        raise BadItemError(f"“{_way(keys)}” is missing.")
    return value


def _way(keys: Sequence[str]) -> str:
    return ".".join(keys) or "item"


def _is_absent(raw: object, keys: Sequence[str]) -> bool:
    return found(raw, *keys) is None


def mapping(raw: object, *keys: str) -> Mapping[str, Any]:
    """Return an object."""
    value = _there(raw, keys)
    if not isinstance(value, Mapping):
        raise BadItemError(f"“{_way(keys)}” is not an object.")
    return value


def listing(raw: object, *keys: str) -> Sequence[Any]:
    """Return a list."""
    value = _there(raw, keys)
    if not isinstance(value, list | tuple):
        raise BadItemError(f"“{_way(keys)}” is not a list.")
    return value


def optional_listing(raw: object, *keys: str) -> Sequence[Any]:
    """Return a list, an empty one when there is none."""
    return () if _is_absent(raw, keys) else listing(raw, *keys)


def flag(raw: object, *keys: str) -> bool:
    """Return a truth value."""
    value = _there(raw, keys)
    if not isinstance(value, bool):
        raise BadItemError(f"“{_way(keys)}” is neither true nor false.")
    return value


def optional_flag(raw: object, *keys: str) -> bool | None:
    """Return a truth value, None when the service does not say."""
    return None if _is_absent(raw, keys) else flag(raw, *keys)


# ------------------------------------------------------------------------------------- text


def _string(raw: object, keys: Sequence[str]) -> str:
    value = _there(raw, keys)
    if not isinstance(value, str):
        raise BadItemError(f"“{_way(keys)}” is not text.")
    return value


def line(raw: object, *keys: str, limit: int = MAX_TITLE) -> str:
    """Return text as one clean line, not empty."""
    value = clean_line(_string(raw, keys), limit=limit)
    if not value:
        raise BadItemError(f"“{_way(keys)}” is empty.")
    return value


def optional_line(raw: object, *keys: str, limit: int = MAX_TITLE) -> str:
    """Return text as one clean line, "" when there is none."""
    return "" if _is_absent(raw, keys) else clean_line(_string(raw, keys), limit=limit)


def text(raw: object, *keys: str, limit: int = MAX_EXCERPT) -> str:
    """Return text in lines, cleaned and cut, not empty."""
    value = clean(_string(raw, keys), limit=limit)
    if not value:
        raise BadItemError(f"“{_way(keys)}” is empty.")
    return value


def optional_text(raw: object, *keys: str, limit: int = MAX_EXCERPT) -> str:
    """Return text in lines, cleaned and cut, "" when there is none."""
    return "" if _is_absent(raw, keys) else clean(_string(raw, keys), limit=limit)


def identifier(raw: object, *keys: str) -> str:
    """Return an id that is a number or text, exactly as it is: never cleaned, never cut."""
    value = _there(raw, keys)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(_fitting(value, keys))
    if not isinstance(value, str) or not value.strip():
        raise BadItemError(f"“{_way(keys)}” is not an id.")
    if len(value) > MAX_ID or _UNFIT_IN_ID.search(value):
        raise BadItemError(f"“{_way(keys)}” is not a usable id.")
    return value


def optional_identifier(raw: object, *keys: str) -> str:
    """Return an id, "" when there is none."""
    value = found(raw, *keys)
    return "" if value is None or value == "" else identifier(raw, *keys)


# ---------------------------------------------------------------------------------- numbers


def _fitting(value: int, keys: Sequence[str]) -> int:
    if not -_MAX_NUMBER <= value <= _MAX_NUMBER:
        raise BadItemError(f"“{_way(keys)}” is too large a number.")
    return value


def number(raw: object, *keys: str) -> int:
    """Return a whole number; one written as text (a 64-bit id, say) is taken too."""
    value = _there(raw, keys)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadItemError(f"“{_way(keys)}” is not a whole number.")
    return _fitting(value, keys)


def optional_number(raw: object, *keys: str) -> int | None:
    """Return a whole number, None when there is none: absent is not 0."""
    return None if _is_absent(raw, keys) else number(raw, *keys)


# --------------------------------------------------------------------------------- instants


def instant(raw: object, *keys: str) -> datetime:
    """Return an instant in UTC.

    Taken are ISO 8601 with or without seconds, decimals (any number) and offset (none: UTC), a
    blank for the ``T``, a day alone (its first moment), and seconds or milliseconds since 1970.
    """
    value = _there(raw, keys)
    if isinstance(value, str):
        whole = _NUMBER.fullmatch(value)
        at = _from_epoch(int(value)) if whole and len(value) > 8 else _from_words(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        at = _from_epoch(value)
    else:
        at = None
    if at is None or not _FIRST <= at < _LAST:
        raise BadItemError(f"“{_way(keys)}” is not a time.")
    return at


def optional_instant(raw: object, *keys: str) -> datetime | None:
    """Return an instant in UTC, None when there is none."""
    value = found(raw, *keys)
    return None if value is None or value == "" else instant(raw, *keys)


def offset_min(raw: object, *keys: str) -> int:
    """Return the offset from UTC a written instant gives, in minutes; 0 when it gives none."""
    value = found(raw, *keys)
    match = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
    zone = _zone(match[8]) if match else UTC
    return int(zone.utcoffset(None).total_seconds() // 60) if zone else 0


def _from_epoch(value: float) -> datetime | None:
    is_fine = abs(value) >= _MILLISECONDS_FROM
    try:
        return _FIRST + (timedelta(milliseconds=value) if is_fine else timedelta(seconds=value))
    except (OverflowError, ValueError):  # ValueError: not a number
        return None


def _from_words(value: str) -> datetime | None:
    match = _INSTANT.fullmatch(value.strip()) if len(value) <= 60 else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[i] or 0) for i in range(1, 7))
    micros = int((match[7] or "0").ljust(6, "0")[:6])
    zone = _zone(match[8])
    if zone is None:
        return None
    try:
        # A leap second (60) is taken as the last one that a clock here can show.
        at = datetime(year, month, day, hour, minute, min(second, 59), micros, tzinfo=zone)
        return at.astimezone(UTC) if second <= 60 else None
    except (ValueError, OverflowError):
        return None


def _zone(written: str | None) -> timezone | None:
    if written is None or written.upper() in ("Z", "UTC"):
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


# -------------------------------------------------------------------------------- addresses


def https_url(raw: object, *keys: str) -> str:
    """Return a web address a stranger can open: https, a host, no user name in it."""
    value = _string(raw, keys).strip()
    if not is_https(value):
        raise BadItemError(f"“{_way(keys)}” is not an https address.")
    return value


def optional_https_url(raw: object, *keys: str) -> str:
    """Return a web address, "" when there is none or it is none a stranger should be sent to."""
    value = found(raw, *keys)
    if value is not None and not isinstance(value, str):
        raise BadItemError(f"“{_way(keys)}” is not text.")
    return value.strip() if value and is_https(value.strip()) else ""


def optional_link(raw: object, *keys: str) -> str:
    """Return the address of a further page exactly as it is, "" when there is none.

    It is for `Call.same_origin`, which looks whether it may be followed. Never read one with
    `line`, which puts blanks into long words.
    """
    value = found(raw, *keys)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_LINK or _UNFIT_IN_ID.search(value):
        raise BadItemError(f"“{_way(keys)}” is not an address.")
    return value


def is_https(address: str) -> bool:
    """Say whether an address is a plain https one: a host, no user name, nothing unprintable."""
    if len(address) > MAX_URL or _UNFIT_IN_ADDRESS.search(address):
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


# ------------------------------------------------------------------------------------ pages


def page_items(body: object, *keys: str) -> Sequence[Any]:
    """Return the list a page of a listing holds.

    Raises:
        UnreadableReplyError: There is none: the whole page is not what was asked for.
    """
    try:
        return listing(body, *keys)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def parse_items(
    items: Iterable[object], parse: Callable[[Any], Value | None]
) -> tuple[tuple[Value, ...], tuple[SetAside, ...]]:
    """Parse each item of a page; bad ones are set aside, their neighbours kept in order.

    Args:
        items: As the service gave them.
        parse: Raises only `BadItemError`; None stands for an item that is not wanted.
    """
    good: list[Value] = []
    bad: list[SetAside] = []
    for item in items:
        try:
            parsed = parse(item)
        except BadItemError as error:
            bad.append(SetAside(why=error.why, excerpt=as_raw(item, limit=300)))
        else:
            if parsed is not None:
                good.append(parsed)
    return tuple(good), tuple(bad)


def as_raw(item: object, *, limit: int = MAX_RAW) -> str:
    """Return an item as JSON text for `Record.raw` or a log, cut; "" when it cannot be written."""
    try:
        written = json.dumps(item, ensure_ascii=False, separators=(",", ":"), default=str)
    except (ValueError, RecursionError, TypeError):
        return ""
    return clean_line(written[: limit * 2], limit=limit)


def as_whole(item: object, *, limit: int = MAX_WHOLE) -> str:
    """Return an item as JSON text exactly as it came, for what must be read again later.

    Unlike `as_raw` nothing in it is cleaned; what is not ASCII is escaped. Cut when it is too
    long; "" when it cannot be written.
    """
    try:
        return json.dumps(item, separators=(",", ":"))[:limit]
    except (ValueError, RecursionError, TypeError):
        return ""
