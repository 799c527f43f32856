"""Dates as the window writes and reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from portfolio.ui.models import dates

DAY = date(2026, 11, 8)


@pytest.fixture(autouse=True)
def locale() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale_name", "long", "short", "month"),
    [
        ("en_GB", "8 November 2026", "8 Nov", "November 2026"),
        ("en_US", "November 8, 2026", "Nov 8", "November 2026"),
        ("de_DE", "8. November 2026", "8. Nov.", "November 2026"),
        ("es_ES", "8 de noviembre de 2026", "8 de nov", "noviembre 2026"),
        ("ru_RU", "8 ноября 2026\u202fг.", "8 нояб.", "ноябрь 2026"),
        ("zh_CN", "2026年11月8日", "11月8日", "2026年11月"),
        ("hu_HU", "2026. november 8.", "nov. 8.", "november 2026"),
        ("ar_EG", "٨ نوفمبر ٢٠٢٦", "٨ نوفمبر", "نوفمبر ٢٠٢٦"),
    ],
)
def test_the_order_of_a_date_is_the_locales(
    locale_name: str, long: str, short: str, month: str
) -> None:
    QLocale.setDefault(QLocale(locale_name))
    assert dates.long_day(DAY) == long
    assert dates.day_and_month(DAY) == short
    assert dates.month_and_year(2026, 11) == month


def test_a_recent_day_goes_without_its_year() -> None:
    assert dates.since_day(date(2026, 5, 3), DAY) == "3 May"
    assert dates.since_day(date(2024, 5, 3), DAY) == "3 May 2024"


def test_a_day_of_the_last_week_is_named() -> None:
    assert dates.recent_day(datetime(2026, 11, 5, 9, tzinfo=UTC), DAY) == "Thursday"
    assert dates.recent_day(datetime.combine(DAY, time(12), UTC), DAY) == "today"
    assert dates.recent_day(datetime.combine(DAY - timedelta(1), time(12), UTC), DAY) == "yesterday"
    assert dates.recent_day(datetime(2026, 10, 5, 9, tzinfo=UTC), DAY) == "5 October"


def test_the_day_is_the_one_where_it_happened() -> None:
    late = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    assert dates.local_day(late, 60) == date(2026, 11, 9)
    assert dates.local_day(late) == DAY


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("  ", ""),
        ("2024", "2024"),
        ("2024-3", "2024-03"),
        ("3/2024", "2024-03"),
        ("03.2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("mar. 2024", "2024-03"),
        ("MAR 2024", "2024-03"),
        ("2024-03-05", "2024-03-05"),
        ("13/2024", None),
        ("2024-02-31", None),
        ("last summer", None),
        ("ma 2024", None),
        ("0999", None),
    ],
)
def test_months_are_read_as_people_type_them(typed: str, read: str | None) -> None:
    assert dates.read_month(typed) == read


@given(st.integers(1900, 2200), st.integers(1, 12))
def test_what_a_field_shows_is_read_back(year: int, month: int) -> None:
    iso = f"{year}-{month:02}"
    assert dates.read_month(dates.write_month(iso)) == iso
    assert dates.read_month(dates.write_month(str(year))) == str(year)


@given(st.text(max_size=30))
def test_nothing_typed_raises(typed: str) -> None:
    read = dates.read_month(typed)
    assert read is None or dates.read_month(read) == read
