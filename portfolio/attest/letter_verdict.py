"""What can be believed of a letter: its signature, its writer, whom it names, and what it lacks.

Verified every time it is shown, over exact bytes, with the key it carries. The five levels are
those of `TrustLevel`; level 1 is never made to look like a recommendation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from portfolio.attest import key_listings, letter_reading, ssh_programs, sshsig
from portfolio.attest import letter as form
from portfolio.attest.letter_checking import Verify, check
from portfolio.attest.letter_context import Writer, context_steps
from portfolio.attest.onlooker import Onlooker, account_name, service_of
from portfolio.attest.sshsig import OtherKeyError, SignatureError
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, Part, TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.keys import KeyTrust
from portfolio.model.verdict import Saying, Step, StepMark, Verdict, VerdictState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portfolio.model.keys import KeyRecord

_PARTS: Final = frozenset({"reviewer", "merger", "co-author", "tester"})


@dataclass
class _Case:
    """One letter while it is judged."""

    letter: form.Letter
    onlooker: Onlooker
    at: datetime
    steps: list[Step] = field(default_factory=list)
    wants: list[str] = field(default_factory=list)
    writer: Writer = field(default_factory=Writer)

    def note(self, mark: StepMark, code: str, **facts: str) -> None:
        self.steps.append(Step(mark, Saying(code, tuple(facts.items()))))


def judge(
    letter: form.Letter,
    onlooker: Onlooker,
    *,
    at: datetime,
    verify: Verify = ssh_programs.verify,
) -> Verdict:
    """Judge a letter. Blocks while ``ssh-keygen`` runs, for kinds of keys we do not check.

    Args:
        letter: From `letter_reading.parse`.
        onlooker: Who looks.
        at: Now.
        verify: Checks a signature; raises `SignatureError` or `OtherKeyError`.
    """
    case = _Case(letter, onlooker, at)
    if not letter.signature:
        case.note(StepMark.NOTE, "letter.unsigned")
        return _closed(case, VerdictState.UNSIGNED, TrustLevel.QUOTED)
    try:
        signature = check(letter, verify)
    except OtherKeyError as error:
        case.note(StepMark.CANNOT_CHECK, "letter.cannot-check-key", algorithm=error.algorithm)
        return _closed(case, VerdictState.CANNOT_CHECK, TrustLevel.QUOTED)
    except LetterError as error:
        _name_the_change(case, error)
        return _closed(case, VerdictState.INVALID, TrustLevel.QUOTED)
    _note_unchanged(case)
    writer = case.writer
    writer.level = _writer(case, signature)
    writer.part = onlooker.part_of(writer.accounts)
    state = context_steps(letter, onlooker, at, signature, writer, case.steps, case.wants)
    if writer.level is TrustLevel.ACCOUNT and writer.part is not None and writer.part.works:
        writer.level = TrustLevel.TOOK_PART
    if state is None:
        is_known = writer.level >= TrustLevel.ACCOUNT
        state = VerdictState.VALID if is_known else VerdictState.NOT_ANCHORED
    return _closed(case, state, writer.level)


def _name_the_change(case: _Case, error: LetterError) -> None:
    namespace = form.namespace(case.letter.attestation.kind)
    if isinstance(error, SignatureError) and error.detail and error.detail != namespace:
        case.note(StepMark.BROKEN, "letter.other-purpose", namespace=error.detail)
        return
    changed = case.letter.changed_parts()
    for name in changed:
        case.note(StepMark.BROKEN, f"letter.changed-{name}")
    if not changed:
        case.note(StepMark.BROKEN, "letter.changed")


def _note_unchanged(case: _Case) -> None:
    issued = case.letter.attestation.issued_at
    if issued is None:
        case.note(StepMark.HELD, "letter.unchanged-undated")
    else:
        case.note(StepMark.HELD, "letter.unchanged", issued_on=issued.date().isoformat())


def _writer(case: _Case, signature: sshsig.SshSignature) -> TrustLevel:
    """Note whose key it is, as far as known here, and return the level that gives."""
    known = case.onlooker.key(signature.fingerprint)
    level = TrustLevel.UNCHANGED
    accounts = case.letter.attestation.issuer.accounts
    for account in accounts:
        if _account(case, signature, account):
            level = TrustLevel.ACCOUNT
    if not accounts and (known is None or known.trust is KeyTrust.NONE):
        case.note(StepMark.CANNOT_CHECK, "letter.no-account")
    if known is not None and known.replaced_by:
        case.note(StepMark.NOTE, "letter.key-replaced", replaced_by=known.replaced_by)
    if known is not None and known.trust is not KeyTrust.NONE:
        words = known.trust_words or str(known.trust)
        case.note(StepMark.HELD, "letter.key-known", words=words, fingerprint=signature.fingerprint)
        return TrustLevel.KNOWN
    return level


def _account(case: _Case, signature: sshsig.SshSignature, account: str) -> bool:
    """Note whether a named account holds the key, and return whether it was seen to."""
    name, service = account_name(account), service_of(account)
    address = key_listings.address_for(account)
    answer = case.onlooker.answers.get(address)
    facts = {"account": name, "service": service}
    if answer is not None:
        on = answer.at.date().isoformat()
        listed = key_listings.lists(answer, signature.key)
        if listed:
            return _seen(case, account, on)
        if _own_observation(case, signature, address):
            seen_on = _own_observation(case, signature, address)
            if listed is False:
                case.note(StepMark.NOTE, "letter.account-gone", service=service, seen_on=seen_on)
            return _seen(case, account, seen_on)
        if listed is False or answer.status == 404:
            case.note(StepMark.REFUSED, "letter.account-not-listed", asked_on=on, **facts)
        else:
            problem = answer.problem or f"it answered {answer.status}"
            case.note(
                StepMark.CANNOT_CHECK, "letter.account-unanswered", asked_on=on, problem=problem,
                **facts,
            )  # fmt: skip
        return False
    seen_on = _own_observation(case, signature, address)
    if seen_on:
        return _seen(case, account, seen_on)
    if address:
        case.wants.append(address)
    said_on = _observed(case.onlooker.said_keys, signature.fingerprint, address)
    if said_on:
        case.note(StepMark.NOTE, "letter.account-said", seen_on=said_on, **facts)
    else:
        case.note(StepMark.CANNOT_CHECK, "letter.account-not-looked", **facts)
    return False


def _seen(case: _Case, account: str, seen_on: str) -> bool:
    name, service = account_name(account), service_of(account)
    case.note(StepMark.HELD, "letter.account-seen", account=name, service=service, seen_on=seen_on)
    if not case.writer.account:
        case.writer.account, case.writer.seen_on = account, seen_on
    case.writer.accounts.append(account)
    return True


def _own_observation(case: _Case, signature: sshsig.SshSignature, address: str) -> str:
    return _observed(case.onlooker.keys, signature.fingerprint, address)


def _observed(keys: Iterable[KeyRecord], fingerprint: str, address: str) -> str:
    """Return the day a key was last seen at an address, as ISO text, or ""."""
    days = [
        seen.at.date().isoformat()
        for key in keys
        if key.fingerprint == fingerprint
        for seen in key.seen
        if address and seen.url == address
    ]
    return max(days, default="")


def _closed(case: _Case, state: VerdictState, level: TrustLevel) -> Verdict:
    is_believed = level >= TrustLevel.ACCOUNT and not state.does_not_hold
    return Verdict(
        state=state,
        trust=TrustClass.ATTESTED if is_believed else TrustClass.SELF_REPORTED,
        summary=_summary(case, state, level),
        steps=tuple(case.steps),
        at=case.at,
        level=level,
        wants=tuple(dict.fromkeys(case.wants)),
        account=case.writer.account,
        seen_on=date.fromisoformat(case.writer.seen_on) if case.writer.seen_on else None,
        part=case.writer.part,
    )


def _summary(case: _Case, state: VerdictState, level: TrustLevel) -> Saying:
    broken = next((step for step in case.steps if step.mark is StepMark.BROKEN), None)
    if state.does_not_hold and broken is not None:
        return broken.says
    if state is VerdictState.CANNOT_CHECK:
        return case.steps[0].says
    known = next((step for step in case.steps if step.says.code == "letter.key-known"), None)
    if level is TrustLevel.KNOWN and known is not None:
        return Saying("level.4", tuple(pair for pair in known.says.facts if pair[0] == "words"))
    writer = case.writer
    if level is TrustLevel.TOOK_PART and writer.part is not None:
        return took_part(writer.part)
    if level is TrustLevel.ACCOUNT:
        facts = (
            ("account", account_name(writer.account)),
            ("service", service_of(writer.account)),
            ("checked_on", writer.seen_on),
        )
        return Saying("level.2", facts)
    return Saying("level.1" if level is TrustLevel.UNCHANGED else "level.0")


def took_part(part: Part) -> Saying:
    """Return the wording of level 3: what an account did on how many of the works."""
    code = part.part if part.part in _PARTS else "other"
    facts = (
        ("account", part.account),
        ("count", str(len(part.works))),
        ("total", str(part.total)),
    )
    return Saying(f"level.3-{code}", facts)


def withdrawals(letters: tuple[form.Letter, ...]) -> dict[str, tuple[str, datetime | None]]:
    """Return ids withdrawn by letters of withdrawal that fit: the key's fingerprint, and when.

    Whether that key signed the letter withdrawn is for the one who asks to compare.
    """
    found: dict[str, tuple[str, datetime | None]] = {}
    for each in letters:
        if each.attestation.kind is not AttestationKind.WITHDRAWAL or not each.signature:
            continue
        try:
            signature = check(each)
        except LetterError:
            continue
        found[each.attestation.refers_to] = (signature.fingerprint, each.attestation.issued_at)
    return found


def read_withdrawal(raw: bytes) -> form.Letter | None:
    """Return the letter of withdrawal a file holds, or None."""
    try:
        letter = letter_reading.parse(raw)
    except LetterError:
        return None
    return letter if letter.attestation.kind is AttestationKind.WITHDRAWAL else None
