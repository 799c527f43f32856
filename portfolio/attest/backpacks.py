"""Opens a backpack: badges and letters side by side, perhaps with a list of what lies where.

What a file is, the file says; the list is not signed, and only tells originals from copies, and
whether a file is still the one that was packed. Nothing is fetched and nothing is written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import comments, letter_reading
from portfolio.attest.badges import recognising, zips
from portfolio.attest.badges.badge_file import BadgeFile, NoBadgeError, Unread
from portfolio.errors import BadgeError, LetterError
from portfolio.model.attestation import AttestationFormat
from portfolio.model.backpack import INDEX, PAGE, BackpackIndex, Entry, EntryKind, from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.attest.letter import Letter

_LETTER_HEAD: Final = b"Portfolio letter:"
_COPIES: Final = frozenset({EntryKind.PICTURE, EntryKind.COLLECTION})


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backpack, as what it turned out to be: exactly one of the last four is set.

    Attributes:
        entry: What the list says of it; None without a list, or for a file it does not name.
        quoted: The text of words that nobody signed, as the list says.
    """

    path: str
    data: bytes
    entry: Entry | None = None
    badge: BadgeFile | None = None
    letter: Letter | None = None
    is_comment: bool = False
    quoted: str = ""

    @property
    def is_copy(self) -> bool:
        """It is made of other files of the list."""
        return self.entry is not None and self.entry.kind in _COPIES


@dataclass(frozen=True, slots=True)
class Opened:
    """What a backpack holds.

    Attributes:
        changed: Paths of files that are not the ones the list names.
        missing: Paths of files the list names and that are not there.
    """

    parts: tuple[Part, ...]
    unread: tuple[Unread, ...] = ()
    index: BackpackIndex | None = None
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def open_files(files: Iterable[zips.Entry]) -> Opened:
    """Return what the files of a zip or folder are.

    Raises:
        BadgeError: The list is damaged, or the zip is.
    """
    there = {each.name: each.data for each in files}
    index = from_json(there[INDEX]) if INDEX in there else None
    listed = {each.path: each for each in index.entries if each.path} if index else {}
    parts: list[Part] = []
    unread: list[Unread] = []
    for path, data in there.items():
        if index is not None and path in {INDEX, PAGE}:
            continue
        try:
            part = _part(path, data, listed.get(path))
        except (BadgeError, LetterError) as error:
            unread.append(Unread(path, str(error)))
            continue
        if part is not None:
            parts.append(part)
        elif path in listed:
            unread.append(Unread(path, "It is neither a badge nor a letter."))
    return Opened(
        tuple(parts),
        tuple(unread),
        index,
        changed=tuple(path for path in listed if _is_other(there, listed[path])),
        missing=tuple(path for path in listed if path not in there),
    )


def payload_of(file: BadgeFile) -> bytes:
    """Return what of a badge is signed or judged, without the picture it may be baked into."""
    return file.token.encode() or file.document


def _is_other(there: Mapping[str, bytes], entry: Entry) -> bool:
    data = there.get(entry.path)
    return data is not None and hashlib.sha256(data).hexdigest() != entry.sha256


def _part(path: str, data: bytes, entry: Entry | None) -> Part | None:
    """Return a file as what it is; None for what is nothing of ours.

    Raises:
        BadgeError, LetterError: It is one that cannot be read.
    """
    part = Part(path, data, entry)
    if data.lstrip()[: len(_LETTER_HEAD)] == _LETTER_HEAD:
        return replace(part, letter=letter_reading.parse(data))
    if entry is not None and entry.form == AttestationFormat.MAIL_TEXT:
        return replace(part, quoted=data.decode("utf-8", "replace"))
    if _is_comment(data):
        return replace(part, is_comment=True)
    if zips.is_zip(data):
        raise BadgeError("A zip inside a zip is not opened.")
    try:
        return replace(part, badge=replace(recognising.open_badge(data), name=path))
    except NoBadgeError:
        return None


def _is_comment(data: bytes) -> bool:
    try:
        comments.kept_place(data)
    except LetterError:
        return False
    return True
