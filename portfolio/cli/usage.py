"""Wrong usage in plain sentences: what was typed, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_CHOICES = re.compile(r"is not one of (.+?)\.?$")
_CLOSED = re.compile(r"(?:File|Directory|Path) '(.+)' is not readable\.?$", re.IGNORECASE)
_NEEDS = re.compile(r"Option '(.+)' requires an argument\.?")


def usage_words(error: Any) -> str:
    """Return one sentence for an error of the command line's parser.

    Typer keeps in ``__cause__`` what its checks found (type of the fault, the text given); a fault
    that is not known here keeps the parser's own words.
    """
    words = getattr(error, "format_message", lambda: str(error))()
    words = " ".join(str(words).split())
    value = _NEEDS.fullmatch(words)
    if value:
        return f"{value[1]} needs a value."
    closed = _CLOSED.search(words)
    if closed:
        return f"You may not read {closed[1]}."
    found = _finding(error)
    if found is None:
        return words
    make = _WORDS.get(str(found.get("type")))
    said = make(_shown(found.get("input")), _name(error), found) if make else ""
    return said or words


def _finding(error: Any) -> Mapping[str, Any] | None:
    errors = getattr(error.__cause__, "errors", None)
    found = errors() if callable(errors) else []
    return found[0] if found else None


def _shown(given: object) -> str:
    text = " ".join(str(given).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _name(error: Any) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return "this"
    options = [name for name in param.opts if name.startswith("-")]
    return str(options[0] if options else param.metavar or param.name.upper())


def _no_number(given: str, name: str, _found: Mapping[str, Any]) -> str:
    return f"“{given}” is no whole number, and {name} takes one."


def _too_small(given: str, name: str, found: Mapping[str, Any]) -> str:
    return f"{given} is too small for {name}: it begins at {found['ctx']['ge']}."


def _too_large(given: str, name: str, found: Mapping[str, Any]) -> str:
    return f"{given} is too large for {name}: it ends at {found['ctx']['le']}."


def _bad_value(given: str, name: str, found: Mapping[str, Any]) -> str:
    said = str(found.get("msg", ""))
    if "does not match the formats" in said:
        return f"“{given}” is no day. Write one like 2024-03-31 after {name}."
    choices = _CHOICES.search(said)
    if choices:
        return f"{name} does not know “{given}”. It takes: {choices[1].replace(chr(39), '')}."
    return ""


_WORDS: dict[str, Callable[[str, str, Mapping[str, Any]], str]] = {
    "int_parsing": _no_number,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "value_error": _bad_value,
}
