"""What stands round a letter's signature: whom it names, its dates, withdrawal, corroboration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, sshsig
from portfolio.attest.letter_checking import check
from portfolio.attest.onlooker import Onlooker, account_name
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, Part, TrustLevel
from portfolio.model.verdict import Saying, Step, StepMark, VerdictState

if TYPE_CHECKING:
    from datetime import datetime

_CLOCKS_DIFFER: Final = timedelta(days=1)


@dataclass
class Writer:
    """Who wrote a letter, as far as is known.

    Attributes:
        level: How far that is.
        account: The first of the named accounts that lists the key, as an address.
        accounts: All that do.
        seen_on: When that was seen.
        part: What they did on the works; only of an account that lists the key.
    """

    level: TrustLevel = TrustLevel.UNCHANGED
    account: str = ""
    accounts: list[str] = field(default_factory=list)
    seen_on: str = ""
    part: Part | None = None


def context_steps(  # noqa: PLR0913, PLR0917  (each is one thing that is looked at)
    letter: form.Letter,
    onlooker: Onlooker,
    at: datetime,
    signature: sshsig.SshSignature,
    writer: Writer,
    steps: list[Step],
    wants: list[str],
) -> VerdictState | None:
    """Add the steps after the writer's; return the state they lead to, None for no other.

    Args:
        letter: Whose signature fits.
        onlooker: Who looks.
        at: Now.
        signature: The letter's own.
        writer: As far as known.
        steps: Added to.
        wants: Added to: addresses whose answers would settle more.
    """

    def note(mark: StepMark, code: str, **facts: str) -> None:
        steps.append(Step(mark, Saying(code, tuple(facts.items()))))

    says = letter.attestation
    if says.kind not in {AttestationKind.WITHDRAWAL, AttestationKind.KEY_CHANGE}:
        steps.append(_names(letter, onlooker))
    withdrawn_on = _withdrawn(letter, onlooker, signature, steps, wants)
    if says.expires_at is not None:
        expires_on = says.expires_at.date().isoformat()
        if says.expires_at < at:
            issued_on = says.issued_at.date().isoformat() if says.issued_at else "?"
            note(StepMark.NOTE, "letter.expired", expires_on=expires_on, issued_on=issued_on)
        else:
            note(StepMark.NOTE, "letter.valid-until", expires_on=expires_on)
    _dated(letter, onlooker, at, steps)
    _corroboration(letter, onlooker, writer, steps)
    if onlooker.written_for_on is not None:
        note(StepMark.NOTE, "letter.mutual", written_on=onlooker.written_for_on.isoformat())
    if letter.extra:
        names = ", ".join(name for name, _ in letter.extra)
        note(StepMark.NOTE, "letter.unknown-headers", names=names)
    if withdrawn_on is not None:
        return VerdictState.WITHDRAWN
    has_expired = says.expires_at is not None and says.expires_at < at
    return VerdictState.EXPIRED if has_expired else None


def _names(letter: form.Letter, onlooker: Onlooker) -> Step:
    subject = letter.attestation.subject
    if not onlooker.is_holder:
        if subject.accounts:
            facts = (("name", subject.name), ("account", account_name(subject.accounts[0])))
            return Step(StepMark.HELD, Saying("letter.names", facts))
        return Step(StepMark.NOTE, Saying("letter.names-only", (("name", subject.name),)))
    own = next(filter(None, map(onlooker.owns, subject.accounts)), "")
    if own:
        mine = (("account", account_name(own) if "/" in own else own),)
        return Step(StepMark.HELD, Saying("letter.names-you", mine))
    if not subject.accounts:
        return Step(StepMark.NOTE, Saying("letter.names-only", (("name", subject.name),)))
    named = ", ".join(account_name(each) for each in subject.accounts)
    return Step(StepMark.REFUSED, Saying("letter.names-other", (("name", named),)))


def _withdrawn(
    letter: form.Letter,
    onlooker: Onlooker,
    signature: sshsig.SshSignature,
    steps: list[Step],
    wants: list[str],
) -> datetime | None:
    """Note whether the writer took it back, and return when."""
    says = letter.attestation
    known = onlooker.withdrawn.get(says.id)
    answer = onlooker.answers.get(says.status_url) if says.status_url else None
    if known is None and answer is not None and answer.status == 200:
        known = _withdrawal_in(answer.body, says.id, signature)
    if known is not None:
        facts = (("withdrawn_on", known.date().isoformat()),)
        steps.append(Step(StepMark.BROKEN, Saying("letter.withdrawn", facts)))
        return known
    if not says.status_url:
        steps.append(Step(StepMark.CANNOT_CHECK, Saying("letter.status-unknown")))
    elif answer is None:
        wants.append(says.status_url)
        steps.append(Step(StepMark.CANNOT_CHECK, Saying("letter.status-not-looked")))
    else:
        facts = (("asked_on", answer.at.date().isoformat()),)
        is_there = answer.status in {200, 404}
        mark = StepMark.HELD if is_there else StepMark.CANNOT_CHECK
        code = "letter.not-withdrawn" if is_there else "letter.status-unanswered"
        steps.append(Step(mark, Saying(code, facts)))
    return None


def _withdrawal_in(body: bytes, letter_id: str, signature: sshsig.SshSignature) -> datetime | None:
    """Return when the file at a status address withdraws a letter, if its own key says so."""
    try:
        found = letter_reading.parse(body)
        is_it = (
            found.attestation.kind is AttestationKind.WITHDRAWAL
            and found.attestation.refers_to == letter_id
            and check(found).key == signature.key
        )
    except LetterError:
        return None
    return found.attestation.issued_at if is_it else None


def _dated(letter: form.Letter, onlooker: Onlooker, at: datetime, steps: list[Step]) -> None:
    """Flag a date that cannot be: after now, or before a work it writes about was begun."""
    issued_at = letter.attestation.issued_at
    if issued_at is None:
        return
    issued = ("issued_on", issued_at.date().isoformat())
    if issued_at > at + _CLOCKS_DIFFER:
        steps.append(Step(StepMark.REFUSED, Saying("letter.from-future", (issued,))))
    begun = max((each.begun_on for each in onlooker.parts if each.begun_on), default=None)
    if begun is not None and issued_at.date() < begun - _CLOCKS_DIFFER:
        facts = (issued, ("work_on", begun.isoformat()))
        steps.append(Step(StepMark.REFUSED, Saying("letter.before-work", facts)))


def _corroboration(
    letter: form.Letter, onlooker: Onlooker, writer: Writer, steps: list[Step]
) -> None:
    accounts = letter.attestation.issuer.accounts
    if not letter.attestation.about or not accounts or not onlooker.is_holder:
        return
    part = writer.part or onlooker.part_of(accounts)
    facts = (("account", part.account if part else account_name(accounts[0])),)
    if part is None or not part.known:
        steps.append(Step(StepMark.CANNOT_CHECK, Saying("letter.part-unknown", facts)))
        return
    if not part.works:
        steps.append(Step(StepMark.NOTE, Saying("letter.part-none", facts)))
        return
    counted = (*facts, ("count", str(len(part.works))), ("total", str(part.total)))
    if writer.part is None:  # whoever signed may have named the account of somebody else
        steps.append(Step(StepMark.NOTE, Saying("letter.part-of-named", counted), part.works))
    else:
        steps.append(Step(StepMark.HELD, Saying("letter.took-part", counted), part.works))
