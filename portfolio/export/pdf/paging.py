"""Fills pages with rows: what belongs together stays together, no page ends with a heading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.export.pdf.rows import Row

LEAST_LINES = 3
"""Fewer body rows than this are not left alone on the body's last page."""


@dataclass(slots=True)
class Page:
    """Rows of one page."""

    rows: list[Row] = field(default_factory=list)
    is_annex: bool = False

    def height(self) -> float:
        """Return the height its rows take."""
        total = 0.0
        for at, row in enumerate(self.rows):
            total += row.height + (row.before if at else 0.0)
            if at == 0 and row.head is not None:
                total += row.head.height
        return total


def paginate(rows: Sequence[Row], room: float) -> list[Page]:
    """Return pages of at most ``room`` points, where the rows allow it."""
    pages = [Page()]
    for group in _groups(rows):
        page = pages[-1]
        if group[0].begins_annex:
            page = Page(is_annex=True)
            pages.append(page)
        elif page.rows and _height([*page.rows, *group]) > room:
            page = Page(is_annex=page.is_annex)
            pages.append(page)
        for row in group:  # a group taller than a page goes on wherever it must
            if page.rows and _height([*page.rows, row]) > room:
                page = Page(is_annex=page.is_annex)
                pages.append(page)
            page.rows.append(row)
    pages = [page for page in pages if page.rows] or [Page()]
    _fill_last(pages)
    return pages


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows that stay together: each begins with one that may begin a page."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.begins_annex or row.may_begin_page or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _height(rows: list[Row]) -> float:
    return Page(rows).height()


def _fill_last(pages: list[Page]) -> None:
    """Move a group over to the body's last page when too little stands there."""
    body = [page for page in pages if not page.is_annex]
    if len(body) < 2:
        return
    last, before = body[-1], body[-2]
    if sum(row.is_body for row in last.rows) >= LEAST_LINES:
        return
    for at in range(len(before.rows) - 1, 0, -1):
        if before.rows[at].may_begin_page:
            moved = before.rows[at:]
            if sum(row.is_body for row in before.rows[:at]) >= LEAST_LINES:
                del before.rows[at:]
                last.rows[:0] = moved
            return
