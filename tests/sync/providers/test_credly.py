"""Credly against a scripted profile, and what its parser makes of anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Record
from portfolio.sync.providers.credly import PROVIDER, parse_badge, profile_name
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Script, Service, as_json
from tests.sync.providers.credly_service import CredlyService, badge

HOME = "https://www.credly.com"


class TestCredly(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "the name in the address is all there is"

    def service(self, world: World) -> Service:
        return CredlyService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return badge(number)

    def bad_item(self, kind: Kind) -> Any:
        return badge(1, badge_template=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return badge(1, issuer=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return badge(1, state="levitating")


def parsed(raw: Any) -> Record:
    return parse_badge(raw, instance=HOME)


def test_a_badge_keeps_issuer_page_and_all_that_was_said() -> None:
    record = parsed(badge(0))
    assert record.occurred_at.isoformat() == "2026-10-28T14:41:00+00:00"
    assert [(one.name, one.part) for one in record.people] == [("Quill", "giver")]
    assert record.url == f"{HOME}/badges/0000-badge-0"
    kept = json.loads(record.raw)
    assert kept["badge"] == badge(0)
    assert kept["image"] == "https://images.example/badge.png"


def test_what_is_said_not_to_be_public_is_not() -> None:
    assert parsed(badge(0, public=False)).visibility is Visibility.RESTRICTED


def test_a_day_alone_is_enough() -> None:
    assert parsed(badge(0, issued_at=None)).occurred_at.isoformat() == "2026-10-28T00:00:00+00:00"


@pytest.mark.parametrize(
    "typed", ["ada", f"{HOME}/users/ada", f"{HOME}/users/ada/badges", f"{HOME}/users/ada/?x=1"]
)
def test_a_profile_is_found_in_what_was_typed(typed: str) -> None:
    assert profile_name(typed) == "ada"


@pytest.mark.parametrize("body", [{}, [], {"data": {"badges": []}}, {"data": [], "metadata": 3}])
def test_another_form_of_the_list_fails_and_is_never_empty(body: Any) -> None:
    service = Script([as_json(body)])
    with pytest.raises(UnreadableReplyError):
        TestCredly().read(service, Kind.BADGE)


def test_without_a_count_of_pages_the_end_is_a_page_with_nothing_new() -> None:
    pages = [[badge(0), badge(1)], [badge(2)], [badge(2)]]
    service = Script([as_json({"data": page}) for page in pages])
    assert len(TestCredly().read(service, Kind.BADGE).pages) == 3


@given(ANY_JSON | mutated(badge(1)))
def test_the_parser_raises_only_for_bad_items(raw: Any) -> None:
    good, _ = parse_items([badge(0), raw, badge(2)], parsed)
    assert {"0000-badge-0", "0000-badge-2"} <= {record.native_id for record in good}
