"""Deleting everything: the record, and the secrets it names in the keyring."""

from __future__ import annotations

from portfolio.errors import KeychainError
from portfolio.keychain import Entry, SessionSecrets, entries_of, entry_for
from portfolio.operations.keeping import delete_everything
from portfolio.operations.unfinished import Note, Unfinished
from portfolio.paths import Paths
from portfolio.secret import Secret
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.accounts import FORGE, account, with_account


class Ring(SessionSecrets):
    state = ""

    def delete(self, entry: Entry) -> bool:
        if self.state:
            raise KeychainError("It does not answer.", state=self.state)
        return super().delete(entry)


def filled(paths: Paths, clock: FixedClock, ring: Ring) -> list[Entry]:
    """Make a record with an account, and a note of one that was being added; keep secrets."""
    store = Store.open(paths, clock=clock)
    with_account(store)
    store.close()
    Unfinished(paths).begin(Note("a9", "forge", FORGE))
    kept = [*entries_of("forge", FORGE, account().id), entry_for("forge", FORGE, "a9")]
    for entry in kept:
        ring.set(entry, Secret("x"))
    return kept


def test_the_secrets_go_with_the_record(paths: Paths, clock: FixedClock) -> None:
    ring = Ring()
    kept = filled(paths, clock, ring)
    assert delete_everything(paths, clock, ring) == []
    assert [ring.get(entry) for entry in kept] == [None] * len(kept)
    assert not paths.data.exists()


def test_a_secret_that_may_still_be_there_is_named(paths: Paths, clock: FixedClock) -> None:
    ring = Ring()
    filled(paths, clock, ring)
    ring.state = "locked"
    left = delete_everything(paths, clock, ring)
    assert any("forge.example" in each and account().id in each for each in left)
    assert not paths.data.exists()


def test_without_a_keyring_nothing_was_kept(paths: Paths, clock: FixedClock) -> None:
    ring = Ring()
    filled(paths, clock, ring)
    ring.state = "none"
    assert delete_everything(paths, clock, ring) == []


def test_a_record_that_cannot_be_read_is_deleted_all_the_same(
    paths: Paths, clock: FixedClock
) -> None:
    paths.data.mkdir(parents=True)
    paths.store.write_text("no record")
    assert delete_everything(paths, clock, Ring()) == []
    assert not paths.data.exists()
