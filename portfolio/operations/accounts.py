"""Accounts of the holder: added, signed in to, left alone for a while, removed.

A secret is stored and read back before the account's row is written, and the row is marked
before the secret is deleted; `repair` puts in order what a crash left in between.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from portfolio.errors import KeychainError, NotFoundError, SignInError, UsageError
from portfolio.model import steps
from portfolio.model.account import Account, AccountState, KindState, SyncRun, Way
from portfolio.model.codes import CoverageState, Proof
from portfolio.model.ids import new_id
from portfolio.operations import account_identities, signing_in
from portfolio.operations.signing_in import Desk, SignIn, WayOffer
from portfolio.operations.unfinished import Note, Unfinished
from portfolio.sync.provider import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portfolio.model.kinds import Kind
    from portfolio.store.store import Store
    from portfolio.sync.provider import About, KindInfo, Who
    from portfolio.sync.signin.shapes import Grant
    from portfolio.workspace import Workspace

__all__ = [
    "AccountStanding",
    "Desk",
    "KindStanding",
    "Removal",
    "SignIn",
    "WayOffer",
    "accounts",
    "add",
    "choose_kinds",
    "offer",
    "pause",
    "providers",
    "remove",
    "repair",
    "resume",
    "runs",
    "sign_in_again",
]

_LOG = logging.getLogger(__name__)
offer = signing_in.offer


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


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing an account came to.

    Attributes:
        is_finished: Otherwise the secret could not be deleted; it is tried again at each start.
        problem: Where the secret still is.
    """

    account: Account
    is_finished: bool = True
    problem: str = ""
    was_revoked: bool = False


def providers(workspace: Workspace | None = None) -> tuple[About, ...]:
    """Return what each service says of itself, in the order of their names.

    Args:
        workspace: Whose services; None for all this version knows, without a profile.
    """
    if workspace is None:
        from portfolio.sync.providers import all_providers

        known = all_providers()
    else:
        known = workspace.providers()
    found = (each.about for each in known)
    return tuple(sorted(found, key=lambda about: about.name.casefold()))


async def add(
    workspace: Workspace, wish: SignIn, desk: Desk, *, kinds: Sequence[Kind] = ()
) -> Account:
    """Sign in and keep the account; its work counts as the holder's from now on.

    Args:
        workspace: The profile.
        wish: Where and how.
        desk: What the face lends.
        kinds: The only kinds to read; empty for what the service offers by default.

    Raises:
        SignInError: It ended without a token; its code says how.
        UsageError: Something is missing, or the account is there already.
        KeychainError: The secret could not be kept; nothing was stored.
        AccountError: The service could not be asked.
    """
    provider = workspace.provider(wish.provider)
    instance = signing_in.normalised(provider.about, wish.instance)
    grant = await signing_in.obtain(workspace, wish, desk)
    who = await _who(workspace, wish, instance, grant)
    store = workspace.store
    await desk.blocking(lambda: _check_new(store, wish.provider, instance, who))
    account = _made(workspace, wish, instance, grant, who, kinds)
    unfinished = Unfinished(workspace.paths)
    note = Note(account.id, account.provider, account.instance)
    if grant is not None:
        await desk.blocking(lambda: unfinished.begin(note))
        await _keep_secret(workspace, account, grant, desk, unfinished)

    def store_it() -> None:
        with store.recording() as recorder:
            recorder.save_account(account)
        account_identities.confirm(store, workspace.clock, account, label=steps.ACCOUNT_ADDED)
        account_identities.hint(store, account, who)
        unfinished.end(account.id)

    await desk.blocking(store_it)
    _LOG.info("Added an account at %s", account.instance)
    return account


async def _who(workspace: Workspace, wish: SignIn, instance: str, grant: Grant | None) -> Who:
    provider = workspace.provider(wish.provider)
    options = {**wish.options, **(grant.options if grant else {})}
    scopes = grant.scopes if grant else ()
    access = Access(instance, wish.handle.strip(), wish.way, "", scopes, options)
    return await signing_in.ask_who(workspace, provider, access, grant.secret if grant else None)


def _check_new(store: Store, provider: str, instance: str, who: Who) -> None:
    with store.reading() as reader:
        known = reader.accounts.all()
    for each in known:
        is_same = (each.provider, each.instance, each.native_id) == (
            provider,
            instance,
            who.native_id,
        )
        if is_same and each.state is not AccountState.REMOVED:
            raise UsageError(
                f"The account “{each.handle}” is there already.", "Sign in to it again instead."
            )


