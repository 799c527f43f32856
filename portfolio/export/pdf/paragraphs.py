"""Paragraphs to lines: faces chosen per character, words shaped, lines broken in reading order.

::

    spans -> characters with style, face and level -> segments (one look, one level)
          -> atoms (what may not be broken, with the blank behind it) -> lines

Time grows with the length of the text only; a word too long for a line is broken anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from portfolio.export.pdf import faces
from portfolio.export.pdf.bidi_levels import is_left_to_right, isolates, levels
from portfolio.export.pdf.shaping import Glyph, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.export.pdf.faces import Face
    from portfolio.export.pdf.looks import Style

LONGEST_WORD: Final = 2_000
"""Characters of one unbroken word that are shaped together; longer ones are cut for shaping."""
LONGEST_LETTER: Final = 12
"""Characters looked at together when a face is chosen for a letter and its marks."""
_IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u00ad\ufeff\u200e\u200f\u061c")
LONGEST_DAY: Final = 24
"""Characters of a day and a month that are looked back at, to keep the year with them."""
_COUNT = re.compile(r"(?:^|.*\s)\d{1,3}\.?")
_DAY = re.compile(r"(?:^|.*\s)\d{1,2}\.? [^\W\d]+\.?")
_YEAR = re.compile(r"\d{4}(?!\d)")
_BREAK_AFTER = frozenset("-–—/?&=_.,;:@")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as it comes from the document.

    Attributes:
        href: Where it leads, or ``""``.
        tag: Structure element its text belongs to beside the paragraph: ``Lbl``, or ``""``.
        tie: Between pieces of the same tie, and inside one, no line may break; 0 is no tie.
        is_glue: No line may break at its blanks: what follows stays with the word before.
    """

    text: str
    style: Style
    href: str = ""
    tag: str = ""
    tie: int = 0
    is_glue: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Shaped glyphs of one face, style and direction; ``width`` in points."""

    glyphs: tuple[Glyph, ...]
    face: Face
    style: Style
    level: int
    piece: int
    start: int
    width: float
    is_blank: bool = False


@dataclass(slots=True)
class Line:
    """Segments in reading order; ``width`` leaves out blanks at its end."""

    segments: list[Segment] = field(default_factory=list)
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A paragraph in lines, with the characters no face has."""

    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    missing: frozenset[str]


@dataclass(slots=True)
class _Atom:
    segments: list[Segment] = field(default_factory=list)
    blanks: list[Segment] = field(default_factory=list)

    @property
    def width(self) -> float:
        return sum(each.width for each in self.segments)


def lay_out(pieces: Sequence[Piece], width: float, *, is_rtl: bool, page_is_rtl: bool) -> Laid:
    """Break a paragraph into lines of at most ``width`` points.

    Args:
        pieces: Its text.
        width: Of a line.
        is_rtl: The paragraph's own direction; one that is Latin throughout runs to the right.
        page_is_rtl: The direction of the page, at whose end side blanks are left hanging.
    """
    text = "".join(piece.text for piece in pieces)
    owner = [at for at, piece in enumerate(pieces) for _ in piece.text]
    missing: set[str] = set()
    chosen = _chosen_faces(text, owner, pieces, missing)
    is_rtl = is_rtl and not is_left_to_right(text)
    apart = isolates([piece.text for piece in pieces], is_rtl=is_rtl)
    level = levels(text, is_rtl=is_rtl, apart=apart)
    if page_is_rtl and not is_rtl:  # as a text within the page, with blanks at its end outside
        level = [each + 2 for each in level]
    lines = [Line()]
    for atom in _atoms(text, owner, pieces, chosen, level):
        for part in _fitting(atom, width, pieces):
            line = lines[-1]
            taken = sum(each.width for each in line.segments)
            if line.segments and taken + part.width > width + 0.01:
                lines.append(Line())
                line, taken = lines[-1], 0.0
            line.segments += part.segments
            line.width = taken + part.width
            line.segments += part.blanks
    for line in lines:
        _rest(line, int(page_is_rtl))
    return Laid(tuple(lines), tuple(pieces), frozenset(missing))


def _rest(line: Line, level: int) -> None:
    """Let blanks at a line's end run in the paragraph's direction (UAX 9, rule L1)."""
    for at in range(len(line.segments) - 1, -1, -1):
        if not line.segments[at].is_blank:
            return
        line.segments[at] = replace(line.segments[at], level=level)


def _chosen_faces(
    text: str, owner: Sequence[int], pieces: Sequence[Piece], missing: set[str]
) -> list[tuple[str, Face] | None]:
    """Return for each character what is drawn and by which face; None draws nothing."""
    chosen: list[tuple[str, Face] | None] = []
    for at, until in _letters(text):
        weight = pieces[owner[at]].style.weight
        visible = "".join(each for each in text[at:until] if each not in _IGNORABLE)
        whole = faces.face_for(visible, weight) if visible else None
        last = whole
        for character in text[at:until]:
            if character in _IGNORABLE:
                has = last is not None and ord(character) in last.covered
                chosen.append((character, last) if has and last is not None else None)
                continue
            last = whole or faces.face_for(character, weight)
            if last is not None:
                chosen.append((character, last))
                continue
            missing.add(character)
            last = faces.face_for(faces.REPLACEMENT, weight)
            chosen.append((faces.REPLACEMENT, last) if last is not None else None)
    return chosen


