"""Open Badge Connect against a scripted backpack, and what its parsers make of anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import ForeignAddressError, NotThereError, UnreadableReplyError
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Ask
from portfolio.sync.providers.badge_connect import PROVIDER
from portfolio.sync.providers.badge_connect.interfaces import (
    OB2_READING,
    OB3_READING,
    parse_discovery,
    parse_manifest,
)
from portfolio.sync.providers.badge_connect.parsing import (
    parse_assertion,
    parse_credential,
    parse_profile,
)
from tests.clocks import START
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, Reading, as_utc, mutated, read_kind
from tests.sync.loopback import Script, Service, as_json
from tests.sync.providers.badge_connect_service import (
    OB3,
    BackpackService,
    assertion,
    credential,
    discovery,
    signed,
)

HOME = "https://backpack.example"


class TestBadgeConnect(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return BackpackService(world)

    def item(self, kind: Kind, number: int) -> Any:
        if kind is Kind.BADGE:
            return assertion(number)
        return signed(credential(number)) if number in (3, 4) else credential(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        if isinstance(item, str):
            return parse_credential(item, instance=HOME).native_id
        return str(item["id"])

    def bad_item(self, kind: Kind) -> Any:
        return assertion(1, issuedOn=None) if kind is Kind.BADGE else credential(1, validFrom=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        if kind is Kind.BADGE:
            return assertion(1, badge="https://badges.example/class/gone")
        return credential(1, issuer="did:example:gone")

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.BADGE:
            return assertion(1, type="Levitation")
        return credential(1, type=["VerifiableCredential", "Levitation"], credentialSubject=[])


class ByInterface(TestBadgeConnect):
    __test__ = False
    options: ClassVar[Mapping[str, str]] = {"api": OB3}


def ob2(raw: Any) -> Any:
    return parse_assertion(raw, instance=HOME)


def ob3(raw: Any) -> Any:
    return parse_credential(raw, instance=HOME)


def test_an_assertion_keeps_giver_and_addresses() -> None:
    record = ob2(assertion(0))
    kept = json.loads(record.raw)
    assert kept["badge"] == assertion(0)
    assert kept["image"] == "https://badges.example/class/1/image"
    assert kept["hosted"] == "https://badges.example/assertions/0"
    assert (record.title, record.excerpt) == ("Reviewer 0", "Reviews well.")
    assert [(one.name, one.part) for one in record.people] == [("Quill", "giver")]
    assert record.visibility is Visibility.RESTRICTED


def test_a_revoked_assertion_says_so() -> None:
    record = ob2(assertion(0, revoked=True, revocationReason="By mistake"))
    assert (record.state, record.excerpt) == (Outcome.REVERTED, "Revoked: By mistake")


def test_an_issuer_without_a_name_is_named_by_its_address() -> None:
    about = {"name": "N", "issuer": "https://quill.example/issuer"}
    assert ob2(assertion(0, badge=about)).people[0].name == "quill.example"


def test_a_signed_credential_is_kept_as_the_text_it_is() -> None:
    text = signed(credential(0))
    record = ob3(text)
    assert json.loads(record.raw)["badge"] == text
    assert (record.native_id, record.title) == ("urn:uuid:0000-0", "Writer 0")
    older = signed({"jti": "urn:uuid:9", "nbf": 1_790_000_000, "vc": {"name": "Old", "type": []}})
    record = ob3(older)
    assert (record.native_id, record.title) == ("urn:uuid:9", "Old")
    assert record.occurred_at.year == 2026


def test_a_badge_without_an_id_is_known_by_what_it_is_made_of() -> None:
    one, other = credential(0, id=None), credential(1, id=None)
    assert ob3(one).native_id == ob3(dict(reversed(one.items()))).native_id
    assert ob3(one).native_id != ob3(other).native_id


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "a.!!!.c", "a.e30.c", "https://x.example/1"])
def test_a_text_that_is_no_badge_is_set_aside(text: str) -> None:
    with pytest.raises(BadItemError):
        ob3(text)


def test_where_to_sign_in_is_read_with_the_least_rights() -> None:
    two = parse_manifest(BackpackService(World()).manifest(HOME))
    assert (two.api, two.register) == (f"{HOME}/bcv1", "https://backpack.example/register")
    assert two.scopes == OB2_READING[:1]
    three = parse_discovery(discovery(HOME))
    assert (three.api, three.register) == (HOME, "https://backpack.example/register")
    assert (three.authorize, three.token) == (f"{HOME}/authorize", f"{HOME}/token")
    assert three.scopes == OB3_READING[:1]


def read_since(service: BackpackService, since: Any) -> Reading:
    async def act(call: Any) -> Reading:
        return await read_kind(PROVIDER, Ask(call.access, Kind.BADGE, START, since=since), call)

    return TestBadgeConnect().talk(service, act)


def test_since_is_sent_with_its_zone() -> None:
    service = BackpackService(TestBadgeConnect().world(Kind.BADGE))
    read_since(service, as_utc(2026, 10, 1))
    assert service.asked[1].query["since"] == "2026-10-01T00:00:00Z"


def test_without_links_the_total_says_whether_there_is_more() -> None:
    service = BackpackService(TestBadgeConnect().world(Kind.BADGE))
    service.links = False
    assert len(TestBadgeConnect().read(service, Kind.BADGE).ids) == 7


@pytest.mark.parametrize(("offers", "kind"), [({2}, Kind.CREDENTIAL), ({3}, Kind.BADGE)])
def test_a_backpack_of_the_other_version_lists_none_of_this(offers: set[int], kind: Kind) -> None:
    service = BackpackService(TestBadgeConnect().world(kind))
    service.offers = offers
    assert TestBadgeConnect().read(service, kind).ids == []


@pytest.mark.parametrize("version", [2, 3])
def test_who_is_asked_by_whichever_version_there_is(version: int) -> None:
    service = BackpackService(World())
    service.offers = {version}
    who = TestBadgeConnect().talk(service, lambda call: PROVIDER.who(call.access, call))
    assert (who.native_id, who.handle, who.name) == ("4321", "ada", "Ada L.")


def test_an_address_without_an_interface_is_said_to_have_none() -> None:
    service = BackpackService(World())
    service.offers = set()
    with pytest.raises(NotThereError):
        TestBadgeConnect().talk(service, lambda call: PROVIDER.who(call.access, call))


def test_an_interface_on_another_host_gets_no_token() -> None:
    service = BackpackService(TestBadgeConnect().world(Kind.BADGE))
    service.api_base = "https://api.other.example/bcv1"
    with pytest.raises(ForeignAddressError, match=r"other\.example"):
        TestBadgeConnect().read(service, Kind.BADGE)


def test_the_interface_can_be_typed() -> None:
    service = BackpackService(ByInterface().world(Kind.CREDENTIAL))
    assert len(ByInterface().read(service, Kind.CREDENTIAL).ids) == 7
    assert ByInterface().read(BackpackService(World()), Kind.BADGE).ids == []


@pytest.mark.parametrize("body", [{}, [], {"results": 3}, {"credential": {}}, "x"])
def test_another_form_of_the_list_is_never_empty(body: Any) -> None:
    no_servers = {**discovery(HOME), "servers": []}
    service = Script([as_json(no_servers), as_json(body)])
    with pytest.raises(UnreadableReplyError):
        TestBadgeConnect().read(service, Kind.CREDENTIAL)


@given(
    ANY_JSON
    | st.text(max_size=60)
    | mutated(assertion(1))
    | mutated(credential(1))
    | mutated(credential(1)).map(signed)
    | mutated(discovery(HOME))
    | mutated(BackpackService(World()).manifest(HOME))
)
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    for parse in (parse_manifest, parse_discovery):
        with suppress(BadItemError):
            parse(raw)
    with suppress(BadItemError):
        parse_profile(raw, HOME)
    for parse_one, good in ((ob2, assertion), (ob3, credential)):
        kept, _ = parse_items([good(0), raw, good(2)], parse_one)
        assert {good(0)["id"], good(2)["id"]} <= {record.native_id for record in kept}
