"""The holder's signing keys: made on first need, their private part only in the keyring.

Calls of the keyring wait for a person or a service: never on the UI thread.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.attest import app_keys, key_listings, ssh_programs, sshsig
from portfolio.errors import (
    KeychainError,
    KeyFileError,
    LetterError,
    NotFoundError,
    UsageError,
)
from portfolio.keychain.entries import Entry
from portfolio.model import steps
from portfolio.model.keys import OWN, KeyKind, KeyRecord, KeyTrust
from portfolio.model.text import clean_line
from portfolio.operations.key_faults import told_of_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from portfolio.model.verdict import Answer
    from portfolio.secret import Secret
    from portfolio.store.store import Store
    from portfolio.workspace import Workspace

SERVICE: Final = "portfolio:signing-key"


def entry_of(fingerprint: str) -> Entry:
    """Return the name a private key has in the keyring."""
    return Entry(SERVICE, fingerprint)


def own_keys(store: Store) -> list[KeyRecord]:
    """Return the holder's keys that are in use, those of this app first."""
    with store.reading() as reader:
        found = [each for each in reader.keys.all() if each.owner == OWN]
    return sorted(found, key=lambda each: (bool(each.replaced_by), each.kind is not KeyKind.APP))


def make(workspace: Workspace) -> KeyRecord:
    """Make a key of this app, once: the one in use is returned when there is one.

    The private part is in the keyring, and read back, before the record refers to it.

    Raises:
        KeychainError: The keyring does not take it; then there is no key.
    """
    known = next((each for each in own_keys(workspace.store) if each.kind is KeyKind.APP), None)
    if known is not None and not known.replaced_by:
        return known
    return _keep(workspace, app_keys.private_key(app_keys.make()))


def make_private(workspace: Workspace) -> KeyRecord:
    """Put a fresh private key into the keyring; the record does not know it yet.

    Raises:
        KeychainError: The keyring does not take it.
    """
    key = app_keys.private_key(app_keys.make())
    record = app_keys.record(key)
    with told_of_keys():
        workspace.keychain.set(entry_of(record.fingerprint), app_keys.kept(key))
    return record


def _keep(
    workspace: Workspace, key: Ed25519PrivateKey, *, recovery_at: datetime | None = None
) -> KeyRecord:
    record = app_keys.record(key)
    with told_of_keys():
        workspace.keychain.set(entry_of(record.fingerprint), app_keys.kept(key))
    with workspace.store.editing(steps.KEY_ADDED, name=short(record)) as editor:
        known = editor.keys.get(record.fingerprint)
        record = replace(known, owner=OWN, kind=KeyKind.APP) if known else record
        record = replace(record, recovery_at=recovery_at or record.recovery_at)
        editor.save_key(record)
    return record


def private_key(workspace: Workspace, fingerprint: str) -> Ed25519PrivateKey:
    """Return a private key from the keyring.

    Raises:
        NotFoundError: The keyring does not have it.
        KeychainError: The keyring cannot be asked.
    """
    with told_of_keys():
        secret = workspace.keychain.get(entry_of(fingerprint))
    if secret is None:
        raise NotFoundError(
            "The keyring of this computer does not have this key.",
            "Import its recovery file. Letters signed with it stay good.",
        )
    return app_keys.private_key(secret)


def recovery_file(workspace: Workspace, fingerprint: str, passphrase: Secret) -> bytes:
    """Return a key under a passphrase, proved by opening it again.

    Raises:
        KeyFileError: The passphrase is too short, or the file does not open again.
        NotFoundError: As for `private_key`.
        KeychainError: As for `private_key`.
    """
    key = private_key(workspace, fingerprint)
    data = app_keys.recovery_file(key, passphrase)
    opened = app_keys.from_recovery_file(data, passphrase)
    if opened.private_bytes_raw() != key.private_bytes_raw():
        raise KeyFileError("The recovery file does not open again. Nothing was saved.")
    return data


def save_recovery(
    workspace: Workspace, fingerprint: str, passphrase: Secret, path: Path
) -> KeyRecord:
    """Save a recovery file that only the person may read, and note when.

    The file is read back from the disk and opened before it counts as saved.

    Raises:
        KeyFileError: As for `recovery_file`, or what was written does not open.
        NotFoundError: As for `private_key`.
        KeychainError: As for `private_key`.
        ExportError: It cannot be written there.
    """
    data = recovery_file(workspace, fingerprint, passphrase)
    from portfolio.operations.export import save  # it needs letters, which need keys

    save(path, data)
    with contextlib.suppress(OSError):  # a memory stick may know no owners
        path.chmod(0o600)
    try:
        opened = app_keys.from_recovery_file(path.read_bytes(), passphrase)
    except OSError as exc:
        raise KeyFileError("The recovery file cannot be read back.", exc.strerror or "") from exc
    record = app_keys.record(opened)
    if record.fingerprint != fingerprint:
        raise KeyFileError("The recovery file holds another key.")
    with workspace.store.editing(steps.KEY_RECOVERY, name=short(record)) as editor:
        known = editor.keys.get(fingerprint) or record
        saved = replace(known, recovery_at=workspace.clock.now().replace(microsecond=0))
        editor.save_key(saved)
    return saved


def without_recovery(store: Store) -> KeyRecord | None:
    """Return the key of this app that is in use and of which no recovery file was saved."""
    return next(
        (
            each
            for each in own_keys(store)
            if each.kind is KeyKind.APP and not each.replaced_by and each.recovery_at is None
        ),
        None,
    )