def _letters(text: str) -> Iterable[tuple[int, int]]:
    """Yield where each letter with its marks and joiners begins and ends."""
    at = 0
    while at < len(text):
        until = at + 1
        while until < len(text) and until - at < LONGEST_LETTER and _joins(text[until]):
            until += 1
        yield at, until
        at = until


def _joins(character: str) -> bool:
    """Whether a character stays with the face of the one before it."""
    return character in _IGNORABLE or unicodedata.category(character) in {"Mn", "Mc", "Me"}


def _atoms(
    text: str,
    owner: Sequence[int],
    pieces: Sequence[Piece],
    chosen: Sequence[tuple[str, Face] | None],
    level: Sequence[int],
) -> Iterable[_Atom]:
    """Yield what may not be broken, in reading order."""
    at, length = 0, len(text)
    while at < length:
        until = at
        while until < length and not _ends_before(text, owner, pieces, until, at):
            until += 1
        blank = until
        while blank < length and text[blank] == " ":
            blank += 1
        atom = _Atom(
            _segments(at, until, owner, pieces, chosen, level),
            _segments(until, blank, owner, pieces, chosen, level, is_blank=True),
        )
        yield atom
        at = blank


def _ends_before(
    text: str, owner: Sequence[int], pieces: Sequence[Piece], at: int, start: int
) -> bool:
    """Whether the atom that began at ``start`` ends before character ``at``."""
    if text[at] == " ":
        following = at + 1
        while following < len(text) and text[following] == " ":
            following += 1
        if at == start or following == len(text):
            return True
        if pieces[owner[at]].is_glue or _stays_with(text, at, following, start):
            return False
        tie = pieces[owner[at - 1]].tie
        return not (tie and pieces[owner[following]].tie == tie)
    if at == start:
        return False
    return _is_ideograph(text[at]) or (_is_ideograph(text[at - 1]) and text[at].isalnum())


def _stays_with(text: str, at: int, following: int, start: int) -> bool:
    """Whether a number stays with what it counts, or a year with its day, over blanks at ``at``."""
    before = text[max(start, at - LONGEST_DAY) : at]
    if text[following].isalpha():
        return _COUNT.fullmatch(before) is not None
    return _YEAR.match(text, following) is not None and _DAY.fullmatch(before) is not None


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


def _segments(  # noqa: PLR0913, PLR0917  (parallel views of the same characters)
    start: int,
    end: int,
    owner: Sequence[int],
    pieces: Sequence[Piece],
    chosen: Sequence[tuple[str, Face] | None],
    level: Sequence[int],
    *,
    is_blank: bool = False,
) -> list[Segment]:
    segments: list[Segment] = []
    at = start
    while at < end:
        first = chosen[at]
        if first is None:
            at += 1
            continue
        until = at
        drawn: list[str] = []
        while (
            until < end
            and owner[until] == owner[at]
            and level[until] == level[at]
            and len(drawn) < LONGEST_WORD
        ):
            now = chosen[until]
            if now is not None and now[1] is not first[1]:
                break
            if now is not None:
                drawn.append(now[0])
            until += 1
        piece = pieces[owner[at]]
        glyphs = shape(first[1], "".join(drawn), is_rtl=bool(level[at] % 2))
        width = sum(glyph.advance for glyph in glyphs) * piece.style.size / 1000
        segments.append(
            Segment(glyphs, first[1], piece.style, level[at], owner[at], at, width, is_blank)
        )
        at = until
    return segments


def _fitting(atom: _Atom, width: float, pieces: Sequence[Piece]) -> Iterable[_Atom]:
    """Yield the atom, or parts of it when it is wider than a line."""
    if atom.width <= width:
        yield atom
        return
    row: list[Segment] = []
    taken = 0.0
    for tie, group in groupby(atom.segments, key=lambda each: pieces[each.piece].tie):
        tied = list(group)
        if tie and sum(each.width for each in tied) <= width:
            parts = [tied]
        else:
            parts = [[part] for segment in tied for part in _cut(segment, width)]
        for part in parts:
            wide = sum(each.width for each in part)
            if row and taken + wide > width:
                yield _Atom(row)
                row, taken = [], 0.0
            row += part
            taken += wide
    yield _Atom(row, atom.blanks)


def _cut(segment: Segment, width: float) -> Iterable[Segment]:
    """Cut a segment, in reading order, into parts no wider than a line."""
    ordered = list(segment.glyphs)
    if segment.level % 2:
        ordered.reverse()
    row: list[Glyph] = []
    taken = 0.0
    scale = segment.style.size / 1000
    for glyph in ordered:
        wide = glyph.advance * scale
        if row and taken + wide > width:
            keep = _good_break(row) if not segment.level % 2 else len(row)
            yield _part(segment, row[:keep])
            row = row[keep:]
            taken = sum(each.advance for each in row) * scale
        row.append(glyph)
        taken += wide
    if row:
        yield _part(segment, row)


def _good_break(row: list[Glyph]) -> int:
    """Return how much of a row to keep: up to a stop such as a slash in its last third."""
    for at in range(len(row) - 1, len(row) * 2 // 3, -1):
        if row[at].text in _BREAK_AFTER:
            return at + 1
    return len(row)


def _part(segment: Segment, glyphs: list[Glyph]) -> Segment:
    drawn = tuple(reversed(glyphs)) if segment.level % 2 else tuple(glyphs)
    width = sum(each.advance for each in glyphs) * segment.style.size / 1000
    return Segment(
        drawn, segment.face, segment.style, segment.level, segment.piece, segment.start, width
    )
