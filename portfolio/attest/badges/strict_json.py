"""Reads JSON from outside, and refuses what two readers could take differently.

Refused: twice the same name in an object, ``NaN`` and ``Infinity``, numbers that do not fit, lone
surrogates, anything but UTF-8, more nesting, values or bytes than a badge has. What was taken has
one meaning only, so what is checked is what is shown.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any, Final, NoReturn

from portfolio.errors import BadgeError

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 64
"""Of arrays and objects. Badges need about 12, a bundle with endorsements in its badges 20."""
MAX_VALUES: Final = 100_000
_MAX_INTEGER: Final = 2**63 - 1
_MAX_NUMBER: Final = 40  # characters
_TOO_MUCH: Final = "This file is too large or damaged to be a badge."

# Without its strings a JSON text is brackets, commas, colons, numbers and words. One that does not
# end is taken to the end of the text: otherwise each quote in it would be tried as a beginning.
_STRINGS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}


def parse(raw: bytes, *, limit: int = MAX_BYTES) -> object:
    """Return the value a JSON text stands for: dict, list, str, int, float, bool or None.

    Args:
        raw: UTF-8, with or without a byte order mark.
        limit: Most bytes that are looked at.

    Raises:
        BadgeError: It is not JSON, or not JSON that every reader takes in the same way.
    """
    if len(raw) > limit:
        raise refused(f"More than {limit:,} bytes.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("It is not written in UTF-8.") from error
    _check_shape(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise refused(f"Not JSON: line {error.lineno}, column {error.colno}.") from error
    if _SURROGATE_ESCAPE.search(text):
        _check_characters(value)
    return value


def parse_object(raw: bytes, *, limit: int = MAX_BYTES) -> dict[str, Any]:
    """Return the object a JSON text stands for.

    Raises:
        BadgeError: As `parse`, or it is something else than an object.
    """
    value = parse(raw, limit=limit)
    if not isinstance(value, dict):
        raise refused("It is JSON, but not an object.")
    return value


def compact(value: object) -> bytes:
    """Return a parsed value as JSON again, in one line, its members in the order they had."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def refused(why: str) -> BadgeError:
    """Return the error for a file that is damaged, too large, or made to do harm."""
    return BadgeError(_TOO_MUCH, why)


def _check_shape(text: str) -> None:
    """Count before parsing: the parser itself would nest, and use memory, first."""
    bare = _STRINGS.sub("", text)
    if bare.count(",") + bare.count("[") + bare.count("{") > MAX_VALUES:
        raise refused(f"More than {MAX_VALUES:,} values.")
    steps = map(_DEEPER.__getitem__, _NO_BRACKETS.sub("", bare))
    if max(accumulate(steps), default=0) > MAX_DEPTH:
        raise refused(f"More than {MAX_DEPTH} levels inside each other.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise refused("An object has the same name twice.")
    return made


def _constant(name: str) -> NoReturn:
    raise refused(f"{name} is not a number of JSON.")


def _float(written: str) -> float:
    value = float(written) if len(written) <= _MAX_NUMBER else float("inf")
    if value in (float("inf"), float("-inf")):
        raise refused("A number is too large.")
    return value


def _integer(written: str) -> int:
    value = int(written) if len(written) <= _MAX_NUMBER else _MAX_INTEGER + 1
    if abs(value) > _MAX_INTEGER:
        raise refused("A number is too large.")
    return value


def _check_characters(value: object) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            _check_encodable(one)
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())


def _check_encodable(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise refused("A text has half a character in it.") from error
