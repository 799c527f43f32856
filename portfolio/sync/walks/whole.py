"""Listings that are always given in full: what is missing from one is gone at its source.

Nothing is taken for gone unless the listing was read from beginning to end in one go, without
an item that could not be understood, and what is missing is not suspiciously much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from portfolio.errors import AccountError, NotThereError, ServiceError
from portfolio.sync.marks import changed_at, from_mark, latest, to_mark
from portfolio.sync.provider import Ask, Page
from portfolio.sync.restricted import Restricted
from portfolio.sync.walks.walk import STOPPED_EARLY, Start, Step, Walk

SHRUNK: Final = "shrunk"
SHRUNK_SINCE: Final = "shrunk_since"
"""Key of `KindState.resume`: what was last listed before then is what the listing lacked."""
_MOST_GONE: Final = 20
_MOST_GONE_SHARE: Final = 10  # one in so many
_ROUND: Final = 10  # sizes of pages are multiples of it


def may_be_gone(known: int, missing: int) -> bool:
    """Whether what a full listing lacks may be taken for gone (the mass-disappearance guard).

    A single item may always go, or the guard would keep the one membership somebody gave up; but
    an empty listing after a full one never deletes.

    Args:
        known: Items stored before, not gone.
        missing: How many of them the listing lacks.
    """
    if missing >= known:
        return False
    return missing <= 1 or (missing <= _MOST_GONE and missing * _MOST_GONE_SHARE <= known)


class WholeWalk(Walk):
    """Reads all there is, every time."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        page = self._kept.get("page")
        self._page: Mapping[str, Any] | None = page if isinstance(page, dict) else None
        self._stamp = self._new_stamp()
        self._is_full = self._page is None
        self._is_asked = False
        self._is_first_page = True
        self._top: datetime | None = None
        # Read in full each time: what earlier listings lacked counts no more.
        if self._is_full:
            self._missing, self._oldest = (), None
            self._aside = set()
            self._restricted = Restricted()

    @property
    def stamp(self) -> datetime | None:
        """Later than the one of every earlier walk, also when the clock was turned back."""
        return self._stamp

    def _new_stamp(self) -> datetime:
        last = from_mark(self._kept.get("stamp"))
        now = self._start.now.replace(microsecond=0)
        return now if last is None else max(now, last + timedelta(seconds=1))

    def next_ask(self) -> Ask | None:
        """Return the one leg; after one that was taken up where it was cut, another in full.

        A listing moves while nobody reads it: only one read in one go is known to be whole.
        """
        if self._is_asked:
            return None
        self._is_asked, self._is_first_page = self._page is None, True
        return self._ask(resume=self._page)

    def take(self, page: Page) -> Step:
        """Take notice of what is listed."""
        self._note(page)
        self._met(page.records)
        is_only, self._is_first_page = self._is_first_page, False
        if page.is_unchanged or page.set_aside or page.missing:
            self._is_full = False
        marks = [changed_at(each) for each in page.records]
        self._top = latest([self._top, self._capped(latest(marks))])
        if page.resume is None:
            return self._end(page, is_only=is_only)
        if self._repeats.are_endless(page):
            self._is_asked = True
            return self._step(is_done=False, ends_leg=True, notes=(STOPPED_EARLY,))
        self._page = page.resume
        return self._step(is_done=False)

    def _end(self, page: Page, *, is_only: bool) -> Step:
        self._page = None
        if not self._is_asked:
            self._is_full = True
            return self._step(is_done=False, ends_leg=True)
        if page.is_unchanged and not self._kept.get("page"):
            self._missing = tuple(str(each) for each in self._kept.get("missing") or ())
            self._aside = {str(each) for each in self._kept.get("aside") or ()}
            self._restricted = Restricted.of_json(self._kept.get("restricted"))
            self._oldest = from_mark(self._kept.get("oldest"))
            self._top = self.before.newest_at
            # Said again until a full listing says otherwise.
            notes = tuple(each for each in self.before.missing if each == SHRUNK)
            step = self._step(is_done=True, ends_leg=True, notes=notes)
            return self._with_since(step) if notes else step
        # A page that is exactly full may get a second one without being another itself.
        has_room = not page.records or len(page.records) % _ROUND != 0
        return replace(
            self._step(is_done=True, ends_leg=True),
            lists_all_since=self._stamp if self._is_full else None,
            keeps_validators=self._is_full and is_only and has_room,
        )

    def _with_since(self, step: Step) -> Step:
        """Keep which listing lacked so much: an unchanged one was not listed again."""
        since = self.before.resume.get(SHRUNK_SINCE)
        resume = {**step.state.resume, SHRUNK_SINCE: since}
        return replace(step, state=replace(step.state, resume=resume)) if since else step

    def _step(self, *, is_done: bool, ends_leg: bool = False, notes: tuple[str, ...] = ()) -> Step:
        marks = replace(
            self.before,
            newest_at=latest([self.before.newest_at, self._top]),
            complete_from=self._oldest if is_done else self.before.complete_from,
            is_whole=is_done or self.before.is_whole,
        )
        resume = {"stamp": to_mark(self._stamp), **({"page": self._page} if self._page else {})}
        state = self._state(marks, resume, is_done=is_done, notes=notes)
        return Step(state, ends_leg)

    def refused(self, error: AccountError) -> bool:
        """Begin anew when the place where it was cut is not taken any more."""
        if not self._is_first_page or self._page is None:
            return False
        if not isinstance(error, (NotThereError, ServiceError)):
            return False
        self._page, self._is_full, self._is_asked = None, True, False
        return True
