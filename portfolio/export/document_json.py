"""A document as JSON and back, exactly: ``from_json(to_json(document)) == document``.

The keys are the names of the model, in its order. Blocks carry their ``kind``. Keys this version
does not know are passed over, keys that have a default may be missing; anything else that does
not fit is refused.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from enum import StrEnum
from functools import cache

from portfolio.errors import ExportError
from portfolio.model.document import SCHEMA, Document, Entry, Listing, Prose

if typing.TYPE_CHECKING:
    from collections.abc import Callable

_BLOCKS: dict[str, type] = {"entry": Entry, "prose": Prose, "listing": Listing}
_KINDS = {kind: name for name, kind in _BLOCKS.items()}


def to_json(document: Document) -> bytes:
    """Return a document as UTF-8 JSON with a stable order of keys."""
    text = json.dumps(_encode(document), ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def from_json(data: bytes | str) -> Document:
    """Return the document that `to_json` wrote.

    Raises:
        ExportError: The data is no document, or one of a version this program does not know.
    """
    try:
        value = json.loads(data)
        json.dumps(value, ensure_ascii=False).encode()  # half a character is a ValueError
    except (ValueError, RecursionError) as error:
        raise ExportError("This file is not a document of Portfolio.", str(error)) from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ExportError(
            "This file is not a document that this version of Portfolio can read.",
            "It may have been made by a newer version.",
        )
    try:
        return typing.cast("Document", _decode(Document, value, "document"))
    except (_UnfitError, RecursionError) as error:
        raise ExportError("This document is damaged.", str(error)) from error


class _UnfitError(Exception):
    """A value that does not fit its place; the message names the place."""


def _encode(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        kind = _KINDS.get(type(value))
        return {"kind": kind, **fields} if kind else fields
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_encode(item) for item in value]
    return value


def _decode(kind: object, value: object, place: str) -> object:
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _decode_tuple(kind, value, place)
    if origin in {typing.Union, types.UnionType}:
        return _decode_union(kind, value, place)
    if origin is dict:
        return _expect(dict, value, place)
    assert isinstance(kind, type)  # the model holds nothing else  # noqa: S101
    if dataclasses.is_dataclass(kind):
        return _decode_fields(kind, value, place)
    if issubclass(kind, (StrEnum, date)):
        parse = typing.cast("Callable[[str], object]", getattr(kind, "fromisoformat", kind))
        return _parsed(parse, value, place)
    return _expect(kind, value, place)


def _decode_tuple(kind: object, value: object, place: str) -> tuple[object, ...]:
    items = typing.cast("list[object]", _expect(list, value, place))
    kinds = typing.get_args(kind)
    if kinds[-1] is Ellipsis:
        return tuple(_decode(kinds[0], item, f"{place}[{n}]") for n, item in enumerate(items))
    if len(items) != len(kinds):
        raise _UnfitError(f"{place}: {len(kinds)} values expected")
    return tuple(
        _decode(one, item, f"{place}[{n}]")
        for n, (one, item) in enumerate(zip(kinds, items, strict=True))
    )


def _decode_union(kind: object, value: object, place: str) -> object:
    kinds = typing.get_args(kind)
    if types.NoneType in kinds:
        if value is None:
            return None
        (only,) = (one for one in kinds if one is not types.NoneType)
        return _decode(only, value, place)
    fields = typing.cast("dict[str, object]", _expect(dict, value, place))
    name = fields.get("kind")
    if not isinstance(name, str) or name not in _BLOCKS:
        raise _UnfitError(f"{place}: unknown kind")
    return _decode(_BLOCKS[name], value, place)


def _decode_fields(kind: type, value: object, place: str) -> object:
    given = typing.cast("dict[str, object]", _expect(dict, value, place))
    hints = _hints(kind)
    found = {
        name: _decode(hint, given[name], f"{place}.{name}")
        for name, hint in hints.items()
        if name in given
    }
    try:
        return kind(**found)
    except TypeError as error:
        raise _UnfitError(f"{place}: {error}") from error


def _parsed(parse: Callable[[str], object], value: object, place: str) -> object:
    text = typing.cast("str", _expect(str, value, place))
    try:
        return parse(text)
    except ValueError as error:
        raise _UnfitError(f"{place}: {error}") from error


def _expect(kind: type, value: object, place: str) -> object:
    # A bool is an int to Python, not to a reader.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _UnfitError(f"{place}: {kind.__name__} expected")
    return value


@cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)
