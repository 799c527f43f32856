"""Fedora Badges against a scripted Tahrir, and what its parser makes of anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Record
from portfolio.sync.providers.fedora_badges import PROVIDER, parse_award
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.fedora_badges_service import TahrirService, award

HOME = "https://badges.fedoraproject.org"


class TestFedoraBadges(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "a nickname is all there is"
    one_page_kinds = frozenset({Kind.BADGE})

    def service(self, world: World) -> Service:
        return TahrirService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return award(number)

    def bad_item(self, kind: Kind) -> Any:
        return award(1, issued=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return Nothing("badges name no person")

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("badges have no types")


def parsed(raw: Any) -> Record:
    return parse_award(raw, instance=HOME)


def test_an_award_keeps_all_that_is_known() -> None:
    record = parsed(award(0))
    assert record.occurred_at.isoformat() == "2026-09-21T14:13:20.250000+00:00"
    assert record.url == f"{HOME}/badge/speak-up-0"
    assert [one.name for one in record.people] == ["Fedora Project"]
    kept = json.loads(record.raw)
    assert kept["badge"] == award(0)
    assert kept["image"] == f"{HOME}/pngs/speak-up-0.png"


def test_somebody_unknown_is_not_there() -> None:
    kit = TestFedoraBadges()
    with pytest.raises(NotThereError):
        kit.talk(TahrirService(World(handle="grace")), lambda call: PROVIDER.who(call.access, call))


@given(ANY_JSON | mutated(award(1)))
def test_the_parser_raises_only_for_bad_items(raw: Any) -> None:
    good, _ = parse_items([award(0), raw, award(2)], parsed)
    assert {"speak-up-0", "speak-up-2"} <= {record.native_id for record in good}
