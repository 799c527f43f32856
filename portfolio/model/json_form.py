"""Model objects as plain JSON values: field names as in the model, instants RFC 3339 in UTC."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath

from portfolio.clock import to_text


def plain(value: object) -> object:  # noqa: PLR0911  (one answer for each kind of value)
    """Return ``value`` as dicts, lists, texts, numbers and None.

    Raises:
        TypeError: There is no JSON form for it.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, date | PurePath):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(each) for each in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def document(value: object) -> str:
    """Return one indented JSON document."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def line(value: object) -> str:
    """Return one JSON line; line separators inside texts are escaped."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
