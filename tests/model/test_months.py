"""How long something lasts, in months."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.months import months_after


@pytest.mark.parametrize(
    ("at", "months", "after"),
    [
        ("2026-11-20", 24, "2028-11-20"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-15", 11, "2026-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("9999-06-01", 24, "9999-06-01"),
    ],
)
def test_months_are_counted(at: str, months: int, after: str) -> None:
    begun, ends = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (at, after))
    assert months_after(begun, months) == ends


@given(
    st.datetimes(max_value=datetime(9000, 1, 1)),  # noqa: DTZ001
    st.integers(min_value=1, max_value=1200),
)
def test_it_is_never_earlier(at: datetime, months: int) -> None:
    after = months_after(at, months)
    assert (after.year - at.year) * 12 + after.month - at.month == months
    assert after.time() == at.time()
