"""Open Badges as backpacks hand them out: 2.0/2.1 assertions, and 3.0 credentials.

Nothing here says that a badge is true: signatures are checked by who keeps badges, with the item
as it came. A signed one (a compact JWS) is only looked into for its title and dates.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.badge_raw import badge_raw
from portfolio.sync.parsing import (
    MAX_ID,
    BadItemError,
    found,
    instant,
    is_https,
    mapping,
    optional_flag,
    optional_instant,
    optional_line,
    optional_text,
)
from portfolio.sync.provider import Container, Record, Who

_MAX_JWS: Final = 1_000_000
_NO_NAME: Final = "Badge"


def parse_profile(raw: object, instance: str) -> Who:
    """Return who the token belongs to, from a profile of either version.

    Args:
        raw: The profile, or an answer that holds it as ``profile``.
        instance: The service.
    """
    inner = found(raw, "profile")
    person = mapping(raw, "profile") if inner is not None else mapping(raw)
    email = optional_line(person, "email", limit=200)
    name = optional_line(person, "name", limit=200)
    number = optional_line(person, "id", limit=1_000) or email
    if not number:
        raise BadItemError("The profile has neither an id nor an e-mail address.")
    url = optional_line(person, "url", limit=1_000)
    return Who(
        native_id=_short(number),
        handle=email or name or urlsplit(instance).netloc,
        name=name,
        profile_url=url if is_https(url) else "",
        emails=(email,) if email else (),
        shows_private=True,
    )


def parse_assertion(raw: object, *, instance: str) -> Record:
    """Return the record of an assertion of version 2; a signed one may come as a text."""
    item = _opened(raw) if isinstance(raw, str) else mapping(raw)
    about = _object(item, "badge")
    issuer = _object(about, "issuer")
    address = optional_line(item, "id", limit=2_000)
    hosted = address if is_https(address) else ""
    is_revoked = optional_flag(item, "revoked") is True
    why = optional_line(item, "revocationReason", limit=300) if is_revoked else ""
    text = _words(item, "narrative") or _words(about, "description")
    return Record(
        native_id=_native_id(address, raw),
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=optional_line(about, "name", limit=300) or _NO_NAME,
        occurred_at=instant(item, "issuedOn"),
        container=_container(instance),
        url=hosted,
        excerpt=f"Revoked: {why}" if why else text,
        state=Outcome.REVERTED if is_revoked else Outcome.NONE,
        people=_giver(issuer),
        visibility=Visibility.RESTRICTED,
        raw=badge_raw(raw, image=_image(item) or _image(about), hosted=hosted),
    )


def parse_credential(raw: object, *, instance: str) -> Record:
    """Return the record of a credential of version 3, as JSON-LD or as a compact JWS."""
    item = _opened(raw) if isinstance(raw, str) else mapping(raw)
    subject = _first(found(item, "credentialSubject"))
    about = _first(found(subject, "achievement"))
    address = optional_line(item, "id", limit=2_000) or optional_line(item, "jti", limit=2_000)
    hosted = address if is_https(address) else ""
    awarded = (
        optional_instant(item, "awardedDate")
        or optional_instant(item, "validFrom")
        or optional_instant(item, "issuanceDate")
        or instant(item, "nbf")
    )
    title = optional_line(about, "name", limit=300) or optional_line(item, "name", limit=300)
    return Record(
        native_id=_native_id(address, raw),
        kind=Kind.CREDENTIAL,
        action=Action.AWARDED,
        title=title or _NO_NAME,
        occurred_at=awarded,
        container=_container(instance),
        url=hosted,
        excerpt=_words(subject, "narrative") or _words(about, "description"),
        people=_giver(_object(item, "issuer")),
        visibility=Visibility.RESTRICTED,
        raw=badge_raw(raw, image=_image(item) or _image(about), hosted=hosted),
    )


def _opened(jws: str) -> Mapping[str, Any]:
    """Return what a compact JWS says, unchecked (RFC 7515, 7.1)."""
    parts = jws.split(".")
    if len(parts) != 3 or len(jws) > _MAX_JWS:
        raise BadItemError("The item is a text, but not a signed badge.")
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as error:
        raise BadItemError("The signed badge cannot be read.") from error
    whole = mapping(claims)
    inner = whole.get("vc")
    if not isinstance(inner, Mapping):
        return whole
    return {**{name: whole[name] for name in ("jti", "nbf") if name in whole}, **inner}


def _object(raw: object, key: str) -> Mapping[str, Any]:
    """Return an object that may be given by its address only, or not at all."""
    value = found(raw, key)
    if value is None or isinstance(value, Mapping):
        return value or {}
    if isinstance(value, str):
        return {"id": value}
    raise BadItemError(f"“{key}” is neither an object nor an address.")


def _first(value: object) -> Mapping[str, Any]:
    """Return the object, or the first of a list of them."""
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0]
    if value is None or isinstance(value, str):
        return {}
    return mapping(value)


def _words(raw: object, key: str) -> str:
    return optional_text(raw, key, limit=1_000)


def _image(raw: Mapping[str, Any]) -> str:
    """Return the address of an image; one that is inside the badge has none."""
    image = raw.get("image")
    if isinstance(image, Mapping):
        image = image.get("id")
    return image if isinstance(image, str) and is_https(image) else ""


def _giver(issuer: Mapping[str, Any]) -> tuple[Participant, ...]:
    name, address = optional_line(issuer, "name", limit=200), optional_line(issuer, "id", limit=200)
    if not name:
        name = urlsplit(address).netloc if is_https(address) else address
    return (Participant(name, optional_line(issuer, "email", limit=200), "giver"),) if name else ()


def _native_id(address: str, raw: object) -> str:
    """Return a badge's own id; of one without, what it is made of."""
    if address:
        return _short(address)
    try:
        text = raw if isinstance(raw, str) else json.dumps(raw, sort_keys=True)
    except RecursionError as error:
        raise BadItemError("The badge is nested too deep.") from error
    return f"sha256:{_hash(text)}"


def _short(text: str) -> str:
    return text if len(text) <= MAX_ID else f"sha256:{_hash(text)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _container(instance: str) -> Container:
    parts = urlsplit(instance)
    host = parts.netloc or instance
    return Container(host, host, instance if parts.scheme == "https" else "")
