"""Consent files: read as written, and no changed byte is ever accepted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import app_keys, consents, sshsig
from portfolio.errors import LetterError
from portfolio.model.attestation import Party
from portfolio.model.consent import Consent, ConsentField
from portfolio.model.text import clean
from tests.attest.letters.letters import ID, KEY

NOOR = Party("Noor Vantongeren", "", ("https://forge.example/noorvt",))
CAS = Party("Casimir", "", ("https://forge.example/coduya",), "SHA256:" + "c" * 43)
DAY = date(2026, 11, 20)
SAID = Consent(ID, NOOR, CAS, "A page of thanks.", (ConsentField.NAME, ConsentField.WORKS),
               DAY, DAY + timedelta(days=365))  # fmt: skip


def signed(consent: Consent = SAID) -> bytes:
    body = consents.compose(consent)
    return body + sshsig.sign(body, consents.NAMESPACE, KEY)


purposes = (
    st.text(st.characters(codec="utf-8"), max_size=200)
    .map(lambda text: clean(text, limit=consents.LONGEST_PURPOSE))
    .filter(lambda text: bool(text) and consents.END not in text)
)


@given(
    purposes,
    st.lists(st.sampled_from(ConsentField), min_size=1, unique=True),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 700),
)
def test_reading_gives_what_was_written(
    purpose: str, fields: list[ConsentField], day: date, days: int
) -> None:
    until = day + timedelta(days=days)
    body = consents.compose(Consent(ID, NOOR, CAS, purpose, tuple(fields), day, until))
    read = consents.parse(body)
    assert read == Consent(ID, NOOR, CAS, purpose, tuple(fields), day, until, body)
    assert consents.compose(read) == body


def test_the_key_that_signed_is_told() -> None:
    assert consents.signer(consents.parse(signed())) == app_keys.record(KEY).fingerprint


def test_no_flipped_byte_is_ever_accepted() -> None:
    raw = signed()
    good = consents.parse(raw)
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 0x01
        try:
            read = consents.parse(bytes(changed))
            signer = consents.signer(read)
        except LetterError:
            continue
        # Only marks round the base64 of the signature may differ; what is agreed may not.
        assert (read.body, signer) == (good.body, app_keys.record(KEY).fingerprint), at


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fields: name, works", "Fields: name, everything"),
        ("Fields: name, works\n", ""),
        ("Until: 2027-11-20", "Until: 2025-11-20"),
        ("Until: 2027-11-20", "Until: soon"),
        ("Given: 2026-11-20\n", ""),
        ("Given: 2026-11-20", "Given: 2026-11-20\nMood: good"),
        ("Person-Accounts: https://forge.example/noorvt\n", ""),
        ("Portfolio consent: claim", "Portfolio consent: vouch"),
        ("\nPurpose\n", "\n1. A work\n   https://x.example/\n\nPurpose\n"),
    ],
)
def test_what_is_not_exactly_a_consent_is_refused(old: str, new: str) -> None:
    text = consents.compose(SAID).decode()
    assert old in text
    with pytest.raises(LetterError):
        consents.parse(text.replace(old, new).encode())


def test_an_unsigned_one_is_none() -> None:
    with pytest.raises(LetterError, match="Nobody signed"):
        consents.signer(consents.parse(consents.compose(SAID)))
