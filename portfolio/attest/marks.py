"""Whether a policy's mark is given for somebody's letters, who is counted, and why others are not.

A person is whoever shares an account or a key with another letter's writer, even one that was only
named: that can make two people one and lose a mark, never make one person two and win it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from portfolio.attest import sshsig
from portfolio.attest.onlooker import account_key, account_name, service_of
from portfolio.errors import LetterError
from portfolio.model.policy import AtLeast, Mark, Policy
from portfolio.model.verdict import Saying, StepMark, VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from portfolio.model.attestation import Attestation, Party
    from portfolio.model.verdict import Verdict

_PROVED: Final = frozenset(("letter.account-seen", "letter.comment-there"))


@dataclass(frozen=True, slots=True)
class Vouch:
    """A letter that may count.

    Attributes:
        verdict: Of `letter_verdict` or `comment_verdict`, made for the same onlooker and time.
        key: Fingerprint of the key that signed it, "" for a comment.
        mutual: The holder has written for this writer too. Only the holder can know that: to
            anybody else it is what the holder says.
    """

    attestation: Attestation
    verdict: Verdict
    key: str = ""
    mutual: bool = False


def vouch_of(attestation: Attestation, verdict: Verdict, signature: bytes = b"") -> Vouch:
    """Return a letter as one that may count.

    Args:
        attestation: What it says.
        verdict: What can be believed of it.
        signature: Its armoured signature, empty for a comment.
    """
    try:
        key = sshsig.read(signature).fingerprint if signature else ""
    except LetterError:
        key = ""
    mutual = any(step.says.code == "letter.mutual" for step in verdict.steps)
    return Vouch(attestation, verdict, key, mutual=mutual)


@dataclass
class _Person:
    """One writer with all their letters that count."""

    marks: set[str]
    vouches: list[Vouch] = field(default_factory=list)


def judge(
    policy: Policy,
    vouches: Iterable[Vouch],
    *,
    holder: Party,
    at: datetime,
    own_keys: Iterable[str] = (),
) -> Mark:
    """Say whether a mark is given.

    Args:
        policy: The rule.
        vouches: All letters the holder has; which count is found here.
        holder: Accounts (and key) of the person the mark is for; e-mail as ``mailto:``.
        at: Now.
        own_keys: Fingerprints of all the holder's keys.
    """
    own = _marks_of(holder, holder.key) | set(own_keys)
    fitting: list[Vouch] = []
    rejected: list[tuple[str, Saying]] = []
    seen: set[str] = set()
    for each in sorted(vouches, key=_order):
        if each.attestation.id in seen:
            continue
        seen.add(each.attestation.id)
        reason = _reason_against(policy, each, own, at)
        if reason:
            rejected.append((each.attestation.id, Saying(reason)))
        else:
            fitting.append(each)
    people = _people(fitting)
    again = [vouch for person in people for vouch in person.vouches[1:]]
    rejected += [(vouch.attestation.id, Saying("mark.same-person")) for vouch in again]
    missing = tuple(_missing(policy, people))
    names = tuple(person.vouches[0].attestation.issuer.name for person in people)
    return Mark(
        policy=policy,
        is_given=not missing,
        says=_says(policy, names, is_given=not missing),
        names=names,
        counted=tuple(person.vouches[0].attestation.id for person in people),
        not_counted=tuple(rejected),
        missing=missing,
    )


def _order(vouch: Vouch) -> tuple[str, str]:
    issued = vouch.attestation.issued_at
    return (issued.isoformat() if issued else "", vouch.attestation.id)


def _reason_against(policy: Policy, vouch: Vouch, own: set[str], at: datetime) -> str:
    """Return the code of why a letter does not count, "" when it does.

    Args:
        policy: The rule.
        vouch: The letter.
        own: Accounts and keys of the person the mark is for.
        at: Now.
    """
    says, verdict = vouch.attestation, vouch.verdict
    issued = says.issued_at
    checks = (
        (says.kind not in policy.kinds, "mark.other-kind"),
        (verdict.state.does_not_hold, "mark.does-not-hold"),
        (verdict.state is VerdictState.EXPIRED, "mark.expired"),
        (bool(_marks_of(says.issuer, vouch.key) & own), "mark.own"),
        (verdict.state is not VerdictState.VALID or verdict.level is None, "mark.unknown-writer"),
        (verdict.level is not None and verdict.level < policy.level, "mark.level"),
        (not _marks_of(says.subject, says.subject.key) & own, "mark.other-subject"),
        (not says.about, "mark.no-work"),
        (bool(policy.months) and issued is None, "mark.undated"),
        (issued is not None and issued > at, "mark.from-future"),
        (_is_older(issued, policy.months, at), "mark.too-old"),
        (vouch.mutual and not policy.mutual, "mark.mutual"),
    )
    return next((code for applies, code in checks if applies), "")


def _is_older(issued: datetime | None, months: int, at: datetime) -> bool:
    if issued is None or not months:
        return False
    apart = (at.year - issued.year) * 12 + at.month - issued.month
    is_later_in_month = (at.day, at.timetz().replace(tzinfo=None)) > (
        issued.day,
        issued.timetz().replace(tzinfo=None),
    )
    return apart > months or (apart == months and is_later_in_month)


def _marks_of(party: Party, key: str) -> set[str]:
    """Return everything by which somebody may be known again."""
    marks = {account_key(account) for account in party.accounts}
    marks |= {each for each in (key, party.key) if each}
    return marks - {""}


def _people(vouches: Sequence[Vouch]) -> list[_Person]:
    """Return the different people who wrote, in the order of their first letter."""
    people: list[_Person] = []
    for vouch in vouches:
        marks = _marks_of(vouch.attestation.issuer, vouch.key)
        same = [person for person in people if person.marks & marks]
        if not same:
            people.append(_Person(marks, [vouch]))
            continue
        first = same[0]
        first.marks |= marks
        first.vouches.append(vouch)
        for other in same[1:]:  # this letter shows that they are one
            first.marks |= other.marks
            first.vouches += other.vouches
            people.remove(other)
    for person in people:
        person.vouches.sort(key=_order)
    return people


def _missing(policy: Policy, people: Sequence[_Person]) -> Iterable[Saying]:
    if len(people) < policy.people:
        facts = (("count", str(len(people))), ("people", str(policy.people)))
        yield Saying("mark.people", facts)
    for condition in policy.at_least:
        count = sum(_meets(person, condition) for person in people)
        if count < condition.people:
            facts = (("count", str(count)), ("people", str(condition.people)))
            yield _unmet(condition, facts)


def _unmet(condition: AtLeast, facts: tuple[tuple[str, str], ...]) -> Saying:
    if condition.parts:
        return Saying("mark.at-least", (*facts, ("parts", " or ".join(condition.parts))))
    code = "mark.at-least-accounts" if condition.accounts else "mark.at-least-level"
    return Saying(code, facts)


def _meets(person: _Person, condition: AtLeast) -> bool:
    return any(_vouch_meets(vouch, condition) for vouch in person.vouches)


def _vouch_meets(vouch: Vouch, condition: AtLeast) -> bool:
    level = vouch.verdict.level
    if level is None or level < condition.level:
        return False
    if condition.parts and not set(condition.parts) & _parts_of(vouch.verdict):
        return False
    wanted = {account_key(account) for account in condition.accounts}
    return not wanted or bool(wanted & _proved_accounts(vouch))


def _parts_of(verdict: Verdict) -> set[str]:
    """Return what the writer did on the works: of an account that is proved theirs only."""
    return set(verdict.part.every_part) if verdict.part is not None and verdict.account else set()


def _proved_accounts(vouch: Vouch) -> set[str]:
    """Return the named accounts that the verdict shows to be the writer's."""
    proved = {
        (facts.get("account"), facts.get("service"))
        for step in vouch.verdict.steps
        if step.says.code in _PROVED and step.mark is StepMark.HELD
        for facts in [dict(step.says.facts)]
    }
    return {
        account_key(account)
        for account in vouch.attestation.issuer.accounts
        if (account_name(account), service_of(account)) in proved
    }


def _says(policy: Policy, names: tuple[str, ...], *, is_given: bool) -> Saying:
    facts = (("policy", policy.name), ("words", policy.words))
    if is_given:
        return Saying("mark.given", (*facts, ("names", ", ".join(names))))
    return Saying("mark.not-given", facts)
