"""Items as services gave them, packed."""

from __future__ import annotations

import zlib
from typing import Final

MOST_BYTES: Final = 64 * 1024


def packed(raw: str) -> bytes:
    """Return text packed for the store, cut to 64 KB."""
    return zlib.compress(raw.encode("utf-8", "replace")[:MOST_BYTES], 6)


def unpacked(blob: bytes) -> str:
    """Return what `packed` was given; a blob of another making gives ""."""
    try:
        return zlib.decompressobj().decompress(blob, MOST_BYTES).decode("utf-8", "replace")
    except zlib.error:
        return ""
