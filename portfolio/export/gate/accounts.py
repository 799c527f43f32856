"""Accounts in a document: which the works were read through, and how each is proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.export.gate.addresses import public_address, shown
from portfolio.model.codes import (
    Confidentiality,
    IdentityKind,
    IdentityStatus,
    Proof,
    SourceKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.pen import Pen
    from portfolio.model.identity import Identity
    from portfolio.model.source import Source

_PROOFS: Final = {
    Proof.LOGIN: "proof_signed_in",
    Proof.ATTESTED: "proof_attested",
    Proof.LOCAL_CONFIG: "proof_name",
    Proof.SELF: "proof_name",
}


def statement(pen: Pen, sources: Iterable[Source], identities: Iterable[Identity]) -> str:
    """Return the sentence that names the accounts works were read through; "" for none.

    A service is named when something public of it is shown; of the others it is only said that
    there are some.

    Args:
        pen: Writes the words.
        sources: Those that anything in the document may rest on.
        identities: What the holder decided; only confirmed accounts are named.
    """
    read = [source for source in sources if source.kind is SourceKind.ACCOUNT]
    if not read:
        return ""
    instances = dict.fromkeys(
        instance_of(source) for source in read if source.confidentiality is Confidentiality.PUBLIC
    )
    named = [each for each in identities if _is_account(each)]
    said: dict[str, None] = {}
    for instance in instances:
        place = pen.line(shown(instance)) if public_address(instance) else ""
        if not place or pen.names_somebody(place):
            continue
        own = [each for each in named if each.instance == instance]
        words = [_named(pen, place, each) for each in own] or [place]
        said.update(dict.fromkeys(words))
    if not said:
        said[pen.words.phrase("account_not_public")] = None
    return pen.words.phrase("basis_accounts", accounts="; ".join(said))


def instance_of(source: Source) -> str:
    """Return the base address of the service a container of an account is at."""
    return source.instance.partition("#")[0]


def _is_account(identity: Identity) -> bool:
    return identity.status is IdentityStatus.CONFIRMED and identity.kind is IdentityKind.ACCOUNT


def _named(pen: Pen, place: str, identity: Identity) -> str:
    proof = pen.words.phrase(_PROOFS[identity.proof])
    handle = pen.line(identity.value_raw, limit=80)
    if not handle:
        return pen.words.phrase("account_at", place=place, proof=proof)
    return pen.words.phrase("account_named", place=place, handle=handle, proof=proof)
