"""Open Badges 0.5 to 2.0: kept on the issuer's server, or signed with a key that lies there.

A hosted badge is what its address answers; the file at hand only says where (Open Badges 2.0,
"Verification"). An address that does not answer any more proves nothing against a badge: it cannot
be checked. Only 410, ``revoked`` and a revocation list speak against one. Nothing is fetched;
see `Verdict.wants`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import (
    binding,
    copies,
    credential_steps,
    documents,
    jws,
    profiles,
    public_keys,
    reading,
    strict_json,
)
from portfolio.attest.badges.badge_file import Form, Sealing
from portfolio.attest.badges.case import Case, Outcome, day, host_of, saying, secure
from portfolio.errors import BadgeError
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import StepMark, VerdictState

if TYPE_CHECKING:
    from portfolio.attest.badges.profiles import Profile
    from portfolio.model.verdict import Answer, Saying

_GONE: Final = 410
_MAX_DOCUMENT: Final = 1024 * 1024


def judge(case: Case) -> Outcome:
    """Judge one badge of Open Badges 0.5 to 2.0, adding its steps to the case."""
    credential_steps.note_kind(case)
    if case.file.sealing is Sealing.JWS:
        outcome = _signed(case)
    elif case.file.sealing is Sealing.HOSTED:
        outcome = _hosted(case)
    else:
        says = case.note(StepMark.NOTE, "badge.unsigned")
        outcome = Outcome(VerdictState.UNSIGNED, TrustClass.SELF_REPORTED, says)
    if outcome.state in (VerdictState.INVALID, VerdictState.REVOKED):
        return outcome
    ends = [each for each in (reading.expires_at(case.file),) if each is not None]
    starts = [each for each in (reading.issued_at(case.file),) if each is not None]
    told = credential_steps.dated(case, outcome, starts, ends)
    if case.file.form is not Form.ENDORSEMENT_2_0:
        credential_steps.note_recipient(case)
    return told if outcome.state in _HOLDS else outcome


_HOLDS: Final = frozenset({VerdictState.VALID, VerdictState.NOT_ANCHORED})


def _hosted(case: Case) -> Outcome:
    url = secure(case.file.url)
    if not url:
        return _cannot(case.note(StepMark.CANNOT_CHECK, "badge.no-address"))
    answer = case.onlooker.answers.get(case.file.url) or case.answer(url)
    if answer is None:
        return _cannot(note_not_looked(case, host_of(url)))
    return _answered(case, url, answer)


def _answered(case: Case, url: str, answer: Answer) -> Outcome:
    """Judge a badge by what its address answered."""
    document = _document(answer)
    if answer.status == _GONE or (document is not None and document.get("revoked") is True):
        return note_revoked(case, host_of(url), answer, (document or {}).get("revocationReason"))
    if document is None:
        return _cannot(note_gone(case, host_of(url), answer))
    compared = copies.compare(case, document)
    if compared.differing:
        host, names = host_of(url), ", ".join(compared.differing)
        case.note(StepMark.BROKEN, "badge.hosted-differs", consulted=host, host=host, names=names)
        return Outcome(VerdictState.INVALID, TrustClass.SELF_REPORTED, case.steps[-1].says)
    # What the host says is the badge from here on: its dates, its recipient.
    case.file = replace(case.file, credential=document)
    says = case.note(
        StepMark.HELD,
        "badge.hosted-there",
        consulted=host_of(url),
        host=host_of(url),
        asked_on=day(answer.at),
    )
    if compared.unknown:
        return _cannot(_parts_missing(case))
    return _anchored(case, url, says)


def _anchored(case: Case, url: str, says: Saying) -> Outcome:
    """Say whether an address that confirms a badge is one its issuer may use."""
    profile = profiles.find(case)
    if profile is None:
        return Outcome(VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED, says)
    if not profile.allows(url):
        said = case.note(
            StepMark.BROKEN, "badge.out-of-scope", issuer=profile.id, host=host_of(url)
        )
        return Outcome(VerdictState.INVALID, TrustClass.SELF_REPORTED, said)
    return Outcome(VerdictState.VALID, TrustClass.CERTIFIED, says)


def _signed(case: Case) -> Outcome:
    """Judge a token whose key lies at an address."""
    profile = profiles.find(case)
    creator = _creator(case.file.credential, profile)
    try:
        jws.algorithm(case.file.header)
        key = _key(case, creator, profile)
        if key is None:
            return _cannot(_last_of(case))
        held = jws.holds(case.file.token, case.file.header, key)
    except BadgeError as exc:
        return _refused(case, exc, profile.id if profile else "?")
    if not held:
        return _broken(case, saying("badge.broken"))
    fingerprint = public_keys.fingerprint(key)
    case.note(StepMark.HELD, "badge.unchanged", key=fingerprint)
    if profile is None:
        says = case.note(StepMark.NOTE, "badge.key-carried", issuer=host_of(creator))
        return Outcome(VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED, says)
    host = host_of(secure(creator))
    says = case.note(StepMark.HELD, "badge.signer-host", consulted=host, host=host, key=fingerprint)
    return _not_revoked(case, profile) or Outcome(VerdictState.VALID, TrustClass.CERTIFIED, says)


def _refused(case: Case, exc: BadgeError, issuer: str) -> Outcome:
    if isinstance(exc, jws.AlgorithmError):
        says = saying("badge.worthless", names=exc.name)
    elif isinstance(exc, binding.OtherSignerError):
        says = saying("badge.other-signer", issuer=issuer)
    else:
        says = saying("badge.key-unfit", names=exc.title)
    return _broken(case, says)


def _creator(assertion: Mapping[str, Any], profile: Profile | None) -> str:
    """Return where the key of a signed badge lies."""
    for name, member in (("verification", "creator"), ("verify", "url"), ("verify", "creator")):
        verification = assertion.get(name)
        if isinstance(verification, Mapping) and documents.web_address(verification.get(member)):
            return str(verification[member])
    return profile.keys[0] if profile is not None and len(profile.keys) == 1 else ""


def _key(case: Case, creator: str, profile: Profile | None) -> public_keys.PublicKey | None:
    """Return the key, once it was had; it has to be the issuer's.

    Raises:
        binding.OtherSignerError: It is somebody else's.
        BadgeError: It is no key.
    """
    url = secure(creator)
    answer = (case.onlooker.answers.get(creator) or case.answer(url)) if url else None
    if answer is None:
        return None
    if answer.status not in range(200, 300):
        return None
    if answer.body.lstrip().startswith(b"-----BEGIN"):  # Open Badges 1.x: the bare key
        if profile is not None and not profile.is_at(url):
            raise binding.OtherSignerError(creator)
        return public_keys.from_pem(answer.body)
    document = strict_json.parse_object(answer.body, limit=_MAX_DOCUMENT)
    if profile is not None and not profile.owns(creator, document.get("owner")):
        raise binding.OtherSignerError(creator)
    pem = document.get("publicKeyPem")
    return public_keys.from_pem(pem.encode() if isinstance(pem, str) else b"")


def _not_revoked(case: Case, profile: Profile) -> Outcome | None:
    """Note what the issuer's revocation list says, when it has one."""
    url = secure(profile.revocation_list)
    if not url:
        return None
    answer = case.onlooker.answers.get(profile.revocation_list) or case.answer(url)
    host = host_of(url)
    if answer is None:
        case.note(StepMark.CANNOT_CHECK, "badge.status-not-looked", host=host)
        return None
    asked = day(answer.at)
    listed = _document(answer)
    if listed is None:
        case.note(
            StepMark.CANNOT_CHECK,
            "badge.status-unanswered",
            consulted=host,
            host=host,
            asked_on=asked,
        )
        return None
    reason = profiles.revoked(listed, case.file.credential)
    if reason is None:
        case.note(StepMark.HELD, "badge.not-revoked", consulted=host, host=host, asked_on=asked)
        return None
    return note_revoked(case, host, answer, reason)


