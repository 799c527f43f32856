"""Made-up spellings for the tests of identities."""

from __future__ import annotations

from datetime import UTC, datetime

from portfolio.model.codes import IdentityKind, IdentityStatus, Proof
from portfolio.model.identity import Identity, IdentityHint, Spelling, git_identity_key

COMPUTER = IdentityHint("Noor Vantongeren", "noor@vantongeren.example", "computer")


def spelling(
    name: str,
    address: str,
    *,
    source: str = "quillmark",
    first: int = 2017,
    last: int = 2026,
    count: int = 1,
) -> Spelling:
    """A spelling seen from the start of one year to the start of another."""
    return Spelling(
        source_id=source,
        key=git_identity_key(name, address),
        kind=IdentityKind.GIT_EMAIL,
        instance="",
        name=name,
        address=address,
        first_at=datetime(first, 1, 1, tzinfo=UTC),
        last_at=datetime(last, 1, 1, tzinfo=UTC),
        parts={"author": count},
    )


def decided(name: str, address: str, status: IdentityStatus, person: str = "self") -> Identity:
    """An identity that was decided about."""
    key = git_identity_key(name, address)
    return Identity(
        f"id-{key}", person, IdentityKind.GIT_EMAIL, "", address, key, status, Proof.SELF
    )
