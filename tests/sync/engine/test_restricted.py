"""The sum of what is counted and not shown, whatever order it is said in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.provider import Window
from portfolio.sync.restricted import Restricted, split_off

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def days(first: int, last: int) -> Window:
    return Window(BEGIN + timedelta(days=first), BEGIN + timedelta(days=last))


def total(one: Restricted) -> int:
    return int(one.codes[0].partition(":")[2]) if one.codes else 0


@given(st.lists(st.integers(0, 1000), max_size=20))
def test_periods_that_do_not_meet_are_summed(numbers: list[int]) -> None:
    one = Restricted()
    for turn in range(2):  # said again, they count once
        for at, number in enumerate(numbers):
            one.said_of(days(at, at + 1), number)
        assert total(one) == sum(numbers), turn
    assert Restricted.of_json(one.as_json()) == one


@given(
    per_day=st.lists(st.integers(0, 9), min_size=1, max_size=60),
    overlap=st.integers(0, 30),
    steps=st.lists(st.integers(1, 20), min_size=1, max_size=8),
)
def test_readings_that_overlap_never_claim_too_much(
    per_day: list[int], overlap: int, steps: list[int]
) -> None:
    one, read_to = Restricted(), 0
    for step in steps:
        start, end = max(0, read_to - overlap), min(len(per_day), read_to + step)
        if start >= end:
            break
        one.said_of(days(start, end), sum(per_day[start:end]))
        read_to = end
        assert total(one) <= sum(per_day[:read_to])
        assert total(one) >= sum(per_day[start:end])


def test_a_period_read_again_in_full_says_what_holds_now() -> None:
    one = Restricted()
    one.said_of(days(0, 10), 7)
    one.said_of(days(10, 20), 5)
    one.said_of(days(0, 10), 0)
    assert one.codes == ("restricted:5",)


@given(st.lists(st.text(max_size=20), max_size=10))
def test_only_the_number_is_split_off(codes: list[str]) -> None:
    others, said = split_off(codes)
    assert said is None or any(code.startswith("restricted:") for code in codes)
    assert split_off([*others, "restricted:4"]) == (others, 4)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_anything_at_all_can_be_read_back(raw: object) -> None:
    one = Restricted.of_json(raw)
    assert all(number > 0 for number in one.parts.values())
    one.said_of(days(0, 1), 1)
