"""Lines of text for people: how model objects read in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from portfolio.errors import UsageError
from portfolio.model.codes import QuestionKind
from portfolio.model.deed import Deed
from portfolio.model.edition import Edition
from portfolio.model.identity import IdentitySuggestion, Reason
from portfolio.model.project import Project, Role
from portfolio.model.roles import role_words
from portfolio.model.source import Question
from portfolio.model.story import Story, StoryItem
from portfolio.model.text import clean_line
from portfolio.operations.questions import answers_to

REASONS = {
    Reason.COMPUTER: "in the git settings of this computer",
    Reason.REPOSITORY: "in the settings of the repository {detail}",
    Reason.ACCOUNT: "an address of your account {detail}",
    Reason.LISTED: "listed by your account {detail}",
    Reason.MAILMAP: "the project's .mailmap joins it to {detail}",
    Reason.SAME_NAME: "same name as yours, other address",
    Reason.SIMILAR_NAME: "name resembles {detail}",
    Reason.PLACEHOLDER: "a placeholder address that several people may share",
    Reason.BOT: "looks like a program",
    Reason.OTHER: "no sign that this is you",
}
MARKS = {"confirmed": "[x]", "rejected": "[-]", "suggested": "[ ]"}


def day(typed: str) -> date:
    """Return the day somebody typed.

    Raises:
        UsageError: It is none.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise UsageError(f"“{typed}” is no day like 2027-11-20.") from exc


def counted(count: int, one: str, several: str) -> str:
    """Name so many things, in English."""
    return f"{count:,} {one if count == 1 else several}"


def period(first: datetime | None, last: datetime | None) -> str:
    """Return the years from ``first`` to ``last``."""
    if first is None or last is None:
        return ""
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def identity(row: IdentitySuggestion) -> str:
    """Return one row of "Which of these are you?", with its count."""
    mark = "[?]" if row.ticked and row.status == "suggested" else MARKS[row.status]
    reason = REASONS.get(row.reason, row.reason).format(detail=row.reason_detail or "another")
    if row.reason == Reason.LISTED:
        return f"{mark} {row.address}  {reason}"
    spelled = f", {len(row.spellings)} spellings" if len(row.spellings) > 1 else ""
    entries = counted(row.total, "entry", "entries")
    where = ", ".join(row.sources[:3]) + (" and more" if len(row.sources) > 3 else "")
    return (
        f"{mark} {row.name} <{row.address}>  {entries}{spelled}; {reason}"
        f"; {where}, {period(row.first_at, row.last_at)}"
    )


def deed(each: Deed) -> str:
    """Return one line of a list of deeds, with the key that names it."""
    notes = [
        words
        for words, holds in (
            (f"{each.source_count} sources", each.source_count > 1),
            ("hidden", each.is_hidden),
            ("confidential", each.is_confidential),
            ("self-reported", each.is_self_reported),
            ("no longer at its source", each.gone_since is not None),
        )
        if holds
    ]
    rest = f" ({', '.join(notes)})" if notes else ""
    place = each.project_name or "no project"
    day = day_known(each.occurred_at, each.date_known)
    return f"{day}  {each.action}  {each.title}  · {place}{rest}  {each.key}"


def project(each: Project) -> str:
    """Return one line of a list of projects."""
    about = f" – {each.what_it_is}" if each.what_it_is else ""
    notes = [word for word in ("hidden",) if each.is_hidden]
    notes += ["not public" for _ in (1,) if each.is_confidential]
    rest = f" ({', '.join(notes)})" if notes else ""
    without = "no date that can be right" if each.deed_count else "nothing of yours in it"
    when = period(each.first_at, each.last_at) or without
    return f"{each.name}{about}  · {when}{rest}  {each.key}"


def dates(from_on: str, to_on: str) -> str:
    """Return from when to when, of dates as somebody typed them; one that is both stands once."""
    return " – ".join(dict.fromkeys(part for part in (from_on, to_on) if part))


def day_known(at: datetime, known: str) -> str:
    """Return as much of a day as is known (see `portfolio.model.deed.Deed.date_known`)."""
    return f"{at:%Y-%m-%d}"[: {"year": 4, "month": 7}.get(known, 10)]


def role(each: Role, project: str) -> str:
    """Return one line of a list of roles; ``project`` is the name of the role's project."""
    name = each.words or role_words(each.code)
    to = "present" if each.is_current and not each.to_on else each.to_on
    parts = [
        name,
        dates(each.from_on, to),
        each.capacity if each.capacity != "unsaid" else "",
        each.organisation,
    ]
    shown = " · ".join(part for part in parts if part)
    return f"{shown}  {'(suggested)' if each.is_suggested else each.id}  {project}"


def story(each: Story) -> str:
    """Return one line of a list of stories."""
    period = dates(each.from_on, each.to_on)
    count = len(each.items)
    works = "1 work" if count == 1 else f"{count} works"
    parts = ", ".join(part for part in (period, each.status, works) if part)
    return f"{each.title or 'Untitled'}  · {parts}  {each.id}"


def whole_story(each: Story, deeds: Mapping[str, Deed]) -> str:
    """Return a story with its four fields and its works; ``deeds`` are those behind it by key."""
    fields = (
        ("What was wrong", each.situation),
        ("What I did", each.what_i_did),
        ("What changed", each.what_changed),
        ("How one can tell", each.how_one_can_tell),
        ("Skills", ", ".join(each.skills)),
    )
    lines = [story(each)]
    lines += [f"{label}: {text}" for label, text in fields if text]
    lines += [f"Source: {each_source.label} {each_source.url}" for each_source in each.sources]
    ordered = sorted(each.items, key=lambda item: item.rank)
    if ordered:
        lines.append("Works behind it, those with * shown in print:")
    lines += [_work_behind(item, deeds.get(item.deed_key)) for item in ordered]
    return "\n".join(lines)


def _work_behind(item: StoryItem, deed: Deed | None) -> str:
    said = "  (not in the record)" if deed is None else f"  {clean_line(deed.title, limit=80)}"
    hidden = "  (hidden, in no document)" if deed is not None and deed.is_hidden else ""
    return f"{'*' if item.featured else ' '} {item.deed_key}{said}{hidden}"


def edition(each: Edition) -> str:
    """Return one line of a list of editions."""
    limit = each.page_limit
    pages = counted(limit, "page", "pages") if limit else "any number of pages"
    parts = [
        each.audience,
        each.language,
        each.page_size,
        pages,
        counted(len(each.story_ids), "story", "stories"),
        _carried(each.letter_ids, "letter", "letters"),
        _carried(each.badge_ids, "badge", "badges"),
    ]
    return f"{each.name}  · {', '.join(part for part in parts if part)}  {each.id}"


def _carried(ids: tuple[str, ...] | None, one: str, many: str) -> str:
    return f"all {many}" if ids is None else counted(len(ids), one, many)


def question(each: Question) -> str:
    """Return a question with its answer and the key that names it."""
    asked = {
        QuestionKind.BULK_IMPORT: (
            f"Some commits in {each.source_label} look like {each.detail} made by other people."
            " What was your part?"
        ),
        QuestionKind.NOT_PUBLIC: f"{each.source_label} is not public.",
        QuestionKind.VENDORED: (
            f"{each.detail} in {each.source_label} looks copied in from another project."
            " What was your part?"
        ),
    }[each.kind]
    choices = ", ".join(answers_to(each.kind))
    answer = each.answer or f"none yet, so {answers_to(each.kind)[0]} holds"
    return f"{asked}  Answer: {answer}. It takes: {choices}.  {each.key}"
