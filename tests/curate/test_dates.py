"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.dates import (
    BadDateError,
    DayOrder,
    UnclearDateError,
    day_order,
    read_date,
)
from portfolio.model.manual import is_when

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024/3/5", "2024-03-05"),
        (" 2024-03-05 ", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("5. 3. 2024", "2024-03-05"),
        ("5.3.2024 14:30", "2024-03-05"),
        ("3/2024", "2024-03"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("04/04/2024", "2024-04-04"),
        ("5 March 2024", "2024-03-05"),
        ("March 5th, 2024", "2024-03-05"),
        ("Sept 2021", "2021-09"),
        ("5. März 2024", "2024-03-05"),
        ("1er août 2023", "2023-08-01"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("5 марта 2024 г.", "2024-03-05"),
        ("٥ مارس ٢٠٢٤", "2024-03-05"),
        ("2024-03-05T23:30:00+02:00", "2024-03-05T21:30:00Z"),
        ("2024-03-05T23:30:00Z", "2024-03-05T23:30:00Z"),
        ("2024-03-05 23:30", "2024-03-05"),
    ],
)
def test_dates_that_mean_one_day(cell: str, read: str) -> None:
    assert read_date(cell) == read


@pytest.mark.parametrize("cell", ["", "soon", "05.03.24", "2024-02-30", "5 Foo 2024", "45678", "1"])
def test_what_is_no_date(cell: str) -> None:
    with pytest.raises(BadDateError):
        read_date(cell)


def test_a_date_that_could_be_two_days_is_asked_about() -> None:
    with pytest.raises(UnclearDateError, match="two days"):
        read_date("03/04/2024")
    assert read_date("03/04/2024", DayOrder.DAY_FIRST) == "2024-04-03"
    assert read_date("03/04/2024", DayOrder.MONTH_FIRST) == "2024-03-04"
    assert read_date("25/04/2024", DayOrder.MONTH_FIRST) == "2024-04-25"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/2024", "25/04/2024"], DayOrder.DAY_FIRST),
        (["03/04/2024", "04/25/2024 10:00"], DayOrder.MONTH_FIRST),
        (["03/04/2024"], None),
        (["25/04/2024", "04/25/2024"], None),
        ([], None),
    ],
)
def test_the_column_tells_which_number_is_the_day(cells: list[str], order: DayOrder | None) -> None:
    assert day_order(cells) is order


@given(DAYS, st.sampled_from(["en", "de", "nl", "fr", "es", "pt", "ru", "ar"]))
def test_a_day_written_out_is_read_in_every_language(day: date, language: str) -> None:
    assert read_date(format_date(day, "d MMMM y", locale=language)) == day.isoformat()


@given(DAYS, st.sampled_from(DayOrder))
def test_an_order_that_is_known_reads_every_day(day: date, order: DayOrder) -> None:
    form = "%d/%m/%Y" if order is DayOrder.DAY_FIRST else "%m/%d/%Y"
    assert read_date(day.strftime(form), order) == day.isoformat()


@given(st.text() | st.from_regex(r"[0-9/. :TZ+-]{1,30}"), st.sampled_from([None, *DayOrder]))
def test_any_text_is_a_date_or_said_to_be_none(cell: str, order: DayOrder | None) -> None:
    try:
        read = read_date(cell, order)
    except BadDateError:
        return
    assert is_when(read) or int(read[:4]) < 1900