def import_file(workspace: Workspace, data: bytes, passphrase: Secret) -> KeyRecord:
    """Take in a key from a recovery file; one that is there already is stored again.

    The file was just opened, so it is noted as the key's.

    Raises:
        KeyFileError: It does not open.
        KeychainError: The keyring does not take it.
    """
    opened = app_keys.from_recovery_file(data, passphrase)
    return _keep(workspace, opened, recovery_at=workspace.clock.now().replace(microsecond=0))


def keys_of_computer(store: Store) -> list[tuple[ssh_programs.PublicKey, KeyRecord | None]]:
    """Return the public SSH keys of this computer, each with what the record says of it."""
    with store.reading() as reader:
        return [(key, reader.keys.get(key.fingerprint)) for key in ssh_programs.keys_here()]


def link(store: Store, public: str) -> KeyRecord:
    """Note that a public SSH key is the holder's, so that letters can be signed with it.

    Raises:
        KeyFileError: It is no public key.
        UsageError: The holder said that it is somebody else's.
    """
    wire, _ = ssh_programs.public_key(public)
    record = KeyRecord(
        fingerprint=sshsig.fingerprint(wire),
        algorithm=sshsig.public_line(wire).split()[0],
        public=sshsig.public_line(wire),
        kind=KeyKind.SSH,
        owner=OWN,
    )
    with store.editing(steps.KEY_ADDED, name=short(record)) as editor:
        known = editor.keys.get(record.fingerprint)
        if known is not None and known.owner != OWN and known.trust is not KeyTrust.NONE:
            raise UsageError(
                "You said how you know this key, so it is somebody else’s.",
                "If it is yours after all, take that back first.",
            )
        record = replace(known, owner=OWN) if known else record
        editor.save_key(record)
    return record


def note_seen(
    store: Store, accounts: Sequence[str], signature: bytes, answers: Mapping[str, Answer]
) -> KeyRecord | None:
    """Note where the key of a letter was listed: lists change and services end, this stays.

    Args:
        store: Of the holder.
        accounts: As the letter names its writer.
        signature: The letter's, armoured.
        answers: What addresses said just now.

    Returns:
        The key with all places it was seen at, None when it was seen at none just now.
    """
    try:
        line = sshsig.read(signature).public_line
        seen = key_listings.sightings(accounts, answers, line)
    except (LetterError, KeyFileError):
        return None
    if not seen:
        return None
    fingerprint = sshsig.fingerprint(ssh_programs.public_key(line)[0])
    # A letter may name accounts of others beside the one that lists its key.
    places = {each.url for each in seen}
    owner = next(each for each in accounts if places & set(key_listings.addresses_for(each)))
    fresh = KeyRecord(fingerprint, line.split()[0], line, KeyKind.SSH, owner=owner)
    with store.editing(steps.KEY_SEEN, name=short(fresh)) as editor:
        known = editor.keys.get(fingerprint) or fresh
        latest = {each.url: each for each in (*known.seen, *seen)}
        changed = replace(known, seen=tuple(latest.values()))
        editor.save_key(changed)
    return changed


def named_in(raw: bytes) -> str:
    """Return the public key in a file: a key's own file, or anything signed with one.

    Raises:
        LetterError: What looks like a signature in it is none.
    """
    _, found, rest = raw.partition(sshsig.BEGIN.encode())
    return sshsig.read(found + rest).public_line if found else raw.decode("utf-8", "replace")


def trust(store: Store, public_or_fingerprint: str, how: KeyTrust, words: str = "") -> KeyRecord:
    """Say how the holder knows somebody's key.

    Raises:
        NotFoundError: No key of this fingerprint is known, and it is no public key either.
    """
    with store.reading() as reader:
        known = reader.keys.get(public_or_fingerprint)
    if known is None:
        try:
            wire, _ = ssh_programs.public_key(public_or_fingerprint)
        except KeyFileError as exc:
            raise NotFoundError("No key of this fingerprint is known here.") from exc
        line = sshsig.public_line(wire)
        known = KeyRecord(sshsig.fingerprint(wire), line.split()[0], line, KeyKind.SSH)
    changed = replace(known, trust=how, trust_words=clean_line(words, limit=120))
    with store.editing(steps.KEY_TRUSTED, name=short(changed)) as editor:
        editor.save_key(changed)
    return changed


def forget(workspace: Workspace, fingerprint: str) -> KeyRecord:
    """Remove a key: its private part from the keyring first, then the record of it.

    Raises:
        NotFoundError: No such key is known.
        KeychainError: The keyring still has the private part; nothing was removed.
    """
    with workspace.store.reading() as reader:
        known = reader.keys.get(fingerprint)
    if known is None:
        raise NotFoundError("No key of this fingerprint is known here.")
    if known.kind is KeyKind.APP and known.owner == OWN:
        with told_of_keys():
            workspace.keychain.delete(entry_of(fingerprint))
    with workspace.store.editing(steps.KEY_REMOVED, name=short(known)) as editor:
        editor.remove_key(fingerprint)
    return known


def has_private(workspace: Workspace, fingerprint: str) -> bool | None:
    """Say whether the keyring has a private key; None when it cannot be asked."""
    try:
        return workspace.keychain.get(entry_of(fingerprint), may_ask=False) is not None
    except KeychainError:
        return None


def short(record: KeyRecord) -> str:
    """Return a fingerprint as a person recognises it: ``SHA256:7Qm2vX…tEbVsK``."""
    return f"{record.fingerprint[:13]}…{record.fingerprint[-6:]}"
