"""What can be believed of a consent file: judged like a letter; what it allows is its claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from portfolio.attest import consents
from portfolio.attest.letter import Letter
from portfolio.attest.letter_verdict import judge
from portfolio.check.checking import row_of
from portfolio.errors import LetterError
from portfolio.model.attestation import Attestation, AttestationFormat, AttestationKind
from portfolio.model.verdict import Saying, VerdictState

if TYPE_CHECKING:
    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.consent import Consent
    from portfolio.model.report import Row


def consent_row(raw: bytes, onlooker: Onlooker, at: datetime, reference: str = "") -> Row:
    """Return what can be believed of a consent, as a row.

    Raises:
        LetterError: It is none, or says something this version does not know.
    """
    consent = consents.parse(raw)
    verdict = judge(_as_letter(consent, raw), onlooker, at=at)
    facts = (
        ("person", consent.person.name),
        ("maker", consent.maker.name or next(iter(consent.maker.accounts), consent.maker.key)),
        ("fields", ", ".join(consent.fields)),
        ("until_on", consent.until.isoformat()),
    )
    is_over = verdict.state is VerdictState.EXPIRED
    lets = Saying("consent.over" if is_over else "consent.lets", facts)
    row = row_of(verdict, reference, consent.person.name, consent.purpose)
    return replace(row, claims=(lets, Saying("consent.purpose", (facts[0],))))


def consent_row_or_none(
    raw: bytes, onlooker: Onlooker, at: datetime, reference: str = ""
) -> Row | None:
    """Return the row of a consent among other files; None for what is none."""
    try:
        return consent_row(raw, onlooker, at, reference)
    except LetterError:
        return None


def _as_letter(consent: Consent, raw: bytes) -> Letter:
    """A consent as the statement it is: of the person, to whoever may make the document."""
    said = Attestation(
        id=consent.id,
        kind=AttestationKind.CLAIM,
        format=AttestationFormat.SIGNED_FILE,
        issuer=consent.person,
        subject=consent.maker,
        statement=consent.purpose,
        raw=raw,
        issued_at=datetime.combine(consent.given_on, time(), UTC),
        expires_at=datetime.combine(consent.until, time.max, UTC),  # it holds on its last day too
    )
    return Letter(said, consent.body, consent.signature, signed_for=consents.NAMESPACE)
