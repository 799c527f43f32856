"""Listings from the last changed backwards.

What was read is kept as stretches, newest first: everything changed between a stretch's ``top``
and its ``down`` is stored. The last one is what the marks speak of; those above it are left by
refreshes that were cut short::

    now |   top leg: from the top down to the first stretch       (refresh)
        |== stretch, cut short: read on down to the next one
        |
        |== stretch of the marks: newest_at .. complete_from
        |   read on down to the beginning                          (backfill)

The newest mark moves only when nothing is left above it. A leg that goes on where it was cut
reads the last page once more: if the service's list moved up meanwhile (something was deleted),
the page shows it, and the leg begins anew from the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portfolio.errors import AccountError, NotThereError, ServiceError
from portfolio.model.account import KindState
from portfolio.sync.marks import changed_at, earliest, falls, from_mark, latest, to_mark
from portfolio.sync.provider import Ask, Page
from portfolio.sync.walks.walk import STOPPED_EARLY, Start, Step, Walk

_MOST_STRETCHES: Final = 6


@dataclass(slots=True)
class Stretch:
    """A part of the listing without a gap.

    Attributes:
        page: `Page.resume` of its last page; None when it is whole or begins at the top.
        back: What brought its last page; None for the first page.
        tries: How often it was taken up without getting further.
        is_mixed: The service does not keep to the order: only reaching the end is sure.
    """

    top: datetime | None = None
    down: datetime | None = None
    page: Mapping[str, Any] | None = None
    back: Mapping[str, Any] | None = None
    tries: int = 0
    is_mixed: bool = False
    is_whole: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the stretch as JSON values."""
        return {
            "top": to_mark(self.top),
            "down": to_mark(self.down),
            "page": self.page,
            "back": self.back,
            "tries": self.tries,
            "mixed": self.is_mixed,
            "whole": self.is_whole,
        }

    @classmethod
    def of_json(cls, raw: object) -> Stretch | None:
        """Return what `as_json` wrote; None for anything else."""
        if not isinstance(raw, dict):
            return None
        page, back, tries = raw.get("page"), raw.get("back"), raw.get("tries")
        return cls(
            from_mark(raw.get("top")),
            from_mark(raw.get("down")),
            page if isinstance(page, dict) else None,
            back if isinstance(back, dict) else None,
            tries if isinstance(tries, int) else 0,
            raw.get("mixed") is True,
            raw.get("whole") is True,
        )


