"""Badgr against a scripted server, and what its parsers make of anything."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.badge_raw import badge_raw
from portfolio.sync.parsing import MAX_WHOLE, BadItemError, parse_items
from portfolio.sync.provider import Record, Who
from portfolio.sync.providers.badgr import PROVIDER, parse_assertion, parse_person
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Answer, Asked, Service
from tests.sync.providers.badgr_service import BadgrService, assertion

HOME = "https://api.badgr.io"
PERSON = {"entityId": "u", "firstName": "Ada", "emails": [{"email": "a@b.example"}]}


class TestBadgr(ProviderKit):
    provider = PROVIDER
    one_page_kinds = frozenset({Kind.BADGE})

    def service(self, world: World) -> Service:
        return BadgrService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return assertion(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["openBadgeId"])

    def bad_item(self, kind: Kind) -> Any:
        return assertion(1, issuedOn=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return assertion(1, issuer=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return assertion(1, acceptance="Levitating")


def parsed(raw: Any) -> Record | None:
    return parse_assertion(raw, classes={}, instance=HOME)


def sure(raw: Any) -> Record:
    record = parsed(raw)
    assert record is not None
    return record


def test_a_badge_notes_where_its_own_file_is() -> None:
    record = sure(assertion(0))
    kept = json.loads(record.raw)
    assert kept["badge"] == assertion(0)
    assert kept["image"] == "https://badges.example/public/assertions/0/image"
    assert kept["hosted"] == record.url == "https://badges.example/public/assertions/0"
    assert [(one.name, one.part) for one in record.people] == [("Quill", "giver")]
    assert record.visibility is Visibility.RESTRICTED


def test_a_revoked_badge_says_so_and_why() -> None:
    record = sure(assertion(0, revoked=True, revocationReason="By mistake"))
    assert (record.state, record.excerpt) == (Outcome.REVERTED, "Revoked: By mistake")


def test_a_declined_badge_is_left_out() -> None:
    assert parsed(assertion(0, acceptance="Rejected")) is None


def test_the_confirmed_addresses_are_hints_the_first_one_first() -> None:
    kit = TestBadgr()
    who: Who = kit.talk(BadgrService(World()), lambda call: PROVIDER.who(call.access, call))
    assert who.emails == ("ada", "old@mail.example")


def test_names_that_are_missing_are_looked_up_on_the_same_host_only() -> None:
    class Numbered(BadgrService):
        def handle(self, request: Asked) -> Answer:
            here = f"{request.at}/public/badges/class-1"
            elsewhere = "https://other.example/public/badges/2"
            plain = {"badgeclass": "class-1", "issuer": "issuer-1"}
            self.world = World(
                {
                    Kind.BADGE: [
                        assertion(0, **plain, badgeclassOpenBadgeId=here),
                        assertion(1, **plain, badgeclassOpenBadgeId=here),
                        assertion(2, **plain, badgeclassOpenBadgeId=elsewhere),
                    ]
                }
            )
            return super().handle(request)

    service = Numbered(World())
    service.classes = {"/public/badges/class-1": {"name": "Writer", "issuer": {"name": "Quill"}}}
    reading = TestBadgr().read(service, Kind.BADGE)
    assert [record.title for record in reading.records] == ["Writer", "Writer", "Badge"]
    assert reading.records[0].people[0].name == "Quill"
    assert len(service.asked) == 2


@given(ANY_JSON, st.text(max_size=30))
def test_what_is_kept_of_a_badge_is_always_json(item: Any, address: str) -> None:
    kept = json.loads(badge_raw(item, image=address))
    assert kept["badge"] == json.loads(json.dumps(item))
    assert kept["image"] in ("", address)


def test_a_badge_that_is_too_large_is_left_to_its_address() -> None:
    kept = badge_raw({"image": "x" * MAX_WHOLE}, hosted="https://badges.example/1")
    assert json.loads(kept) == {"badge": None, "image": "", "hosted": "https://badges.example/1"}
    assert len(badge_raw({"image": "x" * (MAX_WHOLE - 100)})) <= MAX_WHOLE


@given(ANY_JSON | mutated(assertion(1)) | mutated(PERSON))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_person(raw)
    good, _ = parse_items([assertion(0), raw, assertion(2)], parsed)
    ids = {record.native_id for record in good}
    assert {assertion(0)["openBadgeId"], assertion(2)["openBadgeId"]} <= ids
