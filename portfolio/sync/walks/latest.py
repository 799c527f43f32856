"""Listings that hold the latest entries only: feeds, streams of events. Nothing is ever gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from portfolio.sync.marks import changed_at, earliest, falls, latest
from portfolio.sync.provider import Ask, Page
from portfolio.sync.walks.walk import STOPPED_EARLY, Start, Step, Walk

LATEST_ONLY = "latest-only"


class LatestWalk(Walk):
    """Reads what there is, down to what is known; between two runs entries may be lost."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        has_said = self.info.limit.partition(":")[0] == LATEST_ONLY
        self._has_some = self._has_some or start.before.newest_at is not None
        self._notes = () if has_said else (LATEST_ONLY,)
        self._is_asked = False
        self._is_mixed = False
        self._top: datetime | None = None
        self._down: datetime | None = None

    def next_ask(self) -> Ask | None:
        """Return the one leg; a walk that was cut begins anew."""
        if self._is_asked:
            return None
        self._is_asked = True
        return self._ask(since=self._since(self.before.newest_at))

    def take(self, page: Page) -> Step:
        """Take entries; the marks move when the leg ends."""
        self._note(page)
        self._met(page.records)
        marks = [changed_at(each) for each in page.records]
        new = [changed_at(each) for each in page.records if not self._repeats.knows(each)]
        follows = self._down is None or not new or max(new) <= self._down
        self._is_mixed = self._is_mixed or not (falls(marks) and follows)
        self._top = latest([self._top, self._capped(latest(marks))])
        reached = page.reaches or earliest(marks)
        self._down = earliest([self._down, self._capped(reached)])
        if page.resume is None or page.is_unchanged or self._reaches_known(marks):
            return self._end(is_unchanged=page.is_unchanged)
        if self._repeats.are_endless(page):
            notes = (STOPPED_EARLY, *self._notes)
            return Step(self._state(self.before, {}, is_done=False, notes=notes), ends_leg=True)
        state = self._state(self.before, {}, is_done=False, notes=self._notes)
        return Step(state, ends_leg=False)

    def _reaches_known(self, marks: list[datetime]) -> bool:
        limit = self._since(self.before.newest_at)
        return limit is not None and bool(marks) and not self._is_mixed and min(marks) < limit

    def _end(self, *, is_unchanged: bool) -> Step:
        known_from, newest = self.before.complete_from, self.before.newest_at
        if self._down is not None and not is_unchanged:
            # Where they do not touch, entries may have come and gone in between.
            touches = newest is not None and self._down <= newest
            known_from = earliest([known_from, self._down]) if touches else self._down
        marks = replace(
            self.before,
            newest_at=latest([newest, self._top]),
            complete_from=known_from,
            is_whole=False,
        )
        state = self._state(marks, {}, is_done=True, notes=self._notes)
        return Step(state, ends_leg=True, keeps_validators=True)
