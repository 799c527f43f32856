"""Fonts in the file: only the glyphs used, each with the text it stands for.

A code (CID) is given to every pair of glyph and text, so one glyph that stands for different
texts in different words still reads right everywhere (ISO 32000-1, 9.7.4 and 9.10.3).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portfolio.export.pdf.faces import Face
    from portfolio.export.pdf.shaping import Glyph

MOST_ENTRIES = 100  # of one bfchar block (Adobe technical note 5014)


@dataclass(slots=True)
class UsedFace:
    """A face in use: its name in the page's resources and the codes given out."""

    face: Face
    resource: str
    codes: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, glyph: Glyph) -> int:
        """Return the code of a glyph that stands for a text; 0 is never given out."""
        return self.codes.setdefault((glyph.id, glyph.text), len(self.codes) + 1)


class Fonts:
    """The faces a file uses."""

    def __init__(self) -> None:
        self._used: dict[int, UsedFace] = {}

    def use(self, face: Face) -> UsedFace:
        """Return the entry of a face."""
        if id(face) not in self._used:
            self._used[id(face)] = UsedFace(face, f"F{len(self._used) + 1}")
        return self._used[id(face)]

    def all(self) -> list[UsedFace]:
        """Return the faces in the order of first use."""
        return list(self._used.values())


def subset(used: UsedFace) -> bytes:
    """Return the font program with only the glyphs in use, at their own numbers."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    for glyph, _ in used.codes:
        wanted.glyph_set.add(glyph)
    face = uharfbuzz.subset(used.face.face, wanted)
    return bytes(face.blob.data)


def prefixed_name(used: UsedFace) -> str:
    """Return ``ABCDEF+Name``; the letters follow from the glyphs, so they are repeatable."""
    digest = hashlib.sha256(repr(sorted(used.codes)).encode()).digest()
    letters = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    return f"{letters}+{used.face.name}"


def widths(used: UsedFace) -> list[Any]:
    """Return the W array: advances by code, in 1/1000 em."""
    return [1, [round(used.face.advance(glyph), 3) for glyph, _ in used.codes]]


def glyph_map(used: UsedFace) -> bytes:
    """Return the CIDToGIDMap: two bytes a code."""
    numbers = [0] + [glyph for glyph, _ in used.codes]
    return b"".join(number.to_bytes(2, "big") for number in numbers)


def to_unicode(used: UsedFace) -> bytes:
    """Return the ToUnicode map; texts are UTF-16, also above U+FFFF."""
    entries = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for (_, text), code in used.codes.items()
    ]
    blocks = [entries[at : at + MOST_ENTRIES] for at in range(0, len(entries), MOST_ENTRIES)]
    body = "\n".join(
        "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
