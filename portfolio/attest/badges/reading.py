"""Reads out of a badge what people want to know of it: what, from whom, when, for what.

Text comes out cleaned and cut, and stays plain text or Markdown that is shown inert. Nothing is
judged: a badge that is forged reads like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from portfolio.attest.badges import images, instants, recipients, strict_json
from portfolio.attest.badges.badge_file import BadgeFile, Form
from portfolio.attest.badges.documents import items, objects, texts, web_address
from portfolio.errors import BadgeError
from portfolio.model.attestation import Party, Work
from portfolio.model.badge import Badge
from portfolio.model.text import clean, clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.model.verdict import Answer

Json = Mapping[str, Any]

MAX_CRITERIA: Final = 20_000
_MAX_EVIDENCE: Final = 50
_MAX_TAGS: Final = 50
_MAX_TAG: Final = 100
_NO_SECONDS: Final = 100_000_000_000  # a number this large counts thousandths: year 5138
_PERSONS: Final = ("did:key:", "did:jwk:")


@dataclass(frozen=True, slots=True)
class Parts:
    """The documents a badge is made of, whatever its standard calls them.

    Attributes:
        given: The assertion or credential.
        what: The achievement, or the badge class; {} when it lies elsewhere.
        issuer: Its profile; {} when it lies elsewhere.
        issuer_id: As the badge writes it.
    """

    given: Json
    what: Json
    issuer: Json
    issuer_id: str


def badge_of(
    file: BadgeFile,
    *,
    own_addresses: Iterable[str] = (),
    own_accounts: Iterable[str] = (),
    own_dids: Iterable[str] = (),
    answers: Mapping[str, Answer] | None = None,
) -> Badge:
    """Return what a badge says; where it came from is the caller's to add.

    Args:
        file: As `recognising.open_badge` returns it: a badge, an endorsement, an address or a
            signed bundle. A zip says nothing of itself; its members do.
        own_addresses: E-mail addresses the holder confirmed.
        own_accounts: Addresses of accounts the holder confirmed.
        own_dids: DIDs of the holder's keys.
        answers: What addresses said, for older badges whose parts lie at addresses.
    """
    parts = parts_of(file, answers or {})
    image = images.image_of(file, parts.what, parts.given)
    found = recipients.recipient_of(
        file, own_addresses=own_addresses, own_accounts=own_accounts, own_dids=own_dids
    )
    criteria, criteria_url = _criteria(parts)
    return Badge(
        id=identity_of(file),
        raw=file.raw,
        media_type=file.media_type,
        format=file.form.standard,
        name=_name(file, parts),
        issuer=_party(parts),
        recipient_match=found.match,
        credential_id=_identifier(file, parts),
        description=_description(file, parts),
        from_person=parts.issuer_id.startswith(_PERSONS),
        criteria=criteria,
        criteria_url=criteria_url,
        narrative=_narrative(file, parts),
        evidence=_evidence(parts),
        issued_at=issued_at(file),
        expires_at=expires_at(file),
        image=image.data,
        image_type=image.media_type,
        tags=_tags(parts.what),
    )


def parts_of(file: BadgeFile, answers: Mapping[str, Answer]) -> Parts:
    """Return the documents a badge is made of, those at addresses as far as they were answered."""
    given = file.credential
    if file.form.is_credential:
        what = next((each for each in _subjects(given) if each), {})
        achievement = next(iter(objects(what.get("achievement"))), {})
        return _parts(given, achievement, given.get("issuer", given.get("holder")), answers)
    what = _referred(given.get("badge"), answers)
    issuer = given.get("issuer") if file.form is Form.ENDORSEMENT_2_0 else what.get("issuer")
    return _parts(given, what, issuer, answers)


def identity_of(file: BadgeFile) -> str:
    """Return one id for all files of the same badge, whatever they are baked into.

    Two badges are the same when the ids of issuer and credential are, without blanks round them
    and with percent signs read (Open Badges 3.0, 5.1 "Host"). A badge without ids is its bytes.
    """
    parts = parts_of(file, {})
    named = _identifier(file, parts)
    issuer = parts.issuer_id if file.form.is_credential else ""
    if file.form is Form.ADDRESS:
        # The assertion baked or pasted later has this very address as its id.
        named, issuer = file.url, ""
    if not named or (file.form.is_credential and not issuer):
        return hashlib.sha256(file.token.encode() or file.document or file.raw).hexdigest()[:32]
    if not file.form.is_credential and not web_address(named):
        issuer = parts.issuer_id or file.url  # ``uid`` says something within its issuer only
    whole = json.dumps([unquote(each.strip()) for each in (issuer, named)])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def replaces(one: Badge, other: Badge) -> bool:
    """Whether ``one`` is a newer issue of the same badge; a badge does not replace itself.

    Both ids and dates are what the badges say: anybody can write another's into a forged one, so
    one that does not hold must not take the place of one that does.
    """
    if one.id != other.id or one.issued_at is None:
        return False
    return other.issued_at is None or one.issued_at > other.issued_at


def issued_at(file: BadgeFile) -> datetime | None:
    """Return when a badge was issued, as it says; None when it does not."""
    given = file.credential
    for name in ("validFrom", "issuanceDate", "awardedDate", "issuedOn", "issued_on"):
        at = instant(given.get(name))
        if at is not None:
            return at
    return instant(file.claims.get("nbf", file.claims.get("iat")))


def expires_at(file: BadgeFile) -> datetime | None:
    """Return until when a badge is meant to hold, as it says; None when it does not."""
    for name in ("validUntil", "expirationDate", "expires"):
        at = instant(file.credential.get(name))
        if at is not None:
            return at
    return instant(file.claims.get("exp"))


def instant(written: object) -> datetime | None:
    """Return the instant a date of any standard stands for, in UTC; None where it is no date.

    Beside what `instants.read` takes: numbers written as text, and thousandths of seconds.
    """
    if isinstance(written, str):
        written = written.strip()
        if written.isascii() and written.isdigit() and len(written) > 8:
            written = int(written[:20])  # a number once; shorter ones might be meant as a day
    if isinstance(written, int | float) and not isinstance(written, bool):
        written = written // 1000 if abs(written) >= _NO_SECONDS else written
    return instants.read(written)


# ---------------------------------------------------------------------------------- what it says


def _parts(given: Json, what: Json, issuer: object, answers: Mapping[str, Answer]) -> Parts:
    profile = _referred(issuer, answers)
    named = issuer if isinstance(issuer, str) else profile.get("id", profile.get("url"))
    origin = profile.get("origin")  # Open Badges 0.5
    identifier = named if isinstance(named, str) else origin if isinstance(origin, str) else ""
    return Parts(given, what, profile, identifier.strip())


def _subjects(given: Json) -> list[Json]:
    return objects(given.get("credentialSubject"))


def _referred(value: object, answers: Mapping[str, Answer]) -> Json:
    """Return an object that lies inside, or at an address that was asked."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        return value
    answer = answers.get(value) if isinstance(value, str) else None
    if answer is None or answer.status != 200:
        return {}
    try:
        return strict_json.parse_object(answer.body)
    except BadgeError:
        return {}


