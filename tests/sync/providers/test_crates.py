"""crates.io against a scripted registry, and what its parsers make of anything."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.providers.crates import PROVIDER, parse_crate, parse_meta, parse_user
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, mutated
from tests.sync.loopback import Service
from tests.sync.providers.crates_service import CratesService, crate
from tests.sync.timing import PatientTime

USER = {"user": {"id": 1, "login": "ada", "name": None, "url": "https://github.com/ada"}}


class TestCrates(ProviderKit):
    provider = PROVIDER
    way = Way.NAME

    def service(self, world: World) -> Service:
        return CratesService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return crate(number)

    def bad_item(self, kind: Kind) -> Any:
        return crate(1, created_at=None)

    def by_deleted_author(self, kind: Kind) -> Any:
        return Nothing("crates name no author")

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("crates have no types")


def test_the_next_page_is_followed_as_it_is() -> None:
    service = CratesService(TestCrates().world(Kind.PACKAGE))
    TestCrates().read(service, Kind.PACKAGE)
    assert [asked.target.partition("per_page=100&")[2] for asked in service.asked] == [
        "sort=alpha",
        "page=2",
        "seek=6",
    ]


def test_a_second_lies_between_two_requests() -> None:
    time = PatientTime()
    TestCrates().read(CratesService(TestCrates().world(Kind.PACKAGE)), Kind.PACKAGE, time=time)
    assert sum(time.waits) >= 1.9


@pytest.mark.parametrize("odd", ["https://other.example/?page=2", "/x?page=2", 7, {}])
def test_a_next_page_that_is_none_is_refused(odd: Any) -> None:
    with pytest.raises(UnreadableReplyError):
        parse_meta({"meta": {"next_page": odd}})


def test_a_crate_and_its_owner() -> None:
    record = parse_crate(crate(0))
    assert (record.title, record.excerpt, record.metrics) == (
        "quill-0",
        "Part 0",
        {"downloads": 1000},
    )
    assert record.url == "https://crates.io/crates/quill-0"
    assert parse_user(USER).other_accounts == ("https://github.com/ada",)


@given(ANY_JSON | mutated(crate(1)) | mutated(USER))
def test_parsers_raise_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        parse_user(raw)
    with suppress(UnreadableReplyError):
        parse_meta(raw)
    good, _ = parse_items([crate(0), raw, crate(2)], parse_crate)
    assert {"quill-0", "quill-2"} <= {record.native_id for record in good}