def note_revoked(case: Case, host: str, answer: Answer, reason: object) -> Outcome:
    """Note that the issuer has revoked it."""
    asked, said = day(answer.at), reason if isinstance(reason, str) else ""
    if said.strip():
        says = case.note(
            StepMark.BROKEN, "badge.revoked-because", consulted=host, host=host, reason=said
        )
    else:
        says = case.note(
            StepMark.BROKEN, "badge.revoked", consulted=host, host=host, asked_on=asked
        )
    return Outcome(VerdictState.REVOKED, TrustClass.SELF_REPORTED, says)


def _parts_missing(case: Case) -> Saying:
    """Say that a part which the copy has written inside cannot be compared."""
    for url in profiles.addresses(case):
        answer = case.onlooker.answers.get(url)
        if answer is not None and answer.status not in range(200, 300):
            return note_gone(case, host_of(url), answer)
    return note_not_looked(case, host_of(case.wants[-1] if case.wants else case.file.url))


def _document(answer: Answer) -> dict[str, Any] | None:
    """Return the document an address answered with; None for a page, an error, nothing."""
    if answer.status not in (*range(200, 300), _GONE):
        return None
    try:
        return strict_json.parse_object(answer.body, limit=_MAX_DOCUMENT)
    except BadgeError:
        return None


def note_not_looked(case: Case, host: str) -> Saying:
    """Note that only a host can confirm it, and was not asked."""
    if case.last_good is None:
        return case.note(StepMark.CANNOT_CHECK, "badge.hosted-not-looked", host=host)
    good = day(case.last_good)
    return case.note(StepMark.CANNOT_CHECK, "badge.hosted-last", host=host, good_on=good)


def note_gone(case: Case, host: str, answer: Answer) -> Saying:
    """Note that an issuer does not answer any more; that is nothing against the badge."""
    asked = day(answer.at)
    if case.last_good is None:
        return case.note(
            StepMark.CANNOT_CHECK, "badge.gone", consulted=host, host=host, asked_on=asked
        )
    return case.note(
        StepMark.CANNOT_CHECK,
        "badge.gone-last",
        consulted=host,
        host=host,
        asked_on=asked,
        good_on=day(case.last_good),
    )


def _last_of(case: Case) -> Saying:
    """Say why a signed badge cannot be checked: what it needs is elsewhere, or gone."""
    for url in profiles.addresses(case):
        answer = case.onlooker.answers.get(url)
        if answer is not None and answer.status not in range(200, 300):
            return note_gone(case, host_of(url), answer)
    if not case.wants:
        return case.note(StepMark.CANNOT_CHECK, "badge.no-address")
    return note_not_looked(case, host_of(case.wants[-1]))


def _broken(case: Case, says: Saying) -> Outcome:
    case.add(StepMark.BROKEN, says)
    return Outcome(VerdictState.INVALID, TrustClass.SELF_REPORTED, says)


def _cannot(says: Saying) -> Outcome:
    return Outcome(VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED, says)
