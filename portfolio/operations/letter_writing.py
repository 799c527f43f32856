"""Letters the holder writes for others: signed, kept as given, handed over as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, letter_writing, ssh_programs, sshsig
from portfolio.errors import LetterError, NamelessError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import (
    LASTS_MONTHS,
    Attestation,
    AttestationKind,
    Decision,
    Direction,
    Party,
)
from portfolio.model.keys import KeyKind, KeyRecord
from portfolio.model.months import months_after
from portfolio.operations import keys
from portfolio.operations.letters import file_stem
from portfolio.operations.onlooking import own_accounts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from portfolio.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was written and signed.

    Attributes:
        name: A name for its file.
        data: The file.
        path: Where it was saved, when that was asked for.
    """

    attestation: Attestation
    name: str
    data: bytes
    path: Path | None = None

    @property
    def key(self) -> str:
        """Fingerprint of the key that signed it, which a letter need not name."""
        return sshsig.read(letter_reading.parse(self.data).signature).fingerprint


def issuer(workspace: Workspace, role: str = "") -> Party:
    """Return the holder as the writer of a letter: name and confirmed accounts."""
    with workspace.store.reading() as reader:
        return Party(reader.holder().name, role, own_accounts(reader)[:8])


def expiry(issued_at: datetime, months: int = LASTS_MONTHS) -> datetime:
    """Return when a letter ends that is meant to hold for so many months."""
    return months_after(issued_at, months)


def body_of(
    workspace: Workspace, said: Attestation, months: int = LASTS_MONTHS
) -> tuple[Attestation, bytes]:
    """Return a letter as it would be signed, with its times filled in.

    Args:
        workspace: Whose clock is used.
        said: What it says.
        months: How long it is meant to hold, when it does not say so itself.

    Raises:
        UsageError: Something it needs is missing.
    """
    now = workspace.clock.now().replace(microsecond=0)
    said = replace(said, issued_at=said.issued_at or now)
    if said.expires_at is None and said.kind is not AttestationKind.WITHDRAWAL:
        said = replace(said, expires_at=expiry(said.issued_at or now, months))
    extra: tuple[tuple[str, str], ...] = ()
    body = letter_writing.compose(said, extra)
    return letter_reading.parse(body).attestation, body


def write(
    workspace: Workspace,
    said: Attestation,
    key: KeyRecord | None = None,
    *,
    months: int = LASTS_MONTHS,
    to: Path | None = None,
) -> Written:
    """Sign a letter with a key of the holder's, and keep it among those given.

    Waits for the keyring or the SSH agent: not on the UI thread.

    Args:
        workspace: Whose store, keyring and clock are used.
        said: What it says; an issuer without a name is the holder, with the accounts it names
            or else those of the record.
        key: One of the holder's; None takes the app's, made when there is none.
        months: As for `body_of`.
        to: The file or the folder it is saved in; it is kept only if it can be.

    Raises:
        UsageError: Something it needs is missing, or the holder has said no name yet.
        ExportError: It could not be saved; it is not among those given.
        KeychainError: The keyring does not give the key.
        KeyFileError: The agent does not sign.
    """
    if not said.issuer.name:
        own = issuer(workspace, said.issuer.role)
        said = replace(said, issuer=replace(own, accounts=said.issuer.accounts or own.accounts))
    if not said.issuer.name:
        raise NamelessError("Say your name first: it stands at the head of the letter.")
    key = key or keys.make(workspace)
    said = replace(said, issuer=replace(said.issuer, key=key.fingerprint))
    read, body = body_of(workspace, said, months)
    armoured = signed(workspace, body, form.namespace(read.kind), key)
    return _keep(workspace, letter_writing.join(body, armoured), to)


