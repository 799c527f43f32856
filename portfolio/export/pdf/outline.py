"""The outline: sections, and under each the entries in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from portfolio.export.pdf.objects import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.export.pdf.objects import Objects


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in the document.

    Attributes:
        level: 0 for a section, 1 for an entry in it.
        page: From 0.
        top: Points from the page's bottom.
    """

    level: int
    words: str
    page: int
    top: float


def outline(objects: Objects, bookmarks: Sequence[Bookmark], pages: Sequence[Any]) -> Any | None:
    """Add the outline and return a reference to it; None when there is nothing to list."""
    if not bookmarks:
        return None
    held, reference = objects.reserve()
    items = [objects.reserve() for _ in bookmarks]
    parents = _parents(bookmarks)
    entries = [
        {
            "Title": text(bookmark.words),
            "Parent": reference if parent < 0 else items[parent][1],
            "Dest": [pages[bookmark.page], "/XYZ", 0, float(bookmark.top), "null"],
        }
        for bookmark, parent in zip(bookmarks, parents, strict=True)
    ]
    top: dict[str, Any] = {"Type": "/Outlines"}
    for parent in sorted(set(parents)):
        children = [at for at, each in enumerate(parents) if each == parent]
        holder = top if parent < 0 else entries[parent]
        holder["First"], holder["Last"] = items[children[0]][1], items[children[-1]][1]
        # A section is shown closed (a negative count): its entries are one step away.
        holder["Count"] = len(children) if parent < 0 else -len(children)
        for before, after in pairwise(children):
            entries[before]["Next"] = items[after][1]
            entries[after]["Prev"] = items[before][1]
    for (item, _), each in zip(items, entries, strict=True):
        objects.fill(item, each)
    objects.fill(held, top)
    return reference


def _parents(bookmarks: Sequence[Bookmark]) -> list[int]:
    """Return for each bookmark the position of the section it belongs to, or -1."""
    parents: list[int] = []
    section = -1
    for at, bookmark in enumerate(bookmarks):
        parents.append(section if bookmark.level else -1)
        if not bookmark.level:
            section = at
    return parents
