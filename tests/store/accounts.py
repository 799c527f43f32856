"""Accounts and what they brought, for tests, with plain defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portfolio.model.account import Account, AccountState, Filed, Place, Way
from portfolio.model.codes import Action, IdentityKind, IdentityStatus, Proof
from portfolio.model.contribution import NewContribution
from portfolio.model.deed import account_deed_key
from portfolio.model.identity import Identity, account_identity_key
from portfolio.model.kinds import Kind
from portfolio.model.record import Written
from portfolio.store.store import Store
from tests.store.records import AT, BEGIN

FORGE = "https://forge.example"
RING = Place("1", "ada/ring", "https://forge.example/ada/ring", "forge.example/ada/ring")
SECRET_RING = replace(RING, is_public=False)
FORUM = Place("f", "Ring forum", "https://talk.example")
MINE = account_identity_key("forge", FORGE, "42")


def account(account_id: str = "a1", **changes: Any) -> Account:
    """Return a signed-in account."""
    plain = Account(
        id=account_id,
        provider="forge",
        instance=FORGE,
        native_id="42",
        handle="ada",
        name="Ada Example",
        profile_url="https://forge.example/ada",
        way=Way.TOKEN,
        proof=Proof.LOGIN,
        state=AccountState.READY,
        added_at=AT,
    )
    return replace(plain, **changes)


def filed(
    number: int = 1, place: Place = RING, *, open_ref: str | None = None, **changes: Any
) -> Filed:
    """Return a pull request of the account's owner."""
    kind = changes.pop("kind", Kind.PULL_REQUEST)
    action = changes.pop("action", Action.PROPOSED)
    plain = NewContribution(
        native_id=f"{kind}:{number}",
        action=action,
        title=f"Mend the ring, part {number}",
        occurred_at=BEGIN + timedelta(days=number),
        identity_key=MINE,
        deed_key=account_deed_key("forge", FORGE, kind, str(number), action),
        url=f"https://forge.example/ada/ring/pulls/{number}",
        kind=kind,
    )
    return Filed(place, replace(plain, **changes), open_ref)


def keep(store: Store, *items: Filed, into: str = "a1", at: Any = AT) -> Written:
    """Keep what an account brought, in one transaction."""
    with store.recording() as recorder:
        return recorder.keep_filed(into, items, at=at)


def with_account(store: Store, *items: Filed, **changes: Any) -> Store:
    """Add an account whose identity is confirmed, and what it brought."""
    added = account(**changes)
    with store.recording() as recorder:
        recorder.save_account(added)
    with store.editing("identity.confirmed", name=added.handle) as editor:
        editor.save_identity(
            Identity(
                id=f"identity of {added.id}",
                person_id="self",
                kind=IdentityKind.ACCOUNT,
                instance=added.instance,
                value_raw=added.handle,
                key=account_identity_key(added.provider, added.instance, added.native_id),
                status=IdentityStatus.CONFIRMED,
                proof=added.proof,
                native_id=added.native_id,
            )
        )
    if items:
        keep(store, *items, into=added.id)
    return store
