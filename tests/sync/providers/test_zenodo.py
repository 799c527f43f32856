"""Zenodo against a scripted search, and what its parser makes of anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from portfolio.errors import NotThereError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Record
from portfolio.sync.providers.zenodo import PROVIDER, parse_record, person_id
from tests.sync.kit import ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, as_utc, mutated
from tests.sync.loopback import Service
from tests.sync.providers.zenodo_service import ZenodoService, deposit

HOME = "https://zenodo.org"


class TestZenodo(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "an ORCID iD is never changed"

    def service(self, world: World) -> Service:
        return ZenodoService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return deposit(number)

    def native_id(self, kind: Kind, item: Any) -> str:
        return str(item["conceptrecid"])

    def bad_item(self, kind: Kind) -> Any:
        return {**deposit(1), "metadata": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return deposit(1, creators=None)

    def of_unknown_type(self, kind: Kind) -> Any:
        return deposit(1, resource_type={"title": "Hologram", "type": "hologram"})


def parsed(raw: Any) -> Record:
    return parse_record(raw, instance=HOME)


def test_all_versions_of_a_thing_are_one() -> None:
    record = parsed(deposit(0))
    assert (record.native_id, record.occurred_at) == ("5000", as_utc(2026, 10, 27))
    assert record.excerpt == "Dataset. Measured twice."
    assert record.url == "https://zenodo.org/records/9000"
    assert parsed({**deposit(0), "links": None}).url == "https://doi.org/10.5281/zenodo.9000"
    assert parsed({**deposit(0), "conceptrecid": None}).native_id == "9000"


@pytest.mark.parametrize(
    ("written", "year", "month"), [("2020", 2020, 1), ("2020-05", 2020, 5), ("2019/2020", 2019, 1)]
)
def test_a_date_may_lack_its_day(written: str, year: int, month: int) -> None:
    assert parsed(deposit(0, publication_date=written)).occurred_at == as_utc(year, month)


def test_what_is_not_open_is_not_public() -> None:
    assert parsed(deposit(0, access_right="restricted")).visibility is Visibility.RESTRICTED
    assert parsed(deposit(0, access_right="embargoed")).visibility is Visibility.PUBLIC


def test_only_the_newest_versions_are_asked_for() -> None:
    service = ZenodoService(TestZenodo().world(Kind.PUBLICATION))
    TestZenodo().read(service, Kind.PUBLICATION)
    assert [asked.query["all_versions"] for asked in service.asked] == ["0"] * 3


@pytest.mark.parametrize("typed", ["ada", " https://orcid.org/ada/ ", 'ad"a', "ad\\a"])
def test_an_id_cannot_end_the_query(typed: str) -> None:
    assert person_id(typed) == "ada"


def test_nothing_that_names_the_id_is_nobody() -> None:
    kit = TestZenodo()
    with pytest.raises(NotThereError):
        kit.talk(ZenodoService(World(handle="x")), lambda call: PROVIDER.who(call.access, call))


@given(ANY_JSON | mutated(deposit(1)))
def test_the_parser_raises_only_for_bad_items(raw: Any) -> None:
    good, _ = parse_items([deposit(0), raw, deposit(2)], parsed)
    assert {"5000", "4998"} <= {record.native_id for record in good}
