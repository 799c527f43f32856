"""What the faces show of accounts: each with how far its kinds are read, and its past syncs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError
from portfolio.model.account import Account, AccountState, KindState, SyncRun
from portfolio.model.codes import CoverageState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio.model.kinds import Kind
    from portfolio.store.store import Store
    from portfolio.sync.provider import About, KindInfo
    from portfolio.workspace import Workspace


@dataclass(frozen=True, slots=True)
class KindStanding:
    """How far one kind of an account is read, for both faces.

    Attributes:
        info: What the provider says of it; None for a kind this version does not know any more.
        count: How many are stored and not gone; None while that is unknown (never shown as 0).
    """

    kind: Kind
    state: KindState
    info: KindInfo | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """One account as the faces show it."""

    account: Account
    provider_name: str
    kinds: tuple[KindStanding, ...] = ()
    last_run: SyncRun | None = None


def accounts(workspace: Workspace) -> list[AccountStanding]:
    """Return every account with how far each of its kinds is read, in the order added."""
    abouts: dict[str, About] = {}
    found = []
    with workspace.store.reading() as reader:
        for account in reader.accounts.all():
            if account.state is AccountState.REMOVED:
                continue
            if account.provider not in abouts:
                about = _about(workspace, account.provider)
                if about is not None:
                    abouts[account.provider] = about
            known = abouts.get(account.provider)
            last = reader.accounts.runs(account.id, 1)
            found.append(
                AccountStanding(
                    account,
                    known.name if known else account.provider,
                    _kinds(
                        account,
                        known,
                        reader.accounts.states(account.id),
                        partial(reader.accounts.count, account.id),
                    ),
                    last[0] if last else None,
                )
            )
    return found


def _kinds(
    account: Account,
    about: About | None,
    states: Mapping[Kind, KindState],
    count: Callable[[Kind], int],
) -> tuple[KindStanding, ...]:
    infos = {info.kind: info for info in about.kinds} if about else {}
    found = []
    for kind in dict.fromkeys((*infos, *states)):
        state = states.get(kind) or _unread(account, infos[kind])
        number = count(kind)
        is_known = number > 0 or state.state is CoverageState.COMPLETE
        found.append(KindStanding(kind, state, infos.get(kind), number if is_known else None))
    return tuple(found)


def _unread(account: Account, info: KindInfo) -> KindState:
    """Return the state of a kind no sync has come to yet."""
    is_wanted = info.kind in account.kinds if account.kinds else info.asked_by_default
    state = CoverageState.UNKNOWN if is_wanted else CoverageState.NOT_ASKED
    return KindState(info.kind, state)


def _about(workspace: Workspace, provider_id: str) -> About | None:
    try:
        return workspace.provider(provider_id).about
    except NotFoundError:
        return None


def get(store: Store, account_id: str) -> Account:
    """Return an account.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        found = reader.accounts.get(account_id)
    if found is None or found.state is AccountState.REMOVED:
        raise NotFoundError("There is no such account.", "portfolio account list names them.")
    return found


def saved(store: Store, account: Account) -> Account:
    """Save an account and return it."""
    with store.recording() as recorder:
        recorder.save_account(account)
    return account


def runs(store: Store, account_id: str = "", limit: int = 20) -> list[SyncRun]:
    """Return past syncs, newest first; of one account, or of all."""
    with store.reading() as reader:
        return reader.accounts.runs(account_id, limit)
