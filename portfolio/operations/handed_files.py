"""Reads a file somebody handed over, and the signature that came beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from portfolio.attest.badges import zips
from portfolio.errors import BadgeError, OutsideFileError
from portfolio.export.backpack import as_zip

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_SIGNATURE: Final = 64 * 1024
_MOST_PLACES: Final = 4 * zips.MAX_ENTRIES


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as it was handed over.

    Attributes:
        detached: Of ``FILE.sig``, for a letter whose signature lies beside it.
    """

    name: str
    raw: bytes = field(repr=False)
    detached: bytes = field(default=b"", repr=False)


def opened(path: Path) -> HandedFile:
    """Read a file of anybody, within limits; a folder as the zip it would be.

    Raises:
        OutsideFileError: It cannot be read, or is longer than anything that is taken here.
    """
    if path.is_dir():
        packed = as_zip({each.name: each.data for each in folder(path)})
        _check_packed(path, packed)
        return HandedFile(path.name, packed)
    raw = read(path)
    return HandedFile(path.name, raw, beside(path, raw))


def _check_packed(path: Path, packed: bytes) -> None:
    """Say of the folder, not of a zip nobody made, why it cannot be taken.

    Raises:
        OutsideFileError: It cannot.
    """
    try:
        for _ in zips.read(packed):
            pass
    except BadgeError as exc:
        name = path.name or path.absolute().name
        raise OutsideFileError(f"The folder {name} cannot be checked.", exc.detail) from exc


def folder(path: Path) -> tuple[zips.Entry, ...]:
    """Return the files of a folder of anybody, such as an unpacked backpack, in order.

    Links are left alone: they may lead anywhere.

    Raises:
        OutsideFileError: It cannot be read, or holds more than a backpack may.
    """
    found: list[zips.Entry] = []
    room = zips.MAX_BYTES
    try:
        for place in sorted(islice(path.rglob("*"), _MOST_PLACES)):
            if place.is_symlink() or not place.is_file():
                continue
            if len(found) >= zips.MAX_ENTRIES:
                raise OutsideFileError(f"{path.name} holds more than {zips.MAX_ENTRIES:,} files.")
            data = read(place, most=room)
            room -= len(data)
            name = place.relative_to(path).as_posix()
            # Names of files need be no text.
            found.append(zips.Entry(name.encode("utf-8", "replace").decode(), data))
    except OSError as exc:
        raise OutsideFileError(f"{path.name} cannot be read.", exc.strerror or "") from exc
    return tuple(found)


def read(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes.

    Raises:
        OutsideFileError: As for `opened`.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would never end, a device neither
            raise OutsideFileError(f"{path.name} is no file.")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as exc:  # a name with a zero byte is a ValueError
        why = exc.strerror if isinstance(exc, OSError) else ""
        raise OutsideFileError(f"{path.name} cannot be read.", why or "") from exc
    if len(data) > most:
        raise OutsideFileError(f"{path.name} is too long for what is taken here.")
    return data


def beside(path: Path, raw: bytes) -> bytes:
    """Return ``FILE.sig`` of a letter that carries no signature itself, b"" when there is none."""
    is_bare = raw.startswith(b"Portfolio letter:") and b"BEGIN SSH SIGNATURE" not in raw
    signature = path.with_name(f"{path.name}.sig")
    return read(signature, most=MOST_SIGNATURE) if is_bare and signature.exists() else b""
