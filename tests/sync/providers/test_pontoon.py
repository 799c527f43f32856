"""Pontoon against a scripted service, and what its parsers make of anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Reply, Window
from portfolio.sync.providers.pontoon import PROVIDER, contributions_of, is_within, parse_day
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.pontoon_service import PontoonService, day


class TestPontoon(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    options: ClassVar[Mapping[str, str]] = {"number": "4321"}

    def service(self, world: World) -> Service:
        return PontoonService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return day(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        at = datetime.fromtimestamp(int(item[0]) / 1000, tz=UTC)
        return f"4321:{at.date().isoformat()}"

    def bad_item(self, kind: Kind) -> Any:
        return ["yesterday", 3]

    def by_deleted_author(self, kind: Kind) -> Any:
        return Nothing("counts name no author")

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("counts have no type")


KIT = TestPontoon()
ASK = KIT.ask("https://pontoon.mozilla.org", Kind.TRANSLATION)


def test_every_year_is_asked_for_by_its_own() -> None:
    service = PontoonService(KIT.world(Kind.TRANSLATION))
    reading = KIT.read(service, Kind.TRANSLATION)
    years = [int(asked.query["year"]) for asked in service.asked]
    assert years == list(range(2026, 2010, -1))
    assert {asked.query["contribution_type"] for asked in service.asked} == {"user_translations"}
    assert all(page.missing == () for _, page in reading.pages)


def test_reviews_are_not_translations() -> None:
    service = PontoonService(KIT.world(Kind.TRANSLATION_REVIEW))
    reading = KIT.read(service, Kind.TRANSLATION_REVIEW)
    assert {asked.query["contribution_type"] for asked in service.asked} == {"user_reviews"}
    assert reading.records[0].metrics == {"reviews": 5}


def test_an_older_one_that_knows_no_years_is_not_taken_for_whole() -> None:
    service = PontoonService(KIT.world(Kind.TRANSLATION), knows_years=False)
    reading = KIT.read(service, Kind.TRANSLATION)
    assert sorted(reading.ids) == sorted(set(reading.ids))
    assert len(reading.ids) == KIT.count
    notes = {note for _, page in reading.pages for note in page.missing}
    assert notes == {"history-limit:2025-11-20"}


def test_the_rest_of_a_year_keeps_the_day_it_begins_in() -> None:
    at = datetime(2026, 10, 27, tzinfo=UTC)
    noon = at + timedelta(hours=12)
    assert is_within(at, Window(noon, noon + timedelta(days=9)))
    assert is_within(at, Window(at - timedelta(days=1), noon))
    assert not is_within(at, Window(at + timedelta(days=1), at + timedelta(days=2)))
    assert not is_within(at, Window(at - timedelta(days=1), at))


@pytest.mark.parametrize("typed", ["", "ada", "-1", "４３２１", "9" * 30])
def test_a_number_is_needed(typed: str) -> None:
    async def act(call: Any) -> None:
        await PROVIDER.who(replace(call.access, options={"number": typed}), call)

    service = PontoonService(World())
    with pytest.raises(NotThereError, match="number"):
        KIT.talk(service, act)
    assert not service.asked


def test_nobody_of_that_number() -> None:
    async def act(call: Any) -> None:
        await PROVIDER.who(replace(call.access, options={"number": "1"}), call)

    with pytest.raises(NotThereError, match="nobody"):
        KIT.talk(PontoonService(World()), act)


def test_a_day_and_one_without_work() -> None:
    record = parse_day(day(0), ASK)
    assert record is not None
    assert (record.title, record.metrics) == ("5 translations", {"translations": 5})
    assert record.occurred_at == datetime(2026, 10, 28, tzinfo=UTC)
    assert record.url == "https://pontoon.mozilla.org/contributors/ada/"
    assert parse_day(day(0, 0), ASK) is None
    one = parse_day(day(0, 1), ASK)
    assert one is not None
    assert one.title == "1 translation"


@given(ANY_JSON | mutated(day(1)) | mutated({"contributions": {"1": 2}}))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:

    reply = Reply(200, {}, json.dumps(raw).encode(), "https://pontoon.mozilla.org")
    with suppress(UnreadableReplyError):
        contributions_of(reply)
    good, _ = parse_items([day(0), raw, day(2)], lambda item: parse_day(item, ASK))
    assert len(good) >= 2
