"""What stands round a letter's signature: whom it names, its dates, withdrawal, corroboration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter_reading
from portfolio.attest.key_changes import fingerprint_of
from portfolio.attest.letter import NEW_KEY
from portfolio.attest.letter_checking import check
from portfolio.attest.onlooker import account_key, account_name, service_of
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind
from portfolio.model.verdict import Saying, Step, StepMark, VerdictState

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.attest.letter_case import Case
    from portfolio.attest.sshsig import SshSignature
    from portfolio.model.verdict import Answer

_CLOCKS_DIFFER: Final = timedelta(days=1)


def context_steps(case: Case, signature: SshSignature) -> VerdictState | None:
    """Add the steps after the writer's; return the state they lead to, None for no other.

    Args:
        case: A letter whose signature fits, its writer noted.
        signature: The letter's own.
    """
    says = case.letter.attestation
    if says.kind is AttestationKind.KEY_CHANGE:
        new_key = fingerprint_of(case.letter)
        case.note(StepMark.NOTE, "letter.new-key", fingerprint=new_key)
    elif says.kind is not AttestationKind.WITHDRAWAL:
        case.steps.append(_names(case, signature))
        if _is_own(case, signature):
            case.note(StepMark.REFUSED, "letter.own")
    is_withdrawn = _withdrawn(case, signature)
    has_expired = _expired(case)
    _dated(case)
    _corroboration(case)
    if case.onlooker.written_for_on is not None:
        written_on = case.onlooker.written_for_on.isoformat()
        case.note(StepMark.NOTE, "letter.mutual", written_on=written_on)
    unknown = [name for name, _ in case.letter.extra if name != NEW_KEY]
    if unknown:
        case.note(StepMark.NOTE, "letter.unknown-headers", names=", ".join(unknown))
    if is_withdrawn:
        return VerdictState.WITHDRAWN
    return VerdictState.EXPIRED if has_expired else None


def _names(case: Case, signature: SshSignature) -> Step:
    subject, onlooker = case.letter.attestation.subject, case.onlooker
    if not onlooker.is_holder or onlooker.is_own_key(signature.fingerprint):
        if subject.accounts:
            account = subject.accounts[0]
            facts = (("name", subject.name), ("account", account_name(account)),
                     ("service", service_of(account)))  # fmt: skip
            return Step(StepMark.HELD, Saying("letter.names", facts))
        return Step(StepMark.NOTE, Saying("letter.names-only", (("name", subject.name),)))
    own = next(filter(None, map(onlooker.owns, subject.accounts)), "")
    if own:
        mine = (("account", account_name(own) if "/" in own else own),)
        return Step(StepMark.HELD, Saying("letter.names-you", mine))
    if onlooker.is_own_key(subject.key):
        by_key = (("fingerprint", subject.key),)
        return Step(StepMark.HELD, Saying("letter.names-your-key", by_key))
    if not subject.accounts:
        return Step(StepMark.NOTE, Saying("letter.names-only", (("name", subject.name),)))
    named = ", ".join(account_name(each) for each in subject.accounts)
    return Step(StepMark.REFUSED, Saying("letter.names-other", (("name", named),)))


def _is_own(case: Case, signature: SshSignature) -> bool:
    """Say whether the writer is the person it is about, by an account or a key."""
    says, onlooker = case.letter.attestation, case.onlooker
    about = set(map(account_key, says.subject.accounts))
    if about & set(map(account_key, says.issuer.accounts)):
        return True
    if signature.fingerprint == says.subject.key:
        return True
    by_key = onlooker.is_own_key(signature.fingerprint)
    is_by_holder = by_key or any(map(onlooker.owns, says.issuer.accounts))
    return onlooker.is_holder and is_by_holder and any(map(onlooker.owns, says.subject.accounts))


def _withdrawn(case: Case, signature: SshSignature) -> bool:
    """Note whether the writer took it back, and return whether they did."""
    says = case.letter.attestation
    withdrawn_at = case.onlooker.withdrawn.get(says.id)
    answer = case.onlooker.answers.get(says.status_url) if says.status_url else None
    by_other = None
    if withdrawn_at is None and answer is not None and answer.status == 200:
        found = _withdrawal_in(answer, says.id)
        if found is not None and found[0] == signature.key:
            withdrawn_at = found[1]
        else:
            by_other = found
    if withdrawn_at is not None:
        withdrawn_on = withdrawn_at.date().isoformat()
        case.note(StepMark.BROKEN, "letter.withdrawn", withdrawn_on=withdrawn_on)
        return True
    if not says.status_url:
        case.note(StepMark.CANNOT_CHECK, "letter.status-unknown")
    elif answer is None:
        case.wants.append(says.status_url)
        case.note(StepMark.CANNOT_CHECK, "letter.status-not-looked")
    elif by_other is not None:
        withdrawn_on = by_other[1].date().isoformat()
        case.note(StepMark.REFUSED, "letter.withdrawn-other-key", withdrawn_on=withdrawn_on)
    else:
        asked_on = answer.at.date().isoformat()
        is_there = answer.status in {200, 404}
        mark = StepMark.HELD if is_there else StepMark.CANNOT_CHECK
        code = "letter.not-withdrawn" if is_there else "letter.status-unanswered"
        case.note(mark, code, asked_on=asked_on)
    return False


def _withdrawal_in(answer: Answer, letter_id: str) -> tuple[bytes, datetime] | None:
    """Return the key and time of the withdrawal of a letter that lies at a status address."""
    try:
        found = letter_reading.parse(answer.body)
        says = found.attestation
        if says.kind is not AttestationKind.WITHDRAWAL or says.refers_to != letter_id:
            return None
        return check(found).key, says.issued_at or answer.at
    except LetterError:
        return None


def _expired(case: Case) -> bool:
    """Note until when it holds, and return whether that is over."""
    says = case.letter.attestation
    if says.expires_at is None:
        return False
    expires_on = says.expires_at.date().isoformat()
    if says.expires_at >= case.at:
        case.note(StepMark.NOTE, "letter.valid-until", expires_on=expires_on)
        return False
    if says.issued_at is None:
        case.note(StepMark.NOTE, "letter.expired-undated", expires_on=expires_on)
    else:
        issued_on = says.issued_at.date().isoformat()
        case.note(StepMark.NOTE, "letter.expired", expires_on=expires_on, issued_on=issued_on)
    return True


def _dated(case: Case) -> None:
    """Flag a date that cannot be: after now, or before a work it writes about was begun."""
    issued_at = case.letter.attestation.issued_at
    if issued_at is None:
        return
    issued_on = issued_at.date().isoformat()
    if issued_at > case.at + _CLOCKS_DIFFER:
        case.note(StepMark.REFUSED, "letter.from-future", issued_on=issued_on)
    begun = max((each.begun_on for each in case.onlooker.parts if each.begun_on), default=None)
    if begun is not None and issued_at.date() < begun - _CLOCKS_DIFFER:
        work_on = begun.isoformat()
        case.note(StepMark.REFUSED, "letter.before-work", issued_on=issued_on, work_on=work_on)


def _corroboration(case: Case) -> None:
    says, writer = case.letter.attestation, case.writer
    if not says.about or not says.issuer.accounts or not case.onlooker.is_holder:
        return
    part = writer.part or case.onlooker.part_of(says.issuer.accounts)
    account = part.account if part else account_name(says.issuer.accounts[0])
    if part is None or not part.known:
        case.note(StepMark.CANNOT_CHECK, "letter.part-unknown", account=account)
        return
    if not part.works:
        case.note(StepMark.NOTE, "letter.part-none", account=account)
        return
    # Whoever signed may have named the account of somebody else.
    is_theirs = writer.part is not None
    code = "letter.took-part" if is_theirs else "letter.part-of-named"
    facts = (("account", account), ("count", str(len(part.works))), ("total", str(part.total)))
    mark = StepMark.HELD if is_theirs else StepMark.NOTE
    case.steps.append(Step(mark, Saying(code, facts), part.works))
