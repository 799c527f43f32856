"""Weblate against a scripted server, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access, Ask, Page, Record, Who, Window
from portfolio.sync.providers.weblate import PROVIDER, first_of
from portfolio.sync.providers.weblate.parsing import (
    Change,
    next_of,
    parse_change,
    parse_person,
    user_of,
)
from portfolio.sync.providers.weblate.tally import Tally
from portfolio.sync.transport import AccountCall
from tests.clocks import START
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.weblate_service import API, WeblateService, change

BASE = "https://hosted.weblate.org"


class TestWeblate(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return WeblateService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return change(kind, number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.COMMENT:
            return str(item["id"])
        return f"{World().native_id}:{item['timestamp'][:10]}:quill/app/cs"

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "component": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "user": None, "author": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "action": 999}


class TestWeblateByName(TestWeblate):
    way = Way.NAME
    no_renames = "without a key the service gives no id but the user name"

    def service(self, world: World) -> Service:
        some = {Kind.COMMENT: [change(Kind.COMMENT, 0)]}
        return super().service(world if world.items else replace(world, items=some))


def ask(kind: Kind = Kind.TRANSLATION, way: Way = Way.TOKEN) -> Ask:
    window = Window(datetime(2012, 1, 1, tzinfo=UTC), START)
    return Ask(Access(BASE, "ada", way, native_id="4321"), kind, START, window=window)


def read(items: list[Any], kind: Kind = Kind.TRANSLATION) -> list[Record]:
    return TestWeblate().read(WeblateService(World({kind: items})), kind).records


def who(service: Service, **known: Any) -> Who:
    kit = TestWeblateByName() if known.get("way") is Way.NAME else TestWeblate()

    async def act(call: AccountCall) -> Who:
        return await PROVIDER.who(replace(call.access, **known), call)

    return kit.talk(service, act)


def test_strings_of_a_day_are_one_entry_also_across_pages() -> None:
    kind = Kind.TRANSLATION
    at = [
        f"2026-10-{day}T1{minute}:00:00.000000Z"
        for day, minute in ((28, 5), (28, 4), (27, 9), (27, 8), (27, 7), (27, 6), (26, 5))
    ]
    items = [{**change(kind, n), "timestamp": each} for n, each in enumerate(at)]
    items[4]["action"] = 4
    first, second, third = read(items)
    assert first.title == "2 translations in quill/app (cs)"
    assert second.title == "3 translations and 1 suggestion in quill/app (cs)"
    assert second.metrics == {"translations": 3, "suggestions": 1}
    assert (second.occurred_at.hour, second.updated_at and second.updated_at.hour) == (16, 19)
    assert third.title == "1 translation in quill/app (cs)"
    assert second.url == f"{second.container.url}cs/"


def test_the_older_order_gives_the_same() -> None:
    items = [change(Kind.TRANSLATION, n // 2, id=90_000 - n) for n in range(8)]
    down, up = read(items), read(items[::-1])
    assert [each.native_id for each in down] == [each.native_id for each in up[::-1]]
    assert {each.metrics["translations"] for each in (*down, *up)} == {2}


def test_whole_days_are_asked_for_and_every_action() -> None:
    part = Window(datetime(2026, 10, 5, 13, 20, tzinfo=UTC), datetime(2026, 10, 7, 8, tzinfo=UTC))
    query = first_of(replace(ask(), window=part))
    assert ("timestamp_after", "2026-10-05T00:00:00Z") in query
    assert ("timestamp_before", "2026-10-07T23:59:59.999999Z") in query
    assert [value for key, value in query if key == "action"] == ["2", "4", "5", "9"]
    whole = Window(part.start, datetime(2026, 10, 7, tzinfo=UTC))
    query = first_of(replace(ask(), window=whole))
    assert ("timestamp_before", "2026-10-06T23:59:59.999999Z") in query


def test_a_period_that_begins_within_a_day_still_counts_all_of_it() -> None:
    kind, hours = Kind.TRANSLATION, (18, 12, 8)
    items = [change(kind, 0, timestamp=f"2026-10-28T{hour:02}:00:00.000000Z") for hour in hours]
    afternoon = Window(datetime(2026, 10, 28, 15, tzinfo=UTC), START)
    kit = TestWeblate()

    async def act(call: AccountCall) -> list[Page]:
        part = Ask(call.access, kind, START, window=afternoon)
        return [page async for page in PROVIDER.pages(part, call)]

    (page,) = kit.talk(WeblateService(kit.world(kind, items)), act)
    assert [record.metrics for record in page.records] == [{"translations": 3}]


def test_a_key_that_shows_one_user_is_theirs() -> None:
    mine = who(WeblateService(World()), handle="")
    assert (mine.native_id, mine.handle, mine.is_proved) == ("4321", "ada", True)


def test_a_key_that_shows_many_users_proves_nothing() -> None:
    many = WeblateService(World(), shows_all=True)
    named = who(many, native_id="")
    assert (named.native_id, named.handle, named.is_proved) == ("4321", "ada", False)
    typed = who(many, native_id="", handle="", options={"user": f"{BASE}/user/ada/"})
    assert replace(typed, profile_url="") == replace(named, profile_url="")
    renamed = who(WeblateService(World(handle="grace"), shows_all=True), handle="ada")
    assert (renamed.handle, renamed.is_proved) == ("grace", False)
    with pytest.raises(NotThereError, match="whose key"):
        who(many, native_id="", handle="")
    # Somebody else has the name now: the number says so, and nothing is read.
    assert who(many, native_id="77").native_id == "4321"
    with pytest.raises(NotThereError):
        who(many, native_id="77", handle="adam")
    older = WeblateService(World(), shows_all=True, is_old=True)
    assert who(older).handle == "ada"


def test_a_name_nobody_has_or_without_public_work_is_not_there() -> None:
    world = World({Kind.COMMENT: [change(Kind.COMMENT, 0)]})
    found = who(WeblateService(world), way=Way.NAME, handle="ada")
    assert (found.native_id, found.profile_url[-10:]) == ("ada", "/user/ada/")
    with pytest.raises(NotThereError):
        who(WeblateService(world), way=Way.NAME, handle="bea")
    with pytest.raises(NotThereError):
        who(WeblateService(world, is_old=True), way=Way.NAME, handle="bea")


def test_a_server_that_lists_everybody_is_not_read() -> None:
    others = [change(Kind.TRANSLATION, n, user=f"{API}/users/bea/") for n in range(3)]
    with pytest.raises(ServiceError, match="everybody"):
        read(others)


def test_a_strangers_change_is_left_out() -> None:
    kind = Kind.TRANSLATION
    stranger = change(kind, 1, user=f"{API}/users/adam/")
    assert len(read([change(kind, 0), stranger, change(kind, 2)])) == 2


def test_addresses_with_categories_and_without_translation() -> None:
    place = "quill/help%252Fguides%252Fintro"
    found = parse_change(change(Kind.TRANSLATION, 0, place), ask())
    assert found is not None
    assert (found.place, found.language) == ("quill/help/guides/intro", "cs")
    plain = parse_change(change(Kind.TRANSLATION, 0, translation=None), ask())
    assert plain is not None
    assert (plain.place, plain.language) == ("quill/app", "")
    with pytest.raises(BadItemError):
        parse_change(change(Kind.TRANSLATION, 0, component=f"{API}/components/../x/"), ask())


def test_what_a_key_shows_may_not_be_public() -> None:
    for way, seen in ((Way.TOKEN, Visibility.RESTRICTED), (Way.NAME, Visibility.PUBLIC)):
        tally, one = Tally(), parse_change(change(Kind.TRANSLATION, 0), ask(way=way))
        assert one is not None
        tally.add([one])
        assert tally.take(but_last=False)[0].record(ask(way=way)).visibility is seen


def test_a_comment_says_what_was_said() -> None:
    said = change(Kind.COMMENT, 0, target="Which nib is meant?")
    (record,) = read([said], Kind.COMMENT)
    assert (record.excerpt, record.title) == (
        "Which nib is meant?",
        "Comment on a string of quill/app",
    )


FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
CHANGES = st.builds(
    Change,
    ident=st.just("1"),
    at=st.timedeltas(timedelta(0), timedelta(days=3)).map(lambda since: FIRST_DAY + since),
    place=st.sampled_from(["quill/app", "quill/docs"]),
    language=st.sampled_from(["cs", "", "pt_BR"]),
    is_suggestion=st.booleans(),
)


@given(st.lists(CHANGES), st.booleans())
def test_what_is_held_back_survives_its_mark(changes: list[Change], is_up: bool) -> None:
    ordered = sorted(changes, key=lambda each: each.at, reverse=not is_up)
    whole, cut = Tally(), Tally()
    whole.add(ordered)
    found = []
    for each in ordered:
        cut.add([each])
        found += cut.take(but_last=True)
        assert Tally.of_json(cut.as_json()).as_json() == cut.as_json()
        cut = Tally.of_json(cut.as_json())
    found += cut.take(but_last=False)
    assert found == whole.take(but_last=False)
    assert sum(each.strings + each.suggestions for each in found) == len(changes)


@given(ANY_JSON | mutated(change(Kind.TRANSLATION, 1)) | mutated({"username": "ada", "id": 4}))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    Tally.of_json(raw)
    Tally.of_json([raw])
    for kind in (info.kind for info in PROVIDER.about.kinds):
        parse_items([raw], lambda each, kind=kind: parse_change(each, ask(kind)))  # type: ignore[misc]
    for parse in (user_of, lambda each: parse_person(each, BASE)):
        with suppress(BadItemError):
            parse(raw)
    with suppress(UnreadableReplyError):
        next_of(raw)
