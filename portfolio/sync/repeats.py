"""Notices when a service repeats itself without end."""

from __future__ import annotations

import hashlib
from collections import deque
from typing import Any, Final

from portfolio.sync.provider import Page, Record

MOST_PAGES: Final = 20_000
"""No listing of one person is longer."""
MOST_STALE: Final = 3
"""Pages in a row without anything new after which a walk ends."""
MOST_EMPTY: Final = 100
"""Pages in a row without any item, which permission filters can make."""
_REMEMBERED: Final = 5_000


class Repeats:
    """Looks at the pages of one walk through a listing. Its memory is bounded."""

    def __init__(self) -> None:
        self._pages: set[bytes] = set()
        self._known: set[bytes] = set()
        self._order: deque[bytes] = deque()
        self._resume: Any = None
        self._count = self._stale = self._empty = 0

    def are_endless(self, page: Page) -> bool:
        """Take notice of a page; say whether the walk should end although there is more."""
        self._count += 1
        resume, self._resume = self._resume, page.resume
        if page.resume is None:
            return False
        if self._count >= MOST_PAGES or (resume is not None and page.resume == resume):
            return True
        if not page.records and not page.gone and not page.set_aside:
            self._empty += 1
            return self._empty >= MOST_EMPTY
        self._empty = 0
        ids = sorted({_name(each) for each in page.records})
        if not ids:
            return False
        whole = hashlib.blake2b(b"".join(ids), digest_size=8).digest()
        if whole in self._pages:
            return True
        self._pages.add(whole)
        self._stale = 0 if self._has_new(ids) else self._stale + 1
        return self._stale >= MOST_STALE

    def knows(self, record: Record) -> bool:
        """Whether an item was on one of the last pages."""
        return _name(record) in self._known

    def _has_new(self, ids: list[bytes]) -> bool:
        new = [each for each in ids if each not in self._known]
        self._known.update(new)
        self._order.extend(new)
        while len(self._order) > _REMEMBERED:
            self._known.discard(self._order.popleft())
        return bool(new)


def _name(record: Record) -> bytes:
    text = f"{record.native_id}\0{record.action}"
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
