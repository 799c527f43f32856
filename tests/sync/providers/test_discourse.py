"""Discourse against a scripted forum, and what its parsers make of anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, SignInNeededError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Ask, Page, Reply, Who
from portfolio.sync.providers.discourse import PROVIDER
from portfolio.sync.providers.discourse.parsing import (
    Category,
    Forum,
    parse_action,
    parse_badge,
    parse_category,
    parse_solution,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Answer, Service, as_json
from tests.sync.providers.discourse_service import BADGE, ForumService, action
from tests.sync.timing import PatientTime

OPEN = Forum("https://forum.example", False)
INSIDE = Forum(
    "https://forum.example", True, {"7": Category("Help", False), "8": Category("Staff", True)}
)
SORTS = {Kind.TOPIC: 4, Kind.POST: 5, Kind.LIKE_RECEIVED: 2}


def made(kind: Kind, number: int) -> Any:
    if kind in SORTS:
        return action(SORTS[kind], number)
    at = f"2026-10-{28 - number:02}T10:00:00Z"
    if kind is Kind.BADGE:
        return {"id": 40 + number, "granted_at": at, "badge_id": 3, "grouping_position": 1}
    return {
        "post_id": 600 + number,
        "topic_id": 50,
        "topic_title": "How to draw owls",
        "url": "/t/how-to-draw/50/4",
        "slug": "how-to-draw",
        "excerpt": "Like this",
        "created_at": at,
        "category_id": 7,
    }


class TestDiscourseByName(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    count = 14
    one_page_kinds = frozenset({Kind.BADGE})

    def service(self, world: World) -> Service:
        return ForumService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return made(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.LIKE_RECEIVED:
            return f"{item['post_id']}:{item['acting_user_id']}"
        key = {Kind.TOPIC: "topic_id", Kind.BADGE: "id"}.get(kind, "post_id")
        return str(item[key])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "created_at": "soon", "granted_at": "soon"}

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is not Kind.LIKE_RECEIVED:
            return Nothing("all rows are the person's own")
        return {**self.item(kind, 1), "acting_username": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind in SORTS:
            return {**self.item(kind, 1), "action_type": 77}
        return {**self.item(kind, 1), "badge_id": 12345}


class TestDiscourseWithKey(TestDiscourseByName):
    way = Way.USER_KEY

    def instance(self, base: str) -> str:
        return f"{base}/forum"

    def service(self, world: World) -> Service:
        service = ForumService(world)
        service.folder = "/forum"
        return service


def read(
    service: Service, kind: Kind, kit: ProviderKit | None = None, time: PatientTime | None = None
) -> list[Page]:
    async def act(call: AccountCall) -> list[Page]:
        reading = await read_kind(PROVIDER, Ask(call.access, kind, START), call)
        return [page for _, page in reading.pages]

    return (kit or TestDiscourseByName()).talk(service, act, time=time)


def ids(pages: list[Page]) -> list[str]:
    return [record.native_id for page in pages for record in page.records]


@pytest.mark.parametrize("taken", [1, 4, 6, 11])
def test_rows_that_move_up_meanwhile_are_not_missed(taken: int) -> None:
    rows = [made(Kind.POST, number) for number in range(24)]
    service = ForumService(World({Kind.POST: rows}))

    class Shrinking:
        def handle(self, request: Any) -> Answer:
            asked = [each for each in service.asked if "user_actions" in each.path]
            if len(asked) == 2:  # after two pages, the newest are taken away
                service.rows[Kind.POST] = rows[taken:]
            return service.handle(request)

    still_there = {str(row["post_id"]) for row in rows[taken:]}
    assert still_there <= set(ids(read(Shrinking(), Kind.POST)))


def test_private_messages_are_never_kept() -> None:
    message = action(2, 1, category_id=None)
    marked = action(2, 2, archetype="private_message")
    assert parse_action(message, Kind.LIKE_RECEIVED, INSIDE) is None
    assert parse_action(marked, Kind.LIKE_RECEIVED, INSIDE) is None
    assert parse_action(marked, Kind.LIKE_RECEIVED, OPEN) is None
    assert parse_action(action(12, 1), Kind.TOPIC, INSIDE) is None
    assert parse_solution({**made(Kind.SOLUTION, 1), "category_id": None}, INSIDE) is None


def test_with_a_key_only_open_categories_are_public() -> None:
    def seen(category: Any, forum: Forum) -> Visibility:
        record = parse_action(action(5, 1, category_id=category), Kind.POST, forum)
        assert record is not None
        return record.visibility

    assert seen(7, INSIDE) is Visibility.PUBLIC
    assert seen(8, INSIDE) is Visibility.RESTRICTED
    assert seen(9, INSIDE) is Visibility.RESTRICTED, "a category the forum did not list"
    assert seen(9, OPEN) is Visibility.PUBLIC


def test_a_forum_that_marks_no_solutions_does_not_say_none() -> None:
    service = ForumService(World())
    service.has_solved = False
    pages = read(service, Kind.SOLUTION)
    assert pages[0].missing == ("hidden",)


def test_an_older_plugin_lists_solutions_as_actions() -> None:
    service = ForumService(World({Kind.SOLUTION: [action(15, number) for number in range(9)]}))
    service.has_solved = False
    pages = read(service, Kind.SOLUTION)
    assert len(ids(pages)) == 9
    assert not any(page.missing for page in pages)


def test_how_long_to_wait_stands_in_the_body() -> None:
    body = {"errors": ["slow"], "error_type": "rate_limit", "extras": {"wait_seconds": 41}}
    given, time = [as_json(body, 429)], PatientTime()
    service = ForumService(World({Kind.BADGE: [made(Kind.BADGE, 1)]}))

    class Slow:
        def handle(self, request: Any) -> Answer:
            return given.pop() if given else service.handle(request)

    assert ids(read(Slow(), Kind.BADGE, time=time)) == ["41"]
    assert 41 <= sum(time.waits) < 60


@pytest.mark.parametrize("said", [b"[]", b"{", b'{"extras": {"wait_seconds": 1e999}}', b"NaN"])
def test_junk_about_waiting_is_no_signal(said: bytes) -> None:
    assert PROVIDER.judge(Reply(429, {}, said, "https://forum.example/x")) is None


def test_a_key_taken_for_nobody_asks_for_signing_in() -> None:
    service = ForumService(World())

    class Anonymous:
        def handle(self, request: Any) -> Answer:
            if request.path.endswith("/session/current.json"):
                return as_json({"current_user": None})
            return service.handle(request)

    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(call.access, call)

    with pytest.raises(SignInNeededError):
        TestDiscourseWithKey().talk(Anonymous(), act)


def test_a_hidden_profile_is_not_there() -> None:
    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(call.access, call)

    with pytest.raises(NotThereError):
        TestDiscourseByName().talk(ForumService(World(handle="grace")), act)


def test_markup_is_taken_out_of_titles_and_excerpts() -> None:
    record = parse_action(action(5, 1), Kind.POST, OPEN)
    assert record is not None
    assert record.title == "How to draw owls & larks"
    assert record.excerpt == "Begin with two circles"
    assert record.url == "https://forum.example/t/how-to-draw/51/2"


def parse_all(raw: Any) -> None:
    badges = {"3": BADGE, "4": raw}
    for forum in (OPEN, INSIDE):
        for kind in (*SORTS, Kind.SOLUTION):
            parse_items([raw], lambda each, k=kind, f=forum: parse_action(each, k, f))
        parse_items([raw], lambda each, f=forum: parse_solution(each, f))
        parse_items([raw], lambda each, f=forum: parse_badge(each, badges, f))
    other = {**made(Kind.BADGE, 1), "badge_id": 4}
    parse_items([other], lambda each: parse_badge(each, badges, OPEN))
    parse_items([raw], parse_category)


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", [info.kind for info in PROVIDER.about.kinds])
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(made(kind, 1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
