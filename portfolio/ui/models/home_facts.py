"""What Home says, read in one snapshot, and the few facts worth a word."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.curate.rollups import lane_roles, suggested_roles
from portfolio.model.attestation import AttestationKind, Decision, Direction
from portfolio.model.codes import CoverageState
from portfolio.model.deed_query import DeedQuery
from portfolio.ui.models import dates
from portfolio.ui.models.account_words import need_words, needs_holder
from portfolio.ui.models.places import count_words, gathered
from portfolio.ui.models.timeline import lane_rows
from portfolio.ui.models.words import action_count, fill, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from portfolio.model.account import Account
    from portfolio.model.attestation import Attestation
    from portfolio.model.codes import Action, TrustClass
    from portfolio.model.deed import Deed
    from portfolio.model.record import RecordTotals
    from portfolio.model.source import Question, Source
    from portfolio.model.story import Story
    from portfolio.store.reader import Reader
    from portfolio.ui.models.timeline import LaneRow

translate = QCoreApplication.translate

_RECENT_DAYS = 45
_NAMED = 2
_PROJECTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """The record as Home shows it.

    Attributes:
        openable: Ids of the stories behind which there is a public page.
        arrived: (project key, action, number) of deeds that came in after `since`.
        since: When Home was looked at before; None the first time, when nothing is news.
        trusts: What letters and badges make of stories, by id.
        waiting: Letters received that are not decided about, the latest first.
        accounts: All of them.
    """

    lanes: Sequence[LaneRow]
    stories: Sequence[Story]
    openable: frozenset[str]
    project_names: dict[str, str]
    sources: Sequence[Source]
    questions: Sequence[Question]
    totals: RecordTotals
    arrived: Sequence[tuple[str, Action, int]] = ()
    since: datetime | None = None
    trusts: Mapping[str, frozenset[TrustClass]] = field(default_factory=dict)
    waiting: Sequence[Attestation] = ()
    accounts: Sequence[Account] = ()


@dataclass(frozen=True, slots=True)
class News:
    """One thing worth knowing: what, where, and what can be done about it.

    Attributes:
        icon: Name of its icon.
        title: What it is, in words.
        detail: A small second line.
        action: Words of the link.
        page_id / target: Where the link goes.
    """

    icon: str
    title: str
    detail: str
    action: str
    page_id: str
    target: object = None


def read_home(reader: Reader, since: datetime | None, today: date) -> HomeFacts:
    """Read what Home shows; a few hundred short queries, so off the UI thread.

    Args:
        reader: Of the record.
        since: When Home was looked at before.
        today: On which letters and badges are judged.
    """
    from portfolio.operations.story_trust import trusts_of_stories  # signatures take long to import

    roll_ups = reader.projects.roll_ups(with_kept_here=True)
    roles = reader.roles.all()
    merged = reader.projects.merged()
    roles = [
        replace(one, project_key=merged.get(one.project_key, one.project_key)) for one in roles
    ]
    words = lane_roles(roles, suggested_roles(roll_ups, roles))
    lanes = [
        replace(lane, roles=tuple(map(role_text, words.get(lane.project_key, ()))))
        for lane in reader.projects.lanes()
    ]
    stories = reader.stories.all()
    deeds = reader.deeds.by_keys([item.deed_key for one in stories for item in one.items])
    return HomeFacts(
        lanes=lane_rows(lanes, roll_ups),
        stories=stories,
        openable=frozenset(one.id for one in stories if has_public_page(one, deeds)),
        project_names={one.key: one.name for one in reader.projects.all(include_hidden=True)},
        sources=gathered(reader.sources.all()),
        questions=reader.questions.all(),
        totals=reader.totals(),
        arrived=reader.deeds.arrived(since) if since is not None else (),
        since=since,
        trusts=trusts_of_stories(reader, stories, today),
        waiting=reader.attestations.all(direction=Direction.RECEIVED, decision=Decision.PENDING),
        accounts=reader.accounts.all(),
    )


def has_public_page(story: Story, deeds: Mapping[str, Deed]) -> bool:
    """Return whether a reader can open something behind a story: a work's page or a source."""
    keys = (item.deed_key for item in story.items)
    works = any(key in deeds and deeds[key].url for key in keys)
    return works or any(source.url for source in story.sources)


def role_text(words: str) -> str:
    """Return a role's words in the window's language, when it has a translation."""
    return translate("roles", words)


def subtitle(facts: HomeFacts, today: date) -> str:
    """Return the record's period and sources: "March 2017 to today, from 6 folders"."""
    totals = facts.totals
    folders = count_words(facts.sources)
    if totals.first_at is None or totals.last_at is None:
        return fill(translate("home", "From %1", "folders"), folders)
    first = dates.month_and_year(totals.first_at.year, totals.first_at.month)
    last_on = totals.last_at.date()
    if (today - last_on).days <= _RECENT_DAYS:
        return fill(translate("home", "%1 to today, from %2"), first, folders)
    last = dates.month_and_year(last_on.year, last_on.month)
    return fill(translate("home", "%1 to %2, from %3"), first, last, folders)


