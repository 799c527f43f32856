"""Letters for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio.attest import app_keys, letter_reading, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    Work,
)

ISSUED = datetime(2026, 11, 20, 10, 42, tzinfo=UTC)
ID = "urn:uuid:0193a1b2-0000-7000-8000-0000000000aa"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WORKS = tuple(
    Work(f"https://forge.example/quillmark/pull/{n}", f"Change {n}", f"git:{n:040x}")
    for n in range(1, 6)
)


def said(**changes: Any) -> Attestation:
    """Return what a testimonial says."""
    plain = Attestation(
        id=ID,
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party("Casimir Oduya-Lindt", "maintainer of Quillmark",
                     ("https://forge.example/coduya",)),
        subject=Party("Noor Vantongeren", "", ("https://forge.example/noorvt",)),
        statement="I have merged Noor’s work since 2019.\n\nShe finds the person behind a report.",
        raw=b"",
        about=WORKS,
        basis=(Basis.REVIEWED, Basis.TOGETHER),
        relation_from="2019-03",
        language="en",
        issued_at=ISSUED,
        expires_at=ISSUED.replace(year=2028),
        contact_ok=True,
    )  # fmt: skip
    return replace(plain, **changes)


def signed(each: Attestation | None = None, key: Ed25519PrivateKey = KEY, **changes: Any) -> bytes:
    """Return a signed letter."""
    each = each or said(**changes)
    extra = (
        ((form.NEW_KEY, app_keys.record(OTHER_KEY).public),)
        if each.kind is AttestationKind.KEY_CHANGE
        else ()
    )
    body = letter_writing.compose(each, extra)
    return letter_writing.join(body, sshsig.sign(body, form.namespace(each.kind), key))


def read(raw: bytes) -> form.Letter:
    """Read a letter."""
    return letter_reading.parse(raw)
