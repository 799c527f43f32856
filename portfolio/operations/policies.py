"""Policies the holder took in, and whether their marks are given for the letters there are.

A mark is judged anew each time, from the letters that documents show and from what a reader of
such a document can see: whom the holder knows in person counts for nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.attest import letter_reading, marks, policies
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.letter_verdict import judge
from portfolio.errors import LetterError, NotFoundError
from portfolio.export.chosen import VouchMark
from portfolio.model import steps
from portfolio.model.attestation import AttestationFormat, Decision, Direction, Party
from portfolio.model.keys import OWN, KeyTrust
from portfolio.model.policy import KeptPolicy, Mark, Policy
from portfolio.operations.document_day import moment
from portfolio.operations.onlooking import own_accounts, own_addresses, view_for, view_of
from portfolio.store.attested import LETTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from portfolio.attest.marks import Vouch
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy, and what it comes to now.

    Attributes:
        is_kept: The holder took it in; else it comes with the program.
        shown: Documents print its mark when it is given.
        writers: Letter id -> who wrote it, of the letters that were looked at.
    """

    policy: Policy
    mark: Mark
    is_kept: bool
    shown: bool
    writers: dict[str, str]


def add(store: Store, raw: bytes) -> Policy:
    """Take a policy in; one of the same id takes the place of the one before.

    Raises:
        LetterError: It is none, or says something this version does not understand.
    """
    policy = policies.parse(raw)
    with store.editing(steps.POLICY_ADDED, name=policy.name) as editor:
        before = _kept(editor, policy.id)
        editor.save_policy(KeptPolicy(policy.id, raw, before.shown if before else False))
    return policy


def remove(store: Store, policy_id: str) -> Policy:
    """Take a policy out of the record.

    Raises:
        NotFoundError: The holder took in no such policy.
    """
    with store.reading() as reader:
        kept = _kept(reader, policy_id)
    if kept is None:
        raise NotFoundError("You took in no such policy.", "“portfolio policy list” names them.")
    policy = policies.parse(kept.raw)
    with store.editing(steps.POLICY_REMOVED, name=policy.name) as editor:
        editor.remove_policy(policy_id)
    return policy


def show(store: Store, policy_id: str, *, is_shown: bool) -> Policy:
    """Choose whether documents print a policy's mark; one of the program's is taken in then.

    Raises:
        NotFoundError: There is no such policy.
    """
    with store.reading() as reader:
        kept = _kept(reader, policy_id)
    raw = kept.raw if kept else policies.shipped_file(policy_id)
    if raw is None:
        raise NotFoundError("There is no such policy.", "“portfolio policy list” names them.")
    policy = policies.parse(raw)
    step = steps.POLICY_SHOWN if is_shown else steps.POLICY_LEFT_OUT
    with store.editing(step, name=policy.name) as editor:
        editor.save_policy(KeptPolicy(policy.id, raw, is_shown))
    return policy


def standings(reader: Reader, on: date) -> list[Standing]:
    """Return what each policy comes to: those taken in, then those of the program.

    Judges every letter that documents show: not on the UI thread.
    """
    kept = [(policies.parse(each.raw), True, each.shown) for each in reader.policies.all()]
    known = {policy.id for policy, _, _ in kept}
    rest = [(each, False, False) for each in policies.shipped() if each.id not in known]
    vouches = list(_vouches(reader, on))
    holder, own = _holder(reader), _own_keys(reader)
    at = moment(on)
    writers = {each.attestation.id: each.attestation.issuer.name for each in vouches}
    return [
        Standing(
            policy,
            marks.judge(policy, vouches, holder=holder, at=at, own_keys=own),
            is_kept,
            shown,
            writers,
        )
        for policy, is_kept, shown in [*kept, *rest]
    ]


def vouch_marks(
    reader: Reader, on: date, letter_ids: Collection[str] | None = None
) -> tuple[VouchMark, ...]:
    """Return the marks that documents print on a day.

    Args:
        reader: One snapshot.
        on: The day of the document.
        letter_ids: The letters it carries, on which alone a mark may rest; None is all.
    """
    shown = [policies.parse(each.raw) for each in reader.policies.all() if each.shown]
    if not shown:
        return ()
    vouches, holder, at = list(_vouches(reader, on)), _holder(reader), moment(on)
    if letter_ids is not None:
        vouches = [each for each in vouches if each.attestation.id in letter_ids]
    own = _own_keys(reader)
    judged = [marks.judge(policy, vouches, holder=holder, at=at, own_keys=own) for policy in shown]
    return tuple(VouchMark(each.policy.name, "", each.counted) for each in judged if each.is_given)


def _vouches(reader: Reader, on: date) -> Iterator[Vouch]:
    base = view_of(reader)
    base = replace(base, keys=tuple(replace(key, trust=KeyTrust.NONE) for key in base.keys))
    accepted = reader.attestations.all(direction=Direction.RECEIVED, decision=Decision.ACCEPTED)
    for listed in accepted:
        each = reader.attestations.get(listed.id) if listed.shown else None
        if each is None or each.format is AttestationFormat.MAIL_TEXT:
            continue
        answers = reader.checks.answers(LETTER, each.id)
        if each.format is AttestationFormat.PUBLIC_COMMENT:
            view = view_for(reader, each, b"", answers, base)
            yield marks.vouch_of(each, judge_comment(each.raw, view, at=moment(on)))
            continue
        try:
            letter = letter_reading.parse(each.raw)
        except LetterError:
            continue
        view = view_for(reader, each, letter.signature, answers, base)
        yield marks.vouch_of(each, judge(letter, view, at=moment(on)), letter.signature)


def _holder(reader: Reader) -> Party:
    addresses = tuple(f"mailto:{each}" for each in own_addresses(reader))
    return Party(reader.holder().name, "", (*own_accounts(reader), *addresses))


def _own_keys(reader: Reader) -> frozenset[str]:
    return frozenset(each.fingerprint for each in reader.keys.all() if each.owner == OWN)


def _kept(reader: Reader, policy_id: str) -> KeptPolicy | None:
    return next((each for each in reader.policies.all() if each.id == policy_id), None)