def news(facts: HomeFacts, today: date) -> list[News]:
    """Return what is worth a word; nothing when there is nothing."""
    return [
        *_letters(facts, today),
        *_arrived(facts),
        *_accounts(facts),
        *_questions(facts),
        *_problems(facts),
        *_incomplete(facts, today),
    ]


def news_title(facts: HomeFacts, today: date) -> str:
    """Return the head of the column: "New since Thursday", else by the last reading."""
    if facts.arrived and facts.since is not None:
        if dates.local_day(facts.since) == today:
            return translate("home", "New today")
        return fill(translate("home", "New since %1", "day"), dates.recent_day(facts.since, today))
    read = [source.last_ok_at for source in facts.sources if source.last_ok_at is not None]
    if not read or facts.waiting or any(map(needs_holder, facts.accounts)):
        return translate("home", "Worth knowing")
    day = dates.since_day(max(read).date(), today)
    return fill(translate("home", "From the reading of %1", "day"), day)


def _letters(facts: HomeFacts, today: date) -> list[News]:
    if not facts.waiting:
        return []
    latest, icon = facts.waiting[0], "quote"
    if len(facts.waiting) > 1:
        title = translate("home", "%n text(s) wait for your decision", None, len(facts.waiting))
        names = list(dict.fromkeys(each.issuer.name for each in facts.waiting))
        if len(names) <= _NAMED:
            detail = fill(translate("home", "From %1", "people"), listed(names))
        else:
            detail = fill(translate("home", "From %1 and others", "people"), listed(names[:_NAMED]))
        read = translate("home", "Read them")
        return [News(icon, title, detail, read, "testimonials", latest.id)]
    if latest.received_at is None:
        detail = fill(translate("home", "From %1", "people"), latest.issuer.name)
    else:
        day = dates.recent_day(latest.received_at, today)
        detail = fill(translate("home", "From %1, %2", "person, day"), latest.issuer.name, day)
    title, read = arrived_word(latest.kind), translate("home", "Read it")
    return [News(icon, title, detail, read, "testimonials", latest.id)]


def arrived_word(kind: AttestationKind) -> str:
    """Return what is said of a letter that arrived."""
    words = {
        AttestationKind.TESTIMONIAL: translate("home", "A testimonial arrived"),
        AttestationKind.VOUCH: translate("home", "A vouch arrived"),
        AttestationKind.THANKS: translate("home", "Somebody thanked you"),
        AttestationKind.CLAIM: translate("home", "Somebody documented something of yours"),
    }
    return words.get(kind) or translate("home", "A letter arrived")


def _accounts(facts: HomeFacts) -> list[News]:
    found = []
    for account in facts.accounts:
        if needs_holder(account):
            host = account.instance.partition("://")[2] or account.instance
            show = translate("home", "Show account")
            found.append(News("log-in", host, need_words(account), show, "accounts", account.id))
    return found


def _arrived(facts: HomeFacts) -> list[News]:
    by_project: dict[str, list[tuple[Action, int]]] = {}
    for key, action, count in facts.arrived:
        by_project.setdefault(key, []).append((action, count))
    found = []
    for key, counts in list(by_project.items())[:_PROJECTS_NAMED]:
        name = facts.project_names.get(key, "")
        title = fill(translate("home", "New in %1", "project"), name)
        detail = listed(action_count(action, count) for action, count in counts)
        show = translate("home", "Show items")
        query = DeedQuery(project_key=key)
        found.append(News("git-commit-horizontal", title, detail, show, "contributions", query))
    return found


def _questions(facts: HomeFacts) -> list[News]:
    open_ones = [question for question in facts.questions if not question.answer]
    if not open_ones:
        return []
    labels = list(dict.fromkeys(question.source_label for question in open_ones))
    title = translate("home", "%n question(s) only you can answer", None, len(open_ones))
    is_one = len(open_ones) == 1
    action = translate("home", "Answer it") if is_one else translate("home", "Answer them")
    return [News("circle-question-mark", title, _about(labels), action, "accounts")]


def _problems(facts: HomeFacts) -> list[News]:
    found = [source.label for source in facts.sources if source.last_error]
    if not found:
        return []
    title = translate("home", "%n place(s) could not be read", None, len(found))
    detail = fill(translate("home", "%1. What was read before stays."), listed(found[:_NAMED]))
    return [News("triangle-alert", title, detail, translate("home", "See why"), "accounts")]


def _incomplete(facts: HomeFacts, today: date) -> list[News]:
    from portfolio.ui.models.coverage import missing_words

    found = []
    for source in facts.sources:
        codes = [
            code
            for coverage in source.coverage
            if coverage.state is CoverageState.IN_PART and coverage.kind != "statistics"
            for code in coverage.missing
        ]
        if codes and not source.last_error:
            found.append((source.label, missing_words(codes[0], today)))
    if not found:
        return []
    title = translate("home", "%n place(s) known only in part", None, len(found))
    detail = fill(translate("home", "%1: %2", "folder: what is missing"), *found[0])
    see = translate("home", "What is missing?")
    return [News("circle-dashed", title, detail, see, "contributions")]


def _about(labels: Sequence[str]) -> str:
    if len(labels) <= _NAMED:
        return fill(translate("home", "About %1", "folders"), listed(labels))
    return translate("home", "About %n folder(s)", None, len(labels))
