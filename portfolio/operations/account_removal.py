"""Removing accounts, and putting in order what a crash left between keyring and record."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from portfolio.errors import KeychainError
from portfolio.model import steps
from portfolio.model.account import Account, AccountState, Way
from portfolio.operations import account_identities, signing_in
from portfolio.operations.account_standing import get, saved
from portfolio.operations.unfinished import Note, Unfinished

if TYPE_CHECKING:
    from portfolio.operations.signing_in import Desk
    from portfolio.workspace import Workspace

_LOG = logging.getLogger(__name__)


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
        saved(workspace.store, replace(account, state=AccountState.REMOVED))

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
    if account.way is Way.NAME or workspace.is_offline:
        return False
    from portfolio.sync.signin.revoking import revoke_account

    about = workspace.provider(account.provider).about
    endpoints = signing_in.endpoints_of_account(about, account)
    workspace.secrets.follow(account)
    return await revoke_account(
        account, endpoints, workspace.secrets, send=workspace.transport.exchange
    )


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
