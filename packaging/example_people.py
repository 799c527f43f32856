"""The made-up people, keys and works of the examples, and letters they sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio.attest import app_keys, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    Work,
)

AT = datetime(2026, 11, 20, 10, 42, tzinfo=UTC)
MENTOR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NEW_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
NOOR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
MENTOR = Party("Casimir Oduya-Lindt", "maintainer of Quillmark", ("https://open.example/coduya",))
NOOR = Party("Noor Vantongeren", "", ("https://open.example/noorvt",))
WORKS = (
    Work("https://open.example/quillmark/pull/412", "Let long lists be walked with arrow keys"),
    Work("https://open.example/quillmark/pull/431", "One focus ring for every control"),
)
WORDS = (
    "I have merged Noor's work since 2019 and reviewed most of it.\n\n"
    "She finds the person behind a bug report."
)
ID = "urn:uuid:0193a1b2-0000-7000-8000-0000000000{:02x}"


def said(number: int, kind: AttestationKind, words: str) -> Attestation:
    """Return what a letter of the mentor says."""
    return Attestation(
        id=ID.format(number),
        kind=kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=replace(MENTOR, key=app_keys.record(MENTOR_KEY).fingerprint),
        subject=NOOR,
        statement=words,
        raw=b"",
        about=WORKS,
        basis=(Basis.REVIEWED,),
        language="en",
        issued_at=AT,
        expires_at=AT.replace(year=2028),
    )


def signed(each: Attestation) -> bytes:
    """Return a letter signed by the mentor."""
    body = letter_writing.compose(each)
    return letter_writing.join(body, sshsig.sign(body, form.namespace(each.kind), MENTOR_KEY))
