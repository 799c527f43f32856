"""Recovery files are proved before they count, and a changed key leaves a letter behind."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.attest import app_keys, key_changes, letter_reading
from portfolio.attest import letter as form
from portfolio.errors import ExportError, KeychainError, KeyFileError, NotFoundError, UsageError
from portfolio.keychain import Keychain, SessionSecrets
from portfolio.model.attestation import AttestationKind, Direction
from portfolio.model.keys import OWN, KeyKind
from portfolio.model.person import Holder
from portfolio.operations import export, key_changing, keys
from portfolio.operations.key_faults import told_of_keys
from portfolio.secret import Secret
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, needs_ssh_keygen
from tests.clocks import FixedClock

WORDS = Secret("seven words are enough")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that is not worth a second of bcrypt."""
    monkeypatch.setattr(app_keys, "ROUNDS", 1)


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Ada Example", links=("https://forge.example/ada",)))
    yield made
    made.close()


def test_a_saved_recovery_file_is_noted_and_opens(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    assert keys.without_recovery(store) is None, "there is no key yet"
    key = keys.make(workspace)
    assert keys.without_recovery(store) == key
    file = tmp_path / "mine.key"
    saved = keys.save_recovery(workspace, key.fingerprint, WORDS, file)
    assert saved.recovery_at == workspace.clock.now()
    assert keys.without_recovery(store) is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert app_keys.record(app_keys.from_recovery_file(file.read_bytes(), WORDS)) == key
    store.undo()
    assert keys.without_recovery(store) is not None


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="there is a keyring always")
def test_without_a_keyring_one_is_told_of_the_key_and_no_token(
    profile: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nowhere'}")
    made = Workspace.open(profile, clock=clock, keychain=Keychain())
    key = app_keys.record(app_keys.private_key(app_keys.make()))
    with made.store.editing("key.added") as editor:
        editor.save_key(replace(key, owner=OWN, kind=KeyKind.APP))
    for call in (
        lambda: keys.make_private(made),
        lambda: keys.private_key(made, key.fingerprint),
        lambda: keys.forget(made, key.fingerprint),
    ):
        with pytest.raises(KeychainError) as caught:
            call()
        assert caught.value.state == "none"
        assert "Your signing key is kept in a keyring and nowhere else." in caught.value.detail
        assert "token" not in f"{caught.value.title} {caught.value.detail}"
    made.close()


@pytest.mark.parametrize("state", ["none", "locked", "failed"])
def test_every_state_of_a_keyring_is_told_of_the_key(state: str) -> None:
    with pytest.raises(KeychainError) as caught, told_of_keys():
        raise KeychainError("Not now.", "The token is kept in memory.", state=state)
    assert (caught.value.title, caught.value.state) == ("Not now.", state)
    assert "signing key" in caught.value.detail
    assert "token" not in caught.value.detail


def test_a_file_that_was_not_saved_whole_is_not_noted(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.make(workspace)
    monkeypatch.setattr(export, "save", lambda path, data: path.write_bytes(data[:100]))
    with pytest.raises(KeyFileError):
        keys.save_recovery(workspace, key.fingerprint, WORDS, tmp_path / "mine.key")
    monkeypatch.undo()
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(ExportError):
        keys.save_recovery(workspace, key.fingerprint, WORDS, blocked / "mine.key")
    with pytest.raises(KeyFileError, match="at least 8"):
        keys.save_recovery(workspace, key.fingerprint, Secret("short"), tmp_path / "mine.key")
    assert keys.without_recovery(workspace.store) == key


@needs_ssh_keygen
def test_the_old_key_signs_which_one_takes_its_place(workspace: Workspace, tmp_path: Path) -> None:
    old = keys.make(workspace)
    changed = key_changing.change(workspace, old.fingerprint, why="A new laptop.")
    new = keys.make(workspace)
    assert new.fingerprint == changed.new.fingerprint != old.fingerprint
    assert keys.has_private(workspace, new.fingerprint)
    assert keys.has_private(workspace, old.fingerprint), "withdrawals still need it"
    body, mark, rest = changed.data.partition(b"-----BEGIN")
    namespace = form.namespace(AttestationKind.KEY_CHANGE)
    assert is_good(tmp_path, old.public, body, mark + rest, namespace)
    letter = letter_reading.parse(changed.data)
    (found,) = key_changes.changes_in([letter])
    assert (found.old, found.new_fingerprint) == (old.fingerprint, new.fingerprint)
    assert letter.attestation.statement == "A new laptop."
    assert changed.name.endswith(".key-change")
    with workspace.store.reading() as reader:
        (kept,) = reader.attestations.all(direction=Direction.GIVEN)
        assert reader.keys.get(old.fingerprint) == changed.old
    assert kept.kind is AttestationKind.KEY_CHANGE
    with pytest.raises(UsageError, match="changed before"):
        key_changing.change(workspace, old.fingerprint)
    workspace.store.undo()
    assert keys.make(workspace).fingerprint == old.fingerprint


def test_a_key_is_changed_for_another_of_the_holders(workspace: Workspace) -> None:
    old = keys.make(workspace)
    ssh = keys.link(workspace.store, app_keys.record(app_keys.private_key(app_keys.make())).public)
    changed = key_changing.change(workspace, old.fingerprint, to=ssh.fingerprint)
    assert changed.new == ssh
    assert changed.old.replaced_by == ssh.fingerprint


def test_what_cannot_be_changed_is_said_and_makes_nothing(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        key_changing.change(workspace, "SHA256:nobody")
    key = keys.make(workspace)
    with pytest.raises(UsageError):
        key_changing.change(workspace, key.fingerprint, to=key.fingerprint)
    workspace.keychain.delete(keys.entry_of(key.fingerprint))
    with pytest.raises(NotFoundError, match="keyring"):
        key_changing.change(workspace, key.fingerprint)
    assert keys.own_keys(workspace.store) == [key]
