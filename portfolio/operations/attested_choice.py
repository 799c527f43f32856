"""The letters and badges a document may show: those the holder accepted, judged anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, sshsig
from portfolio.attest.badges import judging, recognising
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.letter_verdict import judge
from portfolio.curate.corroboration import commits_of, is_of
from portfolio.errors import BadgeError, LetterError
from portfolio.export.chosen import ChosenBadge, ChosenLetter
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    TrustLevel,
)
from portfolio.model.badge import BadgeFormat
from portfolio.model.codes import TrustClass
from portfolio.model.keys import KeyTrust
from portfolio.model.verdict import VerdictState
from portfolio.operations.badges import suffix_of
from portfolio.operations.carrying import shown_badges, shown_letters
from portfolio.operations.document_day import moment
from portfolio.operations.onlooking import view_for, view_of
from portfolio.store.attested import BADGE, LETTER

if TYPE_CHECKING:
    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.attestation import Work
    from portfolio.model.badge import Badge
    from portfolio.model.verdict import Verdict
    from portfolio.store.reader import Reader


def chosen_letters(reader: Reader, made_on: date) -> tuple[ChosenLetter, ...]:
    """Return the letters that documents show, the latest first.

    Args:
        reader: One snapshot.
        made_on: The day of the document: what expires later is still good.
    """
    listed = shown_letters(reader)
    if not listed:
        return ()
    at = moment(made_on)
    base = view_of(reader)
    kept = (reader.attestations.get(each.id) for each in listed)
    return tuple(_chosen(reader, each, base, at) for each in kept if each is not None)


def chosen_letter(reader: Reader, letter_id: str, made_on: date) -> ChosenLetter | None:
    """Return one letter of the record, received or given; None when there is none of this id."""
    kept = reader.attestations.get(letter_id)
    at = moment(made_on)
    return _chosen(reader, kept, view_of(reader), at) if kept is not None else None


def is_only_attached(reader: Reader, letter_id: str, made_on: date) -> bool:
    """Say whether documents only attach a letter: nobody knows whose key signed it."""
    chosen = chosen_letter(reader, letter_id, made_on)
    if chosen is None or chosen.letter.keeps_work_back:
        return False
    return chosen.level is TrustLevel.UNCHANGED


def work_keys(reader: Reader, letter: Attestation) -> tuple[str, ...]:
    """Return the deed keys of the listed works that the record knows."""
    return _keys_of(reader, letter.about)


def _keys_of(reader: Reader, works: tuple[Work, ...]) -> tuple[str, ...]:
    if not works:
        return ()
    urls = [work.url for work in works if work.url]
    found = reader.deeds.of_works(urls, commits_of(works))
    return tuple(
        dict.fromkeys(each.deed_key for each in found if any(is_of(each, work) for work in works))
    )


def chosen_badges(reader: Reader, made_on: date) -> tuple[ChosenBadge, ...]:
    """Return the badges that documents show, the latest received first.

    Args:
        reader: One snapshot.
        made_on: The day of the document: what expires later is still good.
    """
    listed = shown_badges(reader)
    if not listed:
        return ()
    at, base = moment(made_on), _as_seen_by_readers(reader)
    kept = (reader.badges.get(each.id) for each in listed)
    return tuple(_chosen_badge(reader, each, base, at) for each in kept if each is not None)


def chosen_badge(reader: Reader, badge_id: str, made_on: date) -> ChosenBadge | None:
    """Return one badge of the record; None when there is none of this id."""
    kept = reader.badges.get(badge_id)
    if kept is None:
        return None
    return _chosen_badge(reader, kept, _as_seen_by_readers(reader), moment(made_on))


def works_of_badge(reader: Reader, badge: Badge) -> tuple[str, ...]:
    """Return the deed keys of the works a badge gives as its evidence, of those known here."""
    return _keys_of(reader, badge.evidence)


def _as_seen_by_readers(reader: Reader) -> Onlooker:
    """Return the record's view without whom the holder trusts: that is their own knowledge."""
    base = view_of(reader)
    return replace(base, keys=tuple(replace(key, trust=KeyTrust.NONE) for key in base.keys))


