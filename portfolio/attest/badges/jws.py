"""Compact JWS as badges use them: signing with Ed25519, checking Ed25519, P-256 and RSA.

The algorithm follows from the kind of the key; a header that says otherwise fails (RFC 8725, 3.1).
So ``none`` and HS256 keyed with a public key cannot pass: no key goes with them.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import instants, public_keys, strict_json
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from portfolio.attest.badges.public_keys import PublicKey

MAX_TOKEN: Final = 1024 * 1024


class AlgorithmError(BadgeError):
    """The token says it is signed in a way that is not trusted, or not known.

    Args:
        name: What its header says; from outside.
    """

    def __init__(self, name: str) -> None:
        super().__init__("Signed in a way this app does not accept.", name)
        self.name = name


def algorithm(header: Mapping[str, Any]) -> str:
    """Return the algorithm a header names.

    Raises:
        AlgorithmError: It is none of the three that badges are checked with here.
        BadgeError: The header demands something nobody here knows of (``crit``).
    """
    named = header.get("alg")
    if not isinstance(named, str) or named not in public_keys.ALGORITHMS:
        raise AlgorithmError(str(named)[:60])
    if "crit" in header or header.get("b64", True) is not True:
        raise BadgeError("The badge demands a check this app does not know.")
    return named


def holds(token: str, header: Mapping[str, Any], key: PublicKey) -> bool:
    """Whether a compact token was signed with the private part of this key.

    ``header`` is the token's first part, parsed.

    Raises:
        AlgorithmError: The header names another way of signing than goes with the key.
    """
    named = algorithm(header)
    if named != public_keys.algorithm_of(key):
        raise AlgorithmError(named)
    signed, _, signature = token.rpartition(".")
    if len(token) > MAX_TOKEN or signed.count(".") != 1:
        return False
    try:
        raw = public_keys.base64url(signature)
    except ValueError:
        return False
    return public_keys.holds(key, signed.encode("ascii", "replace"), raw)


def sign(payload: Mapping[str, Any], key: Ed25519PrivateKey, kid: str) -> str:
    """Return a token over a payload, signed with Ed25519; ``kid`` names the key."""
    header = {"alg": public_keys.EDDSA, "kid": kid, "typ": "JWT"}
    signed = b".".join(_part(strict_json.compact(each)) for each in (header, dict(payload)))
    return b".".join((signed, _part(key.sign(signed)))).decode()


def claims_of(credential: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims that go with a credential in a token (Open Badges 3.0, 8.2.4)."""
    claims: dict[str, Any] = {"iss": _id_of(credential.get("issuer")), "jti": credential.get("id")}
    claims["sub"] = _id_of(_subject(credential))
    claims["nbf"] = _seconds(credential.get("validFrom", credential.get("issuanceDate")))
    claims["exp"] = _seconds(credential.get("validUntil", credential.get("expirationDate")))
    return {name: value for name, value in claims.items() if value is not None}


def disagreements(claims: Mapping[str, Any], credential: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the claims of a token that say something else than its credential, by name.

    A claim the token does not have says nothing, and neither does a date the credential does not
    have (it then counts by itself). A name the credential has nothing to compare with says
    something else: ``sub`` where the subject has no id.
    """
    expected = claims_of(credential)
    named = [name for name in ("iss", "jti", "sub") if name in claims]
    named += [name for name in ("nbf", "exp") if name in claims and name in expected]
    return tuple(name for name in named if not _equal(claims[name], expected.get(name)))


def _equal(claimed: object, expected: object) -> bool:
    if isinstance(expected, int):
        numeric = isinstance(claimed, int | float) and not isinstance(claimed, bool)
        # Some issuers write parts of a second, which the credential's date may not have.
        return numeric and int(claimed) == expected  # type: ignore[call-overload]
    return isinstance(claimed, str) and claimed == expected


def _subject(credential: Mapping[str, Any]) -> object:
    subject = credential.get("credentialSubject")
    if isinstance(subject, list):
        return subject[0] if len(subject) == 1 else None
    return subject


def _id_of(value: object) -> object:
    return value.get("id") if isinstance(value, Mapping) else value


def _seconds(written: object) -> int | None:
    at: datetime | None = instants.read(written)
    return None if at is None else int(at.timestamp())


def _part(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
