"""Gerrit against a scripted server, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import BadItemError
from portfolio.sync.provider import Access, Ask, Page, Record, Reply, Who
from portfolio.sync.providers import gerrit
from portfolio.sync.providers.gerrit import PROVIDER, Place, page_of, values_of
from portfolio.sync.providers.gerrit.parsing import (
    own_words,
    parse_change,
    parse_person,
    parse_review,
    verdict,
    votes_of,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import TOKEN, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Answer, Service
from tests.sync.providers.gerrit_service import (
    ADA,
    BEA,
    GerritService,
    change,
    message,
    remarked,
    reviewed,
    vote,
)

BASE = "https://review.opendev.org"
MAKERS = {Kind.PULL_REQUEST: change, Kind.REVIEW: reviewed, Kind.REVIEW_COMMENT: remarked}


class TestGerrit(ProviderKit):
    provider = PROVIDER

    def access(self, base: str) -> Access:
        return replace(super().access(base), options={"user": "ada"})

    def service(self, world: World) -> Service:
        return GerritService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return MAKERS[kind](number)

    def native_id(self, kind: Kind, item: Any) -> str:
        number = item["_number"]
        return f"{number}:c{600_000 - number}" if kind is Kind.REVIEW_COMMENT else str(number)

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "_number": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "owner": None, "messages": [message("x", None, "Hm.")]}

    def of_unknown_type(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "status": "LEVITATING", "labels": {"Aura": {"all": []}}}

    def dead_token(self) -> Answer:
        return Answer(401, body=b"Unauthorized")


class TestGerritByName(TestGerrit):
    way = Way.NAME


def ask(kind: Kind = Kind.PULL_REQUEST, way: Way = Way.NAME) -> Ask:
    return Ask(Access(BASE, "ada", way, native_id="4321"), kind, START)


def read(kind: Kind, service: GerritService) -> list[Record]:
    return TestGerrit().read(service, kind).records


def who(service: Service, **known: Any) -> Who:
    kit = TestGerritByName()

    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(replace(call.access, **known), call)

    return kit.talk(service, act)


def reply(body: bytes) -> Reply:
    return Reply(200, {}, body, BASE)


def test_the_line_before_a_body_is_taken_off() -> None:
    assert values_of(reply(b')]}\'\n[{"_number": 1}]')) == [{"_number": 1}]
    assert values_of(reply(b"[]")) == []
    for wrong in (b")]}'", b")]}'\n)]}'\n[]", b"<html>"):
        with pytest.raises(UnreadableReplyError):
            values_of(reply(wrong))


def test_signed_in_or_not_is_another_path() -> None:
    service = GerritService(World({Kind.REVIEW: [reviewed(0)]}))
    read(Kind.REVIEW, service)
    assert {asked.path for asked in service.asked} == {"/a/changes/"}
    TestGerritByName().read(service, Kind.REVIEW)
    assert service.asked[-1].path == "/changes/"
    assert all(TOKEN not in asked.target for asked in service.asked)


def test_pages_step_by_what_came_and_end_where_nothing_more_is_said() -> None:
    service = GerritService(World({Kind.PULL_REQUEST: [change(n) for n in range(7)]}))
    assert len(read(Kind.PULL_REQUEST, service)) == 7
    assert [asked.query["S"] for asked in service.asked] == ["0", "3", "6"]
    more = {**change(0), "_more_changes": True}
    assert Place(6).after([change(0), more]) == Place(8)
    assert Place(6).after([change(n) for n in range(100)]) is None
    assert Place(6).after([]) is None


def test_beyond_what_a_server_steps_to_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gerrit, "MOST_STEPS", 5)
    service = GerritService(World({Kind.PULL_REQUEST: [change(n) for n in range(14)]}), cap=5)
    ids = [record.native_id for record in read(Kind.PULL_REQUEST, service)]
    assert sorted(set(ids)) == sorted(str(600_000 - n) for n in range(14))
    assert service.asked[2].query["q"] == 'owner:4321 before:"2026-10-23 10:00:01"'
    assert service.asked[2].query["S"] == "0"


def test_many_changes_of_one_second_do_not_go_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gerrit, "MOST_STEPS", 5)
    here = Place(4, "2026-10-28 10:00:01")
    assert here.after([{**change(0), "_more_changes": True}]) == replace(here, start=5)


@given(st.integers(0, 9_000), st.sampled_from(["", "2026-10-28 10:00:01"]))
def test_a_place_survives_its_mark(start: int, before: str) -> None:
    place = Place(start, before)
    assert Place.of_json(place.as_json()) == place


def test_people_are_found_by_name_number_or_address() -> None:
    for typed in ("ada", "4321", " ada "):
        found = who(GerritService(World()), handle=typed, native_id="")
        assert (found.native_id, found.handle, found.emails) == ("4321", "ada", ())
    with pytest.raises(NotThereError):
        who(GerritService(World()), handle="bea", native_id="")
    with pytest.raises(NotThereError):
        who(GerritService(World()), handle="", native_id="", options={})
    with pytest.raises(NotThereError, match="asks for a name"):
        TestGerrit().talk(
            GerritService(World()),
            lambda call: PROVIDER.who(
                replace(call.access, handle="", native_id="", options={}), call
            ),
        )
    raw = {"_account_id": 4, "email": "a@b.org", "secondary_emails": ["c@d.org", 5]}
    mine = parse_person(raw, ask(way=Way.TOKEN).access)
    assert (mine.emails, mine.handle) == (("a@b.org", "c@d.org"), "ada")


def test_one_change_id_on_two_branches_is_two_changes() -> None:
    twin = change(1, change_id=change(0)["change_id"], branch="stable")
    records = read(Kind.PULL_REQUEST, GerritService(World({Kind.PULL_REQUEST: [change(0), twin]})))
    assert [record.native_id for record in records] == ["600000", "599999"]


def test_a_change() -> None:
    bea = {**BEA, "email": "bea@example.org"}
    record = parse_change(change(0, submitter=bea), ask())
    assert (record.state, record.is_open, record.ref) == (Outcome.MERGED, False, "")
    assert record.url == f"{BASE}/c/tools/Quill/+/600000"
    assert record.container.remote == "review.opendev.org/tools/quill"
    assert record.updated_at is not None
    assert (record.updated_at.microsecond, record.sizes.lines_added) == (123456, 12)
    assert [(one.name, one.address, one.part) for one in record.people] == [
        ("Bea", "bea", "merger")
    ]
    assert parse_change(change(0, submitter=ADA), ask()).people == ()
    assert [parse_change(change(n), ask()).state for n in (1, 2)] == [
        Outcome.OPEN,
        Outcome.ABANDONED,
    ]
    below = replace(ask(), access=replace(ask().access, instance="https://gerrit.wikimedia.org/r"))
    assert parse_change(change(0), below).container.remote == "gerrit.wikimedia.org/r/tools/quill"


def test_what_may_be_seen_by_whom() -> None:
    def seen(way: Way, **others: Any) -> Visibility:
        return parse_change(change(0, **others), ask(way=way)).visibility

    assert seen(Way.NAME) is Visibility.PUBLIC
    assert seen(Way.TOKEN) is Visibility.RESTRICTED
    assert seen(Way.TOKEN, is_private=True) is Visibility.PRIVATE
    assert seen(Way.NAME, status="DRAFT") is Visibility.PRIVATE


def test_a_review_is_a_vote_or_words_and_not_a_request() -> None:
    down, up = parse_review(reviewed(0), ask()), parse_review(reviewed(1), ask())
    assert down is not None
    assert up is not None
    assert (down.state, up.state) == (Outcome.CHANGES_REQUESTED, Outcome.APPROVED)
    assert (down.occurred_at.day, down.excerpt) == (2, "A fine nib.")
    assert down.updated_at is not None
    assert down.updated_at.day == 28
    words = parse_review(reviewed(0) | {"labels": {}}, ask())
    assert words is not None
    assert words.state is Outcome.NONE
    asked = {"labels": {"Code-Review": {"all": [vote(ADA, 0), vote(BEA, 2)]}}, "messages": []}
    assert parse_review(reviewed(0) | asked, ask()) is None


def test_votes_are_ones_own_and_code_review_counts_first() -> None:
    labels = {"Verified": {"all": [vote(ADA, -1)]}, "Code-Review": {"all": [vote(ADA, 2, day=5)]}}
    assert [each[:2] for each in votes_of({"labels": labels}, "4321")] == [
        ("Verified", -1),
        ("Code-Review", 2),
    ]
    assert verdict({"Verified": -1, "Code-Review": 2}) is Outcome.APPROVED
    assert verdict({"Verified": -1}) is Outcome.CHANGES_REQUESTED
    assert verdict({}) is Outcome.NONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Patch Set 3: Code-Review+1", ""),
        ("Patch Set 3: Code-Review+1\n\n(2 comments)", ""),
        ("Patch Set 3:\n\n(1 comment)\n\nWhy not a quill?", "Why not a quill?"),
        ("Patch Set 3: Looks good to me\n\nThanks.\n\nAnd ink?", "Thanks.\n\nAnd ink?"),
        ("Uploaded patch set 4.", ""),
        ("Restored\n\nStill wanted.", "Restored\n\nStill wanted."),
    ],
)
def test_what_gerrit_puts_before_words_is_left_out(text: str, words: str) -> None:
    assert own_words(message("1", ADA, text)) == words


def test_remarks_are_ones_own_and_no_programs() -> None:
    said = [
        message("1", ADA, "Patch Set 1:\n\nMine."),
        message("2", BEA, "Patch Set 1:\n\nTheirs."),
        message("3", ADA, "Removed a vote.", tag="autogenerated:gerrit:deleteVote"),
        message("4", ADA, "Patch Set 1: Code-Review+2"),
        {"id": None, "author": ADA, "date": "never", "message": "Broken."},
    ]
    page = page_of([change(0, messages=said)], ask(Kind.REVIEW_COMMENT))
    assert [record.native_id for record in page.records] == ["600000:1"]
    assert len(page.set_aside) == 1
    nothing = page_of([change(0, messages=[])], ask(Kind.REVIEW_COMMENT))
    assert nothing.reaches is not None
    assert nothing.reaches.day == 28


def test_changes_read_again_are_merged_or_gone() -> None:
    service = GerritService(World({Kind.PULL_REQUEST: [change(n) for n in range(3)]}))
    refs = ["600000", "77", "599998", *(str(n) for n in range(20))]

    async def act(call: AccountCall) -> list[Page]:
        again = PROVIDER.again(Ask(call.access, Kind.PULL_REQUEST, START), refs, call)
        return [page async for page in again]

    first, second = TestGerrit().talk(service, act)
    assert [record.native_id for record in first.records] == ["600000", "599998"]
    assert "77" in first.gone
    assert set(first.gone) | set(second.gone) == set(refs) - {"600000", "599998"}


@given(
    ANY_JSON
    | mutated(change(1))
    | mutated(reviewed(1))
    | mutated(remarked(1))
    | mutated({"_account_id": 4, "secondary_emails": ["a@b.org"]})
)
def test_no_json_stops_a_parser(raw: Any) -> None:
    for kind, make in MAKERS.items():
        page = page_of([make(0), raw, make(2)], ask(kind))
        assert len(page.records) >= 2
    Place().after([raw])
    if isinstance(raw, dict):
        Place.of_json(raw)
    with suppress(BadItemError):
        parse_person(raw, ask().access)
    with suppress(BadItemError):
        own_words(raw)
    with suppress(BadItemError):
        votes_of(raw, "4321")


@given(st.binary(max_size=60))
def test_no_body_stops_the_reader(body: bytes) -> None:
    for each in (body, b")]}'\n" + body):
        with suppress(UnreadableReplyError):
            values_of(reply(each))