def _made(  # noqa: PLR0913, PLR0917  (each is a thing of its own)
    workspace: Workspace,
    wish: SignIn,
    instance: str,
    grant: Grant | None,
    who: Who,
    kinds: Sequence[Kind],
) -> Account:
    return Account(
        id=new_id(),
        provider=wish.provider,
        instance=instance,
        native_id=who.native_id,
        handle=who.handle or wish.handle.strip(),
        name=who.name,
        profile_url=who.profile_url,
        way=wish.way,
        proof=Proof.SELF if grant is None else Proof.LOGIN,
        state=AccountState.READY,
        added_at=workspace.clock.now(),
        scopes=who.scopes or (grant.scopes if grant else ()),
        options={**wish.options, **(grant.options if grant else {})},
        kinds=tuple(kinds),
        keeps_secret=not wish.for_session,
        secret_expires_at=grant.expires_at if grant else None,
    )


async def _keep_secret(
    workspace: Workspace, account: Account, grant: Grant, desk: Desk, unfinished: Unfinished
) -> None:
    from portfolio.sync.signin.tokens import keep_grant

    workspace.secrets.follow(account)
    try:
        await keep_grant(workspace.secrets, account.provider, account.instance, account.id, grant)
    except KeychainError:
        await desk.blocking(lambda: unfinished.end(account.id))
        raise


async def sign_in_again(workspace: Workspace, account_id: str, wish: SignIn, desk: Desk) -> Account:
    """Sign in anew to an account there is; also with another way, or to prove one only named.

    Raises:
        SignInError: ``other-person`` when it is somebody else's token; nothing is changed then.
        NotFoundError: There is no such account.
    """
    account = get(workspace.store, account_id)
    options = {**account.options, **wish.options}
    handle = wish.handle or account.handle
    wish = replace(
        wish,
        provider=account.provider,
        instance=account.instance,
        options=options,
        handle=handle,
    )
    grant = await signing_in.obtain(workspace, wish, desk)
    who = await _who(workspace, wish, account.instance, grant)
    if who.native_id != account.native_id:
        raise SignInError(
            f"That is the account “{who.handle}”, not “{account.handle}”.",
            "Nothing was changed. Sign in as the same person, or add it as another account.",
            code="other-person",
        )
    changed = replace(
        _made(workspace, wish, account.instance, grant, who, account.kinds),
        id=account.id,
        added_at=account.added_at,
        last_started_at=account.last_started_at,
        last_ok_at=account.last_ok_at,
        native_id=account.native_id,
    )
    if grant is None:
        changed = replace(changed, keeps_secret=account.keeps_secret)
    else:
        from portfolio.sync.signin.tokens import keep_grant

        workspace.secrets.follow(changed)
        await keep_grant(workspace.secrets, changed.provider, changed.instance, changed.id, grant)
    workspace.tokens.forget(account.id)

    def store_it() -> None:
        with workspace.store.recording() as recorder:
            recorder.save_account(changed)
        account_identities.confirm(
            workspace.store, workspace.clock, changed, label=steps.ACCOUNT_PROVED
        )
        account_identities.hint(workspace.store, changed, who)

    await desk.blocking(store_it)
    return changed


async def remove(workspace: Workspace, account_id: str, desk: Desk, *, keeps_data: bool) -> Removal:
    """Remove an account and its secret; what it brought stays, or goes with it.

    A token this program was given for itself is revoked where the service has a call for it; one
    made on its page or taken over from another program is not.

    Raises:
        NotFoundError: There is no such account.
    """
    account = get(workspace.store, account_id)
    note = Note(
        account.id, account.provider, account.instance, is_removal=True, keeps_data=keeps_data
    )
    unfinished = Unfinished(workspace.paths)

    def mark() -> None:
        unfinished.begin(note)
        _save(workspace.store, replace(account, state=AccountState.REMOVED))

    await desk.blocking(mark)
    was_revoked = await _revoke(workspace, account)
    return replace(await _finish_removal(workspace, account, note, desk), was_revoked=was_revoked)


async def _finish_removal(
    workspace: Workspace, account: Account, note: Note, desk: Desk
) -> Removal:
    try:
        await _drop_secrets(workspace, account)
    except KeychainError as error:
        _LOG.warning("A secret could not be deleted: %s", error)
        return Removal(account, is_finished=False, problem=str(error))
    workspace.tokens.forget(account.id)

    def finish() -> None:
        if not note.keeps_data:
            account_identities.forget(workspace.store, account)
        with workspace.store.recording() as recorder:
            recorder.remove_account(account.id, keeps_data=note.keeps_data)
        Unfinished(workspace.paths).end(account.id)

    await desk.blocking(finish)
    return Removal(account)


