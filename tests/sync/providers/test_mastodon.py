"""Mastodon against a scripted instance, and what its parsers make of anything."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from hypothesis import given

from portfolio.errors import NotThereError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.providers.mastodon import (
    PROVIDER,
    local_name,
    parse_mention,
    parse_person,
    parse_post,
)
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Answer, Asked, Service, link_next
from tests.sync.providers.mastodon_service import MastodonService, notice, person, post

HOME = "https://social.example"


class TestMastodon(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return MastodonService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return post(number) if kind is Kind.POST else notice(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str((item if kind is Kind.POST else item["status"])["uri"])

    def bad_item(self, kind: Kind) -> Any:
        if kind is Kind.POST:
            return post(1, uri=None)
        return notice(1, status=post(1, uri=None))

    def by_deleted_author(self, kind: Kind) -> Any:
        return post(1, account=None) if kind is Kind.POST else notice(1, account=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.POST:
            return post(1, visibility="whispered")
        return notice(1, type="hologram", status=None)


class TestMastodonByName(TestMastodon):
    way = Way.NAME

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Only posts can be read without signing in."""
        if "kind" in metafunc.fixturenames:
            metafunc.parametrize("kind", [Kind.POST], ids=["post"])


def test_a_post_is_text_with_its_numbers() -> None:
    record = parse_post(post(0), instance=HOME)
    assert record is not None
    assert record.title == "Release 0 is out."
    assert record.excerpt == "Release 0 is out.\nThanks!\n\nMore & more."
    assert record.action is Action.POSTED
    assert record.metrics == {"replies": 1, "boosts": 2, "favourites": 3}
    assert record.native_id == "https://social.example/users/ada/statuses/900"
    assert record.container.id == "social.example"


def test_scripts_and_markup_do_not_stay() -> None:
    content = "<p>Hello <b>you</b><script>alert(1)</script> &lt;b&gt;</p><img src=x onerror=y>"
    record = parse_post(post(0, content=content), instance=HOME)
    assert record is not None
    assert record.excerpt == "Hello you <b>"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("public", Visibility.PUBLIC),
        ("unlisted", Visibility.PUBLIC),
        ("private", Visibility.RESTRICTED),
        ("local", Visibility.RESTRICTED),
        (None, Visibility.RESTRICTED),
    ],
)
def test_only_what_is_plainly_public_is_public(said: str | None, meant: Visibility) -> None:
    record = parse_post(post(0, visibility=said), instance=HOME)
    assert record is not None
    assert record.visibility is meant


def test_direct_messages_and_boosts_are_left_out() -> None:
    assert parse_post(post(0, visibility="direct"), instance=HOME) is None
    assert parse_post(post(0, reblog=post(1)), instance=HOME) is None
    direct = notice(0, status=post(0, visibility="direct"))
    assert parse_mention(direct, instance=HOME) is None


def test_a_content_warning_is_the_title() -> None:
    record = parse_post(post(0, spoiler_text="Food"), instance=HOME)
    assert record is not None
    assert record.title == "Food"


def test_a_mention_says_who_wrote_it() -> None:
    record = parse_mention(notice(0), instance=HOME)
    assert record is not None
    assert [(one.name, one.address, one.part) for one in record.people] == [
        ("Grace", "grace@other.example", "giver")
    ]


def test_only_verified_links_and_the_new_home_are_hints() -> None:
    raw = {**person(World()), "moved": {"url": "https://new.example/@ada"}}
    who = parse_person(raw)
    assert who.other_accounts == ("https://code.example/ada", "https://new.example/@ada")


@pytest.mark.parametrize(
    "typed", ["ada", "@ada", "@ada@social.example", "https://social.example/@ada", "ada@example"]
)
def test_a_name_is_found_in_what_was_typed(typed: str) -> None:
    assert local_name(typed, "https://social.example") == "ada"


def test_a_name_of_another_instance_is_refused() -> None:
    with pytest.raises(NotThereError, match=r"other\.example"):
        local_name("@ada@other.example", HOME)


class Tagged(TestMastodon):
    __test__ = False
    options: ClassVar[Mapping[str, str]] = {"tag": "#quillmark", "replies": "yes"}


@pytest.mark.parametrize(
    ("kit", "expected"),
    [(TestMastodon(), {"exclude_replies": "true"}), (Tagged(), {"tagged": "quillmark"})],
)
def test_a_tag_and_replies_are_asked_for_only_when_wanted(
    kit: ProviderKit, expected: dict[str, str]
) -> None:
    service = MastodonService(kit.world(Kind.POST))
    kit.read(service, Kind.POST)
    assert service.asked[0].query == {"limit": "40", "exclude_reblogs": "true", **expected}


def test_an_empty_page_is_the_last_one_whatever_it_links_to() -> None:
    class Linking(MastodonService):
        def handle(self, request: Asked) -> Answer:
            answer = super().handle(request)
            return answer.having(Link=link_next(f"{request.at}{request.path}?max_id=99"))

    kit = TestMastodon()
    reading = kit.read(Linking(kit.world(Kind.POST, [post(0)])), Kind.POST)
    assert [page.resume is None for _, page in reading.pages] == [False, True]


@given(ANY_JSON | mutated(post(1)) | mutated(notice(1)))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    for parse in (
        lambda item: parse_post(item, instance=HOME),
        lambda item: parse_mention(item, instance=HOME),
        parse_person,
    ):
        with suppress(BadItemError):
            parse(raw)


@given(mutated(post(1)))
def test_neighbours_of_anything_are_kept(raw: Any) -> None:
    good, _ = parse_items([post(0), raw, post(2)], lambda item: parse_post(item, instance=HOME))
    ids = {record.native_id for record in good}
    assert {post(0)["uri"], post(2)["uri"]} <= ids
