"""Digests of a letter's parts, so that a change can be named: whom, who, which works, which words.

They stand inside the signed text. A signature that does not fit says that something was changed;
the digests say what. They prove nothing, so eight bytes of each are enough.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ISSUER: Final = "issuer"
SUBJECT: Final = "subject"
WORKS: Final = "works"
STATEMENT: Final = "statement"
NAMES: Final = (ISSUER, SUBJECT, WORKS, STATEMENT)
_LENGTH: Final = 16


def digests(text: str) -> Iterator[tuple[str, str]]:
    """Return name and digest of each part of a letter's body.

    Args:
        text: The body; whether it is whole does not matter here.
    """
    headers, _, rest = text.partition("\n\n")
    works, _, statement = f"\n{rest}".partition("\nStatement\n")
    lines = headers.split("\n")
    yield ISSUER, _digest("\n".join(line for line in lines if line.startswith("Issuer")))
    yield SUBJECT, _digest("\n".join(line for line in lines if line.startswith("Subject")))
    yield WORKS, _digest(works)
    yield STATEMENT, _digest(statement)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_LENGTH]