async def _drop_secrets(workspace: Workspace, account: Account) -> None:
    if account.way is Way.NAME:
        return
    from portfolio.keychain import entries_of

    workspace.secrets.follow(account)
    for entry in entries_of(account.provider, account.instance, account.id):
        await workspace.secrets.drop(entry)


async def _revoke(workspace: Workspace, account: Account) -> bool:
    """Tell the service that the token is not used any more; best effort."""
    from portfolio.sync.signin.tokens import CLIENT_ID

    client_id = account.options.get(CLIENT_ID, "")
    if account.way not in {Way.DEVICE, Way.BROWSER} or workspace.is_offline or not client_id:
        return False
    from portfolio.keychain.entries import entry_for
    from portfolio.sync.signin.shapes import Client
    from portfolio.sync.signin.tokens import revoke

    about = workspace.provider(account.provider).about
    endpoints = signing_in.endpoints_of(about, account.instance, account.way)
    if endpoints is None or not endpoints.revoke:
        return False
    workspace.secrets.follow(account)
    try:
        token = await workspace.secrets.fetch(
            entry_for(account.provider, account.instance, account.id)
        )
    except KeychainError:
        return False
    if token is None:
        return False
    return await revoke(endpoints, Client(client_id), token, send=workspace.transport.exchange)


async def repair(workspace: Workspace, desk: Desk) -> list[Removal]:
    """Put in order what a crash left between the keyring and the record.

    Asks the keyring only when something was left. A secret without an account is deleted; an
    account that was being removed is removed; one that was just added gets its identity.

    Returns:
        Removals, also those that still cannot be finished.
    """
    unfinished = Unfinished(workspace.paths)
    notes = {note.account_id: note for note in await desk.blocking(unfinished.notes)}
    with workspace.store.reading() as reader:
        known = {each.id: each for each in reader.accounts.all()}
    done = []
    for account in known.values():
        if account.state is AccountState.REMOVED:
            note = notes.get(account.id) or Note(account.id, account.provider, account.instance)
            done.append(await _finish_removal(workspace, account, note, desk))
        elif account.id in notes:
            await desk.blocking(partial(_finish_adding, workspace, account))
    for note in notes.values():
        if note.account_id not in known:
            await _drop_orphan(workspace, note, desk)
    return done


def _finish_adding(workspace: Workspace, account: Account) -> None:
    note = next(
        each for each in Unfinished(workspace.paths).notes() if each.account_id == account.id
    )
    if not note.is_removal:
        account_identities.confirm(
            workspace.store, workspace.clock, account, label=steps.ACCOUNT_ADDED
        )
    Unfinished(workspace.paths).end(account.id)


async def _drop_orphan(workspace: Workspace, note: Note, desk: Desk) -> None:
    from portfolio.keychain import entries_of

    try:
        for entry in entries_of(note.provider, note.instance, note.account_id):
            await workspace.secrets.drop(entry)
    except KeychainError as error:
        _LOG.warning("A secret without an account is still there: %s", error)
        return
    await desk.blocking(lambda: Unfinished(workspace.paths).end(note.account_id))


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


def pause(store: Store, account_id: str) -> Account:
    """Leave an account alone until it is resumed."""
    return _save(store, replace(get(store, account_id), state=AccountState.PAUSED))


def resume(store: Store, account_id: str) -> Account:
    """Read a paused account again from the next sync on."""
    account = get(store, account_id)
    if account.state is not AccountState.PAUSED:
        return account
    return _save(store, replace(account, state=AccountState.READY))


def choose_kinds(store: Store, account_id: str, kinds: Sequence[Kind]) -> Account:
    """Read only these kinds from now on; empty for what the service offers by default."""
    return _save(store, replace(get(store, account_id), kinds=tuple(kinds)))


def _save(store: Store, account: Account) -> Account:
    with store.recording() as recorder:
        recorder.save_account(account)
    return account


def runs(store: Store, account_id: str = "", limit: int = 20) -> list[SyncRun]:
    """Return past syncs, newest first; of one account, or of all."""
    with store.reading() as reader:
        return reader.accounts.runs(account_id, limit)


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
