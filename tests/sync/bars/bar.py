"""A real provider, the real engine and a real record against a scripted service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portfolio.keychain import SessionSecrets, entry_for
from portfolio.model.account import Account, KindState, Way
from portfolio.model.deed_query import DeedQuery
from portfolio.model.kinds import Kind
from portfolio.operations import syncing
from portfolio.secret import Secret
from portfolio.store.store import Store
from portfolio.sync.outcome import SyncOutcome
from portfolio.sync.provider import Provider
from portfolio.sync.transport import Transport
from portfolio.sync.transport.wire import Limits
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.sync.engine.syncs import account, at_once
from tests.sync.kit import TOKEN
from tests.sync.timing import PatientTime


@dataclass
class Bar:
    """One record whose accounts are read again and again.

    Attributes:
        profile: Its folder.
        provider: What reads.
        limits: How long a request may take.
        time: Waits pass at once here and are remembered.
        tokens: Of each account, by its id.
    """

    profile: Path
    provider: Provider
    limits: Limits = field(default_factory=Limits)
    time: PatientTime = field(default_factory=PatientTime)
    tokens: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def space(self) -> Iterator[Workspace]:
        """The profile, as opened by one run of the program."""
        made = Workspace.open(
            self.profile,
            clock=FixedClock(),
            keychain=SessionSecrets(),
            transport=Transport(self.time.timing, limits=self.limits),
            providers=(self.provider,),
        )
        try:
            yield made
        finally:
            made.close()

    def add(self, instance: str, way: Way = Way.TOKEN, token: str = TOKEN, **changes: Any) -> None:
        """Add an account with the durable id the scripted services give."""
        known = account(
            **{
                "provider": self.provider.about.id,
                "instance": instance,
                "native_id": "4321",
                "handle": "ada",
                "way": way,
                **changes,
            }
        )
        if way is not Way.NAME:
            self.tokens[known.id] = token
        with self.space() as space, space.store.recording() as recorder:
            recorder.save_account(known)

    def sync(self, *kinds: Kind) -> list[SyncOutcome]:
        """Read every account, in a run of its own."""
        with self.space() as space:

            async def work() -> list[SyncOutcome]:
                try:
                    with space.store.reading() as reader:
                        known = {each.id: each for each in reader.accounts.all()}
                    for account_id, token in self.tokens.items():
                        each = known[account_id]
                        entry = entry_for(each.provider, each.instance, each.id)
                        await space.secrets.keep(entry, Secret(token))
                    return await syncing.sync(
                        space, kinds=kinds, report=lambda _said: None, blocking=at_once
                    )
                finally:
                    await space.close_network()

            return asyncio.run(work())

    def look(self, ask: Callable[[Store], Any]) -> Any:
        """Ask the record something."""
        with self.space() as space:
            return ask(space.store)

    def account(self, account_id: str = "acc") -> Account:
        """Return an account as the record has it."""
        with self.space() as space, space.store.reading() as reader:
            found = reader.accounts.get(account_id)
        assert found is not None
        return found

    def state(self, kind: Kind, account_id: str = "acc") -> KindState:
        """Return how far a kind is read."""
        with self.space() as space, space.store.reading() as reader:
            return reader.accounts.states(account_id)[kind]

    def count(self, kind: Kind, account_id: str = "acc") -> int:
        """Return how many are there and not gone."""
        with self.space() as space, space.store.reading() as reader:
            return reader.accounts.count(account_id, kind)

    def deeds(self) -> dict[str, str]:
        """Return the titles of all deeds, by key."""
        with self.space() as space, space.store.reading() as reader:
            found = reader.deeds.by_ids(reader.deeds.ids(DeedQuery()))
            return {each.key: each.title for each in found}
