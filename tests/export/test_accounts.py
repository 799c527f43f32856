"""What documents say of work read through accounts, and of work typed in by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portfolio.export import document_json, html, markdown, text
from portfolio.export.document import build
from portfolio.export.words import languages
from portfolio.model.account import MISSING
from portfolio.model.codes import (
    Action,
    Confidentiality,
    CoverageState,
    IdentityKind,
    IdentityStatus,
    Proof,
    SourceKind,
    TrustClass,
)
from portfolio.model.contribution import Contribution
from portfolio.model.document import Document, Entry, Totals
from portfolio.model.edition import Edition
from portfolio.model.identity import Identity, account_identity_key
from portfolio.model.kinds import Kind
from portfolio.model.manual import KNOWN_TO_MONTH, KNOWN_TO_YEAR
from portfolio.model.source import Coverage, Source
from portfolio.model.story import Story, StoryItem
from tests.export import records

EDITION = Edition(id="e", name="General", story_ids=("s",))
KEY = "remote:github.com/quill/mark"
FORUM = "service:discourse:forum.example:7"
GITHUB = "https://github.com"
MINE = account_identity_key("github", GITHUB, "77")
TYPED = "self:talks"


def container(id_: str, key: str, **fields: object) -> Source:
    plain = Source(
        id=id_,
        kind=SourceKind.ACCOUNT,
        instance=f"{GITHUB}#1",
        label="quill/mark",
        place="https://github.com/quill/mark",
        project_key=key,
        remotes=("github.com/quill/mark",),
        is_public=True,
        last_ok_at=records.READ_AT,
        account_id="a1",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # test data


def coverage(
    kind: Kind,
    state: CoverageState = CoverageState.COMPLETE,
    *missing: str,
    since: datetime | None = None,
) -> Coverage:
    return Coverage(str(kind), state, since, records.READ_AT, missing)


def account(proof: Proof = Proof.LOGIN, *, instance: str = GITHUB, key: str = MINE) -> Identity:
    return Identity(
        id=key,
        person_id="self",
        kind=IdentityKind.ACCOUNT,
        instance=instance,
        value_raw="noor",
        key=key,
        status=IdentityStatus.CONFIRMED,
        proof=proof,
    )


def forge(*covered: Coverage, **fields: object) -> records.Record:
    record = records.Record()
    record.add_project(KEY, "Quillmark")
    record.sources.append(container("gh", KEY, coverage=covered, **fields))
    record.identities.append(account())
    return record


def made(record: records.Record, language: str = "en") -> Document:
    edition = replace(EDITION, language=language)
    return build(edition, record.chosen(), made_on=records.MADE_ON).document


def entries(document: Document) -> list[Entry]:
    blocks = [block for section in document.sections for block in section.blocks]
    return [block for block in blocks if isinstance(block, Entry)]


def line(record: records.Record) -> Totals:
    (entry,) = entries(made(record))
    (totals,) = entry.totals
    return totals


def since(year: int, month: int) -> datetime:
    return datetime(year, month, 9, tzinfo=UTC)


def test_a_total_stands_beside_its_place_period_and_reading() -> None:
    record = forge(coverage(Kind.PULL_REQUEST), coverage(Kind.REVIEW))
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    record.count(KEY, ("gh",), (2024, 5), 9, Action.REVIEWED)
    said = line(record)
    assert said.counts == ("9 reviews", "4 changes proposed")
    assert said.period == "Mar 2021 – May 2024"
    assert (said.source.text, said.source.href) == (
        "github.com/quill/mark",
        "https://github.com/quill/mark",
    )
    assert said.read_on == "read 14 Nov 2026"


def test_a_forum_is_named_by_its_address() -> None:
    record = records.Record()
    record.add_project(FORUM, "Help forum")
    forum = container(
        "f", FORUM, instance="https://forum.example#7", place="https://forum.example/c/help/7",
        remotes=(), coverage=(coverage(Kind.POST),),
    )  # fmt: skip
    record.sources.append(forum)
    record.count(FORUM, ("f",), (2024, 5), 12, Action.POSTED)
    assert line(record).source.text == "forum.example/c/help/7"
    record.sources[0] = replace(forum, place="")
    assert line(record).source.text == "forum.example"


def test_a_failed_kind_is_unknown_and_never_nothing() -> None:
    record = forge(
        coverage(Kind.PULL_REQUEST),
        coverage(Kind.ISSUE, CoverageState.UNKNOWN, "failed"),
        coverage(Kind.COMMENT, CoverageState.UNKNOWN, "scope:repo"),
        coverage(Kind.DISCUSSION, CoverageState.NOT_ASKED),
        coverage(Kind.SPONSORSHIP, CoverageState.HIDDEN, "sign-in"),
    )
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    assert line(record).counts == ("4 changes proposed", "issues, comments: unknown")


def test_a_place_where_everything_failed_says_so() -> None:
    record = forge(coverage(Kind.PULL_REQUEST, CoverageState.UNKNOWN, "failed"))
    record.stories.append(Story("s", "A story", KEY, what_i_did="I did it."))
    (entry,) = entries(made(record))
    assert [each.counts for each in entry.totals] == [("pull requests: unknown",)]


def test_a_kind_that_failed_half_way_keeps_its_count_and_says_so() -> None:
    record = forge(
        coverage(Kind.PULL_REQUEST), coverage(Kind.ISSUE, CoverageState.UNKNOWN, "failed")
    )
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    record.count(KEY, ("gh",), (2021, 3), 2, Action.RAISED)
    said = line(record)
    assert said.counts == ("4 changes proposed", "2 issues raised")
    assert said.read_on == "read 14 Nov 2026; issues: the last reading failed"


@pytest.mark.parametrize(
    ("covered", "reading"),
    [
        (
            (
                coverage(Kind.PULL_REQUEST, CoverageState.IN_PART, since=since(2022, 3)),
                coverage(Kind.REVIEW, CoverageState.IN_PART, since=since(2022, 3)),
            ),
            "pull requests, reviews: complete since Mar 2022",
        ),
        (
            (
                coverage(Kind.PULL_REQUEST),
                coverage(Kind.REVIEW, CoverageState.IN_PART, "latest-only"),
            ),
            "reviews: the service lists only the latest",
        ),
        (
            (
                coverage(Kind.PULL_REQUEST, CoverageState.IN_PART, "capped:2020/2021"),
                coverage(Kind.REVIEW, CoverageState.IN_PART, "capped:2021/2022"),
            ),
            "the service gives only a part",
        ),
        (
            (
                coverage(Kind.PULL_REQUEST, CoverageState.COMPLETE, "history-limit:3y"),
                coverage(Kind.REVIEW, CoverageState.COMPLETE, "set-aside:4", "restricted:7"),
                coverage(Kind.COMMENT, CoverageState.IN_PART, "shrunk"),
            ),
            "pull requests: the service keeps only the recent past;"  # noqa: ISC004
            " reviews: some could not be read; reviews: the service does not show all",
        ),
        ((coverage(Kind.PULL_REQUEST, CoverageState.COMPLETE, "only-public", "scope:x"),), ""),
        ((coverage(Kind.PULL_REQUEST, CoverageState.IN_PART, "of-later"),), "read in part"),
        ((coverage(Kind.PULL_REQUEST, CoverageState.IN_PART),), "read in part"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_of_what_is_counted(
    covered: tuple[Coverage, ...], reading: str
) -> None:
    record = forge(*covered)
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    record.count(KEY, ("gh",), (2024, 5), 9, Action.REVIEWED)
    assert line(record).read_on == "; ".join(filter(None, ("read 14 Nov 2026", reading)))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", MISSING)
def test_every_code_is_said_in_every_language(code: str, language: str) -> None:
    record = forge(coverage(Kind.PULL_REQUEST, CoverageState.IN_PART, f"{code}:1"))
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    (entry,) = entries(made(record, language))
    said = entry.totals[0].read_on
    assert said
    assert code not in said or code in {"failed", "interrupted"}


def test_a_local_copy_and_an_account_meet_at_one_place() -> None:
    record = forge(
        coverage(Kind.PULL_REQUEST), coverage(Kind.COMMIT, CoverageState.UNKNOWN, "failed")
    )
    record.sources.append(records.source("q", KEY, remotes=("github.com/quill/mark",)))
    record.count(KEY, ("gh", "q"), (2021, 3), 4)
    record.count(KEY, ("gh",), (2021, 3), 2, Action.PROPOSED)
    assert line(record).counts == ("4 commits", "2 changes proposed")
    document = made(record)
    assert "local copies" in document.basis
    assert "noor at github.com (signed in)" in document.basis


def test_counts_of_an_account_do_not_hide_that_a_copy_failed() -> None:
    record = forge(coverage(Kind.PULL_REQUEST))
    failed = (Coverage("commits", CoverageState.UNKNOWN),)
    copy = records.source("q", KEY, remotes=("github.com/quill/mark",), coverage=failed)
    record.sources.append(copy)
    record.count(KEY, ("gh",), (2021, 3), 2, Action.PROPOSED)
    assert line(record).counts == ("2 changes proposed", "commits: unknown")


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Proof.LOGIN, "noor at github.com (signed in)"),
        (Proof.SELF, "noor at github.com (public name only)"),
        (Proof.ATTESTED, "noor at github.com (attested)"),
    ],
)
def test_how_an_account_is_proved_is_said(proof: Proof, words: str) -> None:
    record = forge(coverage(Kind.PULL_REQUEST))
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    record.identities[-1] = account(proof)
    other = account(instance="https://git.corp.example", key="account:other")
    record.identities.append(other)
    document = made(record)
    assert document.basis == f"Made from what services list for these accounts: {words}."
    for render in (text.render, markdown.render, html.render, document_json.to_json):
        assert "noor" in render(document).decode()


def test_a_service_of_which_nothing_public_is_shown_is_not_named() -> None:
    record = forge(
        coverage(Kind.PULL_REQUEST),
        is_public=False,
        confidentiality=Confidentiality.INCLUDE,
        instance="https://git.corp.example#1",
        place="https://git.corp.example/secret",
        remotes=("git.corp.example/secret",),
    )
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    document = made(record)
    assert "corp" not in text.render(document).decode()
    assert line(record).source.text == "a service that is not public"
    assert "a service that is not public" in document.basis


def said_by_hand(key: str, source_id: str, state: str, when: datetime) -> Contribution:
    plain = records.contribution(key, source_id, title="A talk", when=when, action=Action.SPOKE)
    return replace(plain, identity_key="", state=state, url="https://meet.example/x")


def by_hand(state: str = "") -> records.Record:
    record = records.Record()
    record.add_project(TYPED, "Access days")
    typed = records.source("manual:x", TYPED, kind=SourceKind.MANUAL, is_public=None)
    include = Confidentiality.INCLUDE
    record.sources.append(replace(typed, confidentiality=include, coverage=(), last_ok_at=None))
    when = records.at(2019, 1, 1)
    key = record.add_deed(
        TYPED, "A talk", "manual:x", when=when, action=Action.SPOKE, key="manual:1"
    )
    record.deeds[key] = replace(record.deeds[key], is_self_reported=True)
    record.contributions[key] = (said_by_hand(key, "manual:x", state, when),)
    record.stories.append(
        Story("s", "Speaking", TYPED, what_i_did="I spoke.", items=(StoryItem(key, 0, True),))
    )
    return record


@pytest.mark.parametrize(
    ("state", "date"),
    [("", "1 Jan 2019"), (KNOWN_TO_MONTH, "Jan 2019"), (KNOWN_TO_YEAR, "2019")],
)
def test_what_was_typed_in_is_labelled_and_no_more_exact_than_it_was(state: str, date: str) -> None:
    document = made(by_hand(state))
    assert document.evidence is not None
    (item,) = document.evidence.items
    assert (item.number, item.trust) == ("L1", TrustClass.SELF_REPORTED)
    assert item.detail == f"Access days · speaker · {date}"
    assert item.seen_by == "entered by hand"
    assert "rests on my word alone" in document.evidence.introduction
    (entry,) = entries(document)
    assert entry.totals[0].source.text == "entered by hand"
    assert [mark.label for mark in entry.bullets[0].marks] == ["L1, entered by hand"]
    assert document.basis == "Made from entries typed in by hand."


def test_a_project_stays_unnamed_when_something_was_typed_in_for_it() -> None:
    record = by_hand()
    record.sources.append(
        records.source("q", TYPED, is_public=False, confidentiality=Confidentiality.LEAVE_OUT)
    )
    document = made(record)
    assert "Access days" not in text.render(document).decode()


def test_work_of_an_account_without_a_page_says_where_it_is_from() -> None:
    record = forge(coverage(Kind.PULL_REQUEST))
    key = record.add_deed(KEY, "A change", "gh", action=Action.PROPOSED, key="github:x:1:proposed")
    record.stories.append(
        Story("s", "Changes", KEY, what_i_did="I did.", items=(StoryItem(key, 0, True),))
    )
    document = made(record)
    assert document.evidence is not None
    assert document.evidence.items[0].seen_by == "from an account; no public page to open"
    assert [mark.label for mark in entries(document)[0].bullets[0].marks] == ["L1, from an account"]


def test_every_kind_has_its_words_in_every_language() -> None:
    from portfolio.export.words import words_for

    for language in languages():
        assert all(words_for(language).kind(kind) for kind in Kind)


@pytest.mark.parametrize(
    ("answer", "counted"),
    [(Confidentiality.LEAVE_OUT, False), (Confidentiality.COUNT_ONLY, True)],
)
def test_what_was_typed_in_follows_its_project(answer: Confidentiality, counted: bool) -> None:
    record = by_hand()
    record.sources.append(records.source("q", TYPED, is_public=False, confidentiality=answer))
    said = text.render(made(record)).decode()
    assert "A talk" not in said
    assert ("1 talk" in said) is counted


def test_a_removed_account_leaves_its_coverage() -> None:
    failed = coverage(Kind.ISSUE, CoverageState.UNKNOWN, "failed")
    record = forge(coverage(Kind.PULL_REQUEST), failed, account_id="")
    record.count(KEY, ("gh",), (2021, 3), 4, Action.PROPOSED)
    assert line(record).counts == ("4 changes proposed", "issues: unknown")
