"""Stack Exchange against a scripted interface, and what its parsers make of anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, ServiceError, ThrottledError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Ask, Page, Reply, Who
from portfolio.sync.providers.stackexchange import PROVIDER, walks
from portfolio.sync.providers.stackexchange.parsing import Site, parse_answer, reader
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Answer, Service
from tests.sync.providers.stackexchange_service import LISTS, ExchangeService, refused
from tests.sync.timing import PatientTime

DAY = 86_400
NOW = int(START.timestamp())


def made(kind: Kind, number: int) -> Any:
    at = NOW - (number + 1) * DAY
    common = {"creation_date": at, "last_activity_date": at + 60, "score": 3, "post_id": 5}
    if kind is Kind.BADGE:
        badge = {"timeline_type": "badge", "badge_id": 30 + number, "detail": "Caucus"}
        return {"creation_date": at, "user_id": 4321, **badge}
    key = next(key for each, key, _mark in LISTS.values() if each is kind)
    item = {**common, key: 100 + number, "title": "Why do owls &quot;sleep&quot;?"}
    if kind is Kind.ANSWER:
        item |= {"question_id": 9, "is_accepted": number % 2 == 0}
    if kind is Kind.WIKI_EDIT and number % 2:
        item["approval_date"] = at + 90
    return item


class TestStackExchange(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    options: ClassVar = {"site": "superuser"}
    no_renames = "ids begin with the site's name; a changed name is tried below"

    def service(self, world: World) -> Service:
        return ExchangeService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        key = next(key for each, key, _mark in LISTS.values() if each is kind)
        tail = f":{item['creation_date']}" if kind is Kind.BADGE else ""
        return f"superuser:{item[key]}{tail}"

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "creation_date": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "owner": {"user_type": "does_not_exist"}}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is not Kind.BADGE:
            return Nothing("each list holds one type")
        return {**self.item(kind, 1), "timeline_type": "levitated"}


def talk(service: Service, act: Any, time: PatientTime | None = None) -> Any:
    return TestStackExchange().talk(service, act, time=time)


def read(service: Service, kind: Kind, time: PatientTime | None = None, **ask: Any) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        reading = await read_kind(PROVIDER, Ask(call.access, kind, START, **ask), call)
        return [page for _, page in reading.pages]

    found: list[Page] = talk(service, act, time)
    return found


def ids(pages: list[Page]) -> list[str]:
    return [record.native_id for page in pages for record in page.records]


def who(service: Service, handle: str, native_id: str = "") -> Who:
    async def act(call: AccountCall) -> Who:
        access = replace(call.access, handle=handle, native_id=native_id)
        return await PROVIDER.who(access, call)

    found: Who = talk(service, act)
    return found


@pytest.mark.parametrize("typed", ["4321", " 4321 ", "https://superuser.com/users/4321/ada-l"])
def test_a_number_or_an_address_names_a_person(typed: str) -> None:
    person = who(ExchangeService(World()), typed)
    assert (person.native_id, person.handle) == ("superuser:4321", "ada")
    assert person.other_accounts == ("https://unix.example/users/8",)


def test_a_changed_name_is_the_same_person() -> None:
    person = who(ExchangeService(World(handle="grace")), "ada", "superuser:4321")
    assert (person.native_id, person.handle) == ("superuser:4321", "grace")


@pytest.mark.parametrize("typed", ["5", "ada", "", "-1", "../me"])
def test_nobody_is_nobody(typed: str) -> None:
    with pytest.raises(NotThereError):
        who(ExchangeService(World()), typed)


@pytest.mark.parametrize("kind", [Kind.COMMENT, Kind.BADGE])
def test_a_list_longer_than_the_pages_given_out_is_read_on_by_time(kind: Kind) -> None:
    count = 3 * 25 + 8
    service = ExchangeService(World({kind: [made(kind, number) for number in range(count)]}))
    found = ids(read(service, kind))
    assert len(set(found)) == count


def test_a_second_with_more_than_is_given_out_is_said() -> None:
    same = [{**made(Kind.COMMENT, n), "creation_date": NOW - DAY} for n in range(3 * 25 + 8)]
    pages = read(ExchangeService(World({Kind.COMMENT: same})), Kind.COMMENT)
    assert pages[-1].missing == ("capped:2500",)
    assert pages[-1].resume is None


def test_a_filter_that_cannot_be_made_costs_titles_only() -> None:
    service = ExchangeService(World({Kind.ANSWER: [made(Kind.ANSWER, n) for n in range(5)]}))
    service.has_filters = False
    assert len(ids(read(service, Kind.ANSWER))) == 5


def test_nothing_new_costs_one_request() -> None:
    service = ExchangeService(World())
    read(service, Kind.ANSWER, since=START)
    assert len(service.asked) == 1
    assert service.asked[0].query["min"] == str(NOW)


def test_backoff_is_waited_for_before_the_next_request() -> None:
    service, time = (
        ExchangeService(World({Kind.BADGE: [made(Kind.BADGE, n) for n in range(5)]})),
        (PatientTime()),
    )
    service.wrapper = [{"backoff": 17}]
    assert len(ids(read(service, Kind.BADGE, time))) == 5
    assert sum(time.waits) >= 17


@pytest.mark.parametrize(
    ("error_id", "expected"),
    [(502, ThrottledError), (404, NotThereError), (400, ServiceError), (500, ServiceError)],
)
def test_errors_all_come_with_status_400(error_id: int, expected: type[Exception]) -> None:
    class Refusing:
        def handle(self, request: Any) -> Answer:
            return refused(400, "some_error", error_id)

    with pytest.raises(expected):
        read(Refusing(), Kind.QUESTION)


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"backoff": "x"}', b'{"backoff": 1e999}'])
def test_junk_beside_the_items_is_no_signal(body: bytes) -> None:
    assert PROVIDER.judge(Reply(200, {}, body, "https://api.stackexchange.com/2.3/x")) is None


def test_titles_are_unescaped_and_sites_kept_apart() -> None:
    here = parse_answer(made(Kind.ANSWER, 0), Site("superuser", START))
    there = parse_answer(made(Kind.ANSWER, 0), Site("unix", START))
    assert here.title == 'Why do owls "sleep"?'
    assert here.native_id != there.native_id
    assert (here.url, there.url) == (
        "https://superuser.com/a/100",
        "https://unix.stackexchange.com/a/100",
    )


def test_an_answer_may_be_accepted_later_but_not_for_ever() -> None:
    fresh = made(Kind.ANSWER, 1)
    assert parse_answer(fresh, Site("superuser", START)).is_open
    assert not parse_answer(fresh, Site("superuser", START + timedelta(days=400))).is_open
    accepted = parse_answer({**fresh, "is_accepted": True}, Site("superuser", START))
    assert (accepted.state, accepted.is_open) == (Outcome.ACCEPTED, False)


def test_what_is_gone_is_said_to_be_when_read_again() -> None:
    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.ANSWER, START)
        return [page async for page in PROVIDER.again(ask, ["101", "555"], call)]

    (page,) = talk(ExchangeService(World({Kind.ANSWER: [made(Kind.ANSWER, 1)]})), act)
    assert (ids([page]), page.gone) == (["superuser:101"], ("superuser:555",))


def test_a_mark_that_is_no_mark_begins_anew() -> None:
    for junk in ({"page": "x"}, {"page": -1}, {}, None):
        assert walks.Place.of_json(junk, 5) == walks.Place(edge=5)


def parse_all(raw: Any) -> None:
    for kind in walks.LISTS:
        parse_items([raw], reader(kind, Site("superuser", START)))


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
