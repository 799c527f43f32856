"""A document as bytes: for the preview, and the first half of saving one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.export import document as gate
from portfolio.operations import editions
from portfolio.operations.choosing import chosen_for

if TYPE_CHECKING:
    from datetime import date

    from portfolio.clock import Clock
    from portfolio.export.chosen import GateResult, LeftOut
    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the holder is typing and has not been stored: the preview shows it already."""

    edition: Edition
    holder: Holder


@dataclass(frozen=True, slots=True)
class Preview:
    """A PDF that was not saved.

    Attributes:
        body_page_count: Pages before the annex.
        last_page_fill: How full the last of them is, 0 to 1.
    """

    data: bytes
    page_count: int
    body_page_count: int
    last_page_fill: float
    warnings: tuple[str, ...]
    left_out: LeftOut
    file_stem: str


def gate_result(
    store: Store, edition_id: str, *, made_on: date, drafted: Drafted | None = None
) -> GateResult:
    """Return the document of an edition, stored or drafted, and what it leaves out.

    Raises:
        NotFoundError: There is no such edition.
    """
    with store.reading() as reader:
        edition = drafted.edition if drafted else editions.get(reader, edition_id)
        chosen = chosen_for(reader, edition, made_on)
    if drafted is not None:
        chosen = replace(chosen, holder=drafted.holder)
    return gate.build(edition, chosen, made_on=made_on)


def file_stem(store: Store, clock: Clock, edition_id: str) -> str:
    """Return the file name, without its ending, that suits an edition's document.

    Raises:
        NotFoundError: There is no such edition.
    """
    return gate_result(store, edition_id, made_on=clock.now().date()).document.file_stem


def make(store: Store, clock: Clock, edition_id: str, *, drafted: Drafted | None = None) -> Preview:
    """Return the PDF of an edition as it would be saved now.

    Raises:
        NotFoundError: There is no such edition.
        ExportError: It could not be laid out.
    """
    from portfolio.export import pdf

    result = gate_result(store, edition_id, made_on=clock.now().date(), drafted=drafted)
    made = pdf.render(result.document, attachments=result.attachments)
    return Preview(
        data=made.data,
        page_count=made.page_count,
        body_page_count=made.body_page_count,
        last_page_fill=made.last_page_fill,
        warnings=made.warnings,
        left_out=result.left_out,
        file_stem=result.document.file_stem,
    )
