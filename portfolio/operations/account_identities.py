"""Whose work an account's is: its identity with its proof, and what it hints at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.curate.listed import LISTED, MOST, is_listable
from portfolio.model import steps
from portfolio.model.codes import IdentityKind, IdentityStatus, Proof
from portfolio.model.identity import (
    Identity,
    IdentityHint,
    account_hint_label,
    account_identity_key,
)
from portfolio.model.ids import new_id
from portfolio.model.person import SELF_ID

if TYPE_CHECKING:
    from portfolio.clock import Clock
    from portfolio.model.account import Account
    from portfolio.store.store import Store
    from portfolio.sync.provider import Who

HINTED_BY_ACCOUNT = "account"
"""`IdentityHint.where` of addresses a service says are the account's."""


def key_of(account: Account) -> str:
    """Return the key of the identity an account is."""
    return account_identity_key(account.provider, account.instance, account.native_id)


def confirm(store: Store, clock: Clock, account: Account, *, label: str) -> None:
    """Say that an account is the holder's, with how that is proved; one journal entry.

    Nothing is said again of one that stands already with as good a proof. The label is one of
    `portfolio.model.steps`.
    """
    key = key_of(account)
    with store.reading() as reader:
        known = next((each for each in reader.identities.decided() if each.key == key), None)
    is_same = (
        known is not None
        and known.status is IdentityStatus.CONFIRMED
        and known.proof in {account.proof, Proof.LOGIN}
    )
    if is_same:
        return
    with store.editing(label, name=account.handle) as editor:
        editor.save_identity(
            Identity(
                id=known.id if known else new_id(),
                person_id=SELF_ID,
                kind=IdentityKind.ACCOUNT,
                instance=account.instance,
                value_raw=account.handle,
                key=key,
                status=IdentityStatus.CONFIRMED,
                proof=account.proof,
                proved_at=clock.now(),
                native_id=account.native_id,
                note=known.note if known else "",
            )
        )


def forget(store: Store, account: Account) -> None:
    """Take back that an account is the holder's and what it hinted at: it is removed with all."""
    key = key_of(account)
    with store.reading() as reader:
        known = [each for each in reader.identities.decided() if each.key == key]
    if known:
        with store.editing(steps.ACCOUNT_REMOVED, name=account.handle) as editor:
            for identity in known:
                editor.remove_identity(identity.id)
    with store.recording() as recorder:
        hints = recorder.identities.hints()
        recorder.save_hints([each for each in hints if not _is_of(each, account)])


def hint(store: Store, account: Account, who: Who) -> None:
    """Keep what a service says of an account's addresses, as hints: nothing is confirmed by it.

    Only of one the holder is signed in to: behind a name that was typed may be anybody.
    """
    if account.proof is not Proof.LOGIN:
        return
    label = _label(account)
    new = [
        IdentityHint(who.name or account.name, address, HINTED_BY_ACCOUNT, label)
        for address in dict.fromkeys((*who.emails, *no_reply_addresses(account)))
        if "@" in address
    ]
    elsewhere = [each.strip() for each in who.other_accounts if is_listable(each.strip())]
    new += [IdentityHint("", each, LISTED, label) for each in dict.fromkeys(elsewhere[:MOST])]
    with store.recording() as recorder:
        known = recorder.identities.hints()
        mine = [each for each in known if _is_of(each, account)]
        if mine != new:
            others = [each for each in known if not _is_of(each, account)]
            recorder.save_hints([*others, *new])


def _is_of(each: IdentityHint, account: Account) -> bool:
    return is_of_accounts(each) and each.label == _label(account)


def is_of_accounts(each: IdentityHint) -> bool:
    """Whether a hint comes from an account, and not from the settings of git."""
    return each.where in {HINTED_BY_ACCOUNT, LISTED}


def _label(account: Account) -> str:
    return account_hint_label(account.handle, account.instance)


def no_reply_addresses(account: Account) -> tuple[str, ...]:
    """Return the addresses GitHub signs commits with that are made on its pages.

    Source: docs.github.com, "Setting your commit email address" (``ID+login@users.noreply...``).
    """
    if account.provider != "github" or account.instance != "https://github.com":
        return ()
    host = "users.noreply.github.com"
    return (f"{account.native_id}+{account.handle}@{host}", f"{account.handle}@{host}")
