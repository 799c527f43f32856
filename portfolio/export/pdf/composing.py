"""Composes a document into rows and its structure tree, in the template "Plain"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from portfolio.errors import ExportError
from portfolio.export.lines import role_parts, totals_parts
from portfolio.export.pdf import looks
from portfolio.export.pdf.annex import attached_rows, evidence_rows
from portfolio.export.pdf.boxes import check_row
from portfolio.export.pdf.composer import Composer
from portfolio.export.pdf.faces import Weight
from portfolio.export.pdf.headings import heading_row
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.structure import Element
from portfolio.model.codes import SectionKind
from portfolio.model.document import Entry, Listing, Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.export.pdf.rows import Row
    from portfolio.model.document import Block, Bullet, Document, RoleLine, Section, Totals

GAP = " · "


@dataclass(slots=True)
class Composition:
    """What a document came to: rows, structure, and characters nobody could draw."""

    rows: list[Row]
    root: Element
    missing: set[str] = field(default_factory=set)


def compose(document: Document) -> Composition:
    """Return a document's rows in order.

    Raises:
        ExportError: A part could not be laid out; the words name it.
    """
    width = looks.PAGE[document.page_size][0] - 2 * looks.MARGIN_SIDE
    composer = Composer(width, document.direction == "rtl")
    root = Element("Document")
    rows = _naming("the head of the document", lambda: _head(composer, document, root))
    for section in document.sections:
        rows += _section(composer, section, root.add("Sect"))
    if document.check is not None:
        check = document.check
        rows += _naming(check.heading, lambda: check_row(composer, check, root.add("Sect")))
    if document.basis:
        rows += composer.paragraph(
            [Piece(document.basis, looks.SMALL_PROSE.text)],
            looks.SMALL_PROSE,
            root.add("P"),
            before=8,
        )
    if document.has_annex:
        rows += _annex(composer, document, root)
    return Composition(rows, root, composer.missing)


def _annex(composer: Composer, document: Document, root: Element) -> list[Row]:
    rows: list[Row] = []
    if document.evidence is not None and document.evidence.items:
        evidence = document.evidence
        rows += _naming(
            evidence.heading, lambda: evidence_rows(composer, evidence, root.add("Sect"))
        )
    if document.attached is not None and document.attached.items:
        attached = document.attached
        begins = document.evidence is None or not document.evidence.items
        rows += _naming(
            attached.heading,
            lambda: attached_rows(composer, attached, root.add("Sect"), begins=begins),
        )
    return rows


def _naming(part: str, make: Callable[[], list[Row]]) -> list[Row]:
    """Run a part's composition, naming the part in any fault."""
    try:
        return make()
    except (ArithmeticError, LookupError, TypeError, ValueError) as exc:
        words = f"The document could not be laid out at “{part[:60]}”."
        raise ExportError(words, "Shorten or retype that part, then try again.") from exc


def _head(composer: Composer, document: Document, root: Element) -> list[Row]:
    name = root.add("H1")
    rows = composer.paragraph(
        [Piece(document.name or document.title, looks.NAME.text)], looks.NAME, name
    )
    if document.headline:
        pieces = [Piece(document.headline, looks.HEADLINE.text)]
        rows += composer.paragraph(pieces, looks.HEADLINE, root.add("P"), may_begin_page=False)
    contact: list[Piece] = []
    for span in document.contact:
        style = looks.CONTACT.text
        made = composer.pieces([span], style, link_colour=looks.INK)
        if contact:
            contact += [Piece(f"{composer.turn} ·", style, is_glue=True), Piece(" ", style)]
        contact += composer.tied(made)
    if contact:
        rows += composer.paragraph(contact, looks.CONTACT, root.add("P"), may_begin_page=False)
    return rows


def _section(composer: Composer, section: Section, element: Element) -> list[Row]:
    rows = [heading_row(composer, section.heading, element)]
    for at, block in enumerate(section.blocks):
        is_first = at == 0
        part = block.title if isinstance(block, Entry) else section.heading
        is_quoted = (
            section.kind == SectionKind.TESTIMONIALS
            and isinstance(block, Prose)
            and not block.muted
        )
        make: Callable[..., list[Row]] = _testimonial if is_quoted else _block
        rows += _naming(part, partial(make, composer, block, element, is_first=is_first))
    return rows


def _block(composer: Composer, block: Block, element: Element, *, is_first: bool) -> list[Row]:
    if isinstance(block, Entry):
        return _entry(composer, block, element, is_first=is_first)
    if isinstance(block, Listing):
        rows = _bullets(composer, block.bullets, element, looks.BULLET.before)
        if is_first and rows:
            rows[0] = replace(rows[0], may_begin_page=False, before=0.0)
        return rows
    return _prose(composer, block, element, is_first=is_first)


