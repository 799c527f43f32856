"""From a document to the bytes of a PDF."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from portfolio.export import document_json, json_resume
from portfolio.export.pdf import PdfResult, looks
from portfolio.export.pdf.assembling import Assembly
from portfolio.export.pdf.composer import SIGNS, Composer
from portfolio.export.pdf.composing import compose
from portfolio.export.pdf.drawing import Pen
from portfolio.export.pdf.embedding import Fonts
from portfolio.export.pdf.outline import Bookmark
from portfolio.export.pdf.paging import Page, paginate
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.preflight import may_claim
from portfolio.export.pdf.structure import Element
from portfolio.model.document import RESUME_FILE, Attachment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.export.pdf.rows import TextRow
    from portfolio.model.document import Document

LEGEND_GAP = 18.0
MOST_NAMED = 12


def rendered(document: Document, attachments: Sequence[Attachment]) -> PdfResult:
    """Return the PDF of a document (see `portfolio.export.pdf.render`)."""
    size = looks.PAGE[document.page_size]
    room = size[1] - looks.MARGIN_TOP - looks.MARGIN_BOTTOM
    composition = compose(document)
    pages = paginate(composition.rows, room)
    fonts = Fonts()
    bookmarks: list[Bookmark] = []
    contents = []
    footer_missing: set[str] = set()
    for number, page in enumerate(pages):
        pen = Pen(
            number,
            size,
            fonts,
            margin=looks.MARGIN_SIDE,
            is_rtl=document.direction == "rtl",
        )
        _draw_page(pen, page, number, size, bookmarks)
        footer_missing |= _draw_footer(pen, document, number, len(pages), size)
        contents.append(pen.content)
    missing = composition.missing | footer_missing
    body = [page for page in pages if not page.is_annex]
    assembly = Assembly(
        document=document,
        size=size,
        pages=contents,
        fonts=fonts,
        root=composition.root,
        bookmarks=bookmarks,
        attachments=[*_own_attachments(document), *attachments],
        claims=may_claim(document, missing, composition.root),
    )
    return PdfResult(
        data=assembly.bytes(),
        page_count=len(pages),
        body_page_count=len(body),
        last_page_fill=min(1.0, body[-1].height() / room) if body else 0.0,
        warnings=_warnings(missing),
    )


def _draw_page(
    pen: Pen, page: Page, number: int, size: tuple[float, float], bookmarks: list[Bookmark]
) -> None:
    top = looks.MARGIN_TOP
    for at, row in enumerate(page.rows):
        if at == 0 and row.head is not None and row.head.drawable is not None:
            row.head.drawable.draw(pen, 0, top)
            top += row.head.height
        top += row.before if at else 0.0
        if row.outline is not None:
            level, words = row.outline
            bookmarks.append(Bookmark(level, words, number, size[1] - top))
        if row.drawable is not None:
            row.drawable.draw(pen, 0, top)
        top += row.height


def _draw_footer(
    pen: Pen, document: Document, number: int, count: int, size: tuple[float, float]
) -> set[str]:
    """Draw name and date, what the marks mean, and the page's number."""
    width = size[0] - 2 * looks.MARGIN_SIDE
    composer = Composer(width, document.direction == "rtl")
    style = looks.FOOTER.text
    holder = Element("Artifact")

    def line(pieces: list[Piece]) -> TextRow:
        return composer.lines(pieces, looks.FOOTER, holder, width=10_000)[0]

    start = line([Piece(document.footer, style)])
    end = line([Piece(document.legend.page_of.format(page=number + 1, pages=count), style)])
    legend: list[Piece] = []
    for trust, words in document.legend.marks:
        legend += [
            Piece("    " if legend else "", style),
            Piece(SIGNS[trust], looks.FOOTER_SIGN),
            Piece(f" {words}", style),
        ]
    rows = [(start, 0.0), (end, width - end.line.width)]
    if legend:
        middle = line(legend)
        at = start.line.width + LEGEND_GAP
        if at + middle.line.width + LEGEND_GAP <= width - end.line.width:
            rows.append((middle, at))
    baseline = size[1] - looks.MARGIN_BOTTOM + looks.FOOTER_UNDER_TEXT + looks.FOOTER_LEADING
    pen.furniture(rows, baseline)
    return composer.missing


def _own_attachments(document: Document) -> list[Attachment]:
    return [
        Attachment(
            RESUME_FILE,
            "application/json",
            "The same statements in JSON Resume form",
            json_resume.render(document),
            "Alternative",
        ),
        Attachment(
            "document.json",
            "application/json",
            "This document for programs",
            document_json.to_json(document),
            "Source",
        ),
    ]


def _warnings(missing: set[str]) -> tuple[str, ...]:
    if not missing:
        return ()
    shown = sorted(missing)[:MOST_NAMED]
    named = ", ".join(
        f"{each} ({unicodedata.name(each, f'U+{ord(each):04X}').capitalize()})" for each in shown
    )
    more = f" and {len(missing) - len(shown)} more" if len(missing) > len(shown) else ""
    words = f"No font on this computer can print these characters: {named}{more}."
    return (f"{words} A sign stands in their place.",)
