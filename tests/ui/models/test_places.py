"""An account is one place, however many containers it was read from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.model.codes import CoverageState, SourceKind
from portfolio.model.record import RecordTotals
from portfolio.model.source import Coverage, Source
from portfolio.ui.models import coverage
from portfolio.ui.models.accounts import Told, folders_view
from portfolio.ui.models.places import ACCOUNT, count_words, gathered
from portfolio.ui.pages.deed_filters import DeedFilters
from tests.store.records import AT, source

pytestmark = pytest.mark.usefixtures("qapp")

WHOLE = (Coverage("pull-request", CoverageState.COMPLETE, AT),)


def container(number: int, account: str = "a1", **changes: object) -> Source:
    plain = source(
        f"acc-{number}",
        kind=SourceKind.ACCOUNT,
        instance=f"https://forge.example#{number}",
        account_id=account,
        coverage=WHOLE,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_containers_of_an_account_are_one_place_named_by_its_host() -> None:
    places = gathered([container(1), source("s1", coverage=WHOLE), container(2)])
    assert [(each.id, each.label) for each in places] == [
        (f"{ACCOUNT}a1", "forge.example"), ("s1", "s1"),
    ]  # fmt: skip
    assert count_words(places) == "1 folder(s) and 1 account(s)"
    two = gathered([container(1), container(2, "a2")])
    assert count_words(two) == "2 account(s)"
    assert count_words([]) == ""


def test_the_line_at_the_foot_counts_places() -> None:
    line = coverage.line(gathered([container(each) for each in range(50)]), AT.date())
    assert line == "forge.example complete since January 2026."
    part = (Coverage("issue", CoverageState.UNKNOWN, missing=("failed",)),)
    line = coverage.line(gathered([container(1), container(2, "a2", coverage=part)]), AT.date())
    assert line.endswith("forge.example only in part.")


def test_a_folder_that_was_never_read_is_named_and_not_counted() -> None:
    unread = source("ring", coverage=(), last_ok_at=None, last_error="It has no HEAD file.")
    places = [source("s1", coverage=WHOLE), unread]
    assert count_words(places) == "1 folder(s)"
    line = coverage.line(places, AT.date())
    assert line == "s1 complete since January 2026. ring could not be read."
    assert coverage.line([unread], AT.date()) == "ring could not be read."
    assert coverage.line([unread] * 3, AT.date()) == "3 folder(s) could not be read."
    told = Told((), {}, tuple(places), {})
    (_, said) = folders_view(told, AT).lines
    assert (said.name, said.words) == ("ring", "Could not be read")
    assert said.problem == "It has no HEAD file."


def test_what_a_kind_of_an_account_lacks_is_said() -> None:
    lacking = (Coverage("issue", CoverageState.COMPLETE, AT, None, ("restricted:3",)),)
    (said,) = coverage.sentences(container(1, coverage=lacking), AT.date())
    assert said.kind == "Issues"
    assert said.words == (
        "Complete since January 2026. The service says there are 3 more that it does not show."
    )


def test_the_filter_asks_for_an_account_or_for_a_folder(qtbot: object) -> None:
    filters = DeedFilters()
    totals = RecordTotals(1, 0, 2, AT, AT)
    filters.offer([], gathered([container(1), source("s1")]), totals)
    filters.source.choose([f"{ACCOUNT}a1"])
    query = filters.query()
    assert (query.account_id, query.source_id) == ("a1", "")
    filters.source.choose(["s1"])
    assert (filters.query().account_id, filters.query().source_id) == ("", "s1")
    filters.show_query(query)
    assert filters.query() == query
    filters.deleteLater()