def _chosen_badge(reader: Reader, each: Badge, base: Onlooker, at: datetime) -> ChosenBadge:
    if each.format is BadgeFormat.PLATFORM:
        deed = (each.credential_id,)
        return ChosenBadge(each, VerdictState.UNSIGNED, TrustClass.EVIDENCE, work_keys=deed)
    try:
        file = recognising.open_badge(each.raw)
    except BadgeError:
        return ChosenBadge(each, VerdictState.UNREADABLE, TrustClass.SELF_REPORTED)
    good_at = reader.checks.last_good(BADGE, each.id)
    last_good = good_at.date() if good_at is not None else None
    onlooker = replace(base, answers=reader.checks.answers(BADGE, each.id))
    verdict = judging.judge(file, onlooker, at=at, last_good=last_good)
    answered = [
        value
        for step in verdict.steps
        if step.says.code == "badge.hosted-there"
        for name, value in step.says.facts
        if name == "asked_on"
    ]
    return ChosenBadge(
        badge=each,
        state=verdict.state,
        trust=verdict.trust,
        file_type=suffix_of(each),
        is_anchored=verdict.state is VerdictState.VALID,
        answered_on=date.fromisoformat(answered[0][:10]) if answered else None,
        last_good_on=last_good,
        work_keys=works_of_badge(reader, each),
    )


def _chosen(reader: Reader, each: Attestation, base: Onlooker, at: datetime) -> ChosenLetter:
    answers = reader.checks.answers(LETTER, each.id)
    keys = work_keys(reader, each)
    if each.format is AttestationFormat.MAIL_TEXT:
        return ChosenLetter(
            each, TrustLevel.QUOTED, VerdictState.UNSIGNED, each.raw, suffix="txt", work_keys=keys
        )
    if each.format is AttestationFormat.PUBLIC_COMMENT:
        view = view_for(reader, each, b"", answers, base)
        verdict = judge_comment(each.raw, view, at=at)
        return _of(each, verdict, each.raw, suffix="comment.json", work_keys=keys)
    try:
        letter = letter_reading.parse(each.raw)
        signature = sshsig.read(letter.signature) if letter.signature else None
    except LetterError:
        return ChosenLetter(each, TrustLevel.QUOTED, VerdictState.UNREADABLE, each.raw)
    view = view_for(reader, each, letter.signature, answers, base)
    return _of(
        each,
        judge(letter, view, at=at),
        letter.body,
        signature=letter.signature,
        suffix=form.suffix(each.kind),
        namespace=form.namespace(each.kind),
        public_key=signature.public_line if signature else "",
        work_keys=keys,
    )


def _of(  # noqa: PLR0913  (each is one thing a document says)
    each: Attestation,
    verdict: Verdict,
    body: bytes,
    *,
    suffix: str,
    work_keys: tuple[str, ...],
    signature: bytes = b"",
    namespace: str = "",
    public_key: str = "",
) -> ChosenLetter:
    seen = {
        name: value
        for step in verdict.steps
        if step.says.code in {"letter.account-seen", "letter.comment-there"}
        for name, value in step.says.facts
    }
    # "You marked this key" is the holder's own knowledge: a reader is told what they can see.
    level = min(verdict.level or TrustLevel.QUOTED, TrustLevel.TOOK_PART)
    part = verdict.part
    has_account = bool(seen)
    if level >= TrustLevel.ACCOUNT and not has_account:
        level = TrustLevel.UNCHANGED
    elif level is TrustLevel.TOOK_PART and (part is None or not part.works):
        level = TrustLevel.ACCOUNT
    seen_on = seen.get("seen_on", "")
    return ChosenLetter(
        letter=each,
        level=level,
        state=verdict.state,
        body=body,
        signature=signature,
        suffix=suffix,
        namespace=namespace,
        public_key=public_key,
        account=seen.get("account", ""),
        service=seen.get("service", ""),
        checked_on=date.fromisoformat(seen_on[:10]) if seen_on else None,
        part=part.part if part else "",
        part_count=len(part.works) if part else 0,
        works_count=part.total if part else 0,
        work_keys=work_keys,
    )
