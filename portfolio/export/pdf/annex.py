"""The lists at the end: tables with their heads repeated on every page, rows kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.lines import safe_href
from portfolio.export.pdf import looks
from portfolio.export.pdf.composer import SIGNS
from portfolio.export.pdf.headings import heading_row
from portfolio.export.pdf.looks import Look
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.rows import Row, RuleRow, StackedRow

if TYPE_CHECKING:
    from portfolio.export.pdf.composer import Composer
    from portfolio.export.pdf.rows import TextRow
    from portfolio.export.pdf.structure import Element
    from portfolio.model.codes import TrustClass
    from portfolio.model.document import (
        AttachedItem,
        AttachedList,
        EvidenceItem,
        EvidenceList,
    )

    _Cells = tuple[list[tuple[list[Piece], Look]], ...]

_NUMBER = Look(looks.MARK, looks.TABLE.leading)
_SECOND = Look(looks.TABLE_SECOND, looks.TABLE.leading)


def evidence_rows(composer: Composer, evidence: EvidenceList, element: Element) -> list[Row]:
    """Return heading, introduction and the table's rows; the first begins a page."""
    rows = _title(composer, evidence.heading, element)
    rows += _introduction(composer, evidence.introduction, element)
    cells = [_evidence_cells(item) for item in evidence.items]
    return rows + _table(composer, evidence.columns, cells, element)


def attached_rows(
    composer: Composer, attached: AttachedList, element: Element, *, begins: bool
) -> list[Row]:
    """Return the list of attached texts and badges, and the commands that check them.

    Args:
        composer: Lays out.
        attached: What rides along.
        element: The section's element.
        begins: Nothing of the annex stands before it.
    """
    heading = attached.heading
    rows = (
        _title(composer, heading, element) if begins else [heading_row(composer, heading, element)]
    )
    rows += _introduction(composer, attached.introduction, element)
    cells = [_attached_cells(item) for item in attached.items]
    rows += _table(composer, attached.columns, cells, element)
    if attached.commands:
        rows.append(heading_row(composer, attached.commands_heading, element))
        for command in attached.commands:
            rows += composer.paragraph(
                [Piece(command, looks.TABLE.text)],
                looks.TABLE,
                element.add("P"),
                indent=looks.BULLET_HANG,
                before=2.0,
            )
        rows[-len(attached.commands)].may_begin_page = False
    return rows


def _title(composer: Composer, heading: str, element: Element) -> list[Row]:
    look = looks.ANNEX_TITLE
    texts = composer.lines([Piece(heading, look.text)], look, element.add("H2"))
    rows = [Row(text, look.leading, may_begin_page=False) for text in texts]
    rows[0] = Row(texts[0], look.leading, begins_annex=True, outline=(0, heading))
    return rows


def _introduction(composer: Composer, words: str, element: Element) -> list[Row]:
    if not words:
        return []
    pieces = [Piece(words, looks.TOTALS.text)]
    return composer.paragraph(pieces, looks.TOTALS, element.add("P"), may_begin_page=False)


def _table(
    composer: Composer, columns: tuple[str, str, str], cells: list[_Cells], element: Element
) -> list[Row]:
    table = element.add("Table")
    head = _head(composer, columns, table)
    head.before = 10.0
    rows = [head]
    repeated = _head(composer, columns, None)
    for at, each in enumerate(cells):
        row = _row(composer, each, table)
        row.head = repeated
        row.may_begin_page = at > 0
        rows.append(row)
    return rows


def _cell_width(composer: Composer, column: int) -> float:
    starts = (*looks.TABLE_COLUMNS, composer.width + looks.TABLE_GUTTER)
    return starts[column + 1] - starts[column] - (looks.TABLE_GUTTER if column else 2.0)


def _head(composer: Composer, columns: tuple[str, str, str], table: Element | None) -> Row:
    """Return the table's head; repeated ones are furniture of the page, without an element."""
    from portfolio.export.pdf.structure import Element as Holder

    row_element = table.add("TR") if table is not None else Holder("Artifact")
    stack = StackedRow()
    tall = 0.0
    for column, words in enumerate(columns):
        cell = row_element.add("TH" if table is not None else "Artifact", scope="Column")
        texts = composer.lines(
            [Piece(words, looks.TABLE_HEAD.text)],
            looks.TABLE_HEAD,
            cell,
            width=_cell_width(composer, column),
        )
        tall = max(tall, _stack(stack, texts, looks.TABLE_COLUMNS[column], 0.0))
    height = tall + looks.TABLE_ROW_PADDING
    rule = RuleRow(composer.width, looks.TABLE_LINE_WIDTH, looks.HAIRLINE)
    stack.parts.append((rule, 0, height))
    return Row(stack, height, may_begin_page=False, is_body=False)


def _number(trust: TrustClass, number: str) -> list[tuple[list[Piece], Look]]:
    pieces = [
        Piece(f"{SIGNS[trust]}", looks.MARK_SIGN, tie=1),
        Piece(" ", looks.MARK, tie=1),
        Piece(number, looks.MARK, tie=1),
    ]
    return [(pieces, _NUMBER)]


def _evidence_cells(item: EvidenceItem) -> _Cells:
    href = safe_href(item.address)
    shown = item.address.removeprefix("https://").removeprefix("http://")
    link = looks.Style(looks.TABLE.text.size, colour=looks.LINK)
    return (
        _number(item.trust, item.number),
        [
            ([Piece(item.title, looks.TABLE.text)], looks.TABLE),
            ([Piece(item.detail, looks.TABLE_SECOND)], _SECOND),
        ],
        [
            ([Piece(shown, link if href else looks.TABLE.text, href)], looks.TABLE),
            ([Piece(item.seen_by, looks.TABLE_SECOND)], _SECOND),
        ],
    )


def _attached_cells(item: AttachedItem) -> _Cells:
    files = ", ".join(name for name in (item.file, item.signature) if name)
    return (
        _number(item.trust, item.number),
        [
            ([Piece(item.title, looks.TABLE.text)], looks.TABLE),
            ([Piece(item.detail, looks.TABLE_SECOND)], _SECOND),
        ],
        [
            ([Piece(item.finding, looks.TABLE.text)], looks.TABLE),
            ([Piece(files, looks.TABLE_SECOND)], _SECOND),
        ],
    )


def _row(composer: Composer, columns: _Cells, table: Element) -> Row:
    row_element = table.add("TR")
    stack = StackedRow()
    tall = 0.0
    for column, paragraphs in enumerate(columns):
        cell = row_element.add("TD")
        at = looks.TABLE_ROW_PADDING
        for pieces, look in paragraphs:
            if not any(piece.text for piece in pieces):
                continue
            texts = composer.lines(pieces, look, cell.add("P"), width=_cell_width(composer, column))
            at = _stack(stack, texts, looks.TABLE_COLUMNS[column], at)
        tall = max(tall, at)
    height = tall + looks.TABLE_ROW_PADDING
    rule = RuleRow(composer.width, looks.TABLE_LINE_WIDTH, looks.HAIRLINE)
    stack.parts.append((rule, 0, height))
    return Row(stack, height)


def _stack(stack: StackedRow, texts: list[TextRow], x: float, at: float) -> float:
    for text in texts:
        stack.parts.append((text, x, at))
        at += text.leading
    return at
