"""Headings of sections: words under a hairline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.pdf import looks
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.rows import Row, RuleRow, StackedRow

if TYPE_CHECKING:
    from portfolio.export.pdf.composer import Composer
    from portfolio.export.pdf.structure import Element


def heading_row(composer: Composer, words: str, element: Element) -> Row:
    """Return a section's heading under its hairline."""
    look = looks.SECTION
    texts = composer.lines([Piece(words, look.text)], look, element.add("H2"))
    stack = StackedRow([(RuleRow(composer.width, looks.HAIRLINE_WIDTH, looks.HAIRLINE), 0, 0)])
    for at, text in enumerate(texts):
        stack.parts.append((text, 0, looks.SECTION_LINE_GAP + at * look.leading))
    height = looks.SECTION_LINE_GAP + len(texts) * look.leading
    return Row(stack, height + look.after, look.before, outline=(0, words))
