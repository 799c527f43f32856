"""Rows with group heads between them."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from portfolio.ui.models.deed_places import DeedPlaces
from portfolio.ui.models.deed_windows import WINDOW_ROWS, WINDOWS_KEPT, DeedWindows
from tests.ui.models.deeds_made import deed

counts = st.lists(st.integers(1, 9), max_size=12)


def _made(runs: list[int]) -> tuple[DeedPlaces, list[str | int]]:
    """Places, and the plain list they stand for: head words and ids."""
    months = [(2000 + place // 12, place % 12 + 1, run) for place, run in enumerate(runs)]
    ids = array("q", range(100, 100 + sum(runs)))
    plain: list[str | int] = []
    following = iter(ids)
    for year, month, run in months:
        plain.append(f"{year}-{month}")
        plain += [next(following) for _ in range(run)]
    return DeedPlaces(ids, months), plain


@given(counts)
def test_rows_are_those_of_the_plain_list(runs: list[int]) -> None:
    places, plain = _made(runs)
    assert len(places) == len(plain)
    for row, expected in enumerate(plain):
        head = places.head(row)
        if isinstance(expected, str):
            assert head is not None
            assert f"{head[0]}-{head[1]}" == expected
            assert places.position(row) == -1
        else:
            assert head is None
            assert places.ids[places.position(row)] == expected
            assert places.row(places.position(row)) == row
            assert places.row_of(expected) == row
    assert places.position(len(plain)) == -1
    assert places.row_of(1) == -1


@given(counts, st.integers(0, 40))
def test_a_first_page_is_the_beginning_of_the_whole(runs: list[int], cut: int) -> None:
    whole, _ = _made(runs)
    kept = min(cut, len(whole.ids))
    left, months = kept, []
    for place, run in enumerate(runs):
        taken = min(run, left)
        left -= taken
        if taken:
            months.append((2000 + place // 12, place % 12 + 1, taken))
    first = DeedPlaces(whole.ids[:kept], months)
    assert whole.begins_with(first)
    if kept:
        assert not whole.begins_with(DeedPlaces(array("q", [7]), [(2000, 1, 1)]))
        assert not whole.begins_with(DeedPlaces(whole.ids[:kept]))


def test_counts_that_do_not_fit_show_no_heads_rather_than_wrong_ones() -> None:
    places = DeedPlaces(array("q", [1, 2, 3]), [(2026, 1, 2)])
    assert len(places) == 3
    assert places.head(0) is None
    assert places.position(0) == 0


def test_the_next_deed_after_a_head() -> None:
    places, _ = _made([2, 1])
    assert places.next_deed_row(0) == 1
    assert places.next_deed_row(1) == 1
    assert places.next_deed_row(3) == 4
    assert places.next_deed_row(5) == -1


def test_a_window_is_read_once_and_old_ones_are_dropped() -> None:
    asked: list[int] = []

    def fetch(ids: object) -> list:
        wanted = list(ids)  # type: ignore[call-overload]
        asked.append(len(wanted))
        return [deed(row_id) for row_id in wanted if row_id != 5]

    windows = DeedWindows(fetch)
    ids = array("q", range(WINDOW_ROWS * (WINDOWS_KEPT + 2)))
    assert [windows.deed(ids, at).id for at in (0, 1, 255)] == [0, 1, 255]
    assert asked == [WINDOW_ROWS]
    assert windows.deed(ids, 5) is None  # gone meanwhile: no other deed slips into its row
    for number in range(1, WINDOWS_KEPT + 1):
        windows.deed(ids, number * WINDOW_ROWS)
    assert len(asked) == WINDOWS_KEPT + 1
    windows.deed(ids, 0)
    assert len(asked) == WINDOWS_KEPT + 2


def test_a_first_page_needs_no_reading_until_its_end() -> None:
    asked: list[int] = []

    def fetch(ids: object) -> list:
        asked.append(1)
        return [deed(row_id) for row_id in ids]  # type: ignore[attr-defined]

    windows = DeedWindows(fetch)
    windows.put_first([deed(row_id) for row_id in range(100)])
    ids = array("q", range(300))
    assert windows.deed(ids, 99).id == 99
    assert not asked
    assert windows.deed(ids, 100).id == 100
    assert asked == [1]