def _identifier(file: BadgeFile, parts: Parts) -> str:
    given = parts.given
    for value in (given.get("id"), given.get("uid"), file.claims.get("jti"), file.url):
        if isinstance(value, str) and value.strip():
            return value.strip()[:2000]
    return ""


def _name(file: BadgeFile, parts: Parts) -> str:
    named = words(parts.what.get("name")) or words(parts.given.get("name"))
    return clean_line(named) or (host(file.url) if file.url else "")


def _description(file: BadgeFile, parts: Parts) -> str:
    if file.form.is_endorsement:
        claims = objects(parts.given.get("claim")) + _subjects(parts.given)
        comments = [words(each.get("endorsementComment")) for each in claims]
        said = next((each for each in comments if each), "")
        if said:
            return clean(said)
    return clean(words(parts.what.get("description")) or words(parts.given.get("description")))


def _party(parts: Parts) -> Party:
    profile = parts.issuer
    name = clean_line(words(profile.get("name"))) or _short(parts.issuer_id)
    addresses = [profile.get("url"), parts.issuer_id]
    kept = [each for each in addresses if isinstance(each, str) and _is_address(each)]
    return Party(name=name, accounts=tuple(dict.fromkeys(kept)))


def _is_address(value: str) -> bool:
    return bool(web_address(value)) or (value.startswith("did:") and len(value) <= 500)


