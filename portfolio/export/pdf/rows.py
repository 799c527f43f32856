"""Rows: what a page is filled with, from top to bottom.

A row knows its height, whether a page may begin with it, and draws itself at a place. A bullet of
three lines is three rows of which only the first may begin a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portfolio.export.pdf.drawing import Pen
    from portfolio.export.pdf.paragraphs import Line, Piece
    from portfolio.export.pdf.structure import Element


class Drawable(Protocol):
    """Something that draws itself with its top left corner (start side mirrored by the pen)."""

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw; ``x`` is from the start side of the text area, ``top`` from the page's top."""
        ...


@dataclass(slots=True)
class Row:
    """A strip of the page.

    Attributes:
        before: Space above it; left out at the top of a page.
        may_begin_page: A page may begin with it.
        is_body: It counts as a line of the body (not a rule or a spacer).
        begins_annex: A page must begin with it, and the annex starts there.
        head: Repeated at the top of a page that begins with this row (a table's head).
        outline: (level, words) of the bookmark that leads here; level 0 is a section.
    """

    drawable: Drawable | None
    height: float
    before: float = 0.0
    may_begin_page: bool = True
    is_body: bool = True
    begins_annex: bool = False
    head: Row | None = None
    outline: tuple[int, str] | None = None


@dataclass(slots=True)
class TextRow:
    """One line of a paragraph.

    Attributes:
        width: Of the text area, for aligning at the start side of right-to-left text.
        indent: From the start side.
        element: The paragraph's element; links and labels hang their own below it.
        label: Drawn at the start side before the text (a bullet), with its element.
    """

    line: Line
    pieces: tuple[Piece, ...]
    element: Element
    leading: float
    size: float
    width: float
    indent: float = 0.0
    is_rtl: bool = False
    links: dict[int, Element] = field(default_factory=dict)
    label: TextRow | None = None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the label, then the line."""
        baseline = top + (self.leading - self.size) / 2 + self.size * 0.78
        if self.label is not None:
            pen.line(self.label, x, baseline)
        pen.line(self, x + self.indent, baseline)


@dataclass(slots=True)
class RuleRow:
    """A hairline across, drawn as an artifact."""

    width: float
    thickness: float
    colour: str

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the hairline at the top."""
        pen.rule(x, top, self.width, self.thickness, self.colour)


@dataclass(slots=True)
class StackedRow:
    """Parts side by side or one over the other, kept together: a box, a table's row.

    Attributes:
        parts: (drawable, x from the start side, offset from the top).
    """

    parts: list[tuple[Drawable, float, float]] = field(default_factory=list)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the parts."""
        for part, across, down in self.parts:
            part.draw(pen, x + across, top + down)


@dataclass(slots=True)
class BoxLine:
    """The border of a box, an artifact."""

    width: float
    height: float
    thickness: float
    colour: str

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the border inside the given size."""
        pen.box(x, top, self.width, self.height, self.thickness, self.colour)


@dataclass(slots=True)
class CodeFigure:
    """A QR code as squares: a figure with an alternate text, inside a link.

    Attributes:
        edge: Width and height, in points.
        link: Around the figure's element; it leads to ``href``, as the code does.
    """

    modules: tuple[tuple[bool, ...], ...]
    edge: float
    element: Element
    link: Element
    href: str

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the dark squares."""
        pen.squares(self, x, top)
