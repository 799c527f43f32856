"""Says what a letter says as a credential: an EndorsementCredential for other programs.

Open Badges 3.0, B.4. The letter stays what counts: the credential says the same words, by the same
key (as ``did:key``), under the same id and until the same day, and lists the works as evidence.
Other programs do not know that a letter was taken back; the end of the credential is what limits
it there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from portfolio.attest import letter_reading, sshsig
from portfolio.attest.badges import issuing, public_keys
from portfolio.attest.badges.vocabularies import CREDENTIALS_2, OPEN_BADGES_3
from portfolio.attest.letter import BASIS_WORDS
from portfolio.errors import BadgeError
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.attest.badges.issuing import Giver
    from portfolio.attest.letter import Letter
    from portfolio.model.attestation import Attestation, Work


def credential_of(raw: bytes, endorser: Giver, *, at: datetime) -> bytes:
    """Return a letter's statement as a signed endorsement of the one it is about.

    Args:
        raw: The signed letter.
        endorser: Who wrote it, with the key that signed it.
        at: Now.

    Raises:
        LetterError: It is no letter, or its signature is none.
        BadgeError: It does not speak for somebody, was signed by another key, has ended, or names
            no account the credential could be about.
    """
    letter = letter_reading.parse(raw)
    said = letter.attestation
    if not said.kind.speaks_for_somebody:
        raise BadgeError("Only testimonials, vouches and thanks can be said as an endorsement.")
    _check_key(letter, endorser)
    if said.expires_at is not None and said.expires_at <= at:
        raise BadgeError("This letter has ended, so its endorsement would have, too.")
    return issuing.sealed(_credential(said, endorser, at), endorser, at)


def _check_key(letter: Letter, endorser: Giver) -> None:
    signature = sshsig.read(letter.signature)
    sshsig.verify(letter.body, letter.namespace, signature)
    if signature.fingerprint != public_keys.fingerprint(endorser.key.public_key()):
        raise BadgeError("An endorsement is signed with the key that signed the letter.")


def _credential(said: Attestation, endorser: Giver, at: datetime) -> dict[str, Any]:
    kind = str(said.kind).capitalize()
    made: dict[str, Any] = {
        "@context": [CREDENTIALS_2, OPEN_BADGES_3],
        "id": said.id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"{kind} for {said.subject.name}",
        "issuer": issuing.profile(endorser),
        "validFrom": issuing.instant(said.issued_at or at),
        "credentialSubject": {
            "id": _about(said),
            "type": ["EndorsementSubject"],
            "endorsementComment": issuing.required(said.statement, "statement"),
        },
    }
    if said.expires_at is not None:
        made["validUntil"] = issuing.instant(said.expires_at)
    if how := ", ".join(BASIS_WORDS[each] for each in said.basis):
        made["description"] = f"How the writer knows: {how}."
    if evidence := [_evidence(work) for work in said.about if work.url]:
        made["evidence"] = evidence
    return made


def _evidence(work: Work) -> dict[str, Any]:
    return issuing.evidence(replace(work, title=clean_line(work.title, limit=issuing.MAX_NAME)))


def _about(said: Attestation) -> str:
    pages = [each for each in said.subject.accounts if not each.startswith("mailto:")]
    if not pages:
        raise BadgeError(
            "This letter names no account of the one it is about.",
            "An endorsement for other programs needs an address to speak of.",
        )
    return issuing.address(pages[0])