class NewestFirstWalk(Walk):
    """Reads from the top down to what is known, then on where earlier runs were cut."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self._stretches = self._known()
        self._current: Stretch | None = None
        self._is_over = False
        self._is_first_page = True
        self._goes_back = False

    def _known(self) -> list[Stretch]:
        raw = self._kept.get("stretches")
        found = [Stretch.of_json(each) for each in raw] if isinstance(raw, list) else []
        known = [each for each in found if each is not None and each.top is not None]
        if not known and self.before.newest_at is not None:
            whole = self.before.is_whole
            known = [Stretch(self.before.newest_at, self.before.complete_from, is_whole=whole)]
        return known

    def next_ask(self) -> Ask | None:
        """Return the top leg first, then what was cut short, newest first."""
        if self._is_over:
            return None
        self._is_first_page = True
        if self._current is None:
            return self._from_top()
        first = self._stretches[0] if self._stretches else None
        if first is None or first.is_whole:
            return None
        if first.page is None and first.back is None:
            # Nothing says where it was cut: read down from the top again, past what is known.
            return self._from_top(past=first)
        self._current = first
        self._goes_back = first.tries == 0 or first.page is None
        if self._goes_back:
            first.tries += 1
        resume = first.back if self._goes_back else first.page
        return self._ask(since=self._limit_below(), resume=resume)

    def _from_top(self, past: Stretch | None = None) -> Ask:
        if past is not None:
            self._stretches.remove(past)
        self._current = Stretch()
        self._stretches.insert(0, self._current)
        self._goes_back = False
        del self._stretches[1 : max(1, len(self._stretches) - _MOST_STRETCHES)]
        return self._ask(since=self._limit_below())

    def _limit_below(self) -> datetime | None:
        """Return down to where the current stretch is to be read; None for the beginning."""
        return self._since(self._stretches[1].top) if len(self._stretches) > 1 else None

    def take(self, page: Page) -> Step:
        """Add a page to the current stretch; join it to the next one when it reaches that."""
        current = self._current or Stretch()
        self._note(page)
        self._met(page.records)
        if self._is_torn(page, current):
            # The list moved up: what lies between was not seen. Read down from the top again.
            current.page = current.back = None
            return self._step(ends_leg=True)
        is_reread, self._goes_back = self._goes_back and self._is_first_page, False
        self._is_first_page = False
        self._grow(current, page, is_reread=is_reread)
        if page.is_unchanged and current.page is not None and self._limit_below() is None:
            self._is_over = True
            return self._step(ends_leg=True)
        if self._reaches_next(page, current):
            self._join()
            return self._step(ends_leg=True)
        if self._repeats.are_endless(page):
            self._is_over = True
            return self._step(ends_leg=True, notes=(STOPPED_EARLY,))
        if not is_reread:
            current.tries = 0
        current.back = current.page if not is_reread else current.back
        current.page = page.resume
        return self._step(ends_leg=False)

    def _is_torn(self, page: Page, current: Stretch) -> bool:
        """Whether the last page, read once more, no longer touches what was read."""
        if not self._goes_back or not self._is_first_page or current.is_mixed:
            return False
        marks = [changed_at(each) for each in page.records]
        return current.down is not None and (not marks or max(marks) < current.down)

    def _grow(self, current: Stretch, page: Page, *, is_reread: bool) -> None:
        marks = [changed_at(each) for each in page.records]
        new = [changed_at(each) for each in page.records if not self._repeats.knows(each)]
        follows = is_reread or current.down is None or not new or max(new) <= current.down
        current.is_mixed = current.is_mixed or not (falls(marks) and follows)
        current.top = latest([current.top, self._capped(latest(marks))])
        reached = page.reaches or earliest(marks)
        current.down = earliest([current.down, self._capped(reached)])

    def _reaches_next(self, page: Page, current: Stretch) -> bool:
        """Whether the next stretch, or the beginning, is reached."""
        if page.resume is None or page.is_unchanged:
            return True
        limit = self._limit_below()
        if limit is None:
            return False
        if page.reaches is not None:
            return page.reaches <= limit
        marks = [changed_at(each) for each in page.records]
        if not marks:
            return False
        return (max(marks) if current.is_mixed else min(marks)) < limit

    def _join(self) -> None:
        """Make the current stretch and the next one, or the beginning, one."""
        current = self._stretches.pop(0)
        if not self._stretches:
            current.is_whole, current.page, current.back, current.tries = True, None, None, 0
            self._stretches = [current]
            return
        below = self._stretches[0]
        below.top = latest([below.top, current.top])
        below.is_mixed = below.is_mixed or (current.is_mixed and not below.is_whole)
        self._current = below

    def _step(self, *, ends_leg: bool, notes: tuple[str, ...] = ()) -> Step:
        lowest = self._stretches[-1]
        is_done = len(self._stretches) == 1 and lowest.is_whole
        down = None if lowest.is_mixed else lowest.down
        marks = KindState(
            self.info.kind,
            newest_at=lowest.top,
            complete_from=self._oldest if lowest.is_whole else down,
            is_whole=lowest.is_whole,
        )
        resume = {"stretches": [each.as_json() for each in self._stretches]}
        state = self._state(marks, resume, is_done=is_done, notes=notes)
        # Not before the beginning is reached: a page that is as it was says nothing of what a
        # backfill has yet to read below it.
        return Step(state, ends_leg, keeps_validators=ends_leg and is_done and not notes)

    def refused(self, error: AccountError) -> bool:
        """Begin anew from the top when a place in the listing is not taken any more."""
        current = self._current
        if current is None or not self._is_first_page or current.page is None:
            return False
        if not isinstance(error, (NotThereError, ServiceError)):
            return False
        if not isinstance(error, NotThereError) and current.tries < 2:
            current.tries += 1
            return False
        current.page = current.back = None
        return True

    def failing(self) -> Mapping[str, Any]:
        """Return the stretches, with how often the first was tried."""
        known = [each for each in self._stretches if each.top is not None]
        return {**self._kept, "stretches": [each.as_json() for each in known]}