def _entry(composer: Composer, entry: Entry, element: Element, *, is_first: bool) -> list[Row]:
    look = looks.ENTRY
    title = [Piece(entry.title, replace(look.text, weight=Weight.SEMI_BOLD))]
    if entry.what_it_is:
        title.append(Piece(f"{composer.turn} – {entry.what_it_is}", look.text))
    rows = composer.paragraph(
        title,
        look,
        element.add("H3"),
        before=0.0 if is_first else None,
        may_begin_page=not is_first,
    )
    rows[0].outline = (1, entry.title)
    for role in entry.roles:
        rows += composer.paragraph(
            _role_pieces(composer, role), looks.ROLE, element.add("P"), may_begin_page=False
        )
    bullets = _bullets(composer, entry.bullets, element, looks.BULLET_AFTER_ROLE)
    if bullets:
        bullets[0] = replace(bullets[0], may_begin_page=False)
    rows += bullets
    for totals in entry.totals:
        rows += _totals(composer, totals, element)
    return rows


def _role_pieces(composer: Composer, role: RoleLine) -> list[Piece]:
    name, dates, rest = role_parts(role)
    pieces = [Piece(name, looks.ROLE.text)] if name else []
    for part in (dates, rest):
        if part:
            gap = f"{composer.turn}{GAP}" if pieces else ""
            pieces.append(Piece(f"{gap}{part}", looks.ROLE_REST))
    return [*pieces, *composer.marks([role.mark] if role.mark else [])]


def _bullets(
    composer: Composer, bullets: Iterable[Bullet], element: Element, first_before: float
) -> list[Row]:
    rows: list[Row] = []
    found = list(bullets)
    if not found:
        return rows
    listing = element.add("L")
    for at, bullet in enumerate(found):
        item = listing.add("LI")
        label = item.add("Lbl")
        body = item.add("LBody", language=bullet.language)
        pieces = composer.pieces(bullet.spans, looks.BULLET.text)
        rows += composer.paragraph(
            [*pieces, *composer.marks(bullet.marks)],
            looks.BULLET,
            body,
            indent=looks.BULLET_HANG,
            before=first_before if at == 0 else None,
            label=Piece("• ", replace(looks.BULLET.text, colour=looks.GREY)),
            label_element=label,
        )
        if bullet.under:
            rows += composer.paragraph(
                composer.pieces(bullet.under, looks.UNDER_BULLET.text),
                looks.UNDER_BULLET,
                body.add("P"),
                indent=looks.BULLET_HANG,
                may_begin_page=False,
            )
    return rows


def _totals(composer: Composer, totals: Totals, element: Element) -> list[Row]:
    before, after = totals_parts(totals)
    style = looks.TOTALS.text
    pieces = [Piece(before, style)] if before else []
    if totals.source.text:
        pieces += [Piece(f"{composer.turn}{GAP}", style)] if pieces else []
        pieces += composer.pieces([totals.source], style, link_colour=looks.GREY)
    if after:
        pieces.append(Piece(after if after.startswith((",", " ")) else f", {after}", style))
    return composer.paragraph(
        pieces,
        looks.TOTALS,
        element.add("P"),
        indent=looks.BULLET_HANG,
        may_begin_page=False,
    )


def _prose(composer: Composer, prose: Prose, element: Element, *, is_first: bool) -> list[Row]:
    look = looks.SMALL_PROSE if prose.muted else looks.PROSE
    rows: list[Row] = []
    for at, paragraph in enumerate(prose.paragraphs):
        pieces = composer.pieces(paragraph, look.text)
        if at + 1 == len(prose.paragraphs):
            pieces += composer.marks(prose.marks)
        rows += composer.paragraph(
            pieces,
            look,
            element.add("P", language=prose.language),
            before=0.0 if is_first and at == 0 else (look.before if at == 0 else 4.0),
            may_begin_page=not (is_first and at == 0),
            may_split=True,
        )
    return rows


def _testimonial(
    composer: Composer, prose: Prose, element: Element, *, is_first: bool
) -> list[Row]:
    """Return a quotation with its marks, then who said it and what was checked; kept together."""
    rows: list[Row] = []
    for at, paragraph in enumerate(prose.paragraphs):
        look = looks.TESTIMONIAL_WHO if at else looks.QUOTATION
        pieces = composer.pieces(paragraph, look.text)
        if at == 0:
            pieces += composer.marks(prose.marks)
        rows += composer.paragraph(
            pieces,
            look,
            element.add("P", language="" if at else prose.language),
            before=0.0 if is_first and at == 0 else None,
            may_begin_page=not is_first and at == 0,
        )
    return rows
