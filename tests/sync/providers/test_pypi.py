"""PyPI against a scripted index, and what its parsers make of anything."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError
from portfolio.sync.providers.pypi import (
    PROVIDER,
    normal_name,
    parse_project,
    parse_projects,
)
from tests.clocks import START
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.kit_checks import ANY_JSON, as_utc, mutated
from tests.sync.loopback import Script, Service
from tests.sync.providers.pypi_service import IndexService, answer_of, fault_of, project
from tests.sync.timing import PatientTime


class TestPyPI(ProviderKit):
    provider = PROVIDER
    way = Way.NAME
    no_renames = "a user name of the index is all there is"

    def service(self, world: World) -> Service:
        return IndexService(world)

    def item(self, kind: Kind, number: int) -> Any:
        return project(number)

    def expected(self, kind: Kind, items: Sequence[Any]) -> list[str]:
        known = {self._text(self.item(kind, number)): number for number in range(self.count)}
        if len(items) == 2:  # the first and the third of a list
            return ["quill-0", "quill-2"]
        return [f"quill-{known[self._text(item)]}" for item in items]

    def _text(self, item: Any) -> str:
        return str(item)

    def bad_item(self, kind: Kind) -> Any:
        return project(1, releases={}, urls=[])

    def by_deleted_author(self, kind: Kind) -> Any:
        return project(1, ownership={"roles": [], "organization": None})

    def of_unknown_type(self, kind: Kind) -> Any:
        return Nothing("projects have no types")


def asked_once(service: Service) -> Any:
    return TestPyPI().read(service, Kind.PACKAGE, time=PatientTime())


def test_a_project_is_told_with_its_first_and_last_upload() -> None:
    record = parse_project(project(0), "Quill_0", "Owner")
    assert record.occurred_at == as_utc(2020, 1, 1, 10)
    assert record.updated_at is not None
    assert record.updated_at.date().isoformat() == "2026-10-28"
    assert record.metrics == {"releases": 3}
    assert record.excerpt == "Owner. Part 0 of Quillmark"
    assert record.url == "https://pypi.org/project/Quill_0/"
    assert record.native_id == "quill-0"


def test_without_all_releases_the_last_one_dates_it() -> None:
    raw = project(0)
    del raw["releases"]
    record = parse_project(raw, "Quill_0", "")
    assert record.occurred_at.date().isoformat() == "2026-10-28"
    assert record.metrics == {}


def test_a_fault_is_unknown_and_never_nothing() -> None:
    service = IndexService(World())
    service.listed = fault_of(-32601, "ValueError: method not supported")
    with pytest.raises(ServiceError, match="taken for gone"):
        asked_once(service)


def test_a_fault_that_asks_to_wait_is_heeded() -> None:
    fault = fault_of(-32500, "HTTPTooManyRequests: slow down. Limit may reset in 7 seconds.")
    time = PatientTime()
    reading = TestPyPI().read(Script([fault, answer_of([])]), Kind.PACKAGE, time=time)
    assert reading.ids == []
    assert sum(time.waits) >= 7


def test_the_list_is_asked_for_once_a_reading() -> None:
    service = IndexService(TestPyPI().world(Kind.PACKAGE))
    asked_once(service)
    assert [asked.method for asked in service.asked].count("POST") == 1


def test_a_project_without_files_is_passed_over() -> None:
    kit = TestPyPI()

    class Empty(IndexService):
        def handle(self, request: Any) -> Any:
            answer = super().handle(request)
            return answer if request.method == "POST" else Script([as_404()]).handle(request)

    reading = kit.read(Empty(kit.world(Kind.PACKAGE)), Kind.PACKAGE)
    assert reading.ids == []
    assert not reading.set_aside


def as_404() -> Any:
    from tests.sync.loopback import as_json

    return as_json({"message": "Not Found"}, 404)


def test_a_name_that_keeps_nothing_is_nobody() -> None:
    kit = TestPyPI()
    with pytest.raises(NotThereError):
        kit.talk(Script([answer_of([])]), lambda call: PROVIDER.who(call.access, call))


def test_the_better_role_counts_and_odd_names_are_refused() -> None:
    pairs = [["Maintainer", "A.b"], ["Owner", "a-b"], ["Boss", "c"]]
    assert parse_projects(answer_of(pairs).body) == {"a-b": ("Owner", "a-b"), "c": ("", "c")}
    for odd in ([["Owner", "../x"]], [["Owner"]], "a"):
        with pytest.raises(UnreadableReplyError):
            parse_projects(answer_of(odd).body)


def test_declarations_in_the_list_are_refused() -> None:
    body = answer_of([]).body.replace(b"<methodResponse>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><x>")
    with pytest.raises(UnreadableReplyError):
        parse_projects(body)


@given(st.binary(max_size=200) | mutated(answer_of([["Owner", "a"], ["Owner", "b"]]).body))
def test_any_bytes_are_a_list_or_refused(body: bytes) -> None:
    with suppress(ServiceError):
        for name in parse_projects(body):
            assert normal_name(name) == name


@given(ANY_JSON | mutated(project(1)))
def test_the_parser_raises_only_for_bad_items(raw: Any) -> None:
    with suppress(BadItemError):
        assert parse_project(raw, "Quill_1", "Owner").occurred_at < START.replace(year=2101)
