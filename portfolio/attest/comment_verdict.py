"""What can be believed of a public comment: the platform proves who wrote it while it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from portfolio.attest import comments
from portfolio.attest.letter_verdict import took_part
from portfolio.attest.onlooker import Onlooker, account_name, service_of
from portfolio.errors import LetterError
from portfolio.model.attestation import TrustLevel
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Saying, Step, StepMark, Verdict, VerdictState

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.model.verdict import Answer


def judge_comment(raw: bytes, onlooker: Onlooker, *, at: datetime) -> Verdict:
    """Judge a kept comment.

    Args:
        raw: The file `comments.taken_in` made.
        onlooker: Who looks. Offline, the holder relies on what their own app saw; a stranger is
            told to open the link, and believes nothing before that.
        at: Now.
    """
    try:
        place, comment, seen_at = comments.kept_place(raw)
    except LetterError:
        return _refused(VerdictState.UNREADABLE, StepMark.BROKEN, Saying("letter.changed"), at)
    answer = onlooker.answers.get(place.ask)
    if answer is not None:
        return _asked((place, comment, seen_at), answer, onlooker, at)
    seen_on = seen_at.date().isoformat()
    if onlooker.is_holder:
        step = Step(StepMark.HELD, _said("letter.comment-there", comment, seen_on=seen_on))
        return _believed(comment, onlooker, at, (step,), seen_on, wants=(place.ask,))
    says = _said("letter.comment-said", comment, seen_on=seen_on)
    return replace(
        _refused(VerdictState.CANNOT_CHECK, StepMark.CANNOT_CHECK, says, at), wants=(place.ask,)
    )


def _asked(
    kept: tuple[comments.Place, comments.Comment, datetime],
    answer: Answer,
    onlooker: Onlooker,
    at: datetime,
) -> Verdict:
    place, comment, seen_at = kept
    on = answer.at.date().isoformat()
    if answer.status in {404, 410}:
        says = _said("letter.comment-gone", comment, seen_on=on)
        return _refused(VerdictState.WITHDRAWN, StepMark.BROKEN, says, at)
    try:
        now = comments.read(place, answer)
    except LetterError as error:
        problem = answer.problem or error.title
        says = _said("letter.comment-unanswered", comment, asked_on=on, problem=problem)
        if not onlooker.is_holder:
            return _refused(VerdictState.CANNOT_CHECK, StepMark.CANNOT_CHECK, says, at)
        seen_on = seen_at.date().isoformat()
        there = Step(StepMark.HELD, _said("letter.comment-there", comment, seen_on=seen_on))
        steps = (there, Step(StepMark.CANNOT_CHECK, says))
        return _believed(comment, onlooker, at, steps, seen_on)
    if (now.account_id or now.account) != (comment.account_id or comment.account):
        says = _said("letter.comment-other-writer", comment, seen_on=on)
        return _refused(VerdictState.INVALID, StepMark.BROKEN, says, at)
    if now.text != comment.text:
        says = _said("letter.comment-edited", comment, seen_on=on)
        return _refused(VerdictState.INVALID, StepMark.BROKEN, says, at)
    step = Step(StepMark.HELD, _said("letter.comment-there", comment, seen_on=on))
    return _believed(comment, onlooker, at, (step,), on)


def _about(comment: comments.Comment, onlooker: Onlooker) -> Step:
    """Say whether the comment mentions the holder: praise of anybody could be taken in."""
    text = comment.text.casefold()
    for account in onlooker.accounts:
        name = account_name(account)
        pattern = rf"(?<![\w.-])@?{re.escape(name.casefold())}(?![\w-])"
        if len(name) > 1 and re.search(pattern, text):
            return Step(StepMark.HELD, Saying("letter.comment-mentions", (("name", name),)))
    return Step(StepMark.NOTE, Saying("letter.comment-about"))


def _said(code: str, comment: comments.Comment, **facts: str) -> Saying:
    account, service = account_name(comment.account), service_of(comment.account)
    return Saying(code, (("account", account), ("service", service), *facts.items()))


def _refused(state: VerdictState, mark: StepMark, says: Saying, at: datetime) -> Verdict:
    """Return a verdict that believes nothing; its summary is what is wrong, when something is."""
    is_named = mark is StepMark.BROKEN or says.code == "letter.own"
    summary = says if is_named else Saying("level.0")
    steps = (Step(mark, says),)
    return Verdict(state, TrustClass.SELF_REPORTED, summary, steps, at, level=TrustLevel.QUOTED)


def _believed(  # noqa: PLR0913  (what a verdict is made of)
    comment: comments.Comment,
    onlooker: Onlooker,
    at: datetime,
    steps: tuple[Step, ...],
    seen_on: str,
    *,
    wants: tuple[str, ...] = (),
) -> Verdict:
    if onlooker.owns(comment.account):
        return _refused(VerdictState.NOT_ANCHORED, StepMark.REFUSED, Saying("letter.own"), at)
    account, service = account_name(comment.account), service_of(comment.account)
    part = onlooker.part_of((comment.account,))
    level = TrustLevel.ACCOUNT
    facts = (("account", account), ("service", service), ("checked_on", seen_on))
    summary = Saying("level.2", facts)
    if part is not None and part.works:
        level = TrustLevel.TOOK_PART
        summary = took_part(part)
        says = Saying("letter.took-part", summary.facts)
        steps = (*steps, Step(StepMark.HELD, says, part.works))
    steps = (*steps, _about(comment, onlooker))
    if onlooker.written_for_on is not None:
        on = (("written_on", onlooker.written_for_on.isoformat()),)
        steps = (*steps, Step(StepMark.NOTE, Saying("letter.mutual", on)))
    return Verdict(
        VerdictState.VALID,
        TrustClass.ATTESTED,
        summary,
        steps,
        at,
        level=level,
        wants=wants,
        account=comment.account,
        seen_on=date.fromisoformat(seen_on),
        part=part,
    )
