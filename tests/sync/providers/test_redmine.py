"""Redmine against a scripted server, and what its parsers make of anything."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access, Ask, Page, Record, Who
from portfolio.sync.providers.redmine import PROVIDER, next_offset
from portfolio.sync.providers.redmine.parsing import (
    own_journals,
    parse_issue,
    parse_journal,
    parse_person,
    parse_time,
    reader,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import TOKEN, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Answer, Service
from tests.sync.providers.redmine_service import (
    ADA,
    BEA,
    RedmineService,
    changed,
    commented,
    hours,
    issue,
    journal,
)

BASE = "https://www.redmine.org"
MAKERS = {
    Kind.ISSUE: issue,
    Kind.COMMENT: commented,
    Kind.TRIAGE: changed,
    Kind.TIME_ENTRY: hours,
}


class TestRedmine(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return RedmineService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return MAKERS[kind](number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind in {Kind.COMMENT, Kind.TRIAGE}:
            return next(str(each["id"]) for each in item["journals"] if each["user"] == ADA)
        return str(item["id"])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "id": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "author": None, "user": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.TIME_ENTRY:
            return {**self.item(kind, 1), "activity": {"id": 99, "name": "Levitation"}}
        return {**self.item(kind, 1), "status": {"id": 99, "name": "Levitating"}}

    def dead_token(self) -> Answer:
        return Answer(401, headers={"WWW-Authenticate": 'Basic realm="Redmine API"'})


class TestRedmineByNumber(TestRedmine):
    way = Way.NAME
    options: ClassVar[Mapping[str, str]] = {"number": "4321"}


def ask(kind: Kind = Kind.ISSUE, way: Way = Way.NAME) -> Ask:
    return Ask(Access(BASE, "ada", way, native_id="4321"), kind, START)


def read(kind: Kind, items: list[Any], service: RedmineService | None = None) -> list[Record]:
    kit = TestRedmine()
    return kit.read(service or RedmineService(kit.world(kind, items)), kind).records


def who(service: Service, **known: Any) -> Who:
    kit = TestRedmineByNumber()

    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(replace(call.access, **known), call)

    return kit.talk(service, act)


def test_the_key_goes_into_its_own_header_alone() -> None:
    service = RedmineService(World({Kind.ISSUE: [issue(0)]}))
    read(Kind.ISSUE, [], service)
    assert {asked.headers["x-redmine-api-key"] for asked in service.asked} == {TOKEN}
    assert all("authorization" not in asked.headers for asked in service.asked)


def test_closed_ones_are_asked_for_too_and_pages_step_by_what_the_server_took() -> None:
    service = RedmineService(World({Kind.ISSUE: [issue(n) for n in range(7)]}))
    assert len(read(Kind.ISSUE, [], service)) == 7
    assert [asked.query["offset"] for asked in service.asked] == ["0", "3", "6"]
    assert {asked.query["status_id"] for asked in service.asked} == {"*"}


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ({"total_count": 7, "limit": 3}, 3),
        ({"total_count": 3, "limit": 3}, None),
        ({"total_count": 4, "limit": 3}, 3),
        ({}, 2),
        ({"limit": 0}, 1),
        ({"limit": 10**9}, 2),
    ],
)
def test_where_the_next_page_begins(body: Any, following: int | None) -> None:
    assert next_offset(body, 0, 2)[0] == following


def test_an_empty_page_ends_a_list_without_a_total() -> None:
    assert next_offset({"limit": 25}, 50, 0) == (None, None)


def test_one_without_a_number_is_not_found() -> None:
    for typed in (f"{BASE}/users/4321/", "4321"):
        assert who(RedmineService(World()), handle=typed, native_id="", options={}).handle == "ada"
    with pytest.raises(NotThereError, match="number"):
        who(RedmineService(World()), handle="ada", native_id="", options={})
    with pytest.raises(NotThereError):
        who(RedmineService(World()), native_id="", options={"number": "77"})


def test_a_key_in_an_answer_is_not_kept() -> None:
    found = who(RedmineService(World()))
    assert TOKEN not in repr(found)
    assert (found.name, found.emails, found.shows_private) == ("Ada Lovelace", (), False)
    mine = parse_person({"id": 4, "mail": "a@b.org", "api_key": TOKEN}, ask(way=Way.TOKEN).access)
    assert (mine.emails, mine.handle, mine.shows_private) == (("a@b.org",), "ada", True)
    assert TOKEN not in repr(mine)


def test_an_issue_of_old_and_new_servers() -> None:
    new, old = parse_issue(issue(0), ask()), parse_issue(issue(0, status={"id": 5}), ask())
    assert (new.state, old.state, new.is_open) == (Outcome.CLOSED, Outcome.CLOSED, False)
    reopened = issue(1, closed_on="2026-10-01T10:00:00Z")
    assert parse_issue(reopened, ask()).state is Outcome.OPEN
    assert new.url == f"{BASE}/issues/800"
    assert (new.container.id, new.container.url) == ("12", f"{BASE}/projects/12")


def test_what_may_be_seen_by_whom() -> None:
    seen = {
        (way, is_private): parse_issue(issue(0, is_private=is_private), ask(way=way)).visibility
        for way in (Way.NAME, Way.TOKEN)
        for is_private in (False, True)
    }
    assert seen == {
        (Way.NAME, False): Visibility.PUBLIC,
        (Way.TOKEN, False): Visibility.RESTRICTED,
        (Way.NAME, True): Visibility.PRIVATE,
        (Way.TOKEN, True): Visibility.PRIVATE,
    }
    secret = {**journal(1, 0, ADA, "Between us."), "private_notes": True}
    record = parse_journal(secret, issue(0), ask(Kind.COMMENT))
    assert record is not None
    assert record.visibility is Visibility.PRIVATE


def test_comments_and_changes_are_told_apart() -> None:
    both = journal(3, 0, ADA, "Fixed.", status_id="5", done_ratio="100")
    history = [journal(1, 0, BEA, "Hm."), both, journal(2, 0, ADA, assigned_to_id="4321")]
    item = issue(0, journals=[*history, journal(4, 0, ADA), journal(5, 0, None, "Gone.")])
    (said,) = read(Kind.COMMENT, [item])
    assert (said.native_id, said.excerpt, said.title) == ("3", "Fixed.", "Ink runs out (0)")
    assert said.url.endswith("/issues/800#change-3")
    (done,) = read(Kind.TRIAGE, [item])
    assert (done.native_id, done.excerpt) == ("2", "Changed: assigned to")


def test_marks_of_comments_are_those_the_list_is_sorted_by() -> None:
    (said,) = read(Kind.COMMENT, [commented(0)])
    assert said.updated_at is not None
    assert (said.occurred_at.day, said.updated_at.day) == (27, 28)


def test_a_server_that_lists_everybodys_issues_is_said() -> None:
    others = [issue(n, journals=[journal(n, n, BEA, "Me too.")]) for n in range(4)]
    service = RedmineService(World({Kind.COMMENT: others}), is_old=True)
    with pytest.raises(ServiceError, match="person wrote into"):
        read(Kind.COMMENT, [], service)


def test_an_issue_taken_away_meanwhile_stops_nothing() -> None:
    service = RedmineService(World({Kind.COMMENT: [commented(n) for n in range(3)]}))
    service.missing = {"799"}
    assert [each.native_id for each in read(Kind.COMMENT, [], service)] == ["9000", "8998"]


def test_an_issue_read_again_is_closed_or_gone() -> None:
    service = RedmineService(World({Kind.ISSUE: [issue(1), issue(3)]}))
    service.missing = {"797"}

    async def act(call: AccountCall) -> list[Page]:
        again = PROVIDER.again(Ask(call.access, Kind.ISSUE, START), ["799", "797"], call)
        return [page async for page in again]

    there, gone = TestRedmine().talk(service, act)
    assert [record.native_id for record in there.records] == ["799"]
    assert gone.gone == ("797",)


def test_hours_are_minutes() -> None:
    record = parse_time(hours(0), ask(Kind.TIME_ENTRY))
    assert (record.title, record.metrics) == ("Mended the nib (0)", {"minutes": 75})
    assert record.url == f"{BASE}/issues/800"
    alone = parse_time(hours(0, issue=None, comments=""), ask(Kind.TIME_ENTRY))
    assert (alone.title, alone.url) == ("Development", f"{BASE}/time_entries/700")
    for wrong in (-1, True, "1.5", None, 1e9):
        with pytest.raises(BadItemError):
            parse_time(hours(0, hours=wrong), ask(Kind.TIME_ENTRY))


def parse_all(raw: Any) -> None:
    for kind in MAKERS:
        parse_items([raw], reader(ask(kind)))
        for history, item in ((raw, issue(0)), (journal(1, 0, ADA, "Hm."), raw)):
            parse_items([history], lambda each, i=item, k=kind: parse_journal(each, i, ask(k)))  # type: ignore[misc]
    with suppress(BadItemError):
        own_journals(raw, "4321")
    with suppress(BadItemError):
        parse_person(raw, ask().access)
    with suppress(UnreadableReplyError):
        next_offset(raw, 0, 3)


@given(ANY_JSON | mutated(journal(1, 0, ADA, "Hm.", status_id="5")) | mutated({"id": 4}))
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", list(MAKERS))
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(MAKERS[kind](1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
