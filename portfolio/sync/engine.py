"""Reads accounts: who they are, then each kind to its end, then what may still change.

::

    account --who--> kind --walk--> page --one transaction--> items, marks, coverage
                      |     ^         |
                      |     +---------+  next page on its way while this one is stored
                      +-- fault: that kind says so, the others go on
                      +-- 401: the account is to be signed in to again, all is kept

One account is read kind after kind; several accounts side by side (what they may ask of one
host at a time is the transport's business). Cancelling the task takes effect at once: whole
pages stay, and the marks stored with each say that the reading was cut short.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, TypeVar

from portfolio.clock import Clock
from portfolio.errors import (
    AccountError,
    NotFoundError,
    NotThereError,
    OfflineError,
    PortfolioError,
    SignInNeededError,
)
from portfolio.model.account import (
    Account,
    AccountState,
    KindState,
    SyncProgress,
    SyncRun,
    Way,
)
from portfolio.model.kinds import Kind
from portfolio.sync import coverage
from portfolio.sync.filing import Filing
from portfolio.sync.keeper import Batch, Keeper, NewValidators, NoValidators
from portfolio.sync.kind_reading import KindReading
from portfolio.sync.outcome import Sum, SyncOutcome
from portfolio.sync.provider import Access, Call, KindInfo, Provider
from portfolio.sync.rereading import one_of, read_items, reread
from portfolio.sync.service_time import ServiceTime

_LOG = logging.getLogger(__name__)
_SETTLING_S: Final = 0.05
_CLOSING_S: Final = 0.1
MOST_OPEN: Final = 100_000
_T = TypeVar("_T")

Report = Callable[[SyncProgress], None]


class Blocking(Protocol):
    """Runs blocking work of the store off the loop, one piece after the other."""

    def __call__(self, work: Callable[[], _T]) -> Awaitable[_T]:
        """Return what ``work`` returns."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to read one account.

    Attributes:
        call: Sends its requests; of this account only.
        validators: Those the call noted and nobody stored yet.
        monotonic: Seconds that never jump.
        when_cut: Told what a reading came to whose task is cancelled; on the loop.
    """

    account: Account
    provider: Provider
    call: Call
    keeper: Keeper
    blocking: Blocking
    clock: Clock
    report: Report
    validators: NewValidators = field(default_factory=NoValidators)
    kinds: Collection[Kind] = ()
    monotonic: Callable[[], float] = time.monotonic
    when_cut: Callable[[SyncOutcome], None] = lambda _outcome: None


async def sync_account(reading: Reading) -> SyncOutcome:
    """Read one account.

    Returns:
        What it came to; faults of the service are in it.

    Raises:
        StoreError: The record cannot be written.
    """
    return await _AccountReading(reading).run()


async def read_item(reading: Reading, native_id: str) -> SyncOutcome:
    """Read one open item again.

    Args:
        reading: As for `sync_account`.
        native_id: As stored: ``{kind}:{id at the service}``.

    Raises:
        NotFoundError: Nothing more can become of it.
        AccountError: The service could not be asked, or refuses.
    """
    return await _AccountReading(reading).run_item(native_id)


class _AccountReading:
    """One account, read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._call = ServiceTime(reading.call, reading.clock, reading.monotonic)
        self._sum = Sum(reading.account)
        self._started_at = reading.clock.now()

    async def run(self) -> SyncOutcome:
        reading = self._reading
        self._sum.account = replace(reading.account, last_started_at=self._started_at)
        started = self._sum.account
        number = await reading.blocking(lambda: reading.keeper.begin(started, at=self._started_at))
        try:
            await self._read()
            self._sum.is_cut = False
        except asyncio.CancelledError:
            await self._end_soon(number)
            reading.when_cut(self._outcome())
            raise
        await reading.blocking(self._ending(number))
        return self._outcome()

    async def run_item(self, native_id: str) -> SyncOutcome:
        reading, name = self._reading, native_id.partition(":")[0]
        info = next((each for each in reading.provider.about.kinds if each.kind == name), None)
        if info is None:
            raise NotFoundError(f"{reading.provider.about.name} has no such item.")
        found = await reading.blocking(
            lambda: reading.keeper.open_items(reading.account.id, info.kind, MOST_OPEN)
        )
        item = one_of(found, native_id)
        await self._check_who()
        kind_reading = self._kind_reading(info, KindState(info.kind))
        await read_items(kind_reading, [item])
        self._sum.add(kind_reading)
        self._sum.is_cut = False
        return self._outcome()

    async def _read(self) -> None:
        try:
            await self._check_who()
        except AccountError as error:
            self._sum.has_failed = True
            self._stop(error)
            return
        try:
            await self._read_kinds()
        except (SignInNeededError, OfflineError) as error:
            self._stop(error)

    async def _check_who(self) -> None:
        """Ask who the account is: a login may have been renamed, or be somebody else's now."""
        account = self._sum.account
        who = await self._reading.provider.who(access_of(account), self._call)
        self._sum.who = who
        if account.native_id and who.native_id != account.native_id:
            raise SignInNeededError(
                f"“{account.handle}” at {account.instance} is somebody else's account now.",
                "Nothing was read. Sign in again, or remove the account; what was read stays.",
            )
        self._sum.account = replace(
            account,
            native_id=who.native_id,
            handle=who.handle or account.handle,
            name=who.name or account.name,
            profile_url=who.profile_url or account.profile_url,
            scopes=who.scopes or account.scopes,
            state=AccountState.READY,
        )

    def _stop(self, error: AccountError) -> None:
        """Note why nothing more is read of this account now; everything read stays."""
        self._sum.problem = str(error)
        if isinstance(error, SignInNeededError) and self._sum.account.way is not Way.NAME:
            self._sum.account = replace(self._sum.account, state=AccountState.SIGN_IN)
        if isinstance(error, NotThereError):
            words = f"“{self._sum.account.handle}” is not found at {self._sum.account.instance}."
            self._sum.problem = f"{words} {error} What was read stays."
        _LOG.info("%s: %s", self._sum.account.provider, self._sum.problem)

    async def _read_kinds(self) -> None:
        reading, account = self._reading, self._sum.account
        states = await reading.blocking(lambda: reading.keeper.states(account.id))
        self._sum.states = dict(states)
        infos = reading.provider.about.kinds
        chosen = coverage.wanted(infos, account)
        if reading.kinds:
            chosen = [info for info in infos if info.kind in reading.kinds]
        for info in infos:
            before = states.get(info.kind) or KindState(info.kind)
            if info not in chosen:
                if not reading.kinds and coverage.not_asked(before) != before:
                    await self._store_state(coverage.not_asked(before))
                continue
            door = coverage.closed_door(info, account)
            if door:
                await self._store_state(coverage.behind_door(before, door))
                self._tell(info.kind)
            else:
                await self._read_kind(info, before)

    async def _read_kind(self, info: KindInfo, before: KindState) -> None:
        """Read one kind; whatever goes wrong with it, the next one is read."""
        kind_reading = self._kind_reading(info, before)
        fault: AccountError | None = None
        try:
            await kind_reading.read()
        except asyncio.CancelledError:
            await kind_reading.settle(_SETTLING_S)
            raise
        except AccountError as error:
            fault = error
        except Exception as error:
            if not _is_fault_of_program(error):
                raise
            _LOG.exception("Reading %s of %s", info.kind, self._reading.provider.about.id)
            fault = AccountError("The program could not read this. The log has the details.")
        finally:
            self._reading.validators.forget_new()  # what is left is of pages not stored
            self._sum.add(kind_reading)
            self._sum.states[info.kind] = kind_reading.state
        if fault is not None:
            await self._note_fault(info.kind, kind_reading, fault)
        else:
            await self._reread(info)
        self._tell(info.kind)

    def _kind_reading(self, info: KindInfo, before: KindState) -> KindReading:
        reading, account = self._reading, self._sum.account
        return KindReading(
            info=info,
            access=access_of(account),
            before=before,
            account_id=account.id,
            filing=Filing(account.provider, account.instance, account.native_id),
            provider=reading.provider,
            call=self._call,
            keeper=reading.keeper,
            blocking=reading.blocking,
            clock=reading.clock,
            report=reading.report,
            validators=reading.validators,
        )

    async def _note_fault(self, kind: Kind, kind_reading: KindReading, fault: AccountError) -> None:
        account_id = self._sum.account.id
        await self._store_state(coverage.failed(kind_reading.state, fault, kind_reading.failing()))
        if isinstance(fault, (SignInNeededError, OfflineError)):
            raise fault
        self._sum.failed[kind] = str(fault)
        _LOG.info("%s of account %s: %s", kind, account_id, fault)

    async def _reread(self, info: KindInfo) -> None:
        """Read items again whose outcome may have changed."""
        kind_reading = self._kind_reading(info, self._sum.states[info.kind])
        try:
            await reread(kind_reading, self._started_at)
        except asyncio.CancelledError:
            await kind_reading.settle(_SETTLING_S)
            raise
        except (SignInNeededError, OfflineError):
            raise
        except AccountError as error:
            # What became of open items is unsure, the listing itself is not.
            _LOG.info("Open items of %s: %s", info.kind, error)
        except Exception as error:
            if not _is_fault_of_program(error):
                raise
            _LOG.exception("Open items of %s", info.kind)
        finally:
            self._sum.add(kind_reading)

    async def _store_state(self, state: KindState) -> None:
        self._sum.states[state.kind] = state
        reading, account_id = self._reading, self._sum.account.id
        batch = Batch(state.kind, self._started_at, state=state)
        await reading.blocking(lambda: reading.keeper.keep(account_id, batch))

    def _tell(self, kind: Kind) -> None:
        problem = self._sum.states[kind].problem
        self._reading.report(
            SyncProgress(self._sum.account.id, kind, is_kind_done=True, problem=problem)
        )

    def _ending(self, number: int) -> Callable[[], None]:
        """Return the work that notes what the sync came to."""
        total, now = self._sum, self._reading.clock.now()
        problem = total.problem or " ".join(dict.fromkeys(total.failed.values()))
        account = replace(
            total.account,
            last_ok_at=now if total.outcome == "done" else total.account.last_ok_at,
            problem=total.account.problem if total.is_cut else problem,
        )
        total.account = account
        run = SyncRun(
            account.id,
            self._started_at,
            now,
            total.outcome,
            total.new,
            total.changed,
            total.gone,
            total.set_aside,
            tuple(total.failed),
            problem,
        )
        return lambda: self._reading.keeper.end(number, run, account)

    async def _end_soon(self, number: int) -> None:
        """Note that it was stopped, without making whoever cancels wait for it."""
        noting = asyncio.ensure_future(self._reading.blocking(self._ending(number)))
        done, _pending = await asyncio.wait({noting}, timeout=_CLOSING_S)
        if not done:
            noting.cancel()  # a run counts as stopped until its end is noted
        elif noting.exception() is not None:
            _LOG.warning("The end of a sync could not be noted", exc_info=noting.exception())

    def _outcome(self) -> SyncOutcome:
        total = self._sum
        off = self._call.words_if_off
        return SyncOutcome(
            total.account,
            total.outcome,
            total.new,
            total.changed,
            total.gone,
            total.set_aside,
            total.states,
            tuple(total.failed),
            total.account.problem,
            total.who,
            (off,) if off else (),
        )


def access_of(account: Account) -> Access:
    """Return what a provider knows of an account."""
    return Access(
        account.instance,
        account.handle,
        account.way,
        account.native_id,
        account.scopes,
        account.options,
    )


def _is_fault_of_program(error: Exception) -> bool:
    """Whether an error is a provider's slip; one of the store must end the sync."""
    return not isinstance(error, PortfolioError)
