"""npm against a scripted registry, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError
from portfolio.sync.provider import Ask
from portfolio.sync.providers import npm
from portfolio.sync.providers.npm import PROVIDER, found_mapping, parse_found, parse_version
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, Reading, as_utc, mutated, read_kind
from tests.sync.loopback import Service
from tests.sync.providers.npm_service import RegistryService, listed, version

TIMES = {"1.0.1": "2026-10-01T10:00:00.000Z"}


class TestNpm(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "a user name of the registry is all there is"

    def service(self, world: World) -> Service:
        return RegistryService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return listed(number) if kind is Kind.PACKAGE else version(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.PACKAGE:
            return str(item["package"]["name"])
        return f"{item['name']}@{item['version']}"

    def bad_item(self, kind: Kind) -> Any:
        return listed(1, date=None) if kind is Kind.PACKAGE else version(1, version=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return listed(1, maintainers=None) if kind is Kind.PACKAGE else version(1, _npmUser=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("there are no types")


def read_since(service: RegistryService, since: Any) -> Reading:
    kit = TestNpm()

    async def act(call: Any) -> Reading:
        ask = Ask(call.access, Kind.RELEASE, START, since=since)
        return await read_kind(PROVIDER, ask, call)

    return kit.talk(service, act)


def test_only_packages_that_changed_are_read_again() -> None:
    service = RegistryService(TestNpm().world(Kind.RELEASE))
    reading = read_since(service, as_utc(2026, 10, 26))
    assert sorted(reading.ids) == [f"@quill/part-0@1.0.{n}" for n in range(3)]
    assert [asked.path for asked in service.asked] == ["/-/v1/search", "/@quill/part-0"]


def test_a_slash_in_a_name_is_encoded() -> None:
    service = RegistryService(TestNpm().world(Kind.RELEASE))
    TestNpm().read(service, Kind.RELEASE)
    assert "/@quill%2Fpart-0" in {asked.target for asked in service.asked}


def test_what_others_published_is_not_counted() -> None:
    other = version(1, _npmUser={"name": "grace"})
    assert parse_version(other, name="x", times=TIMES, user="ada") is None
    own = parse_version(version(1), name="x", times=TIMES, user="Ada")
    assert own is not None
    assert own.title == "x 1.0.1"
    assert own.url == "https://www.npmjs.com/package/x/v/1.0.1"


def test_what_the_search_finds_too_much_is_left_out() -> None:
    assert parse_found(listed(0, maintainers=[{"username": "grace"}]), user="ada") is None
    assert parse_found(listed(0), user="ADA") is not None


def test_a_package_that_went_meanwhile_stops_nothing() -> None:
    service = RegistryService(TestNpm().world(Kind.RELEASE))

    class Gone(RegistryService):
        def handle(self, request: Any) -> Any:
            odd = request.target.endswith("part-1")
            return super().handle(replace(request, target="/nothing") if odd else request)

    reading = TestNpm().read(Gone(service.world), Kind.RELEASE)
    assert len(reading.ids) == 4


def test_a_package_with_too_many_versions_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "_MAX_PACKAGE", 500)
    reading = TestNpm().read(RegistryService(TestNpm().world(Kind.RELEASE)), Kind.RELEASE)
    assert reading.set_aside == 2
    assert reading.ids == ["@quill/part-2@1.0.6"]


def test_nobody_maintains_nothing() -> None:
    kit = TestNpm()
    with pytest.raises(NotThereError):
        kit.talk(
            RegistryService(World(handle="grace")), lambda call: PROVIDER.who(call.access, call)
        )


@given(ANY_JSON | mutated(listed(1)) | mutated(version(1)))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_found(raw, user="ada")
    with suppress(BadItemError):
        parse_version(raw, name="x", times=TIMES, user="ada")
    with suppress(UnreadableReplyError):
        found_mapping(raw, "versions")
