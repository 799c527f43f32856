"""Text to glyphs: HarfBuzz shapes a run, and every glyph keeps the text it stands for.

The text a glyph stands for goes into the file's ToUnicode map, so that search, copying and
parsers read what was written: ligatures as their letters, syllables as their characters.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.pdf.faces import Face

FILLER = "\u200b"
"""Text of a glyph that adds nothing to read (PDF/UA wants some for every glyph)."""
NO_LIGATURES = {"liga": False, "clig": False, "dlig": False}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph as drawn; lengths in 1/1000 em.

    Attributes:
        text: What it stands for.
    """

    id: int
    text: str
    advance: float
    dx: float = 0.0
    dy: float = 0.0


@lru_cache(maxsize=20_000)
def shape(face: Face, text: str, *, is_rtl: bool) -> tuple[Glyph, ...]:
    """Return the glyphs of a run in one face and direction, from left to right as drawn."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_rtl else "ltr"
    uharfbuzz.shape(face.font, buffer, NO_LIGATURES)
    scale = 1000 / face.upem
    drawn = [
        (
            info.cluster,
            Glyph(
                info.codepoint,
                "",
                position.x_advance * scale,
                position.x_offset * scale,
                position.y_offset * scale,
            ),
        )
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    return tuple(_speaking(face, text, drawn, is_rtl=is_rtl))


def _speaking(
    face: Face, text: str, drawn: list[tuple[int, Glyph]], *, is_rtl: bool
) -> Iterable[Glyph]:
    """Yield the glyphs with their texts; ``drawn`` has each one's cluster."""
    starts = sorted({cluster for cluster, _ in drawn})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for cluster, group in groupby(drawn, key=lambda each: each[0]):
        glyphs = [glyph for _, glyph in group]
        said = text[cluster : ends[cluster]]
        yield from _right_to_left(face, said, glyphs) if is_rtl else _left_to_right(said, glyphs)


def _left_to_right(said: str, glyphs: list[Glyph]) -> list[Glyph]:
    """Share a cluster's text out among its glyphs, in the order they are drawn.

    Marks say nothing, their letter says it: raised or without a width, programs that read the
    page would take them for another line or word.
    """
    level = [glyph for glyph in glyphs if glyph.advance and not glyph.dy] or glyphs[:1]
    shares = iter(_shared(said, len(level)))
    return [
        replace(glyph, text=next(shares) if any(glyph is each for each in level) else FILLER)
        for glyph in glyphs
    ]


def _right_to_left(face: Face, said: str, glyphs: list[Glyph]) -> list[Glyph]:
    """Share a cluster's text out, one character a glyph, the first to the rightmost.

    Programs turn the order of right-to-left text round glyph by glyph, so a glyph of several
    characters (lam-alef) would be read with them swapped: the others go to empty glyphs at its
    left, where the face has one.
    """
    empty = _empty_glyph(face)
    left = list(said)
    made: list[Glyph] = []
    for at, glyph in enumerate(reversed(glyphs)):
        if (glyph.dy and at) or not left:
            made.append(replace(glyph, text=FILLER))
        elif empty is None and at == len(glyphs) - 1:
            made.append(replace(glyph, text="".join(left)))
            left = []
        else:
            made.append(replace(glyph, text=left.pop(0)))
    if left and empty is None:
        made[0] = replace(made[0], text=made[0].text + "".join(left))
    elif empty is not None:
        made += [Glyph(empty, each, 0.0) for each in left]
    return made[::-1]


@lru_cache(maxsize=64)
def _empty_glyph(face: Face) -> int | None:
    """Return a glyph that draws nothing and takes no room, if the face has one."""
    for code in (0x200B, 0x200C, 0x200D):
        glyph = face.font.get_nominal_glyph(code) if code in face.covered else None
        if glyph and not face.advance(glyph):
            extents = face.font.get_glyph_extents(glyph)
            if extents is not None and not extents.width and not extents.height:
                return int(glyph)
    return None


def _shared(said: str, count: int) -> list[str]:
    """Share a text out; the first part takes what is left over.

    Where there are more glyphs than characters, decomposed ones are tried (é as e and an accent).
    """
    if count == 1:
        return [said]
    if len(said) < count:
        apart = unicodedata.normalize("NFD", said)
        if len(apart) == count:
            return list(apart)
        return [said, *[FILLER] * (count - 1)]
    first = len(said) - count + 1
    return [said[:first], *said[first:]]
