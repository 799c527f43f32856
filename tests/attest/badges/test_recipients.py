"""Whether a badge names the holder: by address, account or key, plain or scrambled."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import recipients, recognising
from portfolio.attest.badges.badge_file import BadgeFile
from portfolio.model.badge import RecipientMatch
from tests.attest.badges import made, samples
from tests.attest.badges.made import Json
from tests.attest.badges.samples import written

CONFIRMED, OTHER = RecipientMatch.CONFIRMED, RecipientMatch.OTHER
HIDDEN, NONE = RecipientMatch.HIDDEN, RecipientMatch.NONE
ADDRESSES = ("noor@example.org", "Noor.Van@Work.example")
ACCOUNTS = ("https://forge.example/noor",)
DIDS = ("did:key:z6MkNoor",)
MD5 = "md5$" + hashlib.md5(b"noor@example.orgx").hexdigest()


def opened(document: Json) -> BadgeFile:
    return recognising.open_badge(written(document))


def match(file: BadgeFile) -> recipients.Recipient:
    return recipients.recipient_of(
        file, own_addresses=ADDRESSES, own_accounts=ACCOUNTS, own_dids=DIDS
    )


def identifier(value: object, **rest: object) -> Json:
    return {"identifier": {"type": "IdentityObject", "identityHash": value, **rest}}


def test_the_published_example_of_a_scrambled_address() -> None:
    published = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    assert recipients.identity_hash("a@example.com", "Kosher") == published


def sha(text: str) -> str:
    return "sha256$" + hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("subject", "expected", "own"),
    [
        ({"id": "did:key:z6MkNoor"}, CONFIRMED, DIDS[0]),
        ({"id": "did:key:z6MkNoor#z6MkNoor"}, CONFIRMED, DIDS[0]),
        ({"id": "did:key:z6MkOther"}, OTHER, ""),
        ({"id": "mailto:noor@example.org"}, CONFIRMED, ADDRESSES[0]),
        ({"id": "MAILTO:noor%40example.org?subject=x"}, CONFIRMED, ADDRESSES[0]),
        ({"id": " NOOR@EXAMPLE.ORG "}, CONFIRMED, ADDRESSES[0]),
        ({"id": "noor.van@work.example"}, CONFIRMED, ADDRESSES[1]),
        ({"id": "someone@example.org"}, OTHER, ""),
        ({"id": "https://Forge.example/noor/"}, CONFIRMED, ACCOUNTS[0]),
        ({"id": "https://forge.example/noorx"}, OTHER, ""),
        ({"id": "https://["}, OTHER, ""),
        ({"id": "urn:uuid:1"}, NONE, ""),
        ({"id": ""}, NONE, ""),
        ({"id": 7}, NONE, ""),
        ({}, NONE, ""),
        (identifier("noor@example.org", hashed=False), CONFIRMED, ADDRESSES[0]),
        (identifier("someone@example.org", hashed=False), OTHER, ""),
        (identifier(sha("noor@example.orgs"), hashed=True, salt="s"), CONFIRMED, ADDRESSES[0]),
        (identifier(sha("noor@example.org").upper(), hashed=True), CONFIRMED, ADDRESSES[0]),
        (identifier(sha("Noor.Van@Work.example"), hashed=True), CONFIRMED, ADDRESSES[1]),
        (identifier(sha("noor.van@work.example"), hashed=True), CONFIRMED, ADDRESSES[1]),
        (identifier(sha("mailto:noor@example.org"), hashed=True), CONFIRMED, ADDRESSES[0]),
        (identifier(sha("https://forge.example/noor"), hashed=True), CONFIRMED, ACCOUNTS[0]),
        (identifier(sha("noor@example.org"), hashed=True, salt="s"), HIDDEN, ""),
        (identifier("sha512$abc", hashed=True), HIDDEN, ""),
        (identifier("", hashed=True), HIDDEN, ""),
        (identifier(None, hashed=True), NONE, ""),
        ({"id": "did:x", **identifier(sha(ADDRESSES[0]), hashed=True)}, CONFIRMED, ADDRESSES[0]),
        ({"id": "did:x", **identifier(sha("somebody"), hashed=True)}, HIDDEN, ""),
    ],
)  # fmt: skip
def test_whom_an_open_badge_3_names(subject: Json, expected: RecipientMatch, own: str) -> None:
    found = match(opened(samples.badge_3_0(credentialSubject=subject)))
    assert (found.match, found.own) == (expected, own)
    assert match(opened(samples.badge_3_0(credentialSubject=[{}, subject]))) == found


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ({"identity": "noor@example.org", "hashed": False}, CONFIRMED),
        ({"identity": ["x@y", "noor@example.org"]}, CONFIRMED),
        ({"identity": sha("noor@example.orgsea"), "hashed": True, "salt": "sea"}, CONFIRMED),
        ({"identity": sha("noor@example.org")}, CONFIRMED),
        ({"identity": sha("noor@example.org"), "hashed": True, "salt": "x"}, HIDDEN),
        ({"identity": MD5, "salt": "x"}, CONFIRMED),
        ({"identity": "https://forge.example/noor", "type": "url"}, CONFIRMED),
        ({"identity": "+31201234567", "type": "telephone"}, OTHER),
        ({"identity": None}, NONE),
        ({}, NONE),
    ],
)  # fmt: skip
def test_whom_older_badges_name(recipient: Json, expected: RecipientMatch) -> None:
    for form in (samples.assertion_1_0, samples.assertion_1_1, samples.assertion_2_0):
        assert match(opened(form(recipient=recipient))).match is expected


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        (samples.HASH, CONFIRMED),
        ("noor@example.org", CONFIRMED),
        ("someone@example.org", OTHER),
        (sha("someone"), HIDDEN),
    ],
)
def test_whom_the_oldest_badges_name(recipient: str, expected: RecipientMatch) -> None:
    assert match(opened(samples.assertion_0_5(recipient=recipient))).match is expected


def test_a_presentation_names_who_shows_it_and_an_endorsement_nobody() -> None:
    for holder in (DIDS[0], {"id": DIDS[0]}):
        assert match(opened(samples.presentation(holder=holder))).match is CONFIRMED
    assert match(opened(made.endorsement(DIDS[0]))).match is NONE


def test_the_tokens_own_word_does_not_count() -> None:
    document = samples.badge_3_0(credentialSubject={"id": "did:x:1"})
    file = recognising.open_token(made.token({**document, "sub": DIDS[0]}))
    assert match(file).match is OTHER


@given(st.emails(), st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
def test_a_scrambled_address_is_found_again(mail: str, salt: str) -> None:
    for kind in ("sha256", "md5"):
        scrambled = recipients.identity_hash(mail, salt, kind)
        subject = identifier(scrambled, hashed=True, salt=salt)
        file = recognising.open_document(samples.badge_3_0(credentialSubject=subject))
        found = recipients.recipient_of(file, own_addresses=["a@b.example", mail])
        assert (found.match, found.own, found.scrambled) == (CONFIRMED, mail, True)
        assert recipients.recipient_of(file).match is HIDDEN
