"""The picture of a badge: the one it is baked into, or the one it brings as a data address.

What a picture says it is does not count, its first bytes do. Sizes are read from headers; nothing
is decoded. An address of a picture is never followed from here.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from portfolio.attest.badges import png, svg
from portfolio.attest.badges.documents import items
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.attest.badges.badge_file import BadgeFile

MAX_IMAGE: Final = 1024 * 1024
"""Of a picture inside a document."""
_GIF: Final = (b"GIF87a", b"GIF89a")
_JPEG: Final = b"\xff\xd8"
# Markers of JPEG (ITU-T T.81, table B.1) that begin a frame, and those without a length.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset((0x01, *range(0xD0, 0xD9)))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes and kind; both empty when there is none."""

    data: bytes = b""
    media_type: str = ""


def image_of(file: BadgeFile, *documents: Mapping[str, Any]) -> Image:
    """Return the picture of a badge.

    Args:
        file: The badge; the picture it is baked into comes first.
        documents: Where else to look, in this order.
    """
    if file.image:
        return Image(file.image, file.image_type)
    for document in documents:
        for address in _addresses(document.get("image")):
            data = _data(address)
            kind = kind_of(data)
            if kind:
                return Image(data, kind)
    return Image()


def kind_of(data: bytes) -> str:
    """Return the kind of a picture by its first bytes; "" for what is none, or damaged, or huge."""
    if not data or len(data) > MAX_IMAGE:
        return ""
    try:
        if png.is_png(data):
            png.size(data)
            return "image/png"
        if svg.looks_like_svg(data):
            svg.unbake(data)
            return "image/svg+xml"
    except BadgeError:
        return ""
    if data.startswith(_GIF):
        return "image/gif" if _fits(*_gif_size(data)) else ""
    return "image/jpeg" if data.startswith(_JPEG) and _fits(*_jpeg_size(data)) else ""


def _fits(width: int, height: int) -> bool:
    largest = max(width, height)
    return 0 < largest <= png.MAX_SIDE and 0 < width * height <= png.MAX_PIXELS


def _gif_size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Return the size the first frame names; 0 by 0 where there is none."""
    at = len(_JPEG)
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == 0xFF:  # filling
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            at += 2 + max(int.from_bytes(data[at + 2 : at + 4]), 2)
    return 0, 0


def _addresses(value: object) -> Iterator[str]:
    for each in items(value):
        address = each.get("id") if isinstance(each, dict) else each
        if isinstance(address, str) and address[:5].lower() == "data:":
            yield address


def _data(address: str) -> bytes:
    head, _, body = address[5:].partition(",")
    if len(body) > MAX_IMAGE * 3:
        return b""
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
