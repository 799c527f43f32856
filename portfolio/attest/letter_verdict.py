"""What can be believed of a letter: its signature, its writer, whom it names, and what it lacks.

Verified every time it is shown, over exact bytes, with the key it carries. The five levels are
those of `TrustLevel`; level 1 is never made to look like a recommendation.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import ssh_programs
from portfolio.attest.letter_case import Case
from portfolio.attest.letter_checking import Verify, check
from portfolio.attest.letter_context import context_steps
from portfolio.attest.letter_writer import note_writer
from portfolio.attest.onlooker import Onlooker, account_name, service_of
from portfolio.attest.sshsig import OtherKeyError, SignatureError
from portfolio.errors import LetterError
from portfolio.model.attestation import AttestationKind, Part, TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Saying, StepMark, Verdict, VerdictState

if TYPE_CHECKING:
    from datetime import datetime

_PARTS: Final = frozenset({"reviewer", "merger", "co-author", "tester"})


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
    case = Case(letter, onlooker, at)
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
    named = letter.attestation.issuer.key
    if named and named != signature.fingerprint:
        case.note(StepMark.BROKEN, "letter.other-key", named=named, key=signature.fingerprint)
        return _closed(case, VerdictState.INVALID, TrustLevel.QUOTED)
    _note_unchanged(case, signature.fingerprint)
    if letter.repaired:
        case.note(StepMark.NOTE, "letter.line-ends")
    writer = case.writer
    note_writer(case, signature)
    state = context_steps(case, signature)
    if writer.level is TrustLevel.ACCOUNT and writer.part is not None and writer.part.works:
        writer.level = TrustLevel.TOOK_PART
    if any(step.says.code == "letter.own" for step in case.steps):
        writer.level = TrustLevel.QUOTED
    if state is None:
        is_known = writer.level >= TrustLevel.ACCOUNT or onlooker.is_own_key(signature.fingerprint)
        state = VerdictState.VALID if is_known else VerdictState.NOT_ANCHORED
    return _closed(case, state, writer.level)


def _name_the_change(case: Case, error: LetterError) -> None:
    other = error.detail if isinstance(error, SignatureError) else ""
    if other and other != case.letter.namespace:
        case.note(StepMark.BROKEN, "letter.other-purpose", namespace=other)
        return
    changed = case.letter.changed_parts()
    for name in changed:
        case.note(StepMark.BROKEN, f"letter.changed-{name}")
    if not changed:
        case.note(StepMark.BROKEN, "letter.changed")


def _note_unchanged(case: Case, key: str) -> None:
    issued = case.letter.attestation.issued_at
    if issued is None:
        case.note(StepMark.HELD, "letter.unchanged-undated", key=key)
    else:
        case.note(StepMark.HELD, "letter.unchanged", issued_on=issued.date().isoformat(), key=key)


def _closed(case: Case, state: VerdictState, level: TrustLevel) -> Verdict:
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


def _summary(case: Case, state: VerdictState, level: TrustLevel) -> Saying:
    decisive = [
        step.says
        for step in case.steps
        if step.says.code == "letter.own" or (step.mark is StepMark.BROKEN and state.does_not_hold)
    ]
    if state is VerdictState.CANNOT_CHECK:
        decisive = decisive or [case.steps[0].says]
    decisive += [step.says for step in case.steps if step.says.code == "letter.key-own"]
    if decisive:
        return decisive[0]
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
