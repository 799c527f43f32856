"""WordPress.org against a scripted service, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Access
from portfolio.sync.providers.wordpress import (
    PROVIDER,
    RELEASED,
    author_of,
    parse_page_count,
    parse_plugin,
    parse_release,
    parse_theme,
    parse_versions,
)
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated, read_kind
from tests.sync.loopback import Service
from tests.sync.providers.wordpress_service import (
    VERSIONS,
    WordPressService,
    plugin,
    release,
    theme,
)


class TestWordPress(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "WordPress.org gives no id besides the name"

    def service(self, world: World) -> Service:
        return WordPressService(world)

    def access(self, base: str) -> Access:
        return replace(super().access(base), native_id="ada")

    def item(self, kind: Kind, number: int) -> Any:
        return release(number) if kind is Kind.CREDIT else plugin(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if kind is Kind.CREDIT:
            return f"{item['data']['version']}:ada"
        return f"plugins/{item['slug']}"

    def bad_item(self, kind: Kind) -> Any:
        return {"groups": None} if kind is Kind.CREDIT else plugin(1, slug=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is Kind.CREDIT:
            return release(1, person="somebody")
        return plugin(1, author=None, author_profile=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.CREDIT:
            return release(1, levitation={"type": "hologram", "data": 7})
        return Nothing("plugins have no type")


KIT = TestWordPress()


def test_themes_follow_the_plugins() -> None:
    world = World({Kind.PACKAGE: [plugin(number) for number in range(4)]})
    service = WordPressService(world, themes=[theme(0), theme(1)])
    ids = KIT.read(service, Kind.PACKAGE).ids
    assert ids == [
        *(f"plugins/quill-{number}" for number in range(4)),
        "themes/vellum-0",
        "themes/vellum-1",
    ]


def test_a_list_that_is_everybodys_is_refused() -> None:
    stranger = plugin(1, author_profile="https://profiles.wordpress.org/grace/")
    with pytest.raises(UnreadableReplyError, match="other people"):
        KIT.read(WordPressService(World({Kind.PACKAGE: [stranger]})), Kind.PACKAGE)
    mixed = World({Kind.PACKAGE: [stranger, plugin(2)]})
    assert KIT.read(WordPressService(mixed), Kind.PACKAGE).ids == ["plugins/quill-2"]


def test_only_releases_since_the_last_time_are_asked_for() -> None:
    service = WordPressService(KIT.world(Kind.CREDIT))

    async def act(call: Any) -> list[str]:
        ask = replace(KIT.ask("http://127.0.0.1:9", Kind.CREDIT), since=RELEASED["6.8"])
        return (await read_kind(PROVIDER, ask, call)).ids

    assert KIT.talk(service, act) == ["6.8:ada", "6.9:ada"]
    asked = [one.query["version"] for one in service.asked if "version" in one.query]
    assert asked == ["6.8", "6.9"]


def test_each_page_says_how_far_it_reaches() -> None:
    reading = KIT.read(WordPressService(KIT.world(Kind.CREDIT)), Kind.CREDIT)
    reached = [page.reaches for _, page in reading.pages]
    assert reached == [RELEASED[version] for version in reversed(VERSIONS)]


def test_a_release_without_a_known_day_is_set_aside() -> None:
    new = release(0)
    new["data"]["version"] = "9.9"
    service = WordPressService(KIT.world(Kind.CREDIT), newer={"9.9": new})
    reading = KIT.read(service, Kind.CREDIT)
    assert len(reading.ids) == len(VERSIONS)
    assert reading.set_aside == 1


def test_a_release_without_credits_is_passed_over() -> None:
    world = KIT.world(Kind.CREDIT, [release(0), release(1)])
    assert KIT.read(WordPressService(world), Kind.CREDIT).ids == ["6.8:ada", "6.9:ada"]


def test_a_credit_is_found_by_slug_or_name_in_any_group() -> None:
    titled = parse_release(release(0), "6.9", "ada")
    assert titled is not None
    assert titled.title == "WordPress 6.9: Core Developer"
    assert titled.occurred_at == datetime(2025, 12, 2, tzinfo=UTC)
    only_props = release(0, **{"core-developers": {"data": {}}})
    plain = parse_release(only_props, "6.9", "ada")
    assert plain is not None
    assert plain.title == "WordPress 6.9"
    assert parse_release(release(0), "6.9", "hopper") is None
    with pytest.raises(BadItemError, match="another release"):
        parse_release(release(0), "6.8", "ada")


def test_days_of_releases_go_up_with_their_versions() -> None:
    days = [RELEASED[version] for version in parse_versions(dict.fromkeys(RELEASED, "x"))]
    assert days == sorted(set(days))
    assert len(days) == 38


def test_versions_are_whole_releases_in_order() -> None:
    body = {"0.71": "x", "3.1.4": "x", "6.10": "x", "5.9.1": "x", "5.9": "x", "10.0": "x"}
    assert parse_versions(body) == ["5.9", "10.0"]


def test_a_plugin_and_a_theme() -> None:
    record = parse_plugin(plugin(0))
    assert record.title == "Quill – 0"
    assert record.excerpt == "Writes & reads"
    assert record.updated_at == datetime(2026, 10, 28, tzinfo=UTC)
    assert record.metrics == {"installs": 200, "downloads": 4_000}
    assert record.url == "https://wordpress.org/plugins/quill-0/"
    assert parse_theme(theme(0)).occurred_at == datetime(2018, 3, 4, 5, 6, 7, tzinfo=UTC)
    bare = parse_theme(theme(0, creation_time=None))
    assert bare.occurred_at == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "Ada Lovelace", "-x", "é"])
def test_a_name_that_is_none_of_a_profile(typed: str) -> None:
    with pytest.raises(NotThereError, match="profile"):
        KIT.talk(
            WordPressService(World()),
            lambda call: PROVIDER.who(replace(call.access, handle=typed), call),
        )


def test_the_address_of_a_profile_is_taken_too() -> None:
    address = "https://profiles.wordpress.org/Ada-L/"
    who = KIT.talk(
        WordPressService(World()),
        lambda call: PROVIDER.who(replace(call.access, handle=address), call),
    )
    assert (who.native_id, who.profile_url) == ("ada-l", address.lower())


@given(ANY_JSON | mutated(plugin(1)) | mutated(theme(1)) | mutated(release(1)))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    author_of(raw)
    for read in (parse_versions, parse_page_count):
        with suppress(UnreadableReplyError):
            read(raw)
    for parse, item in ((parse_plugin, plugin), (parse_theme, theme)):
        good, _ = parse_items([item(0), raw, item(2)], parse)
        assert len(good) >= 2
    good, _ = parse_items(
        [release(0), raw, release(0)], lambda one: parse_release(one, "6.9", "ada")
    )
    assert len(good) >= 2
