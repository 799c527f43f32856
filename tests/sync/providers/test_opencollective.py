"""Open Collective against a scripted service, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from graphql import parse as parse_graphql
from hypothesis import given

from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
)
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.providers.opencollective import (
    ME,
    MEMBERSHIPS,
    PERSON,
    PROVIDER,
    parse_membership,
    parse_person,
    slug_of,
)
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Script, Service, as_json
from tests.sync.providers.opencollective_service import CollectiveService, membership


class TestOpenCollective(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return CollectiveService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return membership(number, kind)

    def bad_item(self, kind: Kind) -> Any:
        return membership(1, kind, account=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return membership(1, kind, tier=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return membership(1, kind, role="LEVITATOR")


class TestOpenCollectiveByName(TestOpenCollective):
    way = Way.NAME


@pytest.mark.parametrize("query", [ME, PERSON, MEMBERSHIPS])
def test_queries_are_well_formed(query: str) -> None:
    assert parse_graphql(query).definitions


def test_incognito_gifts_are_never_asked_for() -> None:
    service = CollectiveService(TestOpenCollective().world(Kind.SPONSORSHIP))
    TestOpenCollective().read(service, Kind.SPONSORSHIP)
    assert service.queries
    assert all("includeIncognito: false" in query for query in service.queries)
    assert [variables["offset"] for variables in service.variables] == [0, 3, 6]


def test_a_sponsorship_says_how_much_and_of_what() -> None:
    record = parse_membership(membership(0, Kind.SPONSORSHIP), kind=Kind.SPONSORSHIP)
    assert record.action is Action.SPONSORED
    assert (record.title, record.excerpt) == ("Sponsor, Quill", "Friend")
    assert record.metrics == {"given_eur_hundredths": 1250}
    assert record.container.url == "https://opencollective.com/quill"


def test_a_role_has_no_amount_and_says_when_it_is_over() -> None:
    record = parse_membership(membership(0, Kind.ROLE, isActive=False), kind=Kind.ROLE)
    assert (record.action, record.metrics) == (Action.SERVED, {})
    assert record.title == "Administrator, Quill"
    assert record.excerpt == "not active any more"


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        ({"message": "You need to be logged in"}, SignInNeededError),
        ({"message": "x", "extensions": {"code": "Unauthorized"}}, SignInNeededError),
        ({"message": "x", "extensions": {"code": "Forbidden"}}, NotAllowedError),
        ({"message": "No account found with slug x"}, NotThereError),
        ({"message": "Cannot query field"}, ServiceError),
        ("odd", ServiceError),
    ],
)
def test_errors_inside_a_good_answer_are_errors(error: Any, meant: type[AccountError]) -> None:
    service = Script([as_json({"errors": [error], "data": None})])
    with pytest.raises(meant):
        TestOpenCollective().read(service, Kind.ROLE)


def test_nobody_of_a_name_is_said_so() -> None:
    kit = TestOpenCollectiveByName()
    service = CollectiveService(World())
    with pytest.raises(NotThereError):
        kit.talk(service, lambda call: PROVIDER.who(replace(call.access, handle="nobody"), call))


@pytest.mark.parametrize("typed", ["Ada", " @ada", "https://opencollective.com/ada/"])
def test_a_profile_is_found_in_what_was_typed(typed: str) -> None:
    assert slug_of(typed) == "ada"


@given(ANY_JSON | mutated(membership(1, Kind.SPONSORSHIP)) | mutated({"id": "1", "slug": "ada"}))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_person(raw)
    good, _ = parse_items(
        [membership(0, Kind.SPONSORSHIP), raw, membership(2, Kind.SPONSORSHIP)],
        lambda item: parse_membership(item, kind=Kind.SPONSORSHIP),
    )
    assert {"member-0", "member-2"} <= {record.native_id for record in good}
