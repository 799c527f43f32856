"""Instants as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from portfolio.clock import from_text, to_text

# A day from either end, so that no offset leads out of the years there are.
INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the offset
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@given(INSTANTS)
def test_text_gives_back_the_second(at: datetime) -> None:
    assert from_text(to_text(at)) == at.astimezone(UTC).replace(microsecond=0)


@given(INSTANTS, INSTANTS)
def test_text_is_ordered_as_time_is(one: datetime, other: datetime) -> None:
    assert len(to_text(one)) == len(to_text(other)) == 20
    if one.replace(microsecond=0) < other.replace(microsecond=0):
        assert to_text(one) <= to_text(other)


def test_an_early_year_has_four_figures() -> None:
    assert to_text(datetime(33, 4, 3, 15, tzinfo=UTC)) == "0033-04-03T15:00:00Z"
