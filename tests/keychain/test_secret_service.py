"""A real Secret Service, none, a locked one, and one that never answers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portfolio.errors import KeychainError
from portfolio.keychain import Keychain, entry_for
from portfolio.secret import Secret
from tests.keychain import buses

MINE = entry_for("github", "https://github.com", "account-1")
OTHER = entry_for("github", "https://github.com", "account-2")
SOON_S = 0.3


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with buses.private_bus(tmp_path) as address:
        yield address


@pytest.fixture
def gnome(bus: str) -> Iterator[None]:
    with buses.gnome_keyring():
        yield


def test_a_secret_is_kept_found_by_another_process_and_deleted(gnome: None) -> None:
    keychain = Keychain()
    assert keychain.state() == "ok"
    assert keychain.get(MINE) is None
    keychain.set(MINE, Secret("töken-1"))
    keychain.set(OTHER, Secret("token-2"))
    code = (
        "from portfolio.keychain import Keychain, entry_for\n"
        "entry = entry_for('github', 'https://github.com', 'account-1')\n"
        "print(Keychain().get(entry) == __import__('portfolio.secret').secret.Secret('töken-1'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    keychain.set(MINE, Secret("token-3"))
    assert keychain.get(MINE) == Secret("token-3")
    assert keychain.delete(MINE)
    assert not keychain.delete(MINE)
    assert keychain.get(MINE) is None
    assert keychain.get(OTHER) == Secret("token-2")


def test_a_token_lies_nowhere_on_the_disk_in_plain(gnome: None, tmp_path: Path) -> None:
    Keychain().set(MINE, Secret("canary-on-disk"))
    files = [path for place in (Path.home(), tmp_path) for path in place.rglob("*")]
    kept = [path for path in files if path.is_file()]
    assert any(path.suffix == ".keyring" for path in kept)
    for path in kept:
        assert b"canary-on-disk" not in path.read_bytes()


def test_the_loop_has_the_same_calls(gnome: None) -> None:
    async def use() -> None:
        keychain = Keychain()
        await keychain.keep(MINE, Secret("one"))
        found = await asyncio.gather(keychain.fetch(MINE), keychain.fetch(OTHER))
        assert list(found) == [Secret("one"), None]
        assert await keychain.drop(MINE)
        assert await keychain.fetch(MINE) is None

    asyncio.run(use())


def test_a_locked_keyring_is_said_and_nothing_is_lost(gnome: None) -> None:
    keychain = Keychain()
    keychain.set(MINE, Secret("kept"))
    buses.lock_all()
    assert keychain.state() == "locked"
    attempts: tuple[Callable[[], object], ...] = (
        lambda: keychain.get(MINE, may_ask=False),
        lambda: keychain.get(MINE),  # nothing here can show the window: as if dismissed
        lambda: keychain.set(MINE, Secret("new")),
    )
    for attempt in attempts:
        with pytest.raises(KeychainError, match="locked") as caught:
            attempt()
        assert caught.value.state == "locked"
    with pytest.raises(KeychainError, match="locked") as caught:
        keychain.delete(MINE)
    assert caught.value.state == "locked"
    assert "portfolio:github:github.com" in caught.value.detail


def test_a_keyring_that_waits_for_a_person_does_not_hold_its_caller(
    gnome: None,
) -> None:
    keychain = Keychain(limit_s=SOON_S)
    Keychain().set(MINE, Secret("kept"))
    buses.lock_all()
    with buses.owner(buses.PROMPTER):
        with pytest.raises(KeychainError, match="waits for you") as caught:
            keychain.get(MINE)
        assert caught.value.state == "locked"
        # While its window is open no second one is asked for.
        with pytest.raises(KeychainError, match="is locked"):
            Keychain(limit_s=60).get(MINE, may_ask=False)
        with pytest.raises(KeychainError, match="is locked"):
            keychain.get(OTHER)
    buses.wait_for_calls()  # the window is gone: the call that waited ends by itself


def test_the_first_use_without_anybody_to_ask_is_locked(bus: str) -> None:
    with buses.gnome_keyring(password=None):
        keychain = Keychain()
        assert keychain.get(MINE) is None
        assert not keychain.delete(MINE)
        with pytest.raises(KeychainError) as caught:
            keychain.set(MINE, Secret("x"))
        assert caught.value.state == "locked"


def test_no_bus_and_no_service_are_none(tmp_path: Path) -> None:
    keychain = Keychain()
    addresses = ["disabled:", f"unix:path={tmp_path / 'nowhere'}", "nonsense"]
    for address in addresses:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        assert keychain.state() == "none"
        with pytest.raises(KeychainError, match="no keyring") as caught:
            keychain.set(MINE, Secret("x"))
        assert caught.value.state == "none"
    del os.environ["DBUS_SESSION_BUS_ADDRESS"]
    assert keychain.state() == "none"


def test_a_bus_without_a_service_is_none(bus: str) -> None:
    assert Keychain().state() == "none"
    with pytest.raises(KeychainError) as caught:
        Keychain().get(MINE)
    assert caught.value.state == "none"


def test_a_service_that_never_answers_holds_nothing(bus: str) -> None:
    with buses.owner(buses.SECRETS):
        keychain = Keychain(limit_s=SOON_S)
        assert keychain.state() == "failed"
        for _ in range(6):  # more than may be stuck at once: each was cut off
            with pytest.raises(KeychainError, match="does not answer") as caught:
                keychain.get(MINE)
            assert caught.value.state == "failed"
        buses.wait_for_calls()


def test_the_loop_goes_on_while_the_service_hangs(bus: str) -> None:
    async def use() -> int:
        ticks = 0
        fetching = asyncio.create_task(Keychain(limit_s=SOON_S).fetch(MINE))
        while not fetching.done():
            ticks += 1
            await asyncio.sleep(0)
        with pytest.raises(KeychainError, match="does not answer"):
            await fetching
        return ticks

    with buses.owner(buses.SECRETS):
        assert asyncio.run(use()) > 100
        buses.wait_for_calls()


def test_giving_up_is_at_once(bus: str) -> None:
    async def use() -> None:
        fetching = asyncio.create_task(Keychain().fetch(MINE))
        await asyncio.sleep(0)
        fetching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await fetching
        assert fetching.cancelled()

    with buses.owner(buses.SECRETS):
        asyncio.run(use())
        buses.wait_for_calls()
