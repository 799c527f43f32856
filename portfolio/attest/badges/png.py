"""Badges baked into PNG pictures: the text chunks that hold them, found, put in, replaced.

Chunks are walked by their lengths and each one's checksum is tried; nothing is decoded but the text
that is looked for. See "Badge Baking" of Open Badges 2.0 and section 5.3 of Open Badges 3.0.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from portfolio.attest.badges.baked import MAX_PAYLOAD, Baked, Keyword, only_one
from portfolio.attest.badges.strict_json import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_INFLATED: Final = 256 * 1024
"""Of a badge that was stored compressed: 1,000 to 1 is easily had."""
MAX_PIXELS: Final = 16_000_000
MAX_SIDE: Final = 16_384
_MAX_CHUNKS: Final = 20_000
_HEAD: Final = struct.Struct(">I4s")
_TEXTS: Final = {b"tEXt", b"iTXt"}


class Chunk(NamedTuple):
    """One chunk: its kind, what it holds, and where it lies in the file with length and check."""

    kind: bytes
    data: bytes
    start: int
    end: int


def is_png(raw: bytes) -> bool:
    """Whether a file begins as a PNG does."""
    return raw.startswith(SIGNATURE)


def chunks(raw: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a picture, ``IHDR`` first and ``IEND`` last.

    Raises:
        BadgeError: It is no PNG, too large, cut off, or a length, a checksum or a size lies.
    """
    if not is_png(raw):
        raise refused("It does not begin as a PNG picture does.")
    if len(raw) > MAX_BYTES:
        raise refused(f"More than {MAX_BYTES:,} bytes.")
    at, number = len(SIGNATURE), 0
    while at < len(raw):
        chunk = _chunk(raw, at)
        number += 1
        if number > _MAX_CHUNKS:
            raise refused("The picture is in too many pieces.")
        if (chunk.kind == b"IHDR") != (number == 1):
            raise refused("The picture's first piece is not the one that must come first.")
        if number == 1:
            _check_size(chunk.data)
        yield chunk
        at = chunk.end
        if chunk.kind == b"IEND":
            return
    raise refused("The picture is cut off.")


def size(raw: bytes) -> tuple[int, int]:
    """Return width and height in pixels, read from the header alone.

    Raises:
        BadgeError: As `chunks`; more pixels than a badge may have too.
    """
    width, height = struct.unpack(">II", next(chunks(raw)).data[:8])
    return width, height


def unbake(raw: bytes) -> Baked:
    """Return what is baked into a picture; nothing in it when it is a mere picture.

    Raises:
        BadgeError: As `chunks`; or two badges of one standard lie in it, or one that is too large.
    """
    found: dict[Keyword, bytes] = {}
    for chunk in chunks(raw):
        keyword = _keyword(chunk)
        if keyword is not None:
            only_one(found, keyword, _text(chunk))
    return Baked(found)


def bake(picture: bytes, payload: bytes, keyword: Keyword) -> bytes:
    """Return the picture with a badge in it, in place of any that was baked into it before.

    All other chunks are copied byte for byte; what follows the last one is left out.

    Args:
        picture: The bytes of a PNG.
        payload: UTF-8: a compact token, an address, or JSON.
        keyword: Of the standard the badge is written in.

    Raises:
        BadgeError: As `chunks`, or the badge is too large.
    """
    if len(payload) > MAX_PAYLOAD:
        raise refused(f"A badge of more than {MAX_PAYLOAD:,} bytes.")
    parts = [SIGNATURE]
    for chunk in chunks(picture):
        if _keyword(chunk) is None:
            parts.append(picture[chunk.start : chunk.end])
        if chunk.kind == b"IHDR":
            parts.append(_international_text(keyword, payload))
    return b"".join(parts)


def _chunk(raw: bytes, at: int) -> Chunk:
    if at + 12 > len(raw):
        raise refused("The picture is cut off.")
    length, kind = _HEAD.unpack_from(raw, at)
    end = at + 12 + length
    if end > len(raw):
        raise refused("The picture is cut off.")
    data = raw[at + 8 : end - 4]
    if zlib.crc32(data, zlib.crc32(kind)) != int.from_bytes(raw[end - 4 : end], "big"):
        raise refused("A checksum in the picture does not fit.")
    return Chunk(kind, data, at, end)


def _check_size(header: bytes) -> None:
    if len(header) != 13:
        raise refused("The picture's header is damaged.")
    width, height = struct.unpack(">II", header[:8])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
        raise refused("The picture is larger than a badge may be.")


def _keyword(chunk: Chunk) -> Keyword | None:
    if chunk.kind not in _TEXTS:
        return None
    name = chunk.data[:80].partition(b"\0")[0]
    return next((keyword for keyword in Keyword if keyword.encode() == name), None)


def _text(chunk: Chunk) -> bytes:
    _, ended, rest = chunk.data.partition(b"\0")
    if not ended:
        raise refused("The badge in the picture is cut off.")
    return rest if chunk.kind == b"tEXt" else _international(rest)


def _international(rest: bytes) -> bytes:
    """Return the text of an ``iTXt`` chunk: flag, method, language, translated keyword, text."""
    flags, rest = rest[:2], rest[2:]
    _language, first, rest = rest.partition(b"\0")
    _translated, second, text = rest.partition(b"\0")
    if len(flags) < 2 or not first or not second:
        raise refused("The badge in the picture is cut off.")
    if flags[0] == 0:
        return text
    if flags != b"\x01\x00":
        raise refused("The badge in the picture is packed in an unknown way.")
    return _inflated(text)


def _inflated(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MAX_INFLATED + 1)
    except zlib.error as error:
        raise refused("The badge in the picture is packed wrongly.") from error
    if len(text) > MAX_INFLATED:
        raise refused(f"A badge that unpacks to more than {MAX_INFLATED:,} bytes.")
    if not unpacking.eof:
        raise refused("The badge in the picture is cut off.")
    return text


def _international_text(keyword: Keyword, payload: bytes) -> bytes:
    # Not compressed, no language, no translated keyword: section 5.3.1.1 of Open Badges 3.0.
    data = keyword.encode() + b"\0\0\0\0\0" + payload
    check = zlib.crc32(data, zlib.crc32(b"iTXt"))
    return _HEAD.pack(len(data), b"iTXt") + data + check.to_bytes(4, "big")
