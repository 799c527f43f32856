"""The list of contents of a backpack: what lies where, for programs (see ``docs/backpack.md``).

It says what each file is and whose, and never whether it holds: that is found anew from the files.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from portfolio.errors import BadgeError

FORMAT: Final = "portfolio-backpack"
VERSION: Final = 1
INDEX: Final = "index.json"
PAGE: Final = "index.html"
MAX_AUDIENCE: Final = 200
_MOST_ENTRIES: Final = 5_000
_MOST_BYTES: Final = 8 * 1024 * 1024


class EntryKind(StrEnum):
    """What an entry is."""

    BADGE = "badge"  # a file, exactly as it came
    LETTER = "letter"  # the same
    PICTURE = "picture"  # a badge of the list, baked into its picture
    COLLECTION = "collection"  # badges of the list in one signed document (CLR 2.0)
    LISTED = "listed"  # a service's own badge: no file, a page


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a backpack.

    Attributes:
        path: Of its file inside the backpack; "" for what has none.
        sha256: Of the file, in hexadecimal.
        form: How it came: of a badge a `BadgeFormat`, of a letter an `AttestationFormat`.
        whose: Who issued or wrote it, as the file or the record says.
        dated: ``YYYY-MM-DD``, or "".
        url: A page about it, or "".
        of: Paths of the badges a picture or collection holds.
    """

    kind: EntryKind
    path: str = ""
    sha256: str = ""
    media_type: str = ""
    form: str = ""
    title: str = ""
    whose: str = ""
    from_person: bool = False
    dated: str = ""
    url: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackpackIndex:
    """All that is in a backpack, and for whom it was packed ("" when it does not say)."""

    holder: str
    made_on: date
    entries: tuple[Entry, ...]
    audience: str = ""


def to_json(index: BackpackIndex) -> bytes:
    """Return the list as a file."""
    written = {
        "format": FORMAT,
        "version": VERSION,
        "holder": index.holder,
        "audience": index.audience,
        "made_on": index.made_on.isoformat(),
        "entries": [asdict(each) for each in index.entries],
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(data: bytes) -> BackpackIndex | None:
    """Return the list a file holds; None when it is something else.

    Raises:
        BadgeError: It is one, but damaged or of a newer version.
    """
    try:
        given = json.loads(data) if len(data) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        return None
    if given.get("version") != VERSION:
        raise BadgeError("This backpack was made by a newer version of Portfolio.")
    try:
        return BackpackIndex(
            holder=_text(given["holder"]),
            made_on=date.fromisoformat(_text(given["made_on"])),
            entries=_entries(given["entries"]),
            audience=_text(given.get("audience", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadgeError("The backpack’s list of contents is damaged.", str(error)) from error


def _entries(given: Any) -> tuple[Entry, ...]:
    if not isinstance(given, list) or len(given) > _MOST_ENTRIES:
        raise ValueError("entries")
    made = tuple(_entry(each) for each in given)
    paths = [each.path for each in made if each.path]
    if len(paths) != len(set(paths)):
        raise ValueError("the same path twice")
    return made


def _entry(given: Any) -> Entry:
    if not isinstance(given, dict):
        raise TypeError("an entry")
    texts = ("path", "sha256", "media_type", "form", "title", "whose", "dated", "url")
    of = given.get("of", [])
    if not isinstance(of, list) or not isinstance(given.get("from_person", False), bool):
        raise TypeError("of")
    return Entry(
        kind=EntryKind(_text(given["kind"])),
        from_person=given.get("from_person", False),
        of=tuple(_text(each) for each in of),
        **{name: _text(given.get(name, "")) for name in texts},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    value.encode()  # half a character is a ValueError
    return value
