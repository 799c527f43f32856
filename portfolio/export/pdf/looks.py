"""The measures of the template "Plain" (points), and the styles of its text."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.export.pdf.faces import Weight
from portfolio.model.codes import PageSize

MM = 72 / 25.4
PAGE = {PageSize.A4: (595.276, 841.89), PageSize.LETTER: (612.0, 792.0)}
MARGIN_TOP, MARGIN_SIDE, MARGIN_BOTTOM = 18 * MM, 24 * MM, 21 * MM
FOOTER_UNDER_TEXT = 5 * MM
FOOTER_LEADING = 10.0

INK, GREY, LINK = "#1b1f24", "#555b63", "#0b4f9e"
LINK_LINE, HAIRLINE, BOX_LINE = "#7fa3cd", "#c5cad1", "#8a9099"
UNDERLINE_WIDTH, UNDERLINE_DROP = 0.4, 2.2
HAIRLINE_WIDTH, TABLE_LINE_WIDTH, BOX_LINE_WIDTH = 0.5, 0.4, 0.75

BULLET_HANG = 10.0
STEP_HANG = 12.0
BOX_PADDING = (8.0, 10.0, 9.0, 10.0)
CODE_EDGE = 22 * MM
TABLE_COLUMNS = (0.0, 30.0, 233.0)
TABLE_GUTTER = 12.0
TABLE_ROW_PADDING = 3.2


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks."""

    size: float
    weight: Weight = Weight.REGULAR
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: its text, its lines and the space round it."""

    text: Style
    leading: float
    before: float = 0.0
    after: float = 0.0


_BOLD = Weight.SEMI_BOLD
NAME = Look(Style(23, _BOLD), 27)
HEADLINE = Look(Style(12), 16, before=1)
CONTACT = Look(Style(9.5, colour=GREY), 13.5, before=5)
SECTION = Look(Style(12, _BOLD), 15, before=15, after=4)
SECTION_LINE_GAP = 5.0
ANNEX_TITLE = Look(Style(14, _BOLD), 18, after=3)
ENTRY = Look(Style(10.5), 14, before=8)
ROLE = Look(Style(10), 13.5)
ROLE_REST = Style(9.5, colour=GREY)
BULLET = Look(Style(10), 13.5, before=1.5)
BULLET_AFTER_ROLE = 2.5
UNDER_BULLET = Look(Style(9, colour=GREY), 12.5, before=0.5)
PROSE = Look(Style(10), 13.5, before=1)
SMALL_PROSE = Look(Style(9, colour=GREY), 12.5, before=2)
QUOTATION = Look(Style(10), 13.5, before=7)
TESTIMONIAL_WHO = Look(Style(9), 12.5)
TOTALS = Look(Style(9, colour=GREY), 12.5, before=2)
MARK = Style(8.5, colour=GREY)
MARK_SIGN = Style(7, colour=GREY)
BOX_TITLE = Look(Style(12, _BOLD), 15, after=2)
BOX_STEP = Look(Style(9.5), 13, before=0.5)
BOX_NOTE = Look(Style(9, colour=GREY), 12.2, before=2)
BOX_BEFORE = 15.0
TABLE_HEAD = Look(Style(9, _BOLD), 12)
TABLE = Look(Style(9), 12)
TABLE_SECOND = Style(9, colour=GREY)
FOOTER = Look(Style(8, colour=GREY), FOOTER_LEADING)
FOOTER_SIGN = Style(6.5, colour=GREY)
