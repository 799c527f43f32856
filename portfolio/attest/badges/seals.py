"""What is said of a credential's signature, and of who made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.attest.badges import binding, proofs, public_keys
from portfolio.attest.badges.case import Case, Outcome, day, saying
from portfolio.attest.badges.proofs import Finding, Seal
from portfolio.model.codes import TrustClass
from portfolio.model.keys import OWN, KeyTrust
from portfolio.model.verdict import StepMark, VerdictState

if TYPE_CHECKING:
    from portfolio.model.keys import KeyRecord
    from portfolio.model.verdict import Saying

_BROKEN: Final = {
    Seal.BROKEN: "badge.broken",
    Seal.WORTHLESS: "badge.worthless",
    Seal.OTHER_SIGNER: "badge.other-signer",
    Seal.CONTRADICTED: "badge.contradicted",
    Seal.OTHERWISE: "badge.otherwise",
    Seal.UNCOVERED: "badge.uncovered",
    Seal.OTHER_PURPOSE: "badge.other-purpose",
    Seal.KEY_UNFIT: "badge.key-unfit",
}
_UNCHECKED: Final = {
    Seal.VOCABULARY: "badge.vocabulary-unknown",
    Seal.UNSUPPORTED: "badge.unsupported",
}


def note_seal(case: Case, finding: Finding) -> Outcome | None:
    """Note what came of looking at the signature; None when it holds."""
    if finding.seal is Seal.HELD:
        return None
    if finding.seal in _BROKEN:
        facts = {"names": ", ".join(finding.names)} if finding.names else {}
        if finding.seal is Seal.OTHER_SIGNER:
            facts = {"issuer": proofs.issuer_of(case.file.credential) or "?"}
        says = case.add(StepMark.BROKEN, saying(_BROKEN[finding.seal], **facts))
        return Outcome(VerdictState.INVALID, TrustClass.SELF_REPORTED, says)
    if finding.seal is Seal.COSTLY:
        says = case.note(StepMark.BROKEN, "badge.unreadable")
        return Outcome(VerdictState.UNREADABLE, TrustClass.SELF_REPORTED, says)
    if finding.seal is Seal.UNSIGNED:
        says = case.note(StepMark.NOTE, "badge.unsigned")
        return Outcome(VerdictState.UNSIGNED, TrustClass.SELF_REPORTED, says)
    says = _note_unchecked(case, finding)
    return Outcome(VerdictState.CANNOT_CHECK, TrustClass.SELF_REPORTED, says)


def _note_unchecked(case: Case, finding: Finding) -> Saying:
    if finding.absent is not None:
        return note_absent(case, finding.absent)
    if finding.seal is Seal.VOCABULARY and not finding.names:
        return case.note(StepMark.CANNOT_CHECK, "badge.vocabulary-own")
    code = _UNCHECKED[finding.seal]
    return case.note(StepMark.CANNOT_CHECK, code, names=", ".join(finding.names) or "?")


def note_absent(case: Case, absent: binding.Absent) -> Saying:
    """Note that a key is not here: to be asked for, or asked for in vain."""
    if not absent.asked:
        case.want(absent.url)
        if case.last_good is None:
            return case.note(StepMark.CANNOT_CHECK, "badge.key-elsewhere", host=absent.host)
        good = day(case.last_good)
        return case.note(
            StepMark.CANNOT_CHECK, "badge.key-elsewhere-last", host=absent.host, good_on=good
        )
    asked = day(case.onlooker.answers[absent.url].at)
    if case.last_good is None:
        return case.note(
            StepMark.CANNOT_CHECK,
            "badge.key-gone",
            consulted=absent.host,
            host=absent.host,
            asked_on=asked,
        )
    return case.note(
        StepMark.CANNOT_CHECK,
        "badge.key-gone-last",
        consulted=absent.host,
        host=absent.host,
        asked_on=asked,
        good_on=day(case.last_good),
    )


def note_signer(case: Case, finding: Finding) -> Outcome:
    """Note who made a signature that holds, as far as the one who looks can say."""
    key = finding.key
    if key is None:
        raise ValueError("only a signature that holds has a signer")
    print_ = public_keys.fingerprint(key.public)
    case.note(StepMark.HELD, "badge.unchanged", key=print_)
    if key.origin is binding.Origin.HOST:
        says = case.note(
            StepMark.HELD, "badge.signer-host", consulted=key.host, host=key.host, key=print_
        )
        return Outcome(VerdictState.VALID, TrustClass.CERTIFIED, says)
    if key.origin is binding.Origin.CARRIED:
        issuer = proofs.issuer_of(case.file.credential)
        says = case.note(StepMark.NOTE, "badge.key-carried", issuer=issuer)
        if finding.absent is not None:
            case.want(finding.absent.url)
        return Outcome(VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED, says)
    return _note_person(case, print_, case.onlooker.key(print_))


def _note_person(case: Case, fingerprint: str, record: KeyRecord | None) -> Outcome:
    """Note whose key it is that is its own name; an unknown one never looks like an endorsement."""
    if record is not None and record.trust is KeyTrust.KNOWN_ORGANISATION:
        name = record.owner or record.trust_words or "?"
        says = case.note(StepMark.HELD, "badge.signer-known", key=fingerprint, name=name)
        return Outcome(VerdictState.VALID, TrustClass.CERTIFIED, says)
    case.note(StepMark.NOTE, "badge.from-person")
    is_refused = record is not None and record.trust is KeyTrust.REFUSED
    if record is None or is_refused or not (record.owner or record.trust is KeyTrust.MET):
        says = case.note(StepMark.NOTE, "badge.signer-unknown", key=fingerprint)
        return Outcome(VerdictState.NOT_ANCHORED, TrustClass.SELF_REPORTED, says)
    if record.replaced_by:
        case.note(StepMark.NOTE, "badge.key-replaced", key=record.replaced_by)
    if record.owner == OWN:
        says = case.note(StepMark.NOTE, "badge.signer-you", key=fingerprint)
        return Outcome(VerdictState.VALID, TrustClass.SELF_REPORTED, says)
    name = record.owner or record.trust_words or "?"
    says = case.note(StepMark.HELD, "badge.signer-known", key=fingerprint, name=name)
    return Outcome(VerdictState.VALID, TrustClass.ATTESTED, says)
