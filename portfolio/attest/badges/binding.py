"""Which key a badge names, and whether that key belongs to its issuer.

A signature only says that somebody signed. The key's name has to be under the issuer's own
(reference: the binding rule): ``did:key`` and ``did:jwk`` are keys themselves, ``did:web`` and
https keys lie on the issuer's host and have to be asked for; ``https://issuer#z6Mk...`` brings its
key along, which proves that nothing was changed and nothing about the issuer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from portfolio.attest.badges import public_keys, strict_json
from portfolio.errors import BadgeError

_MAX_DOCUMENT = 256 * 1024
_MAX_NAME = 2000
_MAX_KEYS = 50
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?\Z")
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]{1,128}\Z")
_JWK_NAME = "did:jwk:"


class OtherSignerError(BadgeError):
    """The key that is named belongs to somebody else than the named issuer."""

    def __init__(self, method: str) -> None:
        super().__init__("Signed by someone other than the named issuer.", method[:200])
        self.method = method


class UnknownKeyNameError(BadgeError):
    """The key is named in a way nobody here can look up."""

    def __init__(self, method: str) -> None:
        super().__init__("The key is named in a way this app does not know.", method[:200])
        self.method = method


class Origin(StrEnum):
    """Where a key was had from, which says how far it stands for the issuer."""

    NAME = "name"  # the issuer's name is the key
    HOST = "host"  # the issuer's own host gave it out
    CARRIED = "carried"  # the badge brought it along


@dataclass(frozen=True, slots=True)
class Key:
    """A key, found.

    Attributes:
        host: That gave it out, or "".
    """

    public: public_keys.PublicKey
    origin: Origin
    method: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """A key that is not here.

    Attributes:
        url: Where it lies.
        asked: It was asked for in vain; else it was not asked for yet.
    """

    url: str
    host: str
    asked: bool = False


def key_for(method: str, issuer: str, answers: Mapping[str, Any]) -> Key | Absent:
    """Return the key a badge says it was signed with.

    Args:
        method: The verification method or ``kid``; a bare ``#name`` is one of the issuer's.
        issuer: The id of the named issuer.
        answers: What addresses answered (`portfolio.model.verdict.Answer`), by address.

    Raises:
        OtherSignerError: It is not the issuer's.
        UnknownKeyNameError: Nobody here knows how to look it up.
        BadgeError: What was found is no key.
    """
    if not (0 < len(method) <= _MAX_NAME and 0 < len(issuer) <= _MAX_NAME):
        raise OtherSignerError(method)
    owner, mark, fragment = method.partition("#")
    if not owner or ":" not in owner:  # "#key-1" or "key-1"
        owner, mark, fragment = issuer, "#", fragment or owner
    full = f"{owner}{mark}{fragment}"
    if owner.startswith("did:"):
        if owner != issuer:
            raise OtherSignerError(method)
        return _of_did(owner, fragment, full, answers)
    return _of_address(owner, fragment, issuer, full, answers)


def carried(jwk: object, issuer: str, answers: Mapping[str, Any]) -> Key | Absent:
    """Return the key a token's header brings along, when it is the issuer's as far as can be said.

    Raises:
        OtherSignerError: The issuer has other keys.
        BadgeError: It is no key, or a private one.
    """
    public = public_keys.from_jwk(jwk)
    if issuer.startswith(("did:key:", _JWK_NAME)):
        return _if_same(key_for(issuer, issuer, answers), public)
    if issuer.startswith("did:web:"):
        url = did_web_address(issuer)
        found = _document(url, answers)
        if isinstance(found, Absent):
            return found
        for method in _methods(found, issuer):
            try:
                own = _public(method)
            except BadgeError:
                continue
            if public_keys.same(own, public):
                return Key(public, Origin.HOST, str(method.get("id", "")), _host(url))
        raise OtherSignerError(issuer)
    return Key(public, Origin.CARRIED, "")


def confirmed(key: Key | Absent, jwk: object) -> Key | Absent:
    """Return a key that was looked up, when the one in the token's header is the same.

    Raises:
        OtherSignerError: It is another one.
        BadgeError: It is no key, or a private one.
    """
    return _if_same(key, public_keys.from_jwk(jwk))


def did_web_address(did: str) -> str:
    """Return where the document of a ``did:web`` lies.

    Raises:
        UnknownKeyNameError: It is not well formed.
    """
    host, *path = (unquote(part) for part in did.removeprefix("did:web:").split(":"))
    if not _HOST.match(host.lower()) or not all(_SEGMENT.match(part) for part in path):
        raise UnknownKeyNameError(did)
    if any(set(part) == {"."} for part in path):
        raise UnknownKeyNameError(did)
    return f"https://{host.lower()}/{'/'.join(path) if path else '.well-known'}/did.json"


def origin_of(url: str) -> str:
    """Return scheme, host and port of an https address, or "" for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return ""
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        return ""
    return f"https://{parts.hostname.lower()}:{port}"


