"""Listings by periods, newest first, each asked for in full; one too heavy is split.

What is still to be read is a list of periods. Those above what was known complete are fresh:
the newest mark moves when none of them is left. Those below are what a first reading has yet to
do. Periods do not move, so a walk cut short simply goes on with the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from portfolio.errors import AccountError, NotThereError, ServiceError, TooMuchError
from portfolio.model.account import KindState
from portfolio.sync.marks import changed_at, earliest, from_mark, latest, to_mark
from portfolio.sync.provider import Ask, Page, Window
from portfolio.sync.walks.walk import STOPPED_EARLY, Start, Step, Walk
from portfolio.sync.windows import Period, clipped


class PeriodsWalk(Walk):
    """Reads periods until none is left; `plan` must be called first."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        raw = self._kept.get("todo")
        found = [Period.of_json(each) for each in raw] if isinstance(raw, list) else []
        self._todo = [each for each in found if each is not None]
        self._planned_to = from_mark(self._kept.get("planned")) or self.before.newest_at
        self._newest = self.before.newest_at
        self._begin = from_mark(self._kept.get("begin"))
        self._top: datetime | None = None
        self._goal: datetime | None = None
        self._is_over = False
        self._is_first_page = True
        self._has_planned = False

    @property
    def plan_ask(self) -> Ask:
        """What to ask `Provider.windows` for."""
        return self._ask(since=self._since(self._planned_to))

    def plan(self, windows: Iterable[Window]) -> None:
        """Take the periods there are; what was planned before and not read stays to be read."""
        self._has_planned = True
        is_fresh = self._newest is not None
        new = clipped(windows, self._since(self._planned_to))
        self._goal = self._capped(self._start.service_now)
        self._begin = earliest([self._begin, *(each.start for each in new)])
        old = [each for each in map(self._below_plan, self._todo) if each is not None]
        self._todo = [*(Period(each, is_fresh) for each in new), *old]

    def _below_plan(self, period: Period) -> Period | None:
        """Cut off what the new plan asks for anyway."""
        mark = self._planned_to
        if mark is None or period.page is not None or period.window.end <= mark:
            return period
        if period.window.start >= mark:
            return None
        return replace(period, window=Window(period.window.start, mark))

    def next_ask(self) -> Ask | None:
        """Return the next period, newest first."""
        if self._is_over or not self._todo:
            return None
        period = self._todo[0]
        if period.page is not None and period.tries == 0:
            # Read from its start again: what was deleted meanwhile moved the rest up. The next
            # time, or a walk cut on each page would not get on, from where it was cut.
            period = replace(period, tries=1)
            self._todo[0] = period
            resume = None
        else:
            resume = period.page
        self._is_first_page = True
        ask = self._ask(since=None, resume=resume)
        return replace(ask, window=period.window, takes_part=period.takes_part)

    def take(self, page: Page) -> Step:
        """Take a page of the first period; the period is done with its last one."""
        self._note(page)
        self._met(page.records)
        self._is_first_page = False
        marks = [changed_at(each) for each in page.records]
        self._top = latest([self._top, self._capped(latest(marks))])
        period = self._todo[0]
        if page.resume is None:
            self._finish(period)
            return self._step(ends_leg=True)
        if self._repeats.are_endless(page):
            self._is_over = True
            return self._step(ends_leg=True, notes=(STOPPED_EARLY,))
        self._todo[0] = replace(period, page=dict(page.resume))
        return self._step(ends_leg=False)

    def _note_restricted(self, number: int) -> None:
        self._restricted.said_of(self._todo[0].window, number)

    def _finish(self, period: Period) -> None:
        del self._todo[0]
        if period.takes_part:
            self._missing = tuple(dict.fromkeys((*self._missing, period.capped_code)))

    def closing(self) -> Step | None:
        """Return the state when there was no period at all, or the last one was given up."""
        return self._step(ends_leg=True) if self._has_planned and not self._todo else None

    def _step(self, *, ends_leg: bool, notes: tuple[str, ...] = ()) -> Step:
        is_done = not self._todo
        goal = self._goal or latest([self._newest, self._top])
        known = self.before
        has_fresh = any(each.is_fresh for each in self._todo)
        below = latest(each.window.end for each in self._todo if not each.is_fresh)
        if is_done:
            marks = replace(
                known, newest_at=goal, complete_from=self._oldest or self._begin, is_whole=True
            )
        elif has_fresh:
            marks = replace(known, complete_from=below or known.complete_from)
        else:
            marks = self._with_backfill(goal, below)
        resume: Mapping[str, Any] = {
            "todo": [each.as_json() for each in self._todo],
            "planned": to_mark(goal),
            "begin": to_mark(self._begin),
        }
        state = self._state(marks, resume, is_done=is_done, notes=notes)
        return Step(state, ends_leg)

    def _with_backfill(self, goal: datetime | None, below: datetime | None) -> KindState:
        """Return the marks while only old periods are left: complete from the end of the newest."""
        has_some = self._newest is not None or (
            below is not None and goal is not None and below < goal
        )
        if not has_some:
            return self.before
        return replace(self.before, newest_at=goal, complete_from=below, is_whole=False)

    def refused(self, error: AccountError) -> bool:
        """Split a period that holds too much; begin one anew whose page is not taken any more."""
        if not self._todo:
            return False
        period = self._todo[0]
        if isinstance(error, TooMuchError):
            if period.takes_part:
                self._finish(period)
            else:
                self._todo[:1] = period.split()
            return True
        is_stale = self._is_first_page and period.page is not None and period.tries > 0
        if is_stale and isinstance(error, NotThereError | ServiceError):
            self._todo[0] = replace(period, page=None, tries=0)
            return isinstance(error, NotThereError)
        return False

    def failing(self) -> Mapping[str, Any]:
        """Return what is still to be read, as far as it was planned."""
        if not self._has_planned or "todo" not in self._kept:
            return self._kept
        return {**self._kept, "todo": [each.as_json() for each in self._todo]}
