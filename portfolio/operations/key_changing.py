"""Changing a signing key for a new one: the old key signs which key takes its place.

What the old key signed stays good. Whoever marked the old key as known is shown the change and
decides; nothing moves by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.attest import key_changes, letter_reading, letter_writing
from portfolio.attest import letter as form
from portfolio.errors import NamelessError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import AttestationKind, Decision, Direction, Party
from portfolio.model.keys import OWN, KeyKind
from portfolio.operations import keys
from portfolio.operations.letter_writing import issuer, signed
from portfolio.operations.letters import file_stem

if TYPE_CHECKING:
    from portfolio.model.keys import KeyRecord
    from portfolio.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Changed:
    """A key that was changed.

    Attributes:
        old / new: As they are now.
        name: A name for the file.
        data: The change, signed by the old key: to be published where the old one is listed.
    """

    old: KeyRecord
    new: KeyRecord
    name: str
    data: bytes


def change(workspace: Workspace, fingerprint: str, *, to: str = "", why: str = "") -> Changed:
    """Change one of the holder's keys for another.

    Waits for the keyring or the SSH agent: not on the UI thread.

    Args:
        workspace: Whose store, keyring and clock are used.
        fingerprint: Of the key that is given up.
        to: Fingerprint of another key of the holder's; "" makes a new one of this app.
        why: In the holder's own words.

    Raises:
        NotFoundError: The holder has no such key.
        UsageError: The key was changed before, or is its own successor, or there is no name yet.
        KeychainError: The keyring does not give the old key or take the new one.
        KeyFileError: The agent does not sign.
    """
    with workspace.store.reading() as reader:
        old = reader.keys.get(fingerprint)
        new = reader.keys.get(to) if to else None
    if old is None or old.owner != OWN or (to and (new is None or new.owner != OWN)):
        raise NotFoundError("You have no such key.", "“portfolio key list” names those.")
    if old.replaced_by or fingerprint == to:
        raise UsageError("This key was changed before." if old.replaced_by else "It is this key.")
    writer = replace(issuer(workspace), key=old.fingerprint)
    if not writer.name:
        raise NamelessError("Say your name first: it stands at the head of the change.")
    if old.kind is KeyKind.APP:
        keys.private_key(workspace, old.fingerprint)  # before anything new is made
    new = new or keys.make_private(workspace)
    return _keep(workspace, old, new, _letter(workspace, writer, old, new, why))


def _letter(workspace: Workspace, writer: Party, old: KeyRecord, new: KeyRecord, why: str) -> bytes:
    body = key_changes.compose(
        writer, new.public, issued_at=workspace.clock.now(),
        statement=why.strip() or key_changes.STATEMENT,
    )  # fmt: skip
    namespace = form.namespace(AttestationKind.KEY_CHANGE)
    return letter_writing.join(body, signed(workspace, body, namespace, old))


def _keep(workspace: Workspace, old: KeyRecord, new: KeyRecord, data: bytes) -> Changed:
    said = replace(
        letter_reading.parse(data).attestation,
        direction=Direction.GIVEN,
        decision=Decision.ACCEPTED,
        received_at=workspace.clock.now().replace(microsecond=0),
    )
    with workspace.store.editing(steps.KEY_CHANGED, name=keys.short(old)) as editor:
        old = replace(editor.keys.get(old.fingerprint) or old, replaced_by=new.fingerprint)
        editor.save_key(old)
        editor.save_key(new)
        editor.save_attestation(said)
    return Changed(old, new, f"{file_stem(said)}.{form.suffix(said.kind)}", data)
