"""Reading accounts into the record: all of them, some, one kind, or a single item."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from portfolio.errors import (
    AccountError,
    KeychainError,
    NotFoundError,
    PortfolioError,
    SignInNeededError,
    UsageError,
)
from portfolio.model.account import Account, AccountState, SyncProgress, Way
from portfolio.operations import account_identities, signing_in
from portfolio.operations.account_keeper import StoreKeeper
from portfolio.operations.account_standing import get
from portfolio.sync import coverage
from portfolio.sync.engine import Reading, access_of, read_item, sync_account
from portfolio.sync.outcome import SyncOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from portfolio.model.account import Validator
    from portfolio.model.kinds import Kind
    from portfolio.secret import Secret
    from portfolio.store.store import Store
    from portfolio.sync.engine import Blocking, Report
    from portfolio.workspace import Workspace

__all__ = ["SyncOutcome", "refresh_item", "sync"]

_LOG = logging.getLogger(__name__)
NO_TOKENS: Final[Mapping[str, Secret]] = MappingProxyType({})

Ended = Callable[[SyncOutcome], None]
"""Told what came of an account."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An account being read; a second request for it joins instead of reading it twice.

    Attributes:
        reading: Its task.
        kinds: What is read of it.
    """

    reading: asyncio.Task[SyncOutcome] | None
    kinds: frozenset[Kind]


def _nobody_is_told(outcome: SyncOutcome) -> None:
    del outcome


@dataclass(frozen=True, slots=True)
class _Sync:
    """One sync of some accounts.

    Attributes:
        is_attended: Somebody looks, so that a locked keyring may ask for its password.
        tokens: Used for this run instead of what the keyring has, by account.
        ended: Told what came of each account.
        renewed: When tokens end that were renewed meanwhile, by account.
    """

    workspace: Workspace
    kinds: Collection[Kind]
    report: Report
    blocking: Blocking
    is_attended: bool = True
    tokens: Mapping[str, Secret] = field(default_factory=lambda: NO_TOKENS)
    ended: Ended = _nobody_is_told
    renewed: dict[str, datetime | None] = field(default_factory=dict)


async def sync(  # noqa: PLR0913  (each is a thing of its own)
    workspace: Workspace,
    account_ids: Sequence[str] = (),
    kinds: Collection[Kind] = (),
    *,
    report: Report,
    blocking: Blocking,
    is_attended: bool = True,
    tokens: Mapping[str, Secret] = NO_TOKENS,
    ended: Ended = _nobody_is_told,
) -> list[SyncOutcome]:
    """Read accounts side by side; cancelling the task takes effect at once, whole pages stay.

    An account that is being read already is not read twice: the outcome is that of the reading
    under way. When that one leaves out kinds that are wanted, the outcome says so and has failed.

    Args:
        workspace: The profile.
        account_ids: Those to read; empty for all that are not paused.
        kinds: The only kinds to read; empty for what the holder chose.
        report: Told on the loop how it goes.
        blocking: Runs work of the store away from the loop, one piece after the other.
        is_attended: False for a sync by the clock: the keyring then asks nobody anything, and an
            account that is to be signed in to again is left alone.
        tokens: By account, for this run only: they are kept nowhere, the keyring is not asked, and
            what the account says of its own token stays as it is.
        ended: Told on the loop what came of each account as it ends, also of one that is cut.

    Returns:
        What came of each account, in the order given; faults of services are in it.

    Raises:
        NotFoundError: There is no account of an id.
        UsageError: A token is given for an account that is read by a name alone.
        StoreError: The record cannot be written.
    """
    chosen = _chosen(workspace.store, account_ids)
    for each in chosen:
        if each.id in tokens and each.way is Way.NAME:
            words = f"“{each.handle}” is read by its name alone, without a token."
            raise UsageError(words, "Sign in to it to use one.")
    job = _Sync(workspace, kinds, report, blocking, is_attended, tokens, ended)
    tasks = [asyncio.ensure_future(_sync_one(job, account)) for account in chosen]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _chosen(store: Store, account_ids: Sequence[str]) -> list[Account]:
    if account_ids:
        return [get(store, each) for each in account_ids]
    with store.reading() as reader:
        known = reader.accounts.all()
    left_out = {AccountState.PAUSED, AccountState.REMOVED}
    return [each for each in known if each.state not in left_out]


async def _sync_one(job: _Sync, account: Account) -> SyncOutcome:
    """Read an account, or wait for whoever reads it already. Runs as a task of its own."""
    under_way, this = job.workspace.readings, asyncio.current_task()
    known = under_way.get(account.id)
    if known is not None:
        outcome = await _joined(job, account, known)
    else:
        under_way[account.id] = UnderWay(this, _kinds_of(job, account))
        try:
            outcome = await _read_one(job, account)
        finally:
            del under_way[account.id]
    job.ended(outcome)
    return outcome


def _kinds_of(job: _Sync, account: Account) -> frozenset[Kind]:
    """Return what a sync reads of an account."""
    if job.kinds:
        return frozenset(job.kinds)
    try:
        infos = job.workspace.provider(account.provider).about.kinds
    except NotFoundError:
        return frozenset()  # its service is not known any more; the reading says so
    return frozenset(info.kind for info in coverage.wanted(infos, account))


async def _joined(job: _Sync, account: Account, known: UnderWay) -> SyncOutcome:
    """Return what comes of a reading that was begun by another request."""
    if not _kinds_of(job, account) <= known.kinds:
        words = f"“{account.handle}” is being read already, but not all that is asked for now."
        return SyncOutcome(account, "failed", problem=f"{words} Ask again once that is done.")
    if known.reading is not None:
        await asyncio.wait({known.reading})
    if known.reading is None or known.reading.cancelled():
        return SyncOutcome(account, "stopped", problem=account.problem)
    return known.reading.result()


async def _read_one(job: _Sync, account: Account) -> SyncOutcome:
    if account.state is AccountState.SIGN_IN and not job.is_attended:
        # The service does not take the token: asking by the clock would change nothing.
        return SyncOutcome(account, "failed", problem=account.problem)
    try:
        reading = await _prepared(job, account)
    except (AccountError, NotFoundError, KeychainError) as error:
        return await _not_begun(job, account, error)
    if reading is None:
        words = f"There is no token for “{account.handle}” on this computer. Sign in again."
        return await _not_begun(job, account, KeychainError(words, state="empty"))
    try:
        outcome = await sync_account(reading)
    except KeychainError as error:
        return await _not_begun(job, account, error)
    finally:
        await _closed(reading)
    return await _noted(job, outcome, account.state)


async def _prepared(job: _Sync, account: Account) -> Reading | None:
    """Return what it takes to read an account; None when its secret is not there."""
    from portfolio.sync.transport import ValidatorBook, fixed

    workspace = job.workspace
    provider = workspace.provider(account.provider)
    supply = None
    if account.id in job.tokens:
        supply = fixed(job.tokens[account.id])
    elif account.way is not Way.NAME:
        workspace.secrets.follow(account)
        supply = workspace.tokens.supplier(
            account,
            signing_in.endpoints_of_account(provider.about, account),
            on_renewed=lambda expires_at: job.renewed.update({account.id: expires_at}),
            may_ask=job.is_attended,
        )
        if not workspace.is_offline and await supply(None) is None:
            return None
    book = ValidatorBook(await job.blocking(lambda: _validators(workspace.store, account.id)))
    call = workspace.transport.call(
        provider,
        access_of(account),
        supply,
        book=book,
        on_wait=lambda until: job.report(SyncProgress(account.id, waits_until=until)),
    )
    return Reading(
        account,
        provider,
        call,
        StoreKeeper(workspace.store),
        job.blocking,
        workspace.clock,
        job.report,
        validators=book,
        kinds=job.kinds,
        monotonic=workspace.timing.monotonic,
        when_cut=job.ended,
    )


def _validators(store: Store, account_id: str) -> dict[str, Validator]:
    with store.reading() as reader:
        return reader.accounts.validators(account_id)


async def _closed(reading: Reading) -> None:
    close = getattr(reading.call, "close", None)
    if close is not None:
        await close()


async def _noted(job: _Sync, outcome: SyncOutcome, state: AccountState) -> SyncOutcome:
    """Keep what was learnt beside the items: hints, and when a renewed token ends.

    A token that was only lent says nothing of the one the account has.
    """
    store, account, who = job.workspace.store, outcome.account, outcome.who
    if account.id in job.tokens:
        account = replace(account, state=state)

    def work() -> None:
        if who is not None:
            account_identities.hint(store, account, who)
        if account.id in job.renewed:
            ends = job.renewed[account.id]
            StoreKeeper(store).save_account(replace(account, secret_expires_at=ends))
        if account != outcome.account:
            StoreKeeper(store).save_account(account)

    await job.blocking(work)
    return replace(outcome, account=account)


async def refresh_item(
    workspace: Workspace,
    account_id: str,
    native_id: str,
    *,
    blocking: Blocking,
) -> SyncOutcome:
    """Read one item again whose outcome may still change; its id as stored, ``{kind}:{id}``.

    Raises:
        NotFoundError: There is no such account, or nothing more can become of the item.
        AccountError: The service could not be asked, or refuses.
        KeychainError: The keyring could not be asked.
    """
    account = get(workspace.store, account_id)
    job = _Sync(workspace, (), lambda _progress: None, blocking, is_attended=True)
    reading = await _prepared(job, account)
    if reading is None:
        words = f"There is no token for “{account.handle}” on this computer."
        raise SignInNeededError(words, "Sign in again.")
    try:
        return await _noted(job, await read_item(reading, native_id), account.state)
    finally:
        await _closed(reading)


async def _not_begun(job: _Sync, account: Account, error: PortfolioError) -> SyncOutcome:
    """Note why an account could not be read at all; what was read of it stays."""
    state = account.state
    if isinstance(error, KeychainError):
        state = AccountState.LOCKED if error.state == "locked" else AccountState.NO_SECRET
    changed = replace(account, state=state, problem=str(error))
    keeper = StoreKeeper(job.workspace.store)
    await job.blocking(lambda: keeper.save_account(changed))
    _LOG.info("%s could not be read: %s", account.provider, error)
    return SyncOutcome(changed, "failed", problem=str(error))
