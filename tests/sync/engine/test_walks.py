"""Walks in every order, cut at any point, while the service changes in between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.model.codes import CoverageState
from portfolio.model.kinds import Kind
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.sync.engine.ledger import (
    KINDS,
    LATEST,
    NEWEST,
    NOW,
    OLDEST,
    PERIODS,
    WHOLE,
    Item,
    Ledger,
)
from tests.sync.engine.syncs import Desk, account, desk, recorded_digest

WALKED = [NEWEST, OLDEST, PERIODS, WHOLE]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Store]:
    """One record for all examples of a property: making one takes longer than an example."""
    store = Store.open(for_profile(tmp_path / "shared"), clock=FixedClock())
    yield store
    store.close()


# Each example has an account of its own in it.
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


numbers = itertools.count()


def fresh_desk(store: Store, ledger: Ledger) -> Desk:
    """An account of its own, at a host of its own."""
    number = next(numbers)
    return Desk(
        store, ledger, account=account(id=f"a{number}", instance=f"https://l{number}.example")
    )


def titles(one: Desk, kind: Kind) -> dict[str, str]:
    """Titles of what is stored, by the service's id."""
    with one.store._reading_core() as core:
        rows = core.exec_driver_sql(
            "SELECT c.native_id, c.title FROM contribution AS c JOIN account AS a"
            " ON a.pk = c.account_pk WHERE c.kind = ? AND a.id = ?",
            (str(kind), one.account.id),
        ).all()
    assert len(rows) == len({row[0] for row in rows})
    return {str(row[0]).partition(":")[2]: str(row[1]) for row in rows}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_read_once(kind: Kind, tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(kind, 28, days=50)
    with desk(tmp_path / "p", ledger) as one:
        outcome = one.sync(kind)
        assert (outcome.outcome, outcome.new) == ("done", 28)
        assert one.there(kind) == set(ledger.items[kind])
        again = one.sync(kind)
        assert (again.outcome, again.new, again.changed) == ("done", 0, 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before_commit", [False, True])
@pytest.mark.long
def test_killed_at_every_page_ends_as_if_never_killed(
    kind: Kind, before_commit: bool, tmp_path: Path
) -> None:
    ledger = Ledger()
    ledger.fill(kind, 47, days=20)
    with desk(tmp_path / "whole", ledger) as whole:
        whole.sync()
        expected = recorded_digest(whole.store)
    for pages in range(1, 60):
        with desk(tmp_path / f"cut-{before_commit}-{pages}", ledger) as cut:
            was_killed = cut.killed(pages, before_commit=before_commit)
            cut.sync()
            assert recorded_digest(cut.store) == expected, f"killed after {pages} pages"
        if not was_killed:
            break
    assert pages > 5


@pytest.mark.parametrize("kind", WALKED)
def test_killed_again_and_again_it_gets_to_the_end(kind: Kind, tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(kind, 60, days=1)
    with desk(tmp_path / "p", ledger) as one:
        for _run in range(60):
            one.killed(2, kind)
            if one.there(kind) == set(ledger.items[kind]):
                return
        pytest.fail("It never got there")


def test_the_marks_of_a_cut_walk_say_what_is_there(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(NEWEST, 35)
    with desk(tmp_path / "p", ledger) as one:
        one.killed(2, NEWEST)
        state = one.state(NEWEST)
        assert state.state is CoverageState.IN_PART
        assert state.missing == ("interrupted",)
        assert state.newest_at == NOW - timedelta(hours=1)
        assert state.complete_from == NOW - timedelta(hours=1, days=19)
        assert not state.is_whole
        # A refresh that is cut must not move the newest mark over what it did not read.
        ledger.now += timedelta(days=40)
        for number in range(100, 130):
            ledger.put(NEWEST, number, ledger.now - timedelta(hours=200 - number))
        one.killed(1, NEWEST)
        assert one.state(NEWEST).newest_at == NOW - timedelta(hours=1)
        one.sync(NEWEST)
        assert one.there(NEWEST) == set(ledger.items[NEWEST])
        assert one.state(NEWEST).newest_at == ledger.now - timedelta(hours=71)
        assert one.state(NEWEST).state is CoverageState.COMPLETE


def test_a_list_that_moved_up_while_a_walk_was_cut_loses_nothing(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fill(NEWEST, 60)
    with desk(tmp_path / "p", ledger) as one:
        one.killed(3, NEWEST)
        for number in range(31, 56):  # deleted at the service: page 4 begins 25 items lower now
            del ledger.items[NEWEST][str(number)]
        one.sync(NEWEST)
        assert one.there(NEWEST) >= set(ledger.items[NEWEST])


@pytest.mark.parametrize("kind", [NEWEST, OLDEST])
def test_a_shuffled_order_loses_nothing(kind: Kind, tmp_path: Path) -> None:
    def swapped(items: list[Item]) -> list[Item]:
        """Pairs of neighbours out of order, over the borders of pages too."""
        out = list(items)
        for at in range(0, len(out) - 7, 7):
            out[at], out[at + 6] = out[at + 6], out[at]
        return out

    ledger = Ledger(reorder=swapped)
    ledger.fill(kind, 64)
    with desk(tmp_path / "p", ledger) as one:
        for pages in (2, 3, 2, 3):
            one.killed(pages, kind)
        one.sync(kind)
        assert one.there(kind) == set(ledger.items[kind])
        assert one.state(kind).state is CoverageState.COMPLETE
        ledger.now += timedelta(days=3)
        for number in range(100, 125):
            ledger.put(kind, number, ledger.now - timedelta(hours=150 - number))
        one.sync(kind)
        assert one.there(kind) == set(ledger.items[kind])


def test_a_place_in_the_listing_that_is_not_taken_any_more(tmp_path: Path) -> None:
    from tests.sync.loopback.messages import Answer, Asked, as_json

    ledger = Ledger()
    for kind in WALKED:
        ledger.fill(kind, 45, days=1)
    with desk(tmp_path / "p", ledger) as one:
        for kind in WALKED:
            one.killed(3, kind)
        is_first = {"yes": True}

        def forgets(asked: Asked) -> Answer | None:
            if "page=1" not in asked.target and asked.path != "/me" and is_first["yes"]:
                return as_json({}, 404)
            is_first["yes"] = asked.path == "/me"
            return None

        for kind in WALKED:
            is_first["yes"] = True
            ledger.before = forgets
            one.sync(kind)
            ledger.before = lambda _asked: None
            one.sync(kind)
            assert one.there(kind) == set(ledger.items[kind])


# A step of a history: something happens at the service, or a sync that may be cut.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 25)),
        st.tuples(st.just("change"), st.integers(0, 10_000)),
        st.tuples(st.just("kill"), st.integers(1, 6)),
        st.tuples(st.just("kill-early"), st.integers(0, 5)),
        st.tuples(st.just("sync"), st.just(0)),
    ),
    max_size=12,
)


@pytest.mark.long
@pytest.mark.parametrize("kind", [NEWEST, OLDEST, WHOLE])
@FEW
@given(history=steps, start=st.integers(0, 55), per_page=st.sampled_from([1, 3, 10]))
def test_nothing_is_lost_and_nothing_twice(
    shared: Store, kind: Kind, history: list[tuple[str, int]], start: int, per_page: int
) -> None:
    ledger = Ledger(per_page=per_page)
    ledger.fill(kind, start)
    one = fresh_desk(shared, ledger)
    _live(one, kind, history)
    one.sync(kind)
    assert titles(one, kind) == {each.id: each.title for each in ledger.items[kind].values()}
    assert one.state(kind).state is CoverageState.COMPLETE


def _live(one: Desk, kind: Kind, history: list[tuple[str, int]]) -> None:
    ledger, number = one.ledger, 1000
    for what, amount in history:
        ledger.now += timedelta(hours=7)
        one.clock.advance(hours=7)
        if what == "add":
            for _ in range(amount):
                number += 1
                ledger.now += timedelta(minutes=3)
                ledger.put(kind, number, ledger.now - timedelta(minutes=1))
        elif what == "change" and ledger.items[kind]:
            item = list(ledger.items[kind].values())[amount % len(ledger.items[kind])]
            item.title, item.changed = f"Changed at {ledger.now}", ledger.now
        elif what.startswith("kill"):
            one.killed(amount, kind, before_commit=what == "kill-early")
        elif what == "sync":
            one.sync(kind)


@pytest.mark.long
@FEW
@given(history=steps, start=st.integers(0, 55), heavy=st.sampled_from([0, 20, 200]))
def test_periods_lose_nothing(
    shared: Store, history: list[tuple[str, int]], start: int, heavy: int
) -> None:
    # A listing by the day of making does not show a change: that is what open items are for.
    history = [step for step in history if step[0] != "change"]
    ledger = Ledger(heavy_days=heavy)
    ledger.fill(PERIODS, start, days=30)
    one = fresh_desk(shared, ledger)
    _live(one, PERIODS, history)
    one.sync(PERIODS)
    assert one.there(PERIODS) == set(ledger.items[PERIODS])
    assert one.state(PERIODS).state is CoverageState.COMPLETE


def test_only_the_latest_are_listed_and_gaps_are_said(tmp_path: Path) -> None:
    ledger = Ledger(latest_only=30)
    ledger.fill(LATEST, 50)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(LATEST)
        state = one.state(LATEST)
        assert state.state is CoverageState.IN_PART
        assert state.missing == ("latest-only",)
        assert state.complete_from == NOW - timedelta(hours=1, days=29)
        ledger.now += timedelta(days=10)
        for number in range(100, 110):
            ledger.put(LATEST, number, ledger.now - timedelta(hours=200 - number))
        one.sync(LATEST)
        assert one.state(LATEST).complete_from == NOW - timedelta(hours=1, days=29)
        ledger.now += timedelta(days=100)
        for number in range(200, 240):
            ledger.put(LATEST, number, ledger.now - timedelta(hours=300 - number))
        one.sync(LATEST)
        since = one.state(LATEST).complete_from
        assert since == ledger.now - timedelta(hours=90)
        assert len(one.there(LATEST)) == 70  # nothing is ever gone


def test_a_date_in_the_future_hides_nothing(tmp_path: Path) -> None:
    ledger = Ledger()
    for kind in (NEWEST, OLDEST, LATEST):
        ledger.fill(kind, 5)
        ledger.put(kind, 99, NOW, changed=datetime(2099, 1, 1, tzinfo=NOW.tzinfo))
    with desk(tmp_path / "p", ledger) as one:
        one.sync()
        ledger.now += timedelta(days=1)
        for kind in (NEWEST, OLDEST, LATEST):
            ledger.put(kind, 100, ledger.now - timedelta(hours=1))
        one.sync()
        for kind in (NEWEST, OLDEST, LATEST):
            assert "100" in one.there(kind), kind


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_service_does_not_list_at_all_is_hidden(kind: Kind, tmp_path: Path) -> None:
    ledger = Ledger(missing={kind: ("hidden",)})
    with desk(tmp_path / "p", ledger) as one:
        one.sync(kind)
        assert one.state(kind).state is CoverageState.HIDDEN
        assert "hidden" in one.state(kind).missing
        ledger.missing.clear()
        ledger.fill(kind, 3)
        one.sync(kind)
        assert one.state(kind).state is (
            CoverageState.IN_PART if kind is LATEST else CoverageState.COMPLETE
        )
        assert "hidden" not in one.state(kind).missing


@pytest.mark.parametrize("kind", KINDS)
def test_what_hides_some_and_lists_others_is_read_in_part(kind: Kind, tmp_path: Path) -> None:
    ledger = Ledger(missing={kind: ("hidden",)})
    ledger.fill(kind, 12)
    with desk(tmp_path / "p", ledger) as one:
        for _run in range(2):
            one.sync(kind)
            assert one.state(kind).state is CoverageState.IN_PART
            assert len(one.there(kind)) == 12


@pytest.mark.parametrize("kind", [NEWEST, PERIODS, WHOLE])
def test_what_is_not_shown_is_summed_however_often_it_is_read(kind: Kind, tmp_path: Path) -> None:
    ledger = Ledger(missing={kind: ("restricted:3",)})
    ledger.fill(kind, 25)  # three pages; of periods, this year's and five without any
    expected = "restricted:18" if kind is PERIODS else "restricted:9"
    with desk(tmp_path / "p", ledger) as one:
        for pages in (1, 2):
            one.killed(pages, kind)
        one.sync(kind)
        assert expected in one.state(kind).missing
        one.sync(kind)
        assert [each for each in one.state(kind).missing if "restricted" in each] == [expected]


def test_what_is_not_shown_is_summed_over_the_pages_of_an_ascending_listing(tmp_path: Path) -> None:
    ledger = Ledger(missing={OLDEST: ("restricted:3",)})
    ledger.fill(OLDEST, 25)
    with desk(tmp_path / "p", ledger) as one:
        one.sync(OLDEST)
        assert one.state(OLDEST).missing == ("restricted:9",)
