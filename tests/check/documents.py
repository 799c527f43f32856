"""CVs with real signed letters inside, as their holder would hand them over."""

from __future__ import annotations

from typing import Any

from portfolio.attest import consents, letter_reading, sshsig
from portfolio.export import pdf
from portfolio.export.chosen import ChosenLetter, GateResult
from portfolio.export.document import build
from portfolio.export.gate.about import build_about
from portfolio.model.attestation import Party, TrustLevel
from portfolio.model.edition import Edition
from portfolio.model.verdict import VerdictState
from tests.attest.letters.letters import signed
from tests.export import records

OTHER = Party("Wilhelmina Straß", "", ("mailto:w@else.example",))


def chosen(raw: bytes) -> ChosenLetter:
    """Return a signed letter as a document takes it."""
    letter = letter_reading.parse(raw)
    return ChosenLetter(
        letter=letter.attestation,
        level=TrustLevel.ACCOUNT,
        state=VerdictState.VALID,
        body=letter.body,
        signature=letter.signature,
        namespace="testimonial@portfolio",
        public_key=sshsig.read(letter.signature).public_line,
        account="coduya",
        service="forge.example",
        checked_on=records.MADE_ON,
    )


def result(*letters: bytes, **changes: Any) -> GateResult:
    """Return a document with letters, before it is rendered."""
    edition, record = records.with_stories()
    each = tuple(map(chosen, letters or (signed(),)))
    return build(edition, record.chosen(letters=each, **changes), made_on=records.MADE_ON)


def cv(made: GateResult | None = None) -> bytes:
    """Return a CV as PDF."""
    made = made or result()
    return pdf.render(made.document, attachments=made.attachments).data


def plain() -> bytes:
    """Return a CV without anything signed."""
    made = build(Edition("e", "x"), records.facts_only().chosen(), made_on=records.MADE_ON)
    return pdf.render(made.document).data


def about_noor(consent: bytes, claim: bytes) -> bytes:
    """Return a PDF about somebody, with the draft and the consent it is made from."""
    draft = letter_reading.parse(claim).attestation
    made = build_about(draft, consents.parse(consent), made_on=records.MADE_ON)
    return pdf.render(made.document, attachments=made.attachments).data
