"""Lays paragraphs out into rows: text, links, labels, marks, and what keeps together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portfolio.export.lines import safe_href
from portfolio.export.pdf import looks
from portfolio.export.pdf.faces import Weight
from portfolio.export.pdf.paragraphs import Piece, lay_out
from portfolio.export.pdf.rows import Row, TextRow
from portfolio.export.pdf.structure import Element
from portfolio.export.words import direction
from portfolio.model.codes import TrustClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.export.pdf.looks import Look, Style
    from portfolio.model.document import Mark, Span

SIGNS = {
    TrustClass.EVIDENCE: "■",
    TrustClass.ATTESTED: "◆",
    TrustClass.CERTIFIED: "▲",
    TrustClass.SELF_REPORTED: "○",
}
LONGEST_TIED = 24
"""Characters of a mark's words that stay on one line; of longer ones only the first word does."""
LONG = 14
"""Lines above which even a paragraph that stays whole may be split over pages."""


@dataclass(slots=True)
class Composer:
    """Makes rows; ``width`` is that of the text area in points."""

    width: float
    is_rtl: bool
    missing: set[str] = field(default_factory=set)
    _ties: int = 0

    @property
    def turn(self) -> str:
        """The invisible mark that keeps what stands on its two sides in the page's order."""
        return "\u200f" if self.is_rtl else "\u200e"

    def lines(  # noqa: PLR0913  (each is one thing a paragraph has)
        self,
        pieces: Sequence[Piece],
        look: Look,
        element: Element,
        *,
        width: float | None = None,
        indent: float = 0.0,
        label: Piece | None = None,
        label_element: Element | None = None,
    ) -> list[TextRow]:
        """Lay a paragraph out into lines; a label stands before the first one."""
        room = (self.width if width is None else width) - indent
        # Words in a language of their own run in its direction, aligned with the page's.
        is_rtl = direction(element.language) == "rtl" if element.language else self.is_rtl
        laid = lay_out(pieces, room, is_rtl=is_rtl, page_is_rtl=self.is_rtl)
        self.missing |= laid.missing
        links = {
            at: Element("Link", alt=piece.href)
            for at, piece in enumerate(laid.pieces)
            if piece.href
        }
        made = [
            TextRow(
                line,
                laid.pieces,
                element,
                look.leading,
                look.text.size,
                room,
                indent,
                is_rtl=self.is_rtl,
                links=links,
            )
            for line in laid.lines
        ]
        if label is not None and made:
            owner = label_element or element
            made[0].label = self.lines([label], look, owner, width=indent + room)[0]
        return made

    def paragraph(  # noqa: PLR0913  (each is one thing a paragraph has)
        self,
        pieces: Sequence[Piece],
        look: Look,
        element: Element,
        *,
        indent: float = 0.0,
        before: float | None = None,
        may_begin_page: bool = True,
        may_split: bool = False,
        label: Piece | None = None,
        label_element: Element | None = None,
    ) -> list[Row]:
        """Lay a paragraph out into rows; only the first may begin a page unless it may split."""
        texts = self.lines(
            pieces, look, element, indent=indent, label=label, label_element=label_element
        )
        count = len(texts)
        splits = may_split or count > LONG
        least = 3 if not may_split else 2
        rows = []
        for at, text in enumerate(texts):
            inside = splits and least <= at <= count - least
            begins = may_begin_page if at == 0 else inside
            space = (look.before if before is None else before) if at == 0 else 0.0
            rows.append(Row(text, look.leading, space, begins))
        return rows

    def pieces(
        self, spans: Iterable[Span], style: Style, *, link_colour: str = looks.LINK
    ) -> list[Piece]:
        """Return the pieces of a paragraph's spans."""
        made = []
        for span in spans:
            href = safe_href(span.href)
            own = style
            if span.strong:
                own = replace(own, weight=Weight.SEMI_BOLD)
            if span.muted:
                own = replace(own, colour=looks.GREY)
            if href:
                own = replace(own, colour=link_colour)
            made.append(Piece(span.text, own, href))
        return made

    def marks(self, marks: Iterable[Mark]) -> list[Piece]:
        """Return marks after a sentence; they stay with its last word, each on one line."""
        made = []
        for at, mark in enumerate(marks):
            self._ties += 1
            label, blank, rest = mark.label, "", ""
            if len(label) > LONGEST_TIED:
                label, blank, rest = label.partition(" ")
            made += [
                Piece(f"{self.turn}  ", looks.MARK, is_glue=at == 0),
                Piece(SIGNS[mark.trust], looks.MARK_SIGN, tie=self._ties),
                Piece(" ", looks.MARK, tie=self._ties),
                Piece(label, looks.MARK, tie=self._ties),
            ]
            if rest:
                made.append(Piece(blank + rest, looks.MARK))
        return made

    def tied(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return pieces that stay on one line together."""
        self._ties += 1
        return [replace(piece, tie=self._ties) for piece in pieces]
