"""Reads one kind of one account: asks, walks, files and stores page by page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from portfolio.clock import Clock
from portfolio.errors import AccountError
from portfolio.model.account import KindState, SyncProgress, Validator
from portfolio.sync.fetching import read_pages
from portfolio.sync.filing import Filing, stored_id
from portfolio.sync.keeper import Batch, Keeper, NewValidators, Stored
from portfolio.sync.provider import Access, KindInfo, Page, Provider
from portfolio.sync.service_time import ServiceTime
from portfolio.sync.walks import PeriodsWalk, Start, Step, Walk, walk_of

if TYPE_CHECKING:
    from portfolio.sync.engine import Blocking, Report

_LOG = logging.getLogger(__name__)
MOST_AT_ONCE: Final = 250
"""Items of one transaction: a page that is longer is stored in parts, its marks with the last."""


@dataclass(slots=True)
class KindReading:
    """One kind, read once from where it was left.

    Attributes:
        state: As it stands in the store.
        new / changed / gone / set_aside: What came of it so far.
    """

    info: KindInfo
    access: Access
    before: KindState
    account_id: str
    filing: Filing
    provider: Provider
    call: ServiceTime
    keeper: Keeper
    blocking: Blocking
    clock: Clock
    report: Report
    validators: NewValidators
    state: KindState = field(init=False)
    new: int = 0
    changed: int = 0
    gone: int = 0
    set_aside: int = 0
    items: int = 0
    _walk: Walk | None = None
    _writing: tuple[asyncio.Future[Stored], Page] | None = None

    def __post_init__(self) -> None:
        self.state = self.before

    async def read(self) -> None:
        """Read to the end.

        Raises:
            AccountError: It could not; what was stored stays.
        """
        walk = self._walk = walk_of(self._start())
        if isinstance(walk, PeriodsWalk):
            walk.plan(await self.provider.windows(walk.plan_ask, self.call))
        is_noted = False
        while (ask := walk.next_ask()) is not None:
            try:
                await read_pages(self.provider.pages(ask, self.call), walk.take, self._keep_page)
                is_noted = True
            except AccountError as error:
                if not walk.refused(error):
                    raise
                is_noted = False
        closing = None if is_noted else walk.closing()
        if closing is not None:
            await self._keep_page(Page(), closing)

    def failing(self) -> Mapping[str, Any]:
        """Return how to go on after the error that ended the reading."""
        return self._walk.failing() if self._walk is not None else self.before.resume

    def now(self) -> datetime:
        """Return the service's time, else this computer's."""
        return self.call.now() or self.clock.now()

    @property
    def _stamp(self) -> datetime | None:
        return self._walk.stamp if self._walk is not None else None

    def _start(self) -> Start:
        return Start(self.info, self.access, self.before, self.now(), self.call.now())

    async def _keep_page(self, page: Page, step: Step) -> None:
        at = self._stamp or self.clock.now()
        records = page.records
        while len(records) > MOST_AT_ONCE:
            part, records = records[:MOST_AT_ONCE], records[MOST_AT_ONCE:]
            await self.keep(Page(part), at)
        validators = self.validators.take_new() if step.keeps_validators else ()
        last = Page(records, page.set_aside, gone=page.gone, total=page.total)
        await self.keep(last, at, step=step, validators=validators)

    async def keep(
        self,
        page: Page,
        at: datetime,
        *,
        step: Step | None = None,
        asked_again: tuple[str, ...] = (),
        validators: tuple[Validator, ...] = (),
    ) -> None:
        """Store a page, with its marks when they are given, in one transaction."""
        done_at = self.clock.now()

        def work() -> Stored:
            # Filed here, not on the loop: a long page must not hold up others.
            batch = Batch(
                self.info.kind,
                at,
                filed=tuple(self.filing.filed(each) for each in page.records),
                state=_dated(step, done_at),
                gone=tuple(stored_id(self.info.kind, each) for each in page.gone),
                is_listing=self._stamp is not None,
                lists_all_since=step.lists_all_since if step is not None else None,
                new_before=self.new,
                asked_again=asked_again,
                validators=validators,
            )
            return self.keeper.keep(self.account_id, batch)

        writing = asyncio.ensure_future(self.blocking(work))
        self._writing = (writing, page)
        # Cancelled, the writing goes on: a whole page stays, and `settle` counts it.
        self._count(await asyncio.shield(writing), page)
        self._writing = None

    async def settle(self, within_s: float) -> None:
        """Count the page that was being stored when the reading was cancelled.

        Args:
            within_s: Whoever cancels is not made to wait longer.
        """
        if self._writing is None:
            return
        (writing, page), self._writing = self._writing, None
        await asyncio.wait({writing}, timeout=within_s)
        if not writing.done():
            writing.add_done_callback(_look_at)
        elif not writing.cancelled() and writing.exception() is None:
            self._count(writing.result(), page)

    def _count(self, stored: Stored, page: Page) -> None:
        self.new += stored.new
        self.changed += stored.changed
        self.gone += stored.gone
        self.set_aside += len(page.set_aside)
        self.items += len(page.records)
        self.state = stored.state or self.state
        self.report(SyncProgress(self.account_id, self.info.kind, self.items, page.total))


def _look_at(writing: asyncio.Future[Stored]) -> None:
    """Take notice of how a writing ended that nobody waits for any more."""
    if not writing.cancelled() and (error := writing.exception()) is not None:
        _LOG.warning("A page could not be stored after its reading was stopped", exc_info=error)


def _dated(step: Step | None, at: datetime) -> KindState | None:
    """Return a step's state; one that is not cut short was read in full now."""
    if step is None:
        return None
    is_whole = not {"interrupted", "stopped-early"} & set(step.state.missing)
    return replace(step.state, last_ok_at=at) if is_whole else step.state
