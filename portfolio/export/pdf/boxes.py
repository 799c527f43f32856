"""The box "Check this in a minute": steps, notes, and a code at its end side; kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.pdf import looks
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.rows import BoxLine, CodeFigure, Row, StackedRow

if TYPE_CHECKING:
    from portfolio.export.pdf.composer import Composer
    from portfolio.export.pdf.rows import TextRow
    from portfolio.export.pdf.structure import Element
    from portfolio.model.document import CheckBox


def check_row(composer: Composer, check: CheckBox, element: Element) -> list[Row]:
    """Return the box as one row."""
    above, end, below, start = looks.BOX_PADDING
    code = _code(check, element) if check.code else None
    room = composer.width - start - end - (looks.CODE_EDGE + end if code else 0)
    stack = StackedRow()
    at = above
    title = [Piece(check.heading, looks.BOX_TITLE.text)]
    at = _place(stack, composer.lines(title, looks.BOX_TITLE, element.add("H2"), width=room), at)
    at += looks.BOX_TITLE.after
    listing = element.add("L")
    for number, step in enumerate(check.steps, start=1):
        item = listing.add("LI")
        label, body = item.add("Lbl"), item.add("LBody")
        texts = composer.lines(
            [Piece(step, looks.BOX_STEP.text)],
            looks.BOX_STEP,
            body,
            width=room,
            indent=looks.STEP_HANG,
            label=Piece(f"{number}. ", looks.BOX_STEP.text),
            label_element=label,
        )
        at = _place(stack, texts, at + looks.BOX_STEP.before)
    for note in check.notes:
        pieces = composer.pieces(note, looks.BOX_NOTE.text)
        texts = composer.lines(pieces, looks.BOX_NOTE, element.add("P"), width=room)
        at = _place(stack, texts, at + looks.BOX_NOTE.before)
    height = at + below
    if code is not None:
        stack.parts.append((code, composer.width - end - looks.CODE_EDGE, above))
        height = max(height, above + looks.CODE_EDGE + below)
    stack.parts = [(drawable, across + start, down) for drawable, across, down in stack.parts]
    if code is not None:
        stack.parts[-1] = (code, composer.width - end - looks.CODE_EDGE, above)
    border = BoxLine(composer.width, height, looks.BOX_LINE_WIDTH, looks.BOX_LINE)
    stack.parts.insert(0, (border, 0, 0))
    return [Row(stack, height, looks.BOX_BEFORE, outline=(0, check.heading))]


def _place(stack: StackedRow, texts: list[TextRow], at: float) -> float:
    for text in texts:
        stack.parts.append((text, 0, at))
        at += text.leading
    return at


def _code(check: CheckBox, element: Element) -> CodeFigure:
    import segno

    made = segno.make(check.code, error="m", micro=False)
    modules = tuple(tuple(bool(dark) for dark in line) for line in made.matrix)
    link = element.add("Link", alt=check.code)
    figure = link.add("Figure", alt=check.code_says or check.code)
    return CodeFigure(modules, looks.CODE_EDGE, figure, link, check.code)
