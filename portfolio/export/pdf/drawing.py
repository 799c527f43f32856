"""Draws rows into page content: text with its structure, links, rules, boxes, codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.export.pdf.bidi_levels import visual_order
from portfolio.export.pdf.looks import (
    LINK_LINE,
    UNDERLINE_DROP,
    UNDERLINE_WIDTH,
)
from portfolio.export.pdf.shaping import FILLER
from portfolio.export.pdf.structure import Element, LinkObject, Marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.pdf.embedding import Fonts
    from portfolio.export.pdf.paragraphs import Segment
    from portfolio.export.pdf.rows import CodeFigure, TextRow


ARTIFACT = "Artifact"
"""Tag of a holder whose text is drawn as an artifact."""


@dataclass(slots=True)
class LinkArea:
    """A link's rectangle (points from the page's bottom left) and what it leads to."""

    rect: tuple[float, float, float, float]
    href: str
    element: Element


@dataclass(slots=True)
class PageContent:
    """What is drawn on one page."""

    operators: list[str] = field(default_factory=list)
    owners: list[Element | None] = field(default_factory=list)
    links: list[LinkArea] = field(default_factory=list)


class Pen:
    """Draws on one page; coordinates are points from the page's top and start side.

    Args:
        number: The page, from 0.
        size: Width and height of the page.
        margin: At the start side.
    """

    def __init__(
        self,
        number: int,
        size: tuple[float, float],
        fonts: Fonts,
        *,
        margin: float,
        is_rtl: bool,
    ) -> None:
        self.content = PageContent()
        self._number, self._size, self._fonts = number, size, fonts
        self._margin, self._is_rtl = margin, is_rtl

    def line(self, row: TextRow, x: float, baseline: float) -> None:
        """Draw one line of text; every stretch of one element is marked content of its own."""
        segments = row.line.segments
        lefts = self._lefts(row, x)
        y = self._size[1] - baseline
        groups: list[tuple[Element, list[tuple[Segment, float]]]] = []
        for segment, left in zip(segments, lefts, strict=True):
            element = row.links.get(segment.piece, row.element)
            if groups and groups[-1][0] is element:
                groups[-1][1].append((segment, left))
            else:
                groups.append((element, [(segment, left)]))
        for element, drawn in groups:
            if element.tag == ARTIFACT:
                self._furniture(drawn, y)
                continue
            mark = self._marked(element, drawn, y)
            if element is not row.element and element not in row.element.kids:
                row.element.kids.append(element)
            element.kids.append(Marked(self._number, mark))
            href = row.pieces[drawn[0][0].piece].href
            if href and element is not row.element:
                self._link(element, href, drawn, y)

    def _lefts(self, row: TextRow, x: float) -> list[float]:
        """Return where each segment of a line begins at its left, in reading order."""
        segments = row.line.segments
        total = sum(each.width for each in segments)
        at_left = self._left_of(x, row.line.width, total, segments)
        lefts = [0.0] * len(segments)
        for place in visual_order([each.level for each in segments]):
            lefts[place] = at_left
            at_left += segments[place].width
        return lefts

    def _left_of(self, x: float, width: float, total: float, segments: list[Segment]) -> float:
        """Return the left end of a line that stands ``x`` from the start side."""
        if not self._is_rtl:
            return self._margin + x
        right = self._size[0] - self._margin - x
        blanks = total - width if segments else 0.0
        return right - width - blanks

    def _furniture(self, drawn: list[tuple[Segment, float]], y: float) -> None:
        """Draw text that is no content: the repeated head of a table."""
        self.content.operators.append("/Artifact <</Type /Pagination>> BDC")
        self._texts(drawn, y)
        self.content.operators.append("EMC")

    def _marked(self, element: Element, drawn: list[tuple[Segment, float]], y: float) -> int:
        mark = len(self.content.owners)
        self.content.owners.append(element)
        add = self.content.operators.append
        add(f"/{element.tag} <</MCID {mark}>> BDC")
        self._texts(drawn, y)
        add("EMC")
        return mark

    def _texts(self, drawn: Iterable[tuple[Segment, float]], y: float) -> None:
        """Draw segments; marks that say nothing of their own come after all the letters.

        Programs that read the page take a step back or up inside a word for the word's end.
        """
        later: list[str] = []
        for segment, left in drawn:
            letters, marks = self._text(segment, left, y)
            self.content.operators += letters
            later += marks
        self.content.operators += later

    def _text(self, segment: Segment, left: float, y: float) -> tuple[list[str], list[str]]:
        """Return the operators for a segment's letters, and those for its marks."""
        used = self._fonts.use(segment.face)
        size = segment.style.size
        codes: list[str] = []
        marks: list[str] = []
        owed = at = 0.0  # in 1/1000 em: what the next glyph must be moved by; where it stands
        for glyph in segment.glyphs:
            code = f"<{used.code(glyph):04X}>"
            if glyph.text == FILLER:
                x, up = left + (at + glyph.dx) * size / 1000, y + glyph.dy * size / 1000
                marks.append(f"1 0 0 1 {_number(x)} {_number(up)} Tm {code} Tj")
                owed -= glyph.advance
            else:
                move = owed - glyph.dx
                codes += [_number(move), code] if round(move, 1) else [code]
                owed = segment.face.advance(glyph.id) - (glyph.advance - glyph.dx)
            at += glyph.advance
        begin = f"BT {_colour(segment.style.colour)} rg /{used.resource} {_number(size)} Tf"
        place = f"1 0 0 1 {_number(left)} {_number(y)} Tm"
        return (
            [f"{begin} {place} [{' '.join(codes)}] TJ ET"] if codes else [],
            [f"{begin} {' '.join(marks)} ET"] if marks else [],
        )

    def _link(
        self, element: Element, href: str, drawn: list[tuple[Segment, float]], y: float
    ) -> None:
        words = [(segment, left) for segment, left in drawn if not segment.is_blank]
        if not words:
            return
        left = min(left for _, left in words)
        right = max(left + segment.width for segment, left in words)
        size = max(segment.style.size for segment, _ in words)
        rect = (left, y - size * 0.25, right, y + size * 0.85)
        self.content.links.append(LinkArea(rect, href, element))
        element.kids.append(LinkObject(self._number, len(self.content.links) - 1))
        under = y - UNDERLINE_DROP
        self._artifact(
            f"{_colour(LINK_LINE)} RG {_number(UNDERLINE_WIDTH)} w "
            f"{_number(left)} {_number(under)} m {_number(right)} {_number(under)} l S"
        )

    def rule(self, x: float, top: float, width: float, thickness: float, colour: str) -> None:
        """Draw a hairline."""
        left = self._margin + x
        if self._is_rtl:
            left = self._size[0] - self._margin - x - width
        y = self._size[1] - top
        self._artifact(
            f"{_colour(colour)} RG {_number(thickness)} w "
            f"{_number(left)} {_number(y)} m {_number(left + width)} {_number(y)} l S"
        )

    def box(  # noqa: PLR0913, PLR0917  (a box is its place, size and line)
        self, x: float, top: float, width: float, height: float, thickness: float, colour: str
    ) -> None:
        """Draw the border of a box inside the given size."""
        left = self._margin + x
        if self._is_rtl:
            left = self._size[0] - self._margin - x - width
        inset = thickness / 2
        self._artifact(
            f"{_colour(colour)} RG {_number(thickness)} w {_number(left + inset)} "
            f"{_number(self._size[1] - top - height + inset)} {_number(width - thickness)} "
            f"{_number(height - thickness)} re S"
        )

    def squares(self, figure: CodeFigure, x: float, top: float) -> None:
        """Draw a code's dark squares as a figure that can be clicked."""
        mark = len(self.content.owners)
        self.content.owners.append(figure.element)
        figure.element.kids.append(Marked(self._number, mark))
        side = figure.edge / max(1, len(figure.modules))
        left = self._margin + x
        if self._is_rtl:
            left = self._size[0] - self._margin - x - figure.edge
        add = self.content.operators.append
        add(f"/Figure <</MCID {mark}>> BDC 0 0 0 rg")
        for down, line in enumerate(figure.modules):
            y = self._size[1] - top - (down + 1) * side
            for across, dark in enumerate(line):
                if dark:
                    add(
                        f"{_number(left + across * side)} {_number(y)} "
                        f"{_number(side)} {_number(side)} re"
                    )
        add("f EMC")
        bottom = self._size[1] - top - figure.edge
        rect = (left, bottom, left + figure.edge, bottom + figure.edge)
        self.content.links.append(LinkArea(rect, figure.href, figure.link))
        figure.link.kids.append(LinkObject(self._number, len(self.content.links) - 1))

    def furniture(self, rows: list[tuple[TextRow, float]], baseline: float) -> None:
        """Draw the page's footer as an artifact: rows at places from the start side."""
        y = self._size[1] - baseline
        add = self.content.operators.append
        add("/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
        for row, x in rows:
            segments = row.line.segments
            total = sum(each.width for each in segments)
            left = self._left_of(x, row.line.width, total, segments)
            drawn = []
            for place in visual_order([each.level for each in segments]):
                drawn.append((segments[place], left))
                left += segments[place].width
            self._texts(drawn, y)
        add("EMC")

    def _artifact(self, operators: str) -> None:
        self.content.operators.append(f"/Artifact BMC q {operators} Q EMC")


def _number(value: float) -> str:
    """Return a number as PDF writes it, without an exponent or needless zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _colour(hexadecimal: str) -> str:
    parts = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(_number(part) for part in parts)
