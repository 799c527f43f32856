"""What can be believed of a badge, a bundle of badges, or an address of one.

Judged anew each time it is shown, from the file's own bytes, with what the one who looks knows.
Nothing is fetched: what only the network could settle is in `Verdict.wants`, and counts once its
answers are handed in with the onlooker. A badge whose issuer does not answer any more cannot be
checked; it is never called invalid for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.attest.badges import credential_steps, hosted, reading, recognising, seals
from portfolio.attest.badges.badge_file import BadgeFile, Form
from portfolio.attest.badges.case import Case, Outcome, day, host_of, saying, secure
from portfolio.attest.badges.proofs import Seal, check
from portfolio.errors import BadgeError
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Step, StepMark, Verdict, VerdictState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from portfolio.attest.onlooker import Onlooker

_MAX_MEMBERS: Final = 1000
_MAX_COSTLY: Final = 3  # members made to take for ever, before the others are left
_GONE: Final = 410
# Of a bundle the worst of its members counts, in this order.
_WORST: Final = (
    VerdictState.UNREADABLE,
    VerdictState.INVALID,
    VerdictState.REVOKED,
    VerdictState.SUSPENDED,
    VerdictState.CANNOT_CHECK,
    VerdictState.UNSIGNED,
    VerdictState.NOT_YET_VALID,
    VerdictState.EXPIRED,
    VerdictState.NOT_ANCHORED,
    VerdictState.VALID,
)
_MARKS: Final = {
    VerdictState.VALID: StepMark.HELD,
    VerdictState.CANNOT_CHECK: StepMark.CANNOT_CHECK,
}


def judge(
    file: BadgeFile,
    onlooker: Onlooker,
    *,
    at: datetime,
    last_good: date | None = None,
    endorsements: Sequence[BadgeFile] = (),
) -> Verdict:
    """Judge what a file turned out to be. Takes milliseconds; pure, on any thread.

    Args:
        file: From `recognising.open_badge`.
        onlooker: Who looks, and what addresses answered so far.
        at: Now.
        last_good: When it was last found to hold here, for issuers that do not answer any more.
        endorsements: Files of their own that may speak of it; those that do not are passed over.
    """
    spoken = tuple(each for each in endorsements if each.form is Form.ENDORSEMENT_3_0)
    case = Case(file, onlooker, at, last_good, spoken)
    outcome = _judged(case)
    return Verdict(
        state=outcome.state,
        trust=outcome.trust,
        summary=outcome.summary,
        steps=tuple(case.steps),
        at=at,
        wants=tuple(case.wants),
    )


def listed(service: str, *, seen_at: datetime, at: datetime) -> Verdict:
    """Judge a badge that is no file: a service lists it on an account. Evidence, and unsigned.

    Args:
        service: Host of the service.
        seen_at: When it was last listed there.
        at: Now.
    """
    says = saying("badge.listed", host=service, seen_on=day(seen_at))
    step = Step(StepMark.HELD, says, consulted=(service,))
    return Verdict(VerdictState.UNSIGNED, TrustClass.EVIDENCE, says, (step,), at)


def _judged(case: Case) -> Outcome:
    form = case.file.form
    if form is Form.ADDRESS:
        return _address(case)
    if form.is_bundle:
        return _bundle(case)
    return credential_steps.judge(case) if form.is_credential else hosted.judge(case)


def _address(case: Case) -> Outcome:
    """Judge what lies at an address, once that was asked."""
    url = secure(case.file.url)
    answer = case.onlooker.answers.get(case.file.url) or (case.answer(url) if url else None)
    if answer is None:
        says = hosted.note_not_looked(case, host_of(case.file.url))
        return Outcome(VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED, says)
    if answer.status == _GONE:
        return hosted.note_revoked(case, host_of(url), answer, "")
    try:
        found = recognising.open_badge(answer.body) if answer.status in range(200, 300) else None
    except BadgeError:
        found = None  # a page that says it is not there any more, mostly
    if found is None or found.form is Form.ADDRESS:
        says = hosted.note_gone(case, host_of(url), answer)
        return Outcome(VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED, says)
    case.file = found
    return _judged(case)


def _bundle(case: Case) -> Outcome:
    """Judge each member by itself, and whoever put them together."""
    file = case.file
    assembled = None if file.form is Form.BACKPACK else _assembled(case)
    if assembled is not None and assembled.state in (VerdictState.INVALID, VerdictState.UNREADABLE):
        return assembled
    count = len(file.members)
    if count == 1:
        says = case.note(StepMark.HELD, "badge.bundle-one")
    else:
        says = case.note(StepMark.HELD, "badge.bundle", count=str(count))
    states: list[VerdictState] = []
    for number, member in enumerate(file.members[:_MAX_MEMBERS]):
        states.append(_member(case, member))
        if states.count(VerdictState.UNREADABLE) >= _MAX_COSTLY:
            left = str(len(file.members) - number - 1)
            case.note(StepMark.CANNOT_CHECK, "badge.bundle-left", count=left)
            break
    for unread in file.unread[:_MAX_MEMBERS]:
        case.note(StepMark.NOTE, "badge.bundle-unread", name=unread.name, why=unread.why)
    worst = min(states, key=_WORST.index, default=VerdictState.UNSIGNED)
    return Outcome(worst, TrustClass.SELF_REPORTED, says)


def _member(case: Case, member: BadgeFile) -> VerdictState:
    beside = tuple(each for each in case.file.members if each is not member)
    verdict = judge(
        member, case.onlooker, at=case.at, last_good=case.last_good, endorsements=beside
    )
    for url in verdict.wants:
        case.want(url)
    name = reading.badge_of(member).name or member.name or "?"
    mark = _MARKS.get(verdict.state, StepMark.NOTE)
    mark = StepMark.BROKEN if verdict.state.does_not_hold else mark
    case.steps.append(Step(mark, saying("badge.member", name=name), children=verdict.steps))
    return verdict.state


def _assembled(case: Case) -> Outcome | None:
    """Note who put a bundle together; None where nobody signed it, which is no fault of it."""
    credential_steps.note_kind(case)
    finding = check(case.file, case.onlooker.answers)
    if finding.seal is Seal.UNSIGNED:
        case.note(StepMark.NOTE, "badge.bundle-unsigned")
        return None
    outcome = seals.note_seal(case, finding)
    if outcome is None:
        name = reading.badge_of(case.file).issuer.name or "?"
        case.note(StepMark.NOTE, "badge.assembled-by", name=name)
        outcome = seals.note_signer(case, finding)
    return outcome
