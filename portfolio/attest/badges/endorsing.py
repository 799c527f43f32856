"""Speaks for somebody else's badge, achievement or profile: an EndorsementCredential.

Open Badges 3.0, B.4. Whoever endorses is its issuer; it is a file of its own, and says nothing
more than the endorser's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portfolio.attest.badges import documents, issuing, proofs
from portfolio.attest.badges.vocabularies import CREDENTIALS_2, OPEN_BADGES_3
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.badges.issuing import Giver


def endorse(
    about: str,
    comment: str,
    endorser: Giver,
    *,
    at: datetime,
    expires_at: datetime | None = None,
) -> bytes:
    """Return a signed endorsement: JSON, or a token's text.

    Args:
        about: Id of what is endorsed; see `subjects_of`.
        comment: The endorser's words, in plain text or Markdown.
        endorser: Who endorses, and signs.
        at: Now.
        expires_at: None is for ever.

    Raises:
        BadgeError: Something is missing, or ``about`` is no id that can be signed.
    """
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_2, OPEN_BADGES_3],
        "id": issuing.new_id(),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": issuing.profile(endorser),
        "validFrom": issuing.instant(at),
        "credentialSubject": {
            "id": issuing.address(about),
            "type": ["EndorsementSubject"],
            "endorsementComment": issuing.required(comment, "comment"),
        },
    }
    if expires_at is not None:
        if expires_at <= at:
            raise BadgeError("The endorsement would have expired already.", "Choose a later day.")
        document["validUntil"] = issuing.instant(expires_at)
    return issuing.sealed(document, endorser, at)


def subjects_of(file: BadgeFile) -> dict[str, str]:
    """Return the ids of a badge that can be endorsed: ``badge``, ``achievement``, ``issuer``."""
    given = file.credential
    found = {"badge": given.get("id"), "issuer": proofs.issuer_of(given)}
    for subject in documents.objects(given.get("credentialSubject")):
        for achievement in documents.objects(subject.get("achievement")):
            found.setdefault("achievement", achievement.get("id"))
    return {name: each for name, each in found.items() if isinstance(each, str) and each}
