"""Gives a badge: one person to another, signed with the giver's own key.

Criteria and evidence are compulsory: a badge that says neither what it is for nor where that can be
seen is a click. The recipient's mail address is only ever written scrambled, with a salt of its
own (Open Badges 3.0, B.1.14). What is signed is checked as a stranger would, before it leaves.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from portfolio.attest import app_keys, credentials
from portfolio.attest.badges import (
    jws,
    png,
    proofs,
    recipients,
    recognising,
    strict_json,
    svg,
    svg_drawing,
)
from portfolio.attest.badges.baked import Keyword
from portfolio.attest.badges.vocabularies import CREDENTIALS_2, OPEN_BADGES_3
from portfolio.errors import BadgeError, UsageError
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from portfolio.model.attestation import Work

Json = dict[str, Any]

MAX_TEXT: Final = 20_000
MAX_NAME: Final = 300
# RFC 3987, as strictly as the statements that are signed are written: a blank in a name makes
# everything said about it vanish.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+\Z")
_KIND = re.compile(r"(ext:)?[A-Za-z][A-Za-z0-9.-]{0,60}\Z")


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives, and signs.

    Attributes:
        key: Theirs; its public part is how the badge names them.
        url: A page or account of theirs, or "".
        as_token: They sign tokens (VC-JWT) and not the document itself (Data Integrity).
    """

    name: str
    key: Ed25519PrivateKey
    url: str = ""
    as_token: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is given to; at least one of the three.

    Attributes:
        account: Address of an account, or a DID.
        mail: An e-mail address; only its scrambled form is written.
        did: ``did:key`` of a key of theirs.
    """

    account: str = ""
    mail: str = ""
    did: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """What is given.

    Attributes:
        criteria: What it is given for, in plain text or Markdown.
        evidence: Works that show it; at least one.
        narrative: What the receiver did, in the giver's words, or "".
        kind: One of the specification's kinds of achievements, or ``ext:...``.
        achievement_id: The same for all who are given the same badge; "" makes a new one.
        expires_at: None is for ever.
    """

    name: str
    description: str
    criteria: str
    evidence: tuple[Work, ...]
    narrative: str = ""
    tags: tuple[str, ...] = ()
    kind: str = "Badge"
    language: str = ""
    achievement_id: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A badge that was given.

    Attributes:
        baked: The picture with the badge in it.
        media_type: Of the picture.
        document: The badge alone: JSON, or a token's text.
    """

    baked: bytes
    media_type: str
    document: bytes


def issue(award: Award, giver: Giver, receiver: Receiver, *, design: bytes, at: datetime) -> Issued:
    """Give a badge.

    Args:
        award: What is given.
        giver: Who gives; named as its issuer.
        receiver: Who is given to.
        design: A picture, SVG or PNG, that the badge is baked into.
        at: Now.

    Raises:
        BadgeError: Something compulsory is missing, an address is none, or the picture is none.
        UsageError: A work has no page that others can open, or the picture is not only one.
    """
    if svg.looks_like_svg(design) and not svg_drawing.may_be_drawn(design):
        raise UsageError(
            "This picture holds more than shapes, such as a script or something from elsewhere.",
            "Whoever opens the badge would open that too. Choose another picture.",
        )
    document = sealed(credential(award, giver, receiver, at=at), giver, at)
    if png.is_png(design):
        baked, media_type = png.bake(design, document, Keyword.CREDENTIAL), recognising.PNG
    elif svg.looks_like_svg(design):
        baked, media_type = svg.bake(design, document, Keyword.CREDENTIAL), recognising.SVG
    else:
        raise BadgeError("The picture is neither PNG nor SVG.", "Choose another one.")
    return Issued(baked, media_type, document)


def credential(award: Award, giver: Giver, receiver: Receiver, *, at: datetime) -> Json:
    """Return a badge that is not signed yet.

    Raises:
        BadgeError: As `issue`.
    """
    if not award.evidence:
        raise BadgeError("A badge needs evidence.", "Add a link to a work that shows it.")
    made: Json = {
        "@context": [CREDENTIALS_2, OPEN_BADGES_3],
        "id": new_id(),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": required(award.name, "name", MAX_NAME),
        "issuer": profile(giver),
        "validFrom": instant(at),
        "credentialSubject": _subject(award, receiver),
        "evidence": [evidence(work) for work in award.evidence],
    }
    if award.expires_at is not None:
        if award.expires_at <= at:
            raise BadgeError("The badge would have expired already.", "Choose a later day.")
        made["validUntil"] = instant(award.expires_at)
    return made