def sign(
    workspace: Workspace, raw: bytes, key: KeyRecord | None = None, *, to: Path | None = None
) -> Written:
    """Sign a letter written elsewhere, exactly as it stands, and keep it among those given.

    Waits for the keyring or the SSH agent: not on the UI thread. Line ends become those letters
    have.

    Args:
        workspace: Whose store, keyring and clock are used.
        raw: The letter without a signature.
        key: One of the holder's; None takes the app's, made when there is none.
        to: As for `write`.

    Raises:
        ExportError: As for `write`.
        LetterError: It is no letter yet, is signed already, or names another key.
        UsageError: A letter of its id came from somebody else.
        KeychainError: The keyring does not give the key.
        KeyFileError: The agent does not sign.
    """
    letter = letter_reading.parse(raw)
    said = letter.attestation
    if letter.signature:
        raise LetterError("This letter is signed already.")
    with workspace.store.reading() as reader:
        known = reader.attestations.get(said.id)
    if known is not None and known.direction is Direction.RECEIVED:
        raise UsageError("A letter of this id came to you from somebody else.")
    key = key or keys.make(workspace)
    if said.issuer.key not in {"", key.fingerprint}:
        raise LetterError("This letter names another key.", "Sign it with that one.")
    armoured = signed(workspace, letter.body, letter.namespace, key)
    return _keep(workspace, letter_writing.join(letter.body, armoured), to)


def signed(workspace: Workspace, body: bytes, namespace: str, key: KeyRecord) -> bytes:
    """Return the armoured signature of a body by one of the holder's keys."""
    if key.kind is KeyKind.APP:
        private = keys.private_key(workspace, key.fingerprint)
        return sshsig.sign(body, namespace, private)
    wire, _ = ssh_programs.public_key(key.public)
    return ssh_programs.agent_sign(body, namespace, wire)


def withdraw(
    workspace: Workspace, letter_id: str, why: str = "", *, to: Path | None = None
) -> Written:
    """Take back a letter the holder gave, signed with the key that signed it.

    Args:
        workspace: Whose store, keyring and clock are used.
        letter_id: Which letter.
        why: In the holder's own words.
        to: As for `write`: a letter is not taken back by a file that nobody has.

    Raises:
        ExportError: As for `write`.
        NotFoundError: The holder gave no such letter, or its key is not here.
        KeychainError: The keyring does not give the key.
    """
    with workspace.store.reading() as reader:
        given = reader.attestations.get(letter_id)
        if given is None or given.direction is not Direction.GIVEN:
            raise NotFoundError("You gave no such letter.")
        fingerprint = sshsig.read(letter_reading.parse(given.raw).signature).fingerprint
        key = reader.keys.get(fingerprint)
    if key is None:
        raise NotFoundError("The key that signed this letter is not known here any more.")
    said = Attestation(
        id="",
        kind=AttestationKind.WITHDRAWAL,
        format=given.format,
        issuer=given.issuer,
        subject=given.subject,
        statement=why or "I take this letter back.",
        raw=b"",
        language=given.language,
        refers_to=given.id,
    )
    return write(workspace, said, key, to=to)


def _keep(workspace: Workspace, data: bytes, to: Path | None) -> Written:
    said = replace(
        letter_reading.parse(data).attestation,
        direction=Direction.GIVEN,
        decision=Decision.ACCEPTED,
        received_at=workspace.clock.now().replace(microsecond=0),
    )
    name, path = f"{file_stem(said)}.{form.suffix(said.kind)}", None
    if to is not None:
        from portfolio.operations import letter_files  # documents take long to import

        path = to / name if to.is_dir() else to
        letter_files.save(path, data)
    with workspace.store.editing(steps.LETTER_GIVEN, name=said.subject.name) as editor:
        editor.save_attestation(said)
    return Written(said, name, data, path)


def signable(workspace: Workspace) -> Sequence[KeyRecord]:
    """Return the keys the holder can sign with now: the app's, and those in the agent."""
    in_agent = {each.fingerprint for each in ssh_programs.keys_here() if each.in_agent}
    return [
        each
        for each in keys.own_keys(workspace.store)
        if not each.replaced_by and (each.kind is KeyKind.APP or each.fingerprint in in_agent)
    ]
