"""Listings ascending from a mark: what was stored is the mark.

Everything up to the newest mark is stored after each page, so a walk that was cut asks again
from there. Where the service does not keep to its own order the mark waits for the end, and the
walk goes on from the provider's own place in the listing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from portfolio.errors import AccountError, NotThereError, ServiceError
from portfolio.sync.marks import changed_at, from_mark, latest, rises, to_mark
from portfolio.sync.provider import Ask, Page
from portfolio.sync.walks.walk import STOPPED_EARLY, Start, Step, Walk


class OldestFirstWalk(Walk):
    """Reads upwards from the newest mark."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        page, tries = self._kept.get("page"), self._kept.get("tries")
        self._page: Mapping[str, Any] | None = page if isinstance(page, dict) else None
        self._tries = tries if isinstance(tries, int) else 0
        self._is_mixed = self._kept.get("mixed") is True and self._page is not None
        self._newest = self.before.newest_at
        self._top = latest([self._newest, from_mark(self._kept.get("top"))])
        self._is_asked = self._is_over = False
        self._is_first_page = True
        self._asked_from: str | None = None

    def next_ask(self) -> Ask | None:
        """Return the one leg."""
        if self._is_asked:
            return None
        self._is_asked = self._is_first_page = True
        since = self._since(self._newest)
        self._asked_from = to_mark(since)
        # From the mark, unless that brought nothing new the last time or the mark waits.
        goes_on = self._page is not None and (self._is_mixed or self._tries > 0)
        return self._ask(since=since, resume=self._page if goes_on else None)

    def take(self, page: Page) -> Step:
        """Move the mark up to the last item of a page."""
        self._note(page)
        self._met(page.records)
        self._is_first_page = False
        before = self._newest
        self._rise(page)
        if page.resume is None or page.is_unchanged:
            self._newest, self._page, self._is_mixed = self._top, None, False
            return self._step(is_done=True)
        if self._repeats.are_endless(page):
            self._is_over = True
            return self._step(is_done=False, notes=(STOPPED_EARLY,))
        self._tries = 0 if self._newest != before else self._tries + 1
        self._page = page.resume
        return self._step(is_done=False)

    def _note_restricted(self, number: int) -> None:
        # From another mark the same place holds other items.
        self._restricted.said_at((self._asked_from, self._place), number)

    def _rise(self, page: Page) -> None:
        marks = [changed_at(each) for each in page.records]
        follows = not marks or self._goes_up(min(marks))
        self._is_mixed = self._is_mixed or not (rises(marks) and follows)
        self._top = latest([self._top, self._capped(latest(marks)), self._capped(page.reaches)])
        # What the mark passed before the order was found broken may have gaps below it.
        self._newest = self.before.newest_at if self._is_mixed else self._top

    def _goes_up(self, lowest: datetime) -> bool:
        """Whether a page is not below the marks already passed, but for the overlap."""
        floor = self._since(self._newest)
        return floor is None or lowest.replace(microsecond=0) >= floor

    def _step(self, *, is_done: bool, notes: tuple[str, ...] = ()) -> Step:
        marks = replace(
            self.before,
            newest_at=self._newest,
            complete_from=self._oldest if self._newest is not None else None,
            is_whole=is_done or self._newest is not None,
        )
        resume = {
            "page": self._page,
            "tries": self._tries,
            "mixed": self._is_mixed,
            "top": to_mark(self._top),
        }
        state = self._state(marks, resume if self._page else {}, is_done=is_done, notes=notes)
        # No validators: such a listing grows on its last page, and the first one then is as it was.
        return Step(state, ends_leg=is_done or self._is_over)

    def refused(self, error: AccountError) -> bool:
        """Ask from the mark when a place in the listing is not taken any more."""
        if not self._is_first_page or self._page is None:
            return False
        if not isinstance(error, (NotThereError, ServiceError)):
            return False
        if not isinstance(error, NotThereError) and self._tries < 3:
            self._tries += 1
            return False
        self._page, self._is_mixed, self._tries, self._is_asked = None, False, 0, False
        return True

    def failing(self) -> Mapping[str, Any]:
        """Return the place in the listing, with how often it was tried."""
        return {**self._kept, "tries": self._tries} if self._page else self._kept
