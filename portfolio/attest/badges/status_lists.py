"""Whether an issuer has revoked or suspended a credential: lists of bits, or of ids.

`BitstringStatusListEntry` (W3C Bitstring Status List 1.0), the older `StatusList2021Entry`, and
`1EdTechRevocationList`. A list of bits counts only when the badge's own issuer signed it, it is of
now, and is for the purpose that the badge names. Nothing is fetched; see `Verdict.wants`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest import credentials
from portfolio.attest.badges import documents, instants, proofs, strict_json, tokens
from portfolio.attest.badges.badge_file import BadgeFile, Carrier, Form, Sealing
from portfolio.attest.badges.case import day, host_of, secure
from portfolio.attest.badges.public_keys import base64url
from portfolio.errors import BadgeError
from portfolio.model.verdict import StepMark, VerdictState

if TYPE_CHECKING:
    from portfolio.attest.badges.case import Case
    from portfolio.model.verdict import Answer

_MAX_ENTRIES: Final = 8
_MAX_LIST: Final = 1024 * 1024
_BITS: Final = frozenset({"BitstringStatusListEntry", "StatusList2021Entry"})
_IDS: Final = frozenset({"1EdTechRevocationList"})
_WEIGHT: Final = {"revocation": VerdictState.REVOKED, "suspension": VerdictState.SUSPENDED}
_LISTED: Final = ("revokedCredential", "revokedCredentials", "revokedAssertions")


class _NotCountedError(Exception):
    """A list does not count for this badge; the code says why."""


def check(case: Case) -> VerdictState | None:
    """Note what is known of the status; return it when it is against the badge."""
    worst: VerdictState | None = None
    for entry in documents.items(case.file.credential.get("credentialStatus"))[:_MAX_ENTRIES]:
        found = _entry(case, entry if isinstance(entry, Mapping) else {})
        if found is VerdictState.REVOKED or worst is None:
            worst = found
    return worst


def _entry(case: Case, entry: Mapping[str, Any]) -> VerdictState | None:
    kinds = set(documents.texts(entry.get("type")))
    url = secure(entry.get("statusListCredential" if kinds & _BITS else "id"))
    if not kinds & (_BITS | _IDS) or not url or entry.get("statusSize", 1) not in (1, "1"):
        name = ", ".join(sorted(kinds)) or "?"
        case.note(StepMark.CANNOT_CHECK, "badge.status-unknown-kind", names=name)
        return None
    if kinds & _BITS and _purpose(entry) not in _WEIGHT:
        return None  # a message or a refresh says nothing against a badge
    answer = case.answer(url)
    if answer is None:
        _not_looked(case, url)
        return None
    state, code = _answered(case, entry, answer)
    mark = StepMark.HELD if code == "badge.not-revoked" else StepMark.CANNOT_CHECK
    mark = mark if state is None else StepMark.BROKEN
    host = host_of(url)
    case.note(mark, code, consulted=host, host=host, asked_on=day(answer.at))
    return state


def _answered(
    case: Case, entry: Mapping[str, Any], answer: Answer
) -> tuple[VerdictState | None, str]:
    """Return what an answer says against the badge, if anything, and the code that says it."""
    if answer.status not in range(200, 300):
        return None, "badge.status-unanswered"
    is_bits = bool(_BITS.intersection(documents.texts(entry.get("type"))))
    try:
        against = _bit(case, entry, answer) if is_bits else _listed(case, answer)
    except _NotCountedError as exc:
        return None, str(exc)
    if not against:
        return None, "badge.not-revoked"
    state = _WEIGHT[_purpose(entry) if is_bits else "revocation"]
    suspended = state is VerdictState.SUSPENDED
    return state, "badge.suspended" if suspended else "badge.revoked"


def _purpose(entry: Mapping[str, Any]) -> str:
    """Return what a set bit would mean; what is not understood is taken for the gravest."""
    purpose = entry.get("statusPurpose", "revocation")
    return purpose if isinstance(purpose, str) else "revocation"


def _not_looked(case: Case, url: str) -> None:
    if case.last_good is None:
        case.note(StepMark.CANNOT_CHECK, "badge.status-not-looked", host=host_of(url))
    else:
        case.note(StepMark.CANNOT_CHECK, "badge.status-last", good_on=day(case.last_good))


def _bit(case: Case, entry: Mapping[str, Any], answer: Answer) -> bool:
    """Return a badge's bit in a list.

    Raises:
        _NotCountedError: The list does not count.
    """
    try:
        listing = _opened(answer.body)
    except BadgeError as exc:
        raise _NotCountedError("badge.status-unreadable") from exc
    _check_signature(case, listing)
    _check_dates(case, listing.credential)
    subjects = documents.objects(listing.credential.get("credentialSubject"))
    subject = subjects[0] if len(subjects) == 1 else {}
    purposes = documents.texts(subject.get("statusPurpose"))
    if _purpose(entry) not in purposes:
        raise _NotCountedError("badge.status-other-purpose")
    return _bit_at(entry.get("statusListIndex"), subject)


def _bit_at(index: object, subject: Mapping[str, Any]) -> bool:
    text = str(index) if isinstance(index, int | str) and not isinstance(index, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise _NotCountedError("badge.status-unreadable")
    if subject.get("statusSize", 1) not in (1, "1"):
        raise _NotCountedError("badge.status-unreadable")
    try:
        bits = credentials.status_bits(subject.get("encodedList", ""))
    except BadgeError as exc:
        raise _NotCountedError("badge.status-unreadable") from exc
    byte, offset = divmod(int(text), 8)
    if byte >= len(bits):
        raise _NotCountedError("badge.status-unreadable")
    return bool(bits[byte] & (0x80 >> offset))


def _check_signature(case: Case, listing: BadgeFile) -> None:
    issuer = proofs.issuer_of(listing.credential)
    if not issuer or issuer != proofs.issuer_of(case.file.credential):
        raise _NotCountedError("badge.status-foreign")
    found = proofs.check(listing, case.onlooker.answers)
    if found.absent is not None and not found.absent.asked:
        case.want(found.absent.url)
    if found.seal is not proofs.Seal.HELD:
        raise _NotCountedError("badge.status-unsigned")


def _check_dates(case: Case, listing: Mapping[str, Any]) -> None:
    start = instants.read(listing.get("validFrom", listing.get("issuanceDate")))
    end = instants.read(listing.get("validUntil", listing.get("expirationDate")))
    if (start is not None and start > case.at) or (end is not None and end < case.at):
        raise _NotCountedError("badge.status-outdated")


def _listed(case: Case, answer: Answer) -> bool:
    """Return whether a list of ids names the credential."""
    try:
        listing = strict_json.parse_object(answer.body, limit=_MAX_LIST)
    except BadgeError as exc:
        raise _NotCountedError("badge.status-unreadable") from exc
    wanted = case.file.credential.get("id")
    named = [each for name in _LISTED for each in documents.items(listing.get(name))]
    if not any(name in listing for name in _LISTED):
        raise _NotCountedError("badge.status-unreadable")
    return any(_names(each, wanted) for each in named)


def _names(entry: object, wanted: object) -> bool:
    if isinstance(entry, Mapping):
        return entry.get("id") == wanted and entry.get("revoked") is not False
    return isinstance(entry, str) and entry == wanted


def _opened(raw: bytes) -> BadgeFile:
    """Return a list as a file whose signature can be checked.

    Raises:
        BadgeError: It is neither a document nor a token.
    """
    try:
        token = tokens.found_in(raw[:_MAX_LIST].decode("ascii").strip())
    except UnicodeDecodeError:
        token = ""
    if token:
        return _opened_token(token, raw)
    document = strict_json.parse_object(raw, limit=_MAX_LIST)
    sealing = documents.sealing_of(document, Form.BADGE_3_0)
    return BadgeFile(
        raw, "application/vc", Carrier.JSON, Form.BADGE_3_0, sealing, credential=document
    )


def _opened_token(token: str, raw: bytes) -> BadgeFile:
    try:
        header, claims = (
            strict_json.parse_object(base64url(part)) for part in token.split(".")[:2]
        )
    except ValueError as exc:
        raise strict_json.refused("A part of the token is damaged.") from exc
    inner = claims.get("vc")
    inner = inner if isinstance(inner, dict) else claims
    credential = {"issuer": claims.get("iss"), "id": claims.get("jti"), **inner}
    return BadgeFile(
        raw,
        "application/vc+jwt",
        Carrier.JWT,
        Form.BADGE_3_0,
        Sealing.JWT,
        credential=credential,
        token=token,
        header=header,
        claims=claims,
    )
