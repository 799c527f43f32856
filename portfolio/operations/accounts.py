"""Accounts of the holder: added, signed in to, left alone for a while, removed.

A secret is stored and read back before the account's row is written, and the row is marked
before the secret is deleted; `repair` puts in order what a crash left in between.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.errors import KeychainError, SignInError, UsageError
from portfolio.model import steps
from portfolio.model.account import Account, AccountState
from portfolio.model.codes import Proof
from portfolio.model.ids import new_id
from portfolio.operations import account_identities, signing_in
from portfolio.operations.account_removal import Removal, remove, repair
from portfolio.operations.account_standing import (
    AccountStanding,
    KindStanding,
    accounts,
    get,
    runs,
    saved,
)
from portfolio.operations.signing_in import Desk, SignIn, WayOffer
from portfolio.operations.unfinished import Note, Unfinished
from portfolio.sync.provider import Access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.kinds import Kind
    from portfolio.store.store import Store
    from portfolio.sync.provider import About, Who
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
        proof=Proof.LOGIN if grant is not None and who.is_proved else Proof.SELF,
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
    await desk.blocking(lambda: _proved(workspace, changed, who))
    return changed


def _proved(workspace: Workspace, account: Account, who: Who) -> None:
    """Store an account that was signed in to again, and whose it is."""
    store = workspace.store
    with store.recording() as recorder:
        recorder.save_account(account)
    account_identities.confirm(store, workspace.clock, account, label=steps.ACCOUNT_PROVED)
    account_identities.hint(store, account, who)


def pause(store: Store, account_id: str) -> Account:
    """Leave an account alone until it is resumed."""
    return saved(store, replace(get(store, account_id), state=AccountState.PAUSED))


def resume(store: Store, account_id: str) -> Account:
    """Read a paused account again from the next sync on."""
    account = get(store, account_id)
    if account.state is not AccountState.PAUSED:
        return account
    return saved(store, replace(account, state=AccountState.READY))


def choose_kinds(store: Store, account_id: str, kinds: Sequence[Kind]) -> Account:
    """Read only these kinds from now on; empty for what the service offers by default."""
    return saved(store, replace(get(store, account_id), kinds=tuple(kinds)))
