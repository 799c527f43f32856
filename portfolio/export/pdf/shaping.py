"""Text to glyphs: HarfBuzz shapes a run, and every glyph keeps the text it stands for.

The text a glyph stands for goes into the file's ToUnicode map, so that search, copying and
parsers read what was written: ligatures as their letters, syllables as their characters.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    texts = _texts(text, [info.cluster for info in infos])
    return tuple(
        Glyph(
            info.codepoint,
            said,
            position.x_advance * scale,
            position.x_offset * scale,
            position.y_offset * scale,
        )
        for info, position, said in zip(infos, positions, texts, strict=True)
    )


def _texts(text: str, clusters: list[int]) -> list[str]:
    """Share the text of each cluster out among its glyphs, in the order they are drawn.

    A cluster of one glyph gets all of it. With several, the first takes what is left over; where
    there are more glyphs than characters, decomposed characters are tried (é as e and an accent).
    """
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    texts = [""] * len(clusters)
    at = 0
    while at < len(clusters):
        until = at
        while until < len(clusters) and clusters[until] == clusters[at]:
            until += 1
        said = text[clusters[at] : ends[clusters[at]]]
        texts[at:until] = _shared(said, until - at)
        at = until
    return texts


def _shared(said: str, count: int) -> list[str]:
    if count == 1:
        return [said]
    if len(said) < count:
        apart = unicodedata.normalize("NFD", said)
        if len(apart) == count:
            return list(apart)
        return [said, *[FILLER] * (count - 1)]
    first = len(said) - count + 1
    return [said[:first], *said[first:]]
