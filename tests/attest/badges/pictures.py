"""Small pictures to bake badges into, and the parts of hostile ones."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", check)


def header(width: int = 2, height: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png(*between: bytes, width: int = 2, height: int = 2) -> bytes:
    """A whole picture of one colour, with chunks between its header and its points."""
    rows = (b"\0" + b"\x12\x54\x66" * min(width, 64)) * min(height, 64)
    points = chunk(b"IDAT", zlib.compress(rows))
    return SIGNATURE + header(width, height) + b"".join(between) + points + chunk(b"IEND", b"")


def text(keyword: str, body: bytes) -> bytes:
    return chunk(b"tEXt", keyword.encode() + b"\0" + body)


def international(keyword: str, body: bytes, *, packed: bool = False) -> bytes:
    flags = b"\1\0" if packed else b"\0\0"
    data = zlib.compress(body, 9) if packed else body
    return chunk(b"iTXt", keyword.encode() + b"\0" + flags + b"\0\0" + data)


SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<!-- a round one -->\n"
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n'
    '  <circle cx="5" cy="5" r="4" fill=\'#125466\'/>\n'
    "  <title>Größe > &lt;Form&gt;</title>\n"
    "</svg>\n"
).encode()
