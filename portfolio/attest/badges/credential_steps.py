"""The steps by which a credential is judged (Open Badges 3.0, VC 1.1, endorsements).

In this order: what it is, what is missing, signature and issuer, dates, status, recipient,
endorsements. Endorsements are judged each by itself, and never count against the badge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from portfolio.attest.badges import (
    documents,
    proofs,
    reading,
    recipients,
    recognising,
    seals,
    status_lists,
)
from portfolio.attest.badges.badge_file import BadgeFile, Form
from portfolio.attest.badges.case import Case, Outcome, day, saying
from portfolio.attest.badges.public_keys import did_of_line
from portfolio.model.badge import RecipientMatch
from portfolio.model.codes import TrustClass
from portfolio.model.keys import OWN
from portfolio.model.verdict import Step, StepMark, VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

KINDS: Final = {
    Form.ASSERTION_0_5: "Open Badges 0.5",
    Form.ASSERTION_1_0: "Open Badges 1.0",
    Form.ASSERTION_1_1: "Open Badges 1.1",
    Form.ASSERTION_2_0: "Open Badges 2.0",
    Form.ENDORSEMENT_2_0: "Open Badges 2.0",
    Form.BADGE_3_0: "Open Badges 3.0",
    Form.ENDORSEMENT_3_0: "Open Badges 3.0",
    Form.CLR: "CLR 2.0",
    Form.PRESENTATION: "Verifiable Presentation",
}
_MAX_ENDORSEMENTS: Final = 20
_STARTS: Final = ("validFrom", "issuanceDate")
_ENDS: Final = ("validUntil", "expirationDate")
_HOLDS: Final = frozenset({VerdictState.VALID, VerdictState.NOT_ANCHORED})


def judge(case: Case, *, endorsements: bool = True) -> Outcome:
    """Judge one credential, adding its steps to the case."""
    note_kind(case)
    if missing := ", ".join(_missing(case.file)):
        case.note(StepMark.NOTE, "badge.missing", names=missing)
    finding = proofs.check(case.file, case.onlooker.answers)
    outcome = seals.note_seal(case, finding)
    if outcome is not None and outcome.state in (VerdictState.INVALID, VerdictState.UNREADABLE):
        return outcome
    if outcome is None:
        outcome = seals.note_signer(case, finding)
        outcome = _dated(case, outcome, (finding.expires, case.file.claims.get("exp")))
        outcome = _with_status(case, outcome)
    else:
        _dated(case, outcome, (case.file.claims.get("exp"),))
    if case.file.form is Form.BADGE_3_0:
        note_recipient(case)
        if endorsements:
            _note_endorsements(case)
    return outcome


def note_kind(case: Case) -> None:
    """Note what the file is."""
    endorsing = case.file.form.is_endorsement
    code = "badge.recognised-endorsement" if endorsing else "badge.recognised"
    case.note(StepMark.HELD, code, kind=KINDS[case.file.form])


def dated(case: Case, outcome: Outcome, starts: list[datetime], ends: list[datetime]) -> Outcome:
    """Note from when until when it holds; return the outcome as that changes it."""
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and start > case.at:
        says = case.note(StepMark.NOTE, "badge.not-before", valid_on=day(start))
        return replace(outcome, state=VerdictState.NOT_YET_VALID, summary=says)
    if end is not None and end < case.at:
        says = case.note(StepMark.NOTE, "badge.expired", expires_on=day(end))
        return replace(outcome, state=VerdictState.EXPIRED, summary=says)
    if end is not None:
        case.note(StepMark.HELD, "badge.valid-until", expires_on=day(end))
    return outcome


def note_recipient(case: Case) -> None:
    """Note whom it was given to; a miss is worth knowing and no fault."""
    onlooker = case.onlooker
    dids = [did_of_line(each.public) for each in onlooker.keys if each.owner == OWN]
    found = recipients.recipient_of(
        case.file,
        own_addresses=onlooker.addresses,
        own_accounts=onlooker.accounts,
        own_dids=[each for each in dids if each],
    )
    if found.match is RecipientMatch.CONFIRMED:
        case.note(StepMark.HELD, "badge.recipient-you", address=found.own)
    elif onlooker.is_holder and found.match is not RecipientMatch.NONE:
        case.note(StepMark.NOTE, "badge.recipient-other")
    elif found.match is RecipientMatch.HIDDEN:
        case.note(StepMark.NOTE, "badge.recipient-hidden")
    elif found.match is RecipientMatch.OTHER:
        named = recipients.named_in(case.file)[0].identity
        case.note(StepMark.NOTE, "badge.recipient-named", name=named)
    else:
        case.note(StepMark.NOTE, "badge.recipient-none")


def _dated(case: Case, outcome: Outcome, more_ends: tuple[object, ...]) -> Outcome:
    given = case.file.credential
    starts = [reading.instant(given.get(name)) for name in _STARTS]
    starts.append(reading.instant(case.file.claims.get("nbf")))
    ends = [reading.instant(value) for value in (*map(given.get, _ENDS), *more_ends)]
    return dated(
        case,
        outcome,
        [each for each in starts if each is not None],
        [each for each in ends if each is not None],
    )


def _with_status(case: Case, outcome: Outcome) -> Outcome:
    against = status_lists.check(case)
    if against is None:
        return outcome
    says = next(each.says for each in reversed(case.steps) if each.mark is StepMark.BROKEN)
    return Outcome(against, TrustClass.SELF_REPORTED, says)


def _missing(file: BadgeFile) -> Iterator[str]:
    """Yield the names of required members a credential does not have (Open Badges 3.0, B.1)."""
    given = file.credential
    if not isinstance(given.get("id"), str):
        yield "id"
    if not proofs.issuer_of(given):
        yield "issuer.id"
    if file.form is Form.PRESENTATION:
        return
    if all(reading.instant(given.get(name)) is None for name in _STARTS):
        yield "validFrom"
    yield from (
        name for name in _ENDS if name in given and reading.instant(given.get(name)) is None
    )
    subjects = documents.objects(given.get("credentialSubject"))
    if not subjects:
        yield "credentialSubject"
    elif file.form is Form.BADGE_3_0:
        yield from _missing_of_subject(subjects[0])


def _missing_of_subject(subject: Mapping[str, Any]) -> Iterator[str]:
    if not subject.get("id") and not subject.get("identifier"):
        yield "credentialSubject.id"
    achievements = documents.objects(subject.get("achievement"))
    if not achievements:
        yield "credentialSubject.achievement"
        return
    for name in ("id", "name", "description", "criteria"):
        if not achievements[0].get(name):
            yield f"credentialSubject.achievement.{name}"


def _note_endorsements(case: Case) -> None:
    found, unread = recognising.endorsements_in(case.file)
    apart = tuple(each for each in case.endorsements if _fits(case, each))
    for each in (*found[:_MAX_ENDORSEMENTS], *apart[:_MAX_ENDORSEMENTS]):
        if _note_endorsement(case, each) is VerdictState.UNREADABLE:
            case.note(StepMark.NOTE, "badge.endorsements-left")
            break  # one that is made to take for ever is enough
    for damaged in unread[:_MAX_ENDORSEMENTS]:
        case.note(StepMark.NOTE, "badge.endorsement-unread", why=damaged.why)


def _note_endorsement(case: Case, endorsement: BadgeFile) -> VerdictState:
    inner = Case(endorsement, case.onlooker, case.at)
    outcome = judge(inner, endorsements=False)
    fits = _fits(case, endorsement)
    if not fits:
        inner.note(StepMark.BROKEN, "badge.endorsement-elsewhere")
    for url in inner.wants:
        case.want(url)
    name = reading.badge_of(endorsement).issuer.name or "?"
    comment = reading.badge_of(endorsement).description
    if fits and outcome.state is VerdictState.VALID:
        says = saying("badge.endorsed", name=name, comment=comment)
        mark = StepMark.HELD
    elif fits and outcome.state is VerdictState.NOT_ANCHORED:
        says, mark = saying("badge.endorsed-unknown", name=name, comment=comment), StepMark.NOTE
    else:
        says, mark = saying("badge.endorsement-not-confirmed", name=name), StepMark.NOTE
    case.steps.append(Step(mark, says, children=tuple(inner.steps)))
    return outcome.state


def _fits(case: Case, endorsement: BadgeFile) -> bool:
    """Whether an endorsement speaks of this badge, of its achievement or of its issuer."""
    subjects = documents.objects(endorsement.credential.get("credentialSubject"))
    about = {str(each.get("id")) for each in subjects}
    return bool(about) and about <= _speakable(case.file)


def _speakable(file: BadgeFile) -> frozenset[str]:
    """Return the ids an endorsement inside a badge may be about: badge, achievement, issuer."""
    given = file.credential
    achievements = [
        achievement.get("id")
        for subject in documents.objects(given.get("credentialSubject"))
        for achievement in documents.objects(subject.get("achievement"))
    ]
    named = [given.get("id"), proofs.issuer_of(given), *achievements]
    return frozenset(each for each in named if isinstance(each, str) and each)
