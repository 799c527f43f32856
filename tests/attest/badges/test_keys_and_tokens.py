"""Public keys, tokens and dates as badges carry them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import instants, jws, public_keys, strict_json
from portfolio.errors import BadgeError
from tests.attest.badges import made

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"EdDSA": lambda: made.KEY, "ES256": made.p256_key, "RS256": made.rsa_key}


def header_of(token: str) -> dict[str, Any]:
    return strict_json.parse_object(public_keys.base64url(token.split(".", maxsplit=1)[0]))


def other_payload(token: str, other: str) -> str:
    return f"{other.rpartition('.')[0]}.{token.rpartition('.')[2]}"


@pytest.mark.parametrize("name", KEYS)
def test_a_token_holds_with_its_key_and_with_no_other(name: str) -> None:
    key = KEYS[name]()
    token = made.token({"a": 1}, key, kid="x")
    public = public_keys.from_jwk(made.jwk(key))
    assert public_keys.algorithm_of(public) == name
    assert jws.holds(token, header_of(token), public)
    changed = other_payload(token, made.token({"a": 2}, key, kid="x"))
    assert not jws.holds(changed, header_of(changed), public)
    other = public_keys.from_jwk(made.jwk(made.OTHER_KEY))
    if name == "EdDSA":
        assert not jws.holds(token, header_of(token), other)
    else:
        with pytest.raises(jws.AlgorithmError):
            jws.holds(token, header_of(token), other)


@pytest.mark.parametrize("name", ["none", "None", "", "HS256", "RS512", "PS256", "ES384", 5, None])
def test_other_ways_of_signing_are_refused(name: object) -> None:
    token = made.token({"a": 1}, made.KEY, alg=name)
    with pytest.raises(jws.AlgorithmError):
        jws.holds(token, header_of(token), made.KEY.public_key())


def test_a_secret_made_of_the_public_key_signs_nothing() -> None:
    public = made.rsa_key().public_key()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for named in ("HS256", "RS256", "none"):
        parts = (made.b64(json.dumps(each).encode()) for each in ({"alg": named}, {"a": 1}))
        signed = ".".join(parts)
        forged = made.b64(hmac.new(secret, signed.encode(), hashlib.sha256).digest())
        token = f"{signed}.{'' if named == 'none' else forged}"
        try:
            assert not jws.holds(token, {"alg": named}, public)
        except jws.AlgorithmError:
            assert named != "RS256"


def test_a_header_that_demands_more_is_refused() -> None:
    for more in ({"crit": ["exp"]}, {"b64": False}):
        token = made.token({"a": 1}, made.KEY, **more)
        with pytest.raises(BadgeError):
            jws.holds(token, header_of(token), made.KEY.public_key())


def test_our_own_tokens_are_like_those_made_by_hand() -> None:
    document = made.credential()
    token = jws.sign({**document, **jws.claims_of(document)}, made.KEY, made.method())
    assert jws.holds(token, header_of(token), made.KEY.public_key())
    payload = strict_json.parse_object(public_keys.base64url(token.split(".")[1]))
    assert payload == made.claimed(document)
    assert jws.disagreements(payload, document) == ()


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:example:other"),
        ("jti", "urn:uuid:other"),
        ("sub", "did:example:somebody"),
        ("nbf", 1),
        ("nbf", True),
        ("nbf", "2026-03-01T09:00:00Z"),
        ("exp", 4_000_000_000),
        ("iss", None),
        ("iss", ["did:example:other"]),
    ],
)
def test_a_claim_that_says_something_else_is_named(claim: str, value: object) -> None:
    document = made.credential(validUntil="2030-01-01T00:00:00Z")
    assert jws.disagreements({**made.claimed(document), claim: value}, document) == (claim,)


def test_a_subject_without_an_id_cannot_have_a_claim() -> None:
    document = made.credential()
    del document["credentialSubject"]["id"]
    assert jws.disagreements({"sub": "did:example:x"}, document) == ("sub",)
    assert jws.disagreements({}, document) == ()


@pytest.mark.parametrize("name", KEYS)
def test_a_key_reads_the_same_in_every_spelling(name: str) -> None:
    key = KEYS[name]()
    public = key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert public_keys.same(public_keys.from_pem(pem), public)
    assert public_keys.same(public_keys.from_jwk(made.jwk(key)), public)


def test_the_kinds_only_ed25519_has() -> None:
    public = made.KEY.public_key()
    name = made.did().removeprefix("did:key:")
    assert public_keys.same(public_keys.from_multibase(name), public)
    raw = made.base58(public.public_bytes_raw())
    assert public_keys.same(public_keys.from_raw_ed25519(raw), public)


def test_a_fingerprint_is_the_one_ssh_keygen_prints(tmp_path: Path) -> None:
    for name, key in KEYS.items():
        public = key().public_key()
        line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        path = tmp_path / f"{name}.pub"
        path.write_bytes(line)
        said = subprocess.run(["ssh-keygen", "-lf", path], capture_output=True, check=True).stdout
        assert said.split()[1].decode() == public_keys.fingerprint(public)


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        [],
        {},
        {"kty": "oct", "k": "AAAA"},
        {**made.jwk(made.KEY), "d": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"},
        {"kty": "EC", "crv": "P-384", "x": "AQ", "y": "AQ"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": made.number(2**1023 + 1), "e": "AQAB"},
        {"kty": "RSA", "n": made.number(2**9000 + 1), "e": "AQAB"},
        {"kty": "RSA", "n": made.number(2**2047 + 1), "e": "Ag"},
    ],
)
def test_what_is_no_fit_key_is_refused(jwk: object) -> None:
    with pytest.raises(BadgeError):
        public_keys.from_jwk(jwk)


def test_keys_in_pem_that_are_not_fit_are_refused() -> None:
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    curve = ec.derive_private_key(7, ec.SECP384R1()).public_key()
    for key in (small, curve):
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        with pytest.raises(BadgeError):
            public_keys.from_pem(pem)
    for pem in (b"", b"-----BEGIN PUBLIC KEY-----", b"x" * 20_000):
        with pytest.raises(BadgeError):
            public_keys.from_pem(pem)


@given(st.binary(max_size=80))
def test_base64url_has_one_text_for_each_run_of_bytes(raw: bytes) -> None:
    text = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    assert public_keys.base64url(text) == raw


@given(st.text(alphabet=st.sampled_from("AQgw-_+/=z 9"), max_size=12))
def test_base64url_that_could_be_written_otherwise_is_refused(text: str) -> None:
    try:
        raw = public_keys.base64url(text)
    except ValueError:
        return
    assert made.b64(raw) == text


@given(st.binary(min_size=1, max_size=90))
def test_base58_is_the_inverse_of_writing_it(raw: bytes) -> None:
    assert public_keys.base58(made.base58(raw)) == raw


@pytest.mark.parametrize("text", ["", "0", "l", "I", "O", "1" * 129, "é"])
def test_what_is_no_base58_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base58"):
        public_keys.base58(text)


@given(st.datetimes(timezones=st.sampled_from([UTC])))
def test_an_instant_reads_as_it_was_written(at: datetime) -> None:
    assert instants.read(at.isoformat()) == at
    assert instants.read(at.isoformat().replace("+00:00", "Z")) == at
    seconds = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    assert instants.read(seconds) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:00", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01T10:00:00.123456789Z", datetime(2026, 3, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-03-01T10:00:60Z", datetime(2026, 3, 1, 10, 0, 59, tzinfo=UTC)),
        ("2026-03-01T10:60:00Z", None),
        ("2026-03-01T10:00:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("9999-12-31T23:59:59-05:00", datetime.max.replace(tzinfo=UTC, microsecond=0)),
        ("0001-01-01T00:00:00+05:00", datetime.min.replace(tzinfo=UTC)),
        (10**30, datetime.max.replace(tzinfo=UTC, microsecond=0)),
        (-(10**30), datetime.min.replace(tzinfo=UTC)),
        ("2026-02-30", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        ({}, None),
    ],
)
def test_dates_of_every_age_of_badge(written: object, expected: datetime | None) -> None:
    assert instants.read(written) == expected


@given(st.text(max_size=40) | st.integers() | st.floats(allow_nan=False) | st.none())
def test_nothing_written_as_a_date_breaks_the_reader(written: object) -> None:
    found = instants.read(written)
    assert found is None or found.tzinfo is not None