def _of_did(did: str, fragment: str, full: str, answers: Mapping[str, Any]) -> Key | Absent:
    if did.startswith("did:key:"):
        if fragment not in ("", did.removeprefix("did:key:")):
            raise OtherSignerError(full)
        name = did.removeprefix("did:key:")
        return Key(public_keys.from_multibase(name), Origin.NAME, full)
    if did.startswith(_JWK_NAME):
        if fragment not in ("", "0"):
            raise OtherSignerError(full)
        try:
            raw = public_keys.base64url(did.removeprefix(_JWK_NAME))
        except ValueError as exc:
            raise UnknownKeyNameError(full) from exc
        return Key(public_keys.from_jwk(strict_json.parse(raw)), Origin.NAME, full)
    if did.startswith("did:web:"):
        url = did_web_address(did)
        found = _document(url, answers)
        if isinstance(found, Absent):
            return found
        return Key(_named(_methods(found, did), did, full), Origin.HOST, full, _host(url))
    raise UnknownKeyNameError(full)


def _of_address(
    owner: str, fragment: str, issuer: str, full: str, answers: Mapping[str, Any]
) -> Key | Absent:
    if fragment.startswith("z6Mk"):
        if owner != issuer:
            raise OtherSignerError(full)
        return Key(public_keys.from_multibase(fragment), Origin.CARRIED, full)
    origin = origin_of(owner)
    if not origin:
        raise UnknownKeyNameError(full)
    if origin != origin_of(issuer):
        raise OtherSignerError(full)
    found = _document(owner, answers)
    if isinstance(found, Absent):
        return found
    for name in ("controller", "owner"):
        if found.get(name, issuer) not in (issuer, owner):
            raise OtherSignerError(full)
    if "verificationMethod" in found or "assertionMethod" in found:
        public = _named(_methods(found, str(found.get("id", ""))), owner, full)
    else:
        public = _public(_of_set(found, fragment))
    return Key(public, Origin.HOST, full, _host(owner))


def _document(url: str, answers: Mapping[str, Any]) -> dict[str, Any] | Absent:
    """Return the document an address answered with."""
    answer = answers.get(url)
    if answer is None:
        return Absent(url, _host(url))
    if answer.status not in range(200, 300):
        return Absent(url, _host(url), asked=True)
    try:
        return strict_json.parse_object(answer.body, limit=_MAX_DOCUMENT)
    except BadgeError:
        return Absent(url, _host(url), asked=True)


def _methods(document: Mapping[str, Any], did: str) -> list[Mapping[str, Any]]:
    """Return the keys a document gives out for signing statements.

    Raises:
        OtherSignerError: The document is somebody else's.
    """
    if document.get("id") != did:
        raise OtherSignerError(did)
    listed = [each for each in _list(document.get("verificationMethod")) if _is_object(each)]
    if "assertionMethod" in document:
        for_statements = _list(document["assertionMethod"])
        names = {_full(each, did) for each in for_statements if isinstance(each, str)}
        listed = [each for each in listed if _full(each.get("id"), did) in names]
        listed += [each for each in for_statements if _is_object(each)]
    return [each for each in listed[:_MAX_KEYS] if each.get("controller", did) == did]


def _named(methods: list[Mapping[str, Any]], did: str, full: str) -> public_keys.PublicKey:
    wanted = [each for each in methods if _full(each.get("id"), did) == full]
    if full == did and len(methods) == 1:  # no key is named, and there is one only
        wanted = methods
    if len(wanted) != 1:
        raise OtherSignerError(full)
    return _public(wanted[0])


def _public(method: Mapping[str, Any]) -> public_keys.PublicKey:
    """Return the key inside a verification method, or a key document of its own.

    Raises:
        BadgeError: It is withdrawn, or no key.
    """
    if method.get("revoked"):
        raise BadgeError("The issuer has withdrawn this key.")
    if "publicKeyJwk" in method:
        return public_keys.from_jwk(method["publicKeyJwk"])
    if "publicKeyMultibase" in method:
        return public_keys.from_multibase(method["publicKeyMultibase"])
    if "publicKeyBase58" in method:
        return public_keys.from_raw_ed25519(method["publicKeyBase58"])
    if isinstance(method.get("publicKeyPem"), str):
        return public_keys.from_pem(method["publicKeyPem"].encode())
    return public_keys.from_jwk(method)


def _of_set(found: dict[str, Any], fragment: str) -> dict[str, Any]:
    """Return the key of a set (RFC 7517, 5) that a fragment names, or the one key there is."""
    keys = [each for each in _list(found.get("keys")) if _is_object(each)]
    if not keys:
        return found
    named = [each for each in keys if each.get("kid") == fragment] if fragment else keys
    if len(named) != 1:
        raise BadgeError("The issuer's list of keys does not have this one.")
    return dict(named[0])


def _if_same(key: Key | Absent, public: public_keys.PublicKey) -> Key | Absent:
    if isinstance(key, Key) and not public_keys.same(key.public, public):
        raise OtherSignerError(key.method)
    return key


def _full(name: object, did: str) -> str:
    text = name if isinstance(name, str) else ""
    return f"{did}{text}" if text.startswith("#") else text


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
