"""Mozilla Support against a scripted server, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access, Ask, Page, Who
from portfolio.sync.providers.kitsune import (
    MOZILLA,
    PROVIDER,
    parse_answer,
    parse_meta,
    parse_person,
    parse_question,
    parse_solution,
    reader,
)
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Service
from tests.sync.providers.kitsune_service import KitsuneService, answer, question, solved

MAKERS = {Kind.ANSWER: answer, Kind.SOLUTION: solved, Kind.QUESTION: question}


class TestKitsune(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "the service gives no id but the user name"

    def service(self, world: World) -> Service:
        return KitsuneService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return MAKERS[kind](number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["solution" if kind is Kind.SOLUTION else "id"])

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "created": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "creator": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("each list holds one type")


def run(service: Service, act: Any) -> Any:
    return TestKitsune().talk(service, act)


def test_only_answers_since_the_mark_are_asked_for() -> None:
    service = KitsuneService(World({Kind.ANSWER: [answer(n) for n in range(7)]}))
    since = datetime(2026, 10, 27, 8, tzinfo=UTC)

    async def act(call: AccountCall) -> list[str]:
        return (await read_kind(PROVIDER, Ask(call.access, Kind.ANSWER, START, since), call)).ids

    assert run(service, act) == ["8999", "9000"]
    assert service.asked[0].query["created__gt"] == "2026-10-27T08:00:00Z"


def test_a_next_link_of_any_length_is_followed_as_it_is() -> None:
    name = "a" * 300
    service = KitsuneService(
        World({Kind.QUESTION: [question(n) for n in range(7)]}, handle=name, native_id=name)
    )

    async def act(call: AccountCall) -> list[str]:
        access = replace(call.access, handle=name, native_id=name)
        return (await read_kind(PROVIDER, Ask(access, Kind.QUESTION, START), call)).ids

    assert run(service, act) == [str(500 - n) for n in range(7)]
    assert {asked.query["creator"] for asked in service.asked} == {name}


def test_a_name_typed_as_an_address_is_found_and_a_wrong_one_is_nobody() -> None:
    def who(handle: str) -> Who:
        async def act(call: AccountCall) -> Who:
            return await PROVIDER.who(replace(call.access, handle=handle), call)

        found: Who = run(KitsuneService(World()), act)
        return found

    assert who(f"{MOZILLA}/en-US/user/ada/").native_id == "ada"
    assert who(" ada ").name == "Ada L."
    with pytest.raises(NotThereError):
        who("bea")


def test_a_solution_is_the_answer_and_not_the_question() -> None:
    record = parse_solution(solved(3), MOZILLA)
    assert record is not None
    assert (record.native_id, record.state) == ("8997", Outcome.ACCEPTED)
    assert record.url == f"{MOZILLA}/questions/497#answer-8997"
    assert parse_solution({**solved(3), "solution": None}, MOZILLA) is None


def test_spam_is_left_out() -> None:
    assert parse_answer({**answer(1), "is_spam": True}, MOZILLA) is None
    assert parse_question({**question(1), "is_spam": True}, MOZILLA, START) is None
    assert parse_solution({**solved(1), "is_spam": True}, MOZILLA) is None


def test_a_question_may_be_solved_later_but_not_for_ever() -> None:
    made = datetime(2026, 10, 27, 9, tzinfo=UTC)
    fresh = parse_question(question(1), MOZILLA, made + timedelta(days=9))
    assert fresh is not None
    assert (fresh.is_open, fresh.ref, fresh.state) == (True, "499", Outcome.OPEN)
    for changed in ({"is_solved": True}, {"is_locked": True}, {"is_archived": True}):
        over = parse_question({**question(1), **changed}, MOZILLA, made + timedelta(days=9))
        assert over is not None
        assert (over.is_open, over.state) == (False, Outcome.CLOSED)
    old = parse_question(question(1), MOZILLA, made + timedelta(days=400))
    assert old is not None
    assert not old.is_open


def test_a_question_read_again_is_solved_or_gone() -> None:
    service = KitsuneService(World({Kind.QUESTION: [question(1), {**question(3), "id": 77}]}))
    service.missing = {"77"}

    async def act(call: AccountCall) -> list[Page]:
        ask = Ask(call.access, Kind.QUESTION, START)
        return [page async for page in PROVIDER.again(ask, ["499", "77"], call)]

    there, gone = run(service, act)
    assert [record.native_id for record in there.records] == ["499"]
    assert gone.gone == ("77",)


def test_text_is_plain_and_products_are_containers() -> None:
    reply, asked = parse_answer(answer(1), MOZILLA), parse_question(question(1), MOZILLA, START)
    assert reply is not None
    assert asked is not None
    assert reply.excerpt == "Clear the cache & restart (1)."
    assert reply.metrics == {"helpful": 2, "unhelpful": 0}
    assert asked.container.id == "product:firefox"
    nowhere = parse_question({**question(1), "product": None}, MOZILLA, START)
    assert nowhere is not None
    assert nowhere.container.name == "Mozilla Support"


def parse_all(raw: Any) -> None:
    for kind in MAKERS:
        parse_items([raw], reader(Ask(Access(MOZILLA, "ada", Way.NAME), kind, START)))
    with suppress(BadItemError):
        parse_person(raw, MOZILLA)
    with suppress(UnreadableReplyError):
        parse_meta(raw)


@given(ANY_JSON)
def test_no_json_stops_a_parser(raw: Any) -> None:
    parse_all(raw)


@pytest.mark.parametrize("kind", list(MAKERS))
def test_no_mutated_item_stops_a_parser(kind: Kind) -> None:
    @given(mutated(MAKERS[kind](1)))
    def look(raw: Any) -> None:
        parse_all(raw)

    look()