def sealed(document: Json, giver: Giver, at: datetime) -> bytes:
    """Sign a credential and check what came of it, as a stranger would.

    Raises:
        BadgeError: A stranger could not check it.
    """
    method = verification_method(giver.key)
    if giver.as_token:
        raw = jws.sign({**document, **jws.claims_of(document)}, giver.key, method).encode()
    else:
        raw = strict_json.compact(credentials.with_proof(document, giver.key, method, at))
    found = proofs.check(recognising.open_badge(raw), {})
    if found.seal is not proofs.Seal.HELD:
        why = ", ".join(found.names) or found.seal.value
        raise BadgeError("The badge could not be signed so that others can check it.", why)
    return raw


def profile(giver: Giver) -> Json:
    """Return who gives, as a badge names its issuer."""
    name = required(giver.name, "giver", MAX_NAME)
    made = {"id": did(giver.key), "type": ["Profile"], "name": name}
    if giver.url:
        made["url"] = address(giver.url)
    return made


def did(key: Ed25519PrivateKey) -> str:
    """Return the ``did:key`` a badge names its issuer by."""
    return app_keys.did(key.public_key().public_bytes_raw())


def verification_method(key: Ed25519PrivateKey) -> str:
    """Return how a signature names its key."""
    name = did(key)
    return f"{name}#{name.removeprefix('did:key:')}"


def address(text: str) -> str:
    """Return an address that may be signed.

    Raises:
        BadgeError: It is none, or has a blank or another letter in it that addresses do not have.
    """
    if not _ADDRESS.match(text) or len(text) > 2000:
        raise BadgeError("This is not an address that can be signed.", text[:200])
    return text


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and not parts.username


def required(text: str, what: str, limit: int = MAX_TEXT) -> str:
    """Return a text that has to be there.

    Raises:
        BadgeError: It is empty or far too long.
    """
    text = text.strip()
    if not text:
        raise BadgeError(f"A badge needs this to be filled in: {what}.")
    if len(text) > limit:
        raise BadgeError(f"This is too long for a badge: {what}.", f"At most {limit:,} letters.")
    return text


def instant(at: datetime) -> str:
    """Return an instant as credentials write it, in whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def new_id() -> str:
    """Return a new id for a credential or achievement."""
    return f"urn:uuid:{uuid4()}"


def scrambled(mail: str) -> Json:
    """Return a mail address so that only who knows it recognises it."""
    salt = secrets.token_hex(16)
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": recipients.identity_hash(mail.strip().lower(), salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def _subject(award: Award, receiver: Receiver) -> Json:
    achievement: Json = {
        "id": address(award.achievement_id) if award.achievement_id else new_id(),
        "type": ["Achievement"],
        "achievementType": _kind(award.kind),
        "name": required(award.name, "name", MAX_NAME),
        "description": required(award.description, "description"),
        "criteria": {"narrative": required(award.criteria, "criteria")},
    }
    if tags := [required(tag, "tag", MAX_NAME) for tag in award.tags]:
        achievement["tag"] = tags
    if award.language:
        achievement["inLanguage"] = award.language
    made: Json = {"type": ["AchievementSubject"], "achievement": achievement}
    if receiver.did or receiver.account:
        made["id"] = address(receiver.did or receiver.account)
    if receiver.mail:
        made["identifier"] = [scrambled(receiver.mail)]
    if not made.keys() & {"id", "identifier"}:
        raise BadgeError("A badge needs somebody it is given to.", "Name an account or address.")
    if award.narrative:
        made["narrative"] = required(award.narrative, "narrative")
    return made


def evidence(work: Work) -> Json:
    """Return a work as the evidence of a credential.

    Raises:
        BadgeError: Its address is none that can be signed, or its title is too long.
        UsageError: Others cannot open it: a stranger would be shown no evidence at all.
    """
    if not _is_page(work.url):
        told = clean_line(work.url, limit=80)
        raise UsageError(f"“{told}” is no address that others can open.", "Name a page on the web.")
    made = {"id": address(work.url), "type": ["Evidence"]}
    if work.title:
        made["name"] = required(work.title, "title of a work", MAX_NAME)
    return made


def _kind(kind: str) -> str:
    if not _KIND.match(kind):
        raise BadgeError("This is no kind of achievement.", kind[:100])
    return kind
