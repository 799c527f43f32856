"""Digests of a letter's parts, so that a change can be named: whom, who, which works, which words.

They stand inside the signed text, in the header ``Parts``. A signature that does not fit says that
something was changed; the digests say what. They prove nothing, so eight bytes of each are enough.
The last one is of the others, so that a change to the header itself is not taken for one of a part.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER: Final = "Parts"
HEADERS: Final = "headers"
ISSUER: Final = "issuer"
SUBJECT: Final = "subject"
WORKS: Final = "works"
STATEMENT: Final = "statement"
PARTS: Final = "parts"
_LENGTH: Final = 16


def noted(text: str) -> str:
    """Return the value of the header ``Parts`` for a letter's body, with or without that header."""
    pairs = list(_digests(text))
    return _written([*pairs, (PARTS, _digest(_written(pairs)))])


def changed(text: str, value: str) -> tuple[str, ...]:
    """Return the names of the parts that are not as they were noted.

    Args:
        text: The body as it is now.
        value: Of its header ``Parts``; "" when it has none, and nothing can be said.
    """
    if not value:
        return ()
    rest, _, own = value.rpartition(f", {PARTS} ")
    if own != _digest(rest):
        return (HEADERS,)
    then = dict(_read(rest))
    now = _digests(text)
    return tuple(name for name, digest in now if then.get(name, digest) != digest)


def _digests(text: str) -> Iterable[tuple[str, str]]:
    headers, _, rest = text.partition("\n\n")
    works, _, statement = f"\n{rest}".partition("\nStatement\n")
    by_part: dict[str, list[str]] = {ISSUER: [], SUBJECT: [], HEADERS: []}
    for line in headers.split("\n"):
        name = line.partition(":")[0].partition("-")[0].lower()
        if name != HEADER.lower():
            by_part.get(name, by_part[HEADERS]).append(line)
    for part, lines in by_part.items():
        yield part, _digest("\n".join(lines))
    yield WORKS, _digest(works)
    yield STATEMENT, _digest(statement)


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {digest}" for name, digest in pairs)


def _read(value: str) -> Iterable[tuple[str, str]]:
    for pair in value.split(", "):
        name, _, digest = pair.partition(" ")
        yield name, digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_LENGTH]
