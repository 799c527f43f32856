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
_BEGINNINGS: Final = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


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
    found = (kind for kind, begins in _BEGINNINGS.items() if data.startswith(begins))
    return next(found, "")


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
