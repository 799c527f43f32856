"""The evidence list: a table with its head repeated on every page, rows kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.lines import safe_href
from portfolio.export.pdf import looks
from portfolio.export.pdf.composer import SIGNS
from portfolio.export.pdf.looks import Look
from portfolio.export.pdf.paragraphs import Piece
from portfolio.export.pdf.rows import Row, RuleRow, StackedRow

if TYPE_CHECKING:
    from portfolio.export.pdf.composer import Composer
    from portfolio.export.pdf.rows import TextRow
    from portfolio.export.pdf.structure import Element
    from portfolio.model.document import EvidenceItem, EvidenceList

_NUMBER = Look(looks.MARK, looks.TABLE.leading)
_SECOND = Look(looks.TABLE_SECOND, looks.TABLE.leading)


def evidence_rows(composer: Composer, evidence: EvidenceList, element: Element) -> list[Row]:
    """Return heading, introduction and the table's rows; the first begins a page."""
    look = looks.ANNEX_TITLE
    texts = composer.lines([Piece(evidence.heading, look.text)], look, element.add("H2"))
    rows = [Row(text, look.leading, may_begin_page=False) for text in texts]
    rows[0] = Row(texts[0], look.leading, begins_annex=True, outline=(0, evidence.heading))
    if evidence.introduction:
        rows += composer.paragraph(
            [Piece(evidence.introduction, looks.TOTALS.text)],
            looks.TOTALS,
            element.add("P"),
            may_begin_page=False,
        )
    table = element.add("Table")
    head = _head(composer, evidence.columns, table)
    head.before = 10.0
    rows.append(head)
    repeated = _head(composer, evidence.columns, None)
    for at, item in enumerate(evidence.items):
        row = _item(composer, item, table)
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


def _item(composer: Composer, item: EvidenceItem, table: Element) -> Row:
    row_element = table.add("TR")
    stack = StackedRow()
    number = [
        Piece(f"{SIGNS[item.trust]}", looks.MARK_SIGN, tie=1),
        Piece(" ", looks.MARK, tie=1),
        Piece(item.number, looks.MARK, tie=1),
    ]
    href = safe_href(item.address)
    shown = item.address.removeprefix("https://").removeprefix("http://")
    link = looks.Style(looks.TABLE.text.size, colour=looks.LINK)
    columns: tuple[list[tuple[list[Piece], Look]], ...] = (
        [(number, _NUMBER)],
        [
            ([Piece(item.title, looks.TABLE.text)], looks.TABLE),
            ([Piece(item.detail, looks.TABLE_SECOND)], _SECOND),
        ],
        [
            ([Piece(shown, link if href else looks.TABLE.text, href)], looks.TABLE),
            ([Piece(item.seen_by, looks.TABLE_SECOND)], _SECOND),
        ],
    )
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
