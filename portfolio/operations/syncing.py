"""Reading accounts into the record: all of them, some, one kind, or a single item."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portfolio.errors import (
    AccountError,
    KeychainError,
    NotFoundError,
    PortfolioError,
    SignInNeededError,
)
from portfolio.model.account import Account, AccountState, SyncProgress, Way
from portfolio.operations import account_identities, signing_in
from portfolio.operations.account_keeper import StoreKeeper
from portfolio.operations.account_standing import get
from portfolio.sync.engine import Reading, access_of, read_item, sync_account
from portfolio.sync.outcome import SyncOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from portfolio.model.account import Validator
    from portfolio.model.kinds import Kind
    from portfolio.store.store import Store
    from portfolio.sync.engine import Blocking, Report
    from portfolio.workspace import Workspace

__all__ = ["SyncOutcome", "refresh_item", "sync"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Sync:
    """One sync of some accounts.

    Attributes:
        is_attended: Somebody looks, so that a locked keyring may ask for its password.
        renewed: When tokens end that were renewed meanwhile, by account.
    """

    workspace: Workspace
    kinds: Collection[Kind]
    report: Report
    blocking: Blocking
    is_attended: bool
    renewed: dict[str, datetime | None] = field(default_factory=dict)


async def sync(  # noqa: PLR0913  (each is a thing of its own)
    workspace: Workspace,
    account_ids: Sequence[str] = (),
    kinds: Collection[Kind] = (),
    *,
    report: Report,
    blocking: Blocking,
    is_attended: bool = True,
) -> list[SyncOutcome]:
    """Read accounts side by side; cancelling the task takes effect at once, whole pages stay.

    Args:
        workspace: The profile.
        account_ids: Those to read; empty for all that are not paused.
        kinds: The only kinds to read; empty for what the holder chose.
        report: Told on the loop how it goes.
        blocking: Runs work of the store away from the loop, one piece after the other.
        is_attended: False for a sync by the clock: the keyring then asks nobody anything, and an
            account that is to be signed in to again is left alone.

    Returns:
        What came of each account, in the order given; faults of services are in it.

    Raises:
        NotFoundError: There is no account of an id.
        StoreError: The record cannot be written.
    """
    store = workspace.store
    if account_ids:
        chosen = [get(store, each) for each in account_ids]
    else:
        with store.reading() as reader:
            known = reader.accounts.all()
        left_out = {AccountState.PAUSED, AccountState.REMOVED}
        chosen = [each for each in known if each.state not in left_out]
    job = _Sync(workspace, kinds, report, blocking, is_attended)
    tasks = [asyncio.ensure_future(_sync_one(job, account)) for account in chosen]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _sync_one(job: _Sync, account: Account) -> SyncOutcome:
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
    return await _noted(job, outcome)


async def _prepared(job: _Sync, account: Account) -> Reading | None:
    """Return what it takes to read an account; None when its secret is not there."""
    from portfolio.sync.transport import ValidatorBook

    workspace = job.workspace
    provider = workspace.provider(account.provider)
    supply = None
    if account.way is not Way.NAME:
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
    )


def _validators(store: Store, account_id: str) -> dict[str, Validator]:
    with store.reading() as reader:
        return reader.accounts.validators(account_id)


async def _closed(reading: Reading) -> None:
    close = getattr(reading.call, "close", None)
    if close is not None:
        await close()


async def _noted(job: _Sync, outcome: SyncOutcome) -> SyncOutcome:
    """Keep what was learnt beside the items: hints, and when a renewed token ends."""
    store, account, who = job.workspace.store, outcome.account, outcome.who

    def work() -> None:
        if who is not None:
            account_identities.hint(store, account, who)
        if account.id in job.renewed:
            ends = job.renewed[account.id]
            StoreKeeper(store).save_account(replace(account, secret_expires_at=ends))

    await job.blocking(work)
    return outcome


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
        return await _noted(job, await read_item(reading, native_id))
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
