"""Opens whatever may be a badge: a picture, a document, a token, an address, a zip of those.

It says what a file is and takes it apart, and asks nobody anything. Whether it holds is another
question (`portfolio.attest.badges.judging`). Everything hostile ends in `BadgeError`.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from portfolio.attest.badges import documents, png, strict_json, svg, tokens, zips
from portfolio.attest.badges.badge_file import (
    BadgeFile,
    Carrier,
    Form,
    NoBadgeError,
    Sealing,
    Unread,
)
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.attest.badges.baked import Baked

__all__ = [
    "BadgeFile",
    "Carrier",
    "Form",
    "NoBadgeError",
    "Sealing",
    "Unread",
    "endorsements_in",
    "open_badge",
    "open_document",
    "open_token",
]

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
_MAX_PASTED: Final = 12 * 1024 * 1024  # a picture as text takes a third more
_MAX_LEVELS: Final = 3  # a presentation of a CLR of badges
_MAX_MEMBERS: Final = 1_000
_TOKEN_TYPES: Final = {Sealing.JWS: "application/jose"}


def open_badge(raw: bytes) -> BadgeFile:
    """Return what a file, or a pasted text, is.

    Args:
        raw: The bytes as they came; of pasted text its UTF-8.

    Raises:
        NoBadgeError: It is something else.
        BadgeError: It is too large, damaged, made to do harm, or of a kind that is not read.
    """
    if zips.is_zip(raw):
        return _backpack(raw)
    return _single(raw)


def open_document(document: Mapping[str, Any]) -> BadgeFile:
    """Return what a parsed document is, e.g. one that lay inside another.

    Raises:
        BadgeError: It is neither a badge nor an endorsement nor a bundle of them.
    """
    return _document(dict(document), strict_json.compact(document), level=1)


def open_token(text: str) -> BadgeFile:
    """Return what a compact token is; blanks in it do not matter.

    Raises:
        BadgeError: It is none, or none that holds a badge.
    """
    token = tokens.found_in(text.strip())
    if not token:
        raise NoBadgeError("This text holds no badge.", "It is not a signed token.")
    return _token(token, text.encode(), level=1)


def endorsements_in(file: BadgeFile) -> tuple[tuple[BadgeFile, ...], tuple[Unread, ...]]:
    """Return the endorsements a badge carries: of itself, its achievement and its issuer.

    Those that could not be taken come second. Mere addresses of endorsements are left out.
    """
    return _members(_endorsing(file), level=2, wanted=_is_endorsement)


def _single(raw: bytes) -> BadgeFile:
    if png.is_png(raw):
        return _picture(raw, png.unbake(raw), Carrier.PNG, PNG)
    if svg.looks_like_svg(raw):
        return _picture(raw, svg.unbake(raw), Carrier.SVG, SVG)
    if len(raw) > _MAX_PASTED:
        raise strict_json.refused(f"More than {_MAX_PASTED:,} bytes.")
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise NoBadgeError("This file holds no badge.", "It is of an unknown kind.") from error
    if text[:5].lower() == "data:":
        return _single_from(_data(text))
    return _text(raw, text, level=1)


def _single_from(inner: bytes) -> BadgeFile:
    if inner[:5].lower() == b"data:":
        raise strict_json.refused("An address of data in an address of data.")
    return _single(inner)


def _text(raw: bytes, text: str, *, level: int) -> BadgeFile:
    """Say what a text is: JSON, a token, the address of a badge, or one of those in quotes."""
    if text.startswith("{"):
        return _document(strict_json.parse_object(text.encode()), raw, level=level)
    if text.startswith('"'):
        quoted = strict_json.parse(text.encode())
        text = quoted.strip() if isinstance(quoted, str) else ""
    token = tokens.found_in(text)
    if token:
        return _token(token, raw, level=level)
    url = documents.web_address(text)
    if url:
        return BadgeFile(
            raw=raw,
            media_type="text/uri-list",
            carrier=Carrier.URL,
            form=Form.ADDRESS,
            sealing=Sealing.HOSTED,
            document=raw,
            url=url,
        )
    raise NoBadgeError(
        "This file holds no badge.",
        "A badge is a PNG or SVG picture, a JSON or JWT file, a zip of those, or an address.",
    )


def _picture(raw: bytes, baked: Baked, carrier: Carrier, media_type: str) -> BadgeFile:
    if not baked.newest:
        raise NoBadgeError(
            "This picture has no badge inside.",
            "Take the file from the issuer's page; copies made by other programs lose the badge.",
        )
    inside = _text(baked.newest, _decoded(baked.newest), level=1)
    older = _text(baked.older, _decoded(baked.older), level=1) if baked.older else None
    return replace(
        inside,
        raw=raw,
        media_type=media_type,
        carrier=carrier,
        image=raw,
        image_type=media_type,
        other=older,
    )


def _document(document: dict[str, Any], raw: bytes, *, level: int) -> BadgeFile:
    form = documents.form_of(document)
    members, unread = _members(_bundled(document, form), level=level + 1)
    return BadgeFile(
        raw=raw,
        media_type="application/vc+ld+json" if form.is_credential else "application/json",
        carrier=Carrier.JSON,
        form=form,
        sealing=documents.sealing_of(document, form),
        credential=document,
        document=raw,
        url=documents.address_of(document, form),
        members=members,
        unread=unread,
    )


def _token(text: str, raw: bytes, *, level: int) -> BadgeFile:
    token = tokens.opened(text)
    members, unread = _members(_bundled(token.credential, token.form), level=level + 1)
    return BadgeFile(
        raw=raw,
        media_type=_TOKEN_TYPES.get(token.sealing, "application/vc+jwt"),
        carrier=Carrier.JWT,
        form=token.form,
        sealing=token.sealing,
        credential=token.credential,
        document=raw,
        token=token.text,
        header=token.header,
        claims=token.claims,
        members=members,
        unread=unread,
    )


def _backpack(raw: bytes) -> BadgeFile:
    members: list[BadgeFile] = []
    unread: list[Unread] = []
    for entry in zips.read(raw):
        if zips.is_zip(entry.data):
            unread.append(Unread(entry.name, "A zip inside a zip is not opened."))
            continue
        try:
            members.append(replace(_single(entry.data), name=entry.name))
        except NoBadgeError:
            continue  # a list of contents, a plain picture, a page about it
        except BadgeError as error:
            unread.append(Unread(entry.name, error.title))
    if unread and not members:
        raise BadgeError("No badge in this zip can be read.", f"{unread[0].name}: {unread[0].why}")
    if not members:
        raise NoBadgeError("This zip holds no badge.", "Its files were looked at one by one.")
    return BadgeFile(
        raw=raw,
        media_type="application/zip",
        carrier=Carrier.ZIP,
        form=Form.BACKPACK,
        members=tuple(members),
        unread=tuple(unread),
    )


# ------------------------------------------------------------------------ what lies inside others


def _bundled(document: Mapping[str, Any], form: Form) -> Iterator[tuple[str, object]]:
    """Yield name and value of each credential in a bundle."""
    holders: list[Mapping[str, Any]] = []
    if form is Form.PRESENTATION:
        holders = [document]
    elif form is Form.CLR:
        holders = documents.objects(document.get("credentialSubject"))
    for holder in holders:
        for number, each in enumerate(documents.items(holder.get("verifiableCredential")), 1):
            yield f"verifiableCredential {number}", each


def _endorsing(file: BadgeFile) -> Iterator[tuple[str, object]]:
    """Yield name and value of each endorsement in a badge."""
    credential = file.credential
    holders = [("", credential), *_endorsed(credential)]
    for prefix, holder in holders:
        for name in ("endorsement", "endorsementJwt"):
            for number, each in enumerate(documents.items(holder.get(name)), 1):
                if not documents.web_address(each):
                    yield f"{prefix}{name} {number}", each


def _endorsed(credential: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for issuer in documents.objects(credential.get("issuer")):
        yield "issuer ", issuer
    for subject in documents.objects(credential.get("credentialSubject")):
        for achievement in documents.objects(subject.get("achievement")):
            yield "achievement ", achievement
    for badge in documents.objects(credential.get("badge")):  # Open Badges 2.0
        yield "badge ", badge
        for issuer in documents.objects(badge.get("issuer")):
            yield "issuer ", issuer


def _is_endorsement(file: BadgeFile) -> bool:
    return file.form.is_endorsement


def _members(
    found: Iterator[tuple[str, object]],
    *,
    level: int,
    wanted: Any = None,
) -> tuple[tuple[BadgeFile, ...], tuple[Unread, ...]]:
    members: list[BadgeFile] = []
    unread: list[Unread] = []
    for number, (name, value) in enumerate(found):
        if number == _MAX_MEMBERS:
            unread.append(Unread(name, f"Only the first {_MAX_MEMBERS:,} were looked at."))
            break
        try:
            member = _member(value, level=level)
        except BadgeError as error:
            unread.append(Unread(name, error.title))
            continue
        if wanted is None or wanted(member):
            members.append(member)
        else:
            unread.append(Unread(name, "This is something else than an endorsement."))
    return tuple(members), tuple(unread)


def _member(value: object, *, level: int) -> BadgeFile:
    if level > _MAX_LEVELS:
        raise strict_json.refused("Bundles lie too deep inside each other.")
    if isinstance(value, str):
        token = tokens.found_in(value.strip())
        if token:
            return _token(token, value.encode(), level=level)
    elif isinstance(value, dict):
        enveloped = value.get("id")
        if isinstance(enveloped, str) and enveloped.lower().startswith("data:"):
            inner = _data(enveloped)
            return _text(inner, _decoded(inner).strip(), level=level)
        return _document(value, strict_json.compact(value), level=level)
    raise NoBadgeError("This is no badge.")


def _data(address: str) -> bytes:
    """Return what an address of data (RFC 2397) holds.

    Raises:
        BadgeError: It is damaged.
    """
    head, comma, body = address[5:].partition(",")
    if not comma:
        raise strict_json.refused("An address of data without data.")
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise strict_json.refused("The pasted data is cut off or damaged.") from error


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise strict_json.refused("The badge is not written in UTF-8.") from error
