"""Made-up letters of mentors, mentees and a thankful reader for the pictures, in every state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.attest import app_keys, key_listings, letter_reading, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Mentoring,
    Party,
    Work,
)
from portfolio.model.keys import KeyTrust
from portfolio.model.verdict import Answer
from portfolio.operations import keys, letter_decisions, letters, nominating
from portfolio.operations import letter_writing as operations
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.keychain import SessionSecrets

ELSKE = Party("Elske Marambe", "", ("https://forge.example/elskem",))
RAVI = Party("Ravi Thornquist", "", ("https://forge.example/rthorn",))
BEA = Party("Bea Lindqvist", "", ("https://forge.example/bealq",))


def add_mentoring(profile: Path, keyring: SessionSecrets) -> None:
    """Put letters of both sides into a profile's record."""
    workspace = Workspace.open(profile, keychain=keyring)
    with workspace.store.reading() as reader:
        holder = reader.holder()
    me = Party(holder.name, "", holder.links[:1])
    _gives(workspace, _said(me, ELSKE, Mentoring.MENTEE, "She showed me how releases are made."))
    theirs = _said(ELSKE, me, Mentoring.MENTOR, "I mentored Noor through her first releases.")
    _receives(
        workspace, replace(theirs, relation_from="2019-03", relation_to="2021"), is_known=True
    )
    _gives(workspace, _said(me, RAVI, Mentoring.MENTOR, "Ravi and I met every second week."))
    theirs = _said(BEA, me, Mentoring.MENTEE, "Noor answered every question I had.")
    _receives(workspace, replace(theirs, relation_from="2024"), is_known=False)
    _claim(workspace, me)
    workspace.close()


def _claim(workspace: Workspace, me: Party) -> None:
    """Put a draft record somebody made of the holder into the inbox, half of it answered."""
    works = (
        Work("https://wiki.example/handbook", "How to report a bug, the page for newcomers"),
        Work("https://wiki.example/keyboard", "The keyboard, explained without a mouse"),
        Work("https://wiki.example/talk", "Notes of the meeting in Utrecht"),
    )
    said = replace(
        _said(ELSKE, me, Mentoring.MENTOR, "Noor wrote these pages, and kept them right."),
        kind=AttestationKind.CLAIM,
        mentoring=None,
        about=works,
    )
    raw, _ = _signed(workspace, said)
    view = letters.take_in(workspace.store, workspace.clock, raw)
    letter_id = view.attestation.id
    nominating.answer(workspace.store, letter_id, 1, Decision.ACCEPTED, "Bea did half of it.")
    nominating.answer(workspace.store, letter_id, 3, Decision.PRIVATE)


def _said(issuer: Party, subject: Party, side: Mentoring, words: str) -> Attestation:
    return Attestation("", AttestationKind.TESTIMONIAL, AttestationFormat.SIGNED_FILE, issuer,
                       subject, words, b"", mentoring=side, language="en")  # fmt: skip


def _signed(workspace: Workspace, said: Attestation) -> tuple[bytes, str]:
    key = app_keys.private_key(app_keys.make())
    said = replace(said, issued_at=workspace.clock.now().replace(microsecond=0))
    body = letter_writing.compose(said)
    raw = letter_writing.join(body, sshsig.sign(body, form.namespace(said.kind), key))
    return raw, app_keys.record(key).public


def _gives(workspace: Workspace, said: Attestation) -> None:
    """Have the holder write, with a key of their own."""
    operations.write(workspace, said)


def _receives(workspace: Workspace, said: Attestation, *, is_known: bool) -> None:
    raw, public = _signed(workspace, said)
    view = letters.take_in(workspace.store, workspace.clock, raw)
    letter_decisions.decide(workspace.store, view.attestation.id, Decision.ACCEPTED)
    if is_known:
        keys.trust(workspace.store, public, KeyTrust.MET, "met at a meeting")
        _seen_at_account(workspace, said.issuer.accounts, raw, public)


def _seen_at_account(
    workspace: Workspace, accounts: tuple[str, ...], raw: bytes, public: str
) -> None:
    """Note that the account's service listed the key today."""
    (address, *_) = key_listings.addresses_for(accounts[0])
    answer = Answer(address, workspace.clock.now(), 200, "text/plain", public.encode())
    signature = letter_reading.parse(raw).signature
    keys.note_seen(workspace.store, accounts, signature, {address: answer})
