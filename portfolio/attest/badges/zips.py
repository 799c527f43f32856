"""Reads zips of badges without unpacking them anywhere; whatever is odd about one is refused.

Nothing is written to disk, so no name in a zip can reach a file. Sizes are counted while reading,
not believed from the list of contents.
"""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES: Final = 1_000
MAX_BYTES: Final = 50 * 1024 * 1024
"""Of the zip, and of all in it together."""
MAX_RATIO: Final = 100
_SMALL: Final = 64 * 1024  # a short text may well pack better than that
_BLOCK: Final = 256 * 1024
_PACKINGS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_ENCRYPTED: Final = 0x1
_LISTED: Final = b"PK\x01\x02"


class Entry(NamedTuple):
    """One file of a zip."""

    name: str
    data: bytes


def is_zip(raw: bytes) -> bool:
    """Whether a file begins as a zip does, with a first file or with nothing in it."""
    return raw.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read(raw: bytes) -> Iterator[Entry]:
    """Yield the files of a zip one after the other, folders left out.

    Raises:
        BadgeError: It is damaged, encrypted, too large, holds too much, or a name in it is one
            that no honest program writes.
    """
    if len(raw) > MAX_BYTES:
        raise _refused(f"It has more than {MAX_BYTES:,} bytes.")
    # Before the library makes an object of each line of its list of contents.
    if raw.count(_LISTED) > MAX_ENTRIES * 2:
        raise _refused(f"It holds more than {MAX_ENTRIES:,} files.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            room = MAX_BYTES
            for entry in entries:
                if not entry.is_dir():
                    data = _data(archive, entry, room)
                    room -= len(data)
                    yield Entry(entry.filename, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise _refused("It is damaged.") from error
    except (NotImplementedError, RuntimeError) as error:  # unknown packings, passwords
        raise _refused("It is encrypted, or packed in an unknown way.") from error


def is_safe_name(name: str) -> bool:
    """Whether a name in a zip is a plain way downwards, on every system."""
    if not name or len(name) > 300 or name.startswith("/") or "\\" in name or "\0" in name:
        return False
    parts = name.removesuffix("/").split("/")
    return not any(part in ("", ".", "..") or ":" in part for part in parts)


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _refused(f"It holds more than {MAX_ENTRIES:,} files.")
    seen: set[str] = set()
    for entry in entries:
        # The name as it is written, too: the library cuts it at a NUL.
        if not (is_safe_name(entry.filename) and is_safe_name(entry.orig_filename)):
            raise _refused("A file in it has a name that leads elsewhere.")
        same = unicodedata.normalize("NFC", entry.filename.removesuffix("/")).casefold()
        if same in seen:
            raise _refused("Two files in it have the same name.")
        seen.add(same)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refused("It holds a link, or something else that is no file.")
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _PACKINGS:
            raise _refused("It is encrypted, or packed in an unknown way.")


def _data(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    most = max(entry.compress_size * MAX_RATIO, _SMALL)
    blocks: list[bytes] = []
    size = 0
    with archive.open(entry) as source:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > room:
                raise _refused(f"What it holds has more than {MAX_BYTES:,} bytes.")
            if size > most:
                raise _refused("A file in it grows far too much when unpacked.")
            blocks.append(block)
    return b"".join(blocks)


def _refused(why: str) -> BadgeError:
    return BadgeError("This zip cannot be taken.", why)
