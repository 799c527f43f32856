"""The deeds of an edition as a table."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.export import deed_table
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import editions
from portfolio.operations.choosing import PAGE, chosen_for
from portfolio.operations.export import ExportResult, Put, save

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.model.deed import Deed
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

FORM = "csv"


def export_csv(store: Store, edition_id: str, path: Path, *, put: Put = save) -> ExportResult:
    """Save the deeds an edition may show as CSV; ``put`` as for a document.

    Raises:
        NotFoundError: There is no such edition.
        ExportError: It could not be saved; an old file of that name is as it was.
    """
    with store.reading() as reader:
        edition = editions.get(reader, edition_id)
        deeds = {deed.key: deed for deed in _all_deeds(reader)}
        chosen = replace(
            chosen_for(reader, edition),
            deeds=deeds,
            tallies=(),  # every deed is looked at, and counted by itself
            contributions={key: tuple(reader.deeds.contributions(key)) for key in deeds},
        )
    data, left_out = deed_table.render(edition, chosen)
    put(path, data)
    return ExportResult(
        path=path,
        format=FORM,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        page_count=0,
        body_page_count=0,
        warnings=(),
        left_out=left_out,
    )


def _all_deeds(reader: Reader) -> list[Deed]:
    found: list[Deed] = []
    after = None
    while True:
        page = reader.deeds.page(DeedQuery(include_hidden=True), after=after, limit=PAGE)
        found += page.deeds
        after = page.next
        if after is None:
            return found
