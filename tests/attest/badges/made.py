"""Badges for the tests, signed here and not by the code that issues them."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from portfolio.attest import app_keys, credentials
from portfolio.attest.badges import vocabularies

Json = dict[str, Any]

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ISSUED = datetime(2026, 3, 1, 9, tzinfo=UTC)
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@cache
def did(key: Ed25519PrivateKey = KEY) -> str:
    return app_keys.did(key.public_key().public_bytes_raw())


def method(key: Ed25519PrivateKey = KEY) -> str:
    return f"{did(key)}#{did(key).removeprefix('did:key:')}"


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def p256_key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1())


def credential(**changes: Any) -> Json:
    """An Open Badge 3.0 by `KEY`; a change of None leaves a member out."""
    made: Json = {
        "@context": [vocabularies.CREDENTIALS_2, vocabularies.OPEN_BADGES_3],
        "id": "urn:uuid:8f14e45f-ceea-467f-9f3c-0a1b2c3d4e5f",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Patient reviewer",
        "issuer": {"id": did(), "type": ["Profile"], "name": "Ada Example"},
        "validFrom": "2026-03-01T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:noor",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:45c48cce-2e2d-4fbd-a1af-9b7c6d5e4f30",
                "type": ["Achievement"],
                "name": "Patient reviewer",
                "description": "Reviews with care",
                "criteria": {"narrative": "Ten reviews with reasons"},
            },
        },
    }
    made.update(copy.deepcopy(changes))
    return {name: value for name, value in made.items() if value is not None}


def endorsement(about: str, key: Ed25519PrivateKey = OTHER_KEY, **changes: Any) -> Json:
    made: Json = {
        "@context": [vocabularies.CREDENTIALS_2, vocabularies.OPEN_BADGES_3],
        "id": "urn:uuid:c4ca4238-a0b9-4382-8dcc-509a6f75849b",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": did(key), "type": ["Profile"], "name": "Ben Example"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": about,
            "type": ["EndorsementSubject"],
            "endorsementComment": "I saw these reviews.",
        },
    }
    made.update(copy.deepcopy(changes))
    return {name: value for name, value in made.items() if value is not None}


def sealed(document: Json, key: Ed25519PrivateKey = KEY, named: str = "", **options: str) -> Json:
    """With a Data Integrity proof (eddsa-rdfc-2022), and more options of it."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": named or method(key),
        "proofPurpose": "assertionMethod",
        **options,
    }
    return _with(document, proof, document["@context"], key)


def sealed_2020(document: Json, key: Ed25519PrivateKey = KEY, named: str = "") -> Json:
    """With a proof of the suite of 2020."""
    proof = {
        "type": "Ed25519Signature2020",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": named or method(key),
        "proofPurpose": "assertionMethod",
    }
    return _with(document, proof, vocabularies.ED25519_2020, key)


def _with(document: Json, proof: Json, context: object, key: Ed25519PrivateKey) -> Json:
    options = credentials.expanded({**proof, "@context": context})
    quads = credentials.canonical(options, credentials.expanded(document))
    signature = key.sign(b"".join(hashlib.sha256(each).digest() for each in quads))
    return {**copy.deepcopy(document), "proof": {**proof, "proofValue": "z" + base58(signature)}}


def base58(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def jwk(key: Any) -> Json:
    """The public part."""
    public = key.public_key()
    if isinstance(key, Ed25519PrivateKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
    numbers = public.public_numbers()
    if isinstance(key, rsa.RSAPrivateKey):
        return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
    x, y = (b64(value.to_bytes(32, "big")) for value in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def token(payload: Json, key: Any = KEY, **header: Any) -> str:
    """A compact JWS; ``alg`` follows from the key unless given."""
    if not header:
        header = {"kid": method()}
    named = "EdDSA" if isinstance(key, Ed25519PrivateKey) else "ES256"
    named = "RS256" if isinstance(key, rsa.RSAPrivateKey) else named
    parts = ({"alg": named, "typ": "JWT", **header}, payload)
    signed = ".".join(b64(json.dumps(part).encode()) for part in parts).encode()
    return f"{signed.decode()}.{b64(_signature(key, signed))}"


def _signature(key: Any, signed: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(signed)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(signed, padding.PKCS1v15(), SHA256())
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def claimed(document: Json) -> Json:
    """The payload of an Open Badges 3.0 token."""
    claims = {"iss": document["issuer"]["id"], "jti": document["id"]}
    claims["nbf"] = int(datetime.fromisoformat(document["validFrom"]).timestamp())
    if "id" in document["credentialSubject"]:
        claims["sub"] = document["credentialSubject"]["id"]
    if "validUntil" in document:
        claims["exp"] = int(datetime.fromisoformat(document["validUntil"]).timestamp())
    return {**document, **claims}


def text(document: Json) -> bytes:
    return json.dumps(document).encode()
