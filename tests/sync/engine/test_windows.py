"""Splitting periods: every instant in exactly one part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.provider import Window
from portfolio.sync.windows import SMALLEST, Period, clipped, halves

BEGIN = datetime(2005, 1, 1, tzinfo=UTC)
seconds = st.integers(0, 20 * 366 * 86_400)
windows = st.tuples(seconds, seconds).map(
    lambda pair: Window(
        BEGIN + timedelta(seconds=min(pair)), BEGIN + timedelta(seconds=max(pair) + 1)
    )
)


@given(window=windows, hits=st.lists(seconds, max_size=60), cap=st.integers(1, 5))
def test_every_instant_is_covered_exactly_once(window: Window, hits: list[int], cap: int) -> None:
    at = [BEGIN + timedelta(seconds=each) for each in hits]
    todo, done = [Period(window)], []
    while todo:
        period = todo.pop(0)
        inside = [each for each in at if period.window.start <= each < period.window.end]
        if len(inside) > cap and not period.takes_part:
            todo[:0] = period.split()
        else:
            done.append(period)
    assert done[0].window.end == window.end
    assert done[-1].window.start == window.start
    for newer, older in pairwise(done):
        assert newer.window.start == older.window.end
    for period in done:
        assert not period.takes_part or period.window.end - period.window.start <= SMALLEST


@given(window=windows)
def test_halves_are_smaller_and_whole_seconds(window: Window) -> None:
    parts = halves(window)
    if parts is None:
        assert window.end - window.start <= SMALLEST
        return
    newer, older = parts
    assert (older.start, newer.end) == (window.start, window.end)
    assert older.end == newer.start
    assert older.end.microsecond == 0
    assert older.start < older.end < newer.end


@given(given=st.lists(windows, max_size=8), since=st.none() | seconds)
def test_clipped_periods_do_not_overlap_and_lose_nothing(
    given: list[Window], since: int | None
) -> None:
    mark = None if since is None else BEGIN + timedelta(seconds=since)
    found = clipped(given, mark)
    for newer, older in pairwise(found):
        assert older.end <= newer.start
    edges = [*(each.start for each in given), *(each.end for each in given)]
    edges += [mark] if mark is not None else []
    for edge in edges:
        for instant in (edge, edge - timedelta(seconds=1)):
            wanted = any(each.start <= instant < each.end for each in given)
            wanted = wanted and (mark is None or instant >= mark)
            hits = [each for each in found if each.start <= instant < each.end]
            assert len(hits) == int(wanted)


@given(
    window=windows,
    page=st.none() | st.dictionaries(st.text(max_size=5), st.integers()),
    tries=st.integers(0, 5),
    flags=st.tuples(st.booleans(), st.booleans()),
)
def test_a_period_survives_being_written(
    window: Window, page: dict[str, int] | None, tries: int, flags: tuple[bool, bool]
) -> None:
    period = Period(window, flags[0], page, tries, flags[1])
    assert Period.of_json(period.as_json()) == period


@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=25),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["from", "to", "page", "tries", "part", "x"]), inner, max_size=6
            )
        ),
        max_leaves=12,
    )
)
def test_anything_else_that_was_written_is_no_period(raw: object) -> None:
    found = Period.of_json(raw)
    assert found is None or found.window.start < found.window.end
