"""Thanking somebody, or writing down what they did: two fields are enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.attest.onlooker import account_name
from portfolio.errors import UsageError
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Party,
    Work,
)
from portfolio.model.text import clean, clean_line
from portfolio.operations import letter_writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.operations.letter_writing import Written
    from portfolio.workspace import Workspace

KINDS = (AttestationKind.THANKS, AttestationKind.CLAIM)


@dataclass(frozen=True, slots=True)
class Thanks:
    """What is said of somebody.

    Attributes:
        who: A name, the address of an account, or both with a blank between them.
        what: What they did.
        kind: ``THANKS``, or ``CLAIM``: this person did this.
        works: Where it can be seen.
        why: Why it mattered; may be empty.
    """

    who: str
    what: str
    kind: AttestationKind = AttestationKind.THANKS
    works: tuple[Work, ...] = ()
    why: str = ""
    language: str = ""


def party(who: str) -> Party:
    """Return whom somebody means by a name, an account's address, a key's fingerprint, or these."""
    words = who.split()
    accounts = tuple(word for word in words if form.is_address(word))
    key = next((word for word in words if form.FINGERPRINT.fullmatch(word)), "")
    rest = " ".join(word for word in words if word not in {*accounts, key})
    name = clean_line(rest, limit=120) or (account_name(accounts[0]) if accounts else "")
    return Party(name, "", accounts, key)


def letter(thanks: Thanks) -> Attestation:
    """Return the letter that says it, not signed yet; its writer is the holder.

    Raises:
        UsageError: Who or what is missing, or it is of another kind.
    """
    subject, what, why = party(thanks.who), clean(thanks.what), clean(thanks.why)
    if not subject.name or not what:
        raise UsageError("It needs two things: who it was, and what they did.")
    if thanks.kind not in KINDS:
        raise UsageError("It is either thanks or a claim.")
    return Attestation(
        id="",
        kind=thanks.kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party(""),
        subject=subject,
        statement="\n\n".join(part for part in (what, why) if part),
        raw=b"",
        about=thanks.works,
        language=thanks.language,
    )


def write(workspace: Workspace, thanks: Thanks, *, to: Path | None = None) -> Written:
    """Sign it with the program's key and keep it among those given. Not on the UI thread.

    ``to`` is where it is saved: as for `letter_writing.write`.

    Raises:
        ExportError: It could not be saved, and is not kept.
        UsageError: As for `letter`, it holds what no letter can, or the holder has no name yet.
        KeychainError: The keyring does not give the key.
    """
    return letter_writing.write(workspace, letter(thanks), to=to)


def comment(thanks: Thanks) -> str:
    """Return the same as a public comment, for whoever wants to say it there too."""
    name = party(thanks.who).name
    lead = f"Thank you, {name}:" if thanks.kind is AttestationKind.THANKS else f"{name} did this:"
    parts = [f"{lead} {clean(thanks.what)}", clean(thanks.why), *_links(thanks.works)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _links(works: Sequence[Work]) -> list[str]:
    return ["\n".join(work.url for work in works if work.url)]