def _short(identifier: str) -> str:
    """Return how an issuer without a name is called: its host, or the ends of its key."""
    if identifier.startswith("did:web:"):
        return clean_line(unquote(identifier[8:].partition(":")[0]))
    if identifier.startswith("did:"):
        return clean_line(
            identifier if len(identifier) <= 30 else f"{identifier[:16]}…{identifier[-6:]}"
        )
    return host(identifier) or clean_line(identifier)


def _criteria(parts: Parts) -> tuple[str, str]:
    text, url = "", ""
    for each in items(parts.what.get("criteria")):
        if isinstance(each, Mapping):
            text = text or words(each.get("narrative"))
            url = url or web_address(each.get("id"))
        elif isinstance(each, str):
            address = _from_origin(parts, each)
            url, text = url or address, text or ("" if address else each)
    return clean(text, limit=MAX_CRITERIA), url if url.startswith("https://") else ""


def _narrative(file: BadgeFile, parts: Parts) -> str:
    """Return what is written about the receiver: in the subject, or in the assertion before 3.0."""
    if file.form.is_endorsement:
        return ""
    said = (words(each.get("narrative")) for each in [*_subjects(parts.given), parts.given])
    return clean(next(filter(None, said), ""), limit=MAX_CRITERIA)


def _from_origin(parts: Parts, address: str) -> str:
    """Return an address; Open Badges 0.5 writes some from the issuer's origin on."""
    origin = web_address(parts.issuer.get("origin"))
    if origin and address.startswith("/"):
        try:
            return web_address(urljoin(origin, address))
        except ValueError:
            return ""
    return web_address(address)


def _evidence(parts: Parts) -> tuple[Work, ...]:
    found: dict[tuple[str, str], Work] = {}
    for each in items(parts.given.get("evidence"))[:_MAX_EVIDENCE]:
        work = _work(each)
        if work.url or work.title:
            found.setdefault((work.url, work.title), work)
    return tuple(found.values())


def _work(evidence: object) -> Work:
    if isinstance(evidence, str):
        url = web_address(evidence)
        return Work(url, clean_line(url or evidence))
    if not isinstance(evidence, Mapping):
        return Work("", "")
    url = web_address(evidence.get("id"))
    said = (words(evidence.get(name)) for name in ("name", "narrative", "description", "genre"))
    title = next((line for line in map(clean_line, said) if line), "")
    return Work(url, title or clean_line(url))


def _tags(what: Json) -> tuple[str, ...]:
    named = [*texts(what.get("tag")), *texts(what.get("tags"))]
    named += [
        words(alignment.get("targetName")) or words(alignment.get("name"))
        for alignment in objects(what.get("alignment"))
    ]
    cleaned = (clean_line(each, limit=_MAX_TAG) for each in named[: _MAX_TAGS * 2])
    return tuple(dict.fromkeys(each for each in cleaned if each))[:_MAX_TAGS]


def words(value: object) -> str:
    """Return a text that may be written with its language, or in several languages; the first."""
    for each in items(value):
        said = each.get("@value") if isinstance(each, Mapping) else each
        if isinstance(said, str) and said.strip():
            return said
    return ""


def host(address: str) -> str:
    """Return the host of a web address, "" when it is none."""
    try:
        return clean_line(urlsplit(web_address(address)).hostname or "")
    except ValueError:
        return ""
