"""Syncs of a ledger into a real record, and what the record holds afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from portfolio.model.account import Account, AccountState, KindState, SyncProgress, Way
from portfolio.model.codes import Proof
from portfolio.model.kinds import Kind
from portfolio.operations.account_keeper import StoreKeeper
from portfolio.paths import for_profile
from portfolio.store.store import Store
from portfolio.sync.engine import Reading, sync_account
from portfolio.sync.keeper import Batch, Stored
from portfolio.sync.outcome import SyncOutcome
from tests.clocks import FixedClock
from tests.sync.engine.ledger import NOW, DirectCall, Ledger, LedgerProvider

T = TypeVar("T")


def account(**changes: Any) -> Account:
    made = Account(
        id="acc",
        provider="ledger",
        instance="https://ledger.example",
        native_id="77",
        handle="ada",
        name="Ada",
        profile_url="",
        way=Way.TOKEN,
        proof=Proof.LOGIN,
        state=AccountState.READY,
        added_at=NOW,
    )
    return replace(made, **changes)


class Killed(BaseException):
    """The process ended here."""


@dataclass
class KillingKeeper:
    """Lets the process end after so many pages are stored (or just before, in the writing)."""

    keeper: StoreKeeper
    pages: int
    before_commit: bool = False
    kept: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.keeper, name)

    def keep(self, account_id: str, batch: Batch) -> Stored:
        if self.before_commit and self.kept == self.pages:
            raise Killed
        stored = self.keeper.keep(account_id, batch)
        self.kept += 1
        if not self.before_commit and self.kept == self.pages:
            raise Killed
        return stored


async def at_once(work: Callable[[], T]) -> T:
    """Run blocking work on the loop: tests that need no other thread have none."""
    return work()


@dataclass
class Desk:
    """One record, one account, one ledger."""

    store: Store
    ledger: Ledger
    provider: LedgerProvider = field(default_factory=LedgerProvider)
    clock: FixedClock = field(default_factory=FixedClock)
    account: Account = field(default_factory=account)
    reports: list[SyncProgress] = field(default_factory=list)
    is_conditional: bool = True

    def __post_init__(self) -> None:
        with self.store.recording() as recorder:
            recorder.save_account(self.account)

    def sync(
        self,
        *kinds: Kind,
        keeper: Any = None,
        call: Any = None,
        blocking: Callable[[Callable[[], T]], Awaitable[T]] = at_once,
    ) -> SyncOutcome:
        return asyncio.run(self.syncing(*kinds, keeper=keeper, call=call, blocking=blocking))

    async def syncing(
        self, *kinds: Kind, keeper: Any = None, call: Any = None, blocking: Any = at_once
    ) -> SyncOutcome:
        call = call or self.call()
        with self.store.reading() as reader:
            known = reader.accounts.get(self.account.id)
        assert known is not None
        return await sync_account(
            Reading(
                account=known,
                provider=self.provider,
                call=call,
                keeper=keeper or StoreKeeper(self.store),
                blocking=blocking,
                clock=self.clock,
                report=self.reports.append,
                validators=call if isinstance(call, DirectCall) else call.book,
                kinds=kinds,
                monotonic=lambda: 0.0,
            )
        )

    def call(self) -> DirectCall:
        with self.store.reading() as reader:
            known = reader.accounts.validators(self.account.id)
        etags = {key: each.etag for key, each in known.items()}
        return DirectCall(self.ledger, etags if self.is_conditional else None)

    def killed(self, pages: int, *kinds: Kind, before_commit: bool = False) -> bool:
        """Sync until so many pages are stored; False when it came to its end before."""
        keeper = KillingKeeper(StoreKeeper(self.store), pages, before_commit=before_commit)
        try:
            self.sync(*kinds, keeper=keeper)
        except Killed:
            return True
        return False

    def state(self, kind: Kind) -> KindState:
        with self.store.reading() as reader:
            return reader.accounts.states(self.account.id).get(kind) or KindState(kind)

    def there(self, kind: Kind) -> set[str]:
        """The service's ids of what is stored and not gone."""
        with self.store.recording() as recorder:
            rows = recorder.unseen_since(
                self.account.id, kind, datetime(9000, 1, 1, tzinfo=NOW.tzinfo)
            )
        return {native_id.partition(":")[2] for native_id in rows}

    def known(self) -> Account:
        with self.store.reading() as reader:
            found = reader.accounts.get(self.account.id)
        assert found is not None
        return found


@contextlib.contextmanager
def desk(folder: Path, ledger: Ledger, **parts: Any) -> Iterator[Desk]:
    """A desk with a record of its own, closed at the end."""
    store = Store.open(for_profile(folder), clock=FixedClock())
    try:
        yield Desk(store, ledger, **parts)
    finally:
        store.close()


# When something was read differs from run to run; what was read does not.
_WHEN = {"first_seen", "last_seen", "read_at", "since", "started_at", "ended_at", "last_ok_at"}
_TABLES = ("source", "contribution", "open_item", "account_kind", "deed_index", "project_seen")
_NUMBERS = {"id", "pk", "source_pk", "account_pk", "resume", "text_stamp", "indexed_stamp"}


def recorded_digest(store: Store) -> str:
    """Return a digest of what is recorded, without row numbers and times of reading."""
    digest = hashlib.sha256()
    with store._reading_core() as core:
        for table in _TABLES:
            rows = core.exec_driver_sql(f"SELECT * FROM {table}").mappings()
            kept = sorted(
                repr({k: v for k, v in row.items() if k not in _WHEN | _NUMBERS}) for row in rows
            )
            digest.update(f"{table}\n{chr(10).join(kept)}\n".encode())
    return digest.hexdigest()
