"""Letters and badges to make documents from, with what a check of them came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from portfolio.export.chosen import ChosenBadge, ChosenLetter
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    TrustLevel,
    Work,
)
from portfolio.model.badge import Badge, BadgeFormat
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import VerdictState

SIGNED = datetime(2026, 2, 3, tzinfo=UTC)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample"
STATEMENT = (
    "Noémie found the cause of a crash that three of us had given up on, and left a test that "
    "explains it to the next person."
)


def letter(number: int = 1, name: str = "Joost van Rhee", **changes: Any) -> ChosenLetter:
    """Return a testimonial by an account that reviewed four of five works."""
    written = {key: changes.pop(key) for key in list(changes) if hasattr(Attestation, key)}
    body = f"Portfolio-Letter: testimonial/1\n{name} says {number}\n".encode()
    said = Attestation(
        id=f"urn:uuid:{number}",
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party(name, "module owner, Halyard", (f"https://code.example/j{number}",)),
        subject=Party("Noor"),
        statement=STATEMENT,
        raw=body + b"SIGNATURE\n",
        about=(Work("https://code.example/1", "A work"),),
        basis=(Basis.REVIEWED,),
        language="en",
        issued_at=SIGNED,
        expires_at=SIGNED.replace(year=2028),
    )
    plain = ChosenLetter(
        letter=replace(said, **written),
        level=TrustLevel.TOOK_PART,
        state=VerdictState.VALID,
        body=body,
        signature=b"SIGNATURE\n",
        namespace="testimonial@portfolio",
        public_key=f"{KEY}{number}",
        account=f"joost{number}",
        service="code.example",
        checked_on=date(2026, 11, 14),
        part="reviewer",
        part_count=4,
        works_count=5,
    )
    return replace(plain, **changes)


def badge(number: int = 1, name: str = "Release Steward", **changes: Any) -> ChosenBadge:
    """Return an organisation's badge whose signature fits."""
    written = {key: changes.pop(key) for key in list(changes) if hasattr(Badge, key)}
    said = Badge(
        id=f"badge{number}",
        raw=f'{{"name": "{name}"}}'.encode(),
        media_type="application/json",
        format=BadgeFormat.OPEN_BADGES_3,
        name=name,
        issuer=Party("Ledgerline Association"),
        issued_at=datetime(2025, 5, 2, tzinfo=UTC),
    )
    plain = ChosenBadge(
        replace(said, **written), VerdictState.VALID, TrustClass.CERTIFIED, is_anchored=True
    )
    return replace(plain, **changes)
