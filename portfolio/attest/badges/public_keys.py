"""Public keys as badges carry them: JWK, multibase, PEM. Strict, and never a private part.

The kind of the key alone decides how it may sign (RFC 8725, 3.1): what a token's header says is
only compared with that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from portfolio.attest import app_keys, credentials
from portfolio.errors import BadgeError

PublicKey = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

EDDSA: Final = "EdDSA"
ES256: Final = "ES256"
RS256: Final = "RS256"
ALGORITHMS: Final = frozenset({EDDSA, ES256, RS256})

_RSA_BITS = range(2048, 8193)
_MAX_BASE58 = 128  # decoding takes the square of the length
_MAX_PEM = 16 * 1024
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def algorithm_of(key: PublicKey) -> str:
    """Return the one way of signing a token that goes with a key."""
    if isinstance(key, Ed25519PublicKey):
        return EDDSA
    return RS256 if isinstance(key, rsa.RSAPublicKey) else ES256


def holds(key: PublicKey, signed: bytes, signature: bytes) -> bool:
    """Whether a signature over these bytes was made with the private part of this key.

    An ES256 signature is the two numbers of 32 bytes each (RFC 7518, 3.4).
    """
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), SHA256())
        else:
            if len(signature) != 64:
                return False
            r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: PublicKey) -> str:
    """Return ``SHA256:...`` of a key, as ssh-keygen prints it and the record keeps it."""
    line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    digest = hashlib.sha256(base64.b64decode(line.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def same(one: PublicKey, other: PublicKey) -> bool:
    """Whether two keys are the same key."""
    return fingerprint(one) == fingerprint(other)


def from_pem(pem: bytes) -> PublicKey:
    """Read a public key in PEM.

    Raises:
        BadgeError: It is none, or of a kind or size that badges are not signed with.
    """
    if len(pem) > _MAX_PEM:
        raise BadgeError("The key cannot be read.")
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise BadgeError("The key cannot be read.") from exc
    return _suitable(key)


def from_jwk(jwk: object) -> PublicKey:
    """Read a JSON Web Key (RFC 7517).

    Raises:
        BadgeError: It is none, holds a private part, or is of a kind that is not used.
    """
    if not isinstance(jwk, Mapping):
        raise BadgeError("The key cannot be read.")
    if _PRIVATE_MEMBERS & jwk.keys():
        raise BadgeError("A private key is written into this badge; nothing it signs counts.")
    kind = (jwk.get("kty"), jwk.get("crv"))
    try:
        if kind == ("OKP", "Ed25519"):
            return Ed25519PublicKey.from_public_bytes(_member(jwk, "x"))
        if kind == ("EC", "P-256"):
            x, y = _number(jwk, "x"), _number(jwk, "y")
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if kind[0] == "RSA":
            numbers = rsa.RSAPublicNumbers(_number(jwk, "e"), _number(jwk, "n"))
            return _suitable(numbers.public_key())
    except (ValueError, TypeError) as exc:
        raise BadgeError("The key cannot be read.") from exc
    raise BadgeError("The key is of a kind badges are not signed with.")


def from_multibase(text: object) -> PublicKey:
    """Read a key as ``z`` and base58, with its kind in front (Multikey, did:key).

    Raises:
        BadgeError: It is none that is understood.
    """
    if not isinstance(text, str):
        raise BadgeError("The key cannot be read.")
    return from_pem(credentials.key_of_did(f"did:key:{text}"))


def from_raw_ed25519(text: object) -> PublicKey:
    """Read the 32 bytes of an Ed25519 key in base58 (the suite of 2018).

    Raises:
        BadgeError: It is none.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(base58(text if isinstance(text, str) else ""))
    except ValueError as exc:
        raise BadgeError("The key cannot be read.") from exc


def base58(text: str) -> bytes:
    """Decode base58 (Bitcoin's alphabet).

    Raises:
        ValueError: It is none, or longer than any key or signature.
    """
    if not text or len(text) > _MAX_BASE58:
        raise ValueError("no base58 of a key or signature")
    number = 0
    for letter in text:
        digit = _BASE58.find(letter)
        if digit < 0:
            raise ValueError("no base58 of a key or signature")
        number = number * 58 + digit
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip("1"))) + body


def base64url(text: str) -> bytes:
    """Decode base64url without padding; one text for each run of bytes (RFC 7515, 2).

    Raises:
        ValueError: It is none.
    """
    if not _BASE64URL.match(text):
        raise ValueError("no base64url")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as exc:
        raise ValueError("no base64url") from exc
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text.encode():
        raise ValueError("two texts for the same bytes")
    return raw


def _member(jwk: Mapping[str, object], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or len(value) > 2048:
        raise ValueError(name)
    return base64url(value)


def _number(jwk: Mapping[str, object], name: str) -> int:
    return int.from_bytes(_member(jwk, name), "big")


def _suitable(key: object) -> PublicKey:
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS:
        return key
    raise BadgeError("The key is of a kind or size badges are not signed with.")


def did_of_line(line: str) -> str:
    """Return the ``did:key`` of a public line ``ssh-ed25519 ...``, "" for other kinds of keys."""
    kind, _, rest = line.partition(" ")
    try:
        wire = base64.b64decode(rest.partition(" ")[0], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return app_keys.did(wire[-32:]) if kind == "ssh-ed25519" and len(wire) == 51 else ""
