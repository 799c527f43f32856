"""Every provider's scripted service read through the engine into a real record."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portfolio.errors import NotThereError
from portfolio.keychain import SessionSecrets, entry_for
from portfolio.model.account import Account, Way
from portfolio.model.codes import CoverageState
from portfolio.model.kinds import Kind
from portfolio.operations import syncing
from portfolio.secret import Secret
from portfolio.sync.outcome import SyncOutcome
from portfolio.sync.provider import Who
from portfolio.sync.transport import AccountCall, Transport
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.sync import providers
from tests.sync.engine.syncs import account, at_once
from tests.sync.kit import TOKEN, ProviderKit, World
from tests.sync.loopback import LoopbackServer
from tests.sync.timing import PatientTime

MODULES = sorted(
    each.name for each in pkgutil.iter_modules(providers.__path__) if each.name.startswith("test_")
)


def kits_of(module: str) -> list[type[ProviderKit]]:
    """Return the kits a module of provider tests holds."""
    found = importlib.import_module(f"tests.sync.providers.{module}")
    return [
        each
        for name, each in vars(found).items()
        if name.startswith("Test") and isinstance(each, type) and issubclass(each, ProviderKit)
    ]


@pytest.mark.long
@pytest.mark.parametrize("module", MODULES)
def test_what_a_service_lists_is_stored_once_and_again_changes_nothing(
    module: str, tmp_path: Path
) -> None:
    kits = [kit() for kit in kits_of(module)]
    if not kits:
        pytest.skip("It has no kit.")
    for number, kit in enumerate(kits):
        for info in kit.provider.about.kinds:
            is_open = not info.needs or kit.way in info.needs
            if is_open and (not kit.kinds or info.kind in kit.kinds):
                _read_twice(kit, info.kind, tmp_path / f"{number}-{info.kind}")


def _read_twice(kit: ProviderKit, kind: Kind, profile: Path) -> None:
    world = kit.world(kind)
    with LoopbackServer(kit.service(world)) as server:
        who = _who(kit, server)
        known = account(
            provider=kit.provider.about.id,
            instance=kit.instance(server.base),
            native_id=who.native_id,
            handle=who.handle,
            way=kit.way,
            options=dict(kit.options),
        )
        first = _sync(kit, known, kind, profile)
        again = _sync(kit, None, kind, profile)
        kit.look_at(server)
    name = f"{kit.provider.about.id} {kind}"
    wanted = len(set(kit.expected(kind, world.items[kind])))
    for outcome in (first, again):
        assert (outcome.outcome, outcome.problem) == ("done", ""), name
        state = outcome.states[kind]
        assert state.state in {CoverageState.COMPLETE, CoverageState.IN_PART}, f"{name}: {state}"
        assert not {"interrupted", "stopped-early", "failed", "shrunk"} & set(state.missing), name
    assert first.new >= wanted, f"{name}: {first.new} of {wanted}"
    assert (again.new, again.changed, again.gone) == (0, 0, 0), name


def _who(kit: ProviderKit, server: LoopbackServer) -> Who:
    """Return who the account is, as this very server says it."""

    async def who(call: AccountCall) -> Who:
        return await kit.provider.who(call.access, call)

    try:
        return asyncio.run(kit._talk(server, who, PatientTime(), None))
    except NotThereError:  # it takes more than a login; the kit knows what
        found = kit._who(World())
        return replace(found, handle=found.native_id)


def _sync(kit: ProviderKit, new: Account | None, kind: Kind, profile: Path) -> SyncOutcome:
    async def work() -> Any:
        space = Workspace.open(
            profile,
            clock=FixedClock(),
            keychain=SessionSecrets(),
            transport=Transport(PatientTime().timing),
            providers=(kit.provider,),
        )
        try:
            if new is not None:
                with space.store.recording() as recorder:
                    recorder.save_account(new)
            with space.store.reading() as reader:
                (known,) = reader.accounts.all()
            if kit.way is not Way.NAME:
                entry = entry_for(known.provider, known.instance, known.id)
                await space.secrets.keep(entry, Secret(TOKEN))
            return await syncing.sync(
                space, kinds=(kind,), report=lambda _said: None, blocking=at_once
            )
        finally:
            await space.close_network()
            space.close()

    outcomes: list[SyncOutcome] = asyncio.run(work())
    return outcomes[0]
