"""Takes compact tokens apart (RFC 7515), and says what lies in them. Nothing of it is checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from portfolio.attest.badges import documents, instants, strict_json
from portfolio.attest.badges.badge_file import Form, Sealing
from portfolio.attest.badges.jws import MAX_TOKEN
from portfolio.attest.badges.public_keys import base64url
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\Z")
_BLANKS = re.compile(r"\s+")
_REGISTERED: Final = frozenset(("iss", "sub", "aud", "exp", "nbf", "iat", "jti"))


class Token(NamedTuple):
    """A token in its parts.

    Attributes:
        text: Without blanks.
        header: Its first part.
        claims: Its second part.
        credential: The assertion or credential in the claims.
    """

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]
    credential: dict[str, Any]
    form: Form
    sealing: Sealing


def found_in(text: str) -> str:
    """Return the token a text consists of, without the blanks a mail puts in; "" when it is none.

    Raises:
        BadgeError: It is one of two other kinds of token, which badges are rarely written in, or
            it is too large.
    """
    if not text.startswith("e"):  # what "{" looks like in base64
        return ""
    bare = _BLANKS.sub("", text)
    if _TOKEN.match(bare):
        if len(bare) > MAX_TOKEN:
            raise strict_json.refused(f"A token of more than {MAX_TOKEN:,} letters.")
        return bare
    parts = bare.partition("~")[0].split(".")
    if "~" in bare and len(parts) == 3 and _TOKEN.match(".".join(parts)):
        raise BadgeError(
            "This credential is made to be shown in part.",
            "This app cannot read that kind (SD-JWT). Ask the issuer for a whole one.",
        )
    if len(parts) == 5 and all(re.fullmatch(r"[A-Za-z0-9_-]*", part) for part in parts):
        raise BadgeError(
            "This credential is encrypted.", "Only its recipient's wallet can open it."
        )
    return ""


def opened(text: str) -> Token:
    """Take a token apart.

    Args:
        text: As `found_in` returns it.

    Raises:
        BadgeError: Its parts are damaged, or what it holds is no badge.
    """
    try:
        header, payload = (base64url(part) for part in text.split(".")[:2])
    except ValueError as error:
        raise strict_json.refused("A part of the token is damaged.") from error
    head, claims = strict_json.parse_object(header), strict_json.parse_object(payload)
    inner = [name for name in ("vc", "vp") if isinstance(claims.get(name), dict)]
    if inner:
        if len(inner) > 1 or "credentialSubject" in claims or "verifiableCredential" in claims:
            raise strict_json.refused("The token holds two credentials.")
        credential = _filled(claims[inner[0]], claims, is_credential=inner == ["vc"])
        return Token(text, head, claims, credential, documents.form_of(credential), Sealing.JWT_VC)
    form = documents.form_of(claims)
    if not form.is_credential:
        return Token(text, head, claims, claims, form, Sealing.JWS)
    bare = {name: value for name, value in claims.items() if name not in _REGISTERED}
    return Token(text, head, claims, bare, form, Sealing.JWT)


def _filled(
    inner: dict[str, Any], claims: Mapping[str, Any], *, is_credential: bool
) -> dict[str, Any]:
    """Return what lies in ``vc`` or ``vp`` with what lies in the token's own claims instead.

    Verifiable Credentials 1.1, 6.3.1: issuers may leave out what the claims say already.
    """
    made = dict(inner)
    if isinstance(claims.get("jti"), str):
        made.setdefault("id", claims["jti"])
    if not is_credential:
        if isinstance(claims.get("iss"), str):
            made.setdefault("holder", claims["iss"])
        return made
    if isinstance(claims.get("iss"), str):
        made["issuer"] = _with_id(made.get("issuer"), claims["iss"])
    if isinstance(claims.get("sub"), str) and isinstance(made.get("credentialSubject"), dict):
        made["credentialSubject"] = _with_id(made["credentialSubject"], claims["sub"])
    second = "https://www.w3.org/ns/credentials/v2" in documents.texts(made.get("@context"))
    dates = ("validFrom", "validUntil") if second else ("issuanceDate", "expirationDate")
    for name, claim in zip(dates, ("nbf", "exp"), strict=True):
        at = instants.read(claims.get(claim)) if name not in made else None
        if at is not None:
            made[name] = at.isoformat().replace("+00:00", "Z")
    return made


def _with_id(value: object, identifier: str) -> object:
    if value is None:
        return identifier
    return {"id": identifier, **value} if isinstance(value, dict) else value
