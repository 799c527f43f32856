"""Says what a JSON document is: which Open Badges, which credential, or none of them.

The order of the questions matters; several standards use the same names. The sources are the
specifications Open Badges 0.5 to 3.0, CLR 2.0 and Verifiable Credentials 1.1 and 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from portfolio.attest.badges.badge_file import Form, NoBadgeError, Sealing
from portfolio.errors import BadgeError

CREDENTIALS: Final = frozenset(
    ("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2")
)
_OPEN_BADGES_2: Final = frozenset(
    ("https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json")
)
_OPEN_BADGES_1: Final = frozenset(
    ("https://w3id.org/openbadges/v1", "https://openbadgespec.org/v1/context.json")
)
_KINDS: Final = {
    "ClrCredential": Form.CLR,
    "EndorsementCredential": Form.ENDORSEMENT_3_0,
    "OpenBadgeCredential": Form.BADGE_3_0,
    "AchievementCredential": Form.BADGE_3_0,  # the same by an earlier name
}
_DESCRIBING: Final = frozenset(("BadgeClass", "Issuer", "Profile", "Achievement"))
_BEST_PROOF: Final = (
    Sealing.DATA_INTEGRITY,
    Sealing.ED25519_2020,
    Sealing.OTHER,
)


def form_of(document: Mapping[str, Any]) -> Form:
    """Return what a document is.

    Raises:
        NoBadgeError: It is neither a badge nor an endorsement nor a bundle of them.
        BadgeError: It says it is several of these.
    """
    types, contexts = texts(document.get("type")), texts(document.get("@context"))
    if "VerifiablePresentation" in types:
        return Form.PRESENTATION
    if "VerifiableCredential" in types or (contexts and contexts[0] in CREDENTIALS):
        return _credential(types)
    if _OPEN_BADGES_2.intersection(contexts):
        return _version_2(document, types)
    return _version_0_or_1(document, types, contexts)


def sealing_of(document: Mapping[str, Any], form: Form) -> Sealing:
    """Return how a document that is no token says it can be checked."""
    if not form.is_credential:
        return Sealing.HOSTED if address_of(document, form) else Sealing.NONE
    found = [_proof(each) for each in items(document.get("proof"))]
    return next((sealing for sealing in _BEST_PROOF if sealing in found), Sealing.NONE)


def address_of(document: Mapping[str, Any], form: Form) -> str:
    """Return where a badge of Open Badges 1.0 to 2.0 says it lies, "" where it does not say so."""
    if form in (Form.ASSERTION_1_0, Form.ASSERTION_1_1):
        checked = document.get("verify")
        if not isinstance(checked, Mapping) or checked.get("type") not in ("hosted", "HostedBadge"):
            return ""
        return web_address(checked.get("url")) or web_address(document.get("id"))
    if form in (Form.ASSERTION_2_0, Form.ENDORSEMENT_2_0):
        checked = document.get("verification", document.get("verify"))
        kinds = texts(checked.get("type")) if isinstance(checked, Mapping) else []
        if {"SignedBadge", "signed"}.intersection(kinds):
            return ""
        return web_address(document.get("id"))
    return ""


def web_address(value: object) -> str:
    """Return an address of the web as it was written, "" when it is none."""
    if not isinstance(value, str) or not value.lower().startswith(("https://", "http://")):
        return ""
    seemly = len(value) <= 2048 and all("\x20" < letter != "\x7f" for letter in value)
    return value if seemly else ""


def texts(value: object) -> list[str]:
    """Return a value that may be one text or a list of them as the list of its texts."""
    return [each for each in items(value) if isinstance(each, str)]


def items(value: object) -> list[Any]:
    """Return a value that may be single or a list as a list; none for null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Mapping[str, Any]]:
    """Return a value that may be one object or a list of them as the list of its objects."""
    return [each for each in items(value) if isinstance(each, Mapping)]


def _credential(types: list[str]) -> Form:
    kinds = {_KINDS[name] for name in types if name in _KINDS}
    if len(kinds) > 1:
        raise BadgeError(
            "This credential says it is several things at once.",
            "A badge and an endorsement are two credentials.",
        )
    if not kinds:
        raise NoBadgeError(
            "This is a credential, but not a badge or endorsement.", ", ".join(types)[:200]
        )
    return kinds.pop()


def _version_2(document: Mapping[str, Any], types: list[str]) -> Form:
    if "Endorsement" in types:
        return Form.ENDORSEMENT_2_0
    if "Assertion" in types or ("badge" in document and "recipient" in document):
        return Form.ASSERTION_2_0
    raise _no_badge(types)


def _version_0_or_1(document: Mapping[str, Any], types: list[str], contexts: list[str]) -> Form:
    badge, recipient = document.get("badge"), document.get("recipient")
    if isinstance(recipient, str) and isinstance(badge, Mapping):
        return Form.ASSERTION_0_5
    given = badge is not None and isinstance(recipient, Mapping)
    if given and "verification" in document:
        return Form.ASSERTION_2_0
    if given and _OPEN_BADGES_1.intersection(contexts):
        return Form.ASSERTION_1_1
    if given and ("verify" in document or "uid" in document):
        return Form.ASSERTION_1_0
    raise _no_badge(types)


def _no_badge(types: list[str]) -> NoBadgeError:
    if _DESCRIBING.intersection(types):
        return NoBadgeError(
            "This file describes a badge or an issuer. It does not say that it was given to anyone."
        )
    return NoBadgeError("This file holds no badge.", "It is JSON of another kind.")


def _proof(proof: object) -> Sealing:
    types = texts(proof.get("type")) if isinstance(proof, Mapping) else []
    if "DataIntegrityProof" in types:
        return Sealing.DATA_INTEGRITY
    return Sealing.ED25519_2020 if "Ed25519Signature2020" in types else Sealing.OTHER
