"""What is odd about a letter's dates is said on its row, and makes it look no better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.attest import app_keys
from portfolio.attest.onlooker import Onlooker
from portfolio.model import report_text, verdict_words
from portfolio.model.keys import KeyTrust
from tests.attest.letters.letters import KEY, signed
from tests.check import files
from tests.check.test_checking import checked, words


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        (files.expired(), "Expired on 1 May 2021"),
        (files.from_future(), "Dated in the future"),
    ],
)
def test_odd_dates_are_said_on_the_row(raw: bytes, date: str) -> None:
    report = checked(raw)
    assert [verdict_words.title(each.says) for each in report.rows[0].dates] == [date]
    assert f"    {date}." in report_text.lines(report)
    assert words(report) == words(checked(signed()))
    assert words(report).endswith("One thing cannot be checked.")


def test_a_letter_with_usual_dates_says_nothing_of_them() -> None:
    assert checked(signed()).rows[0].dates == ()


def test_the_key_of_an_expired_letter_may_be_known() -> None:
    record = app_keys.record(KEY)
    known = replace(record, owner="", trust=KeyTrust.MET, trust_words="met")
    report = checked(files.expired(), Onlooker(keys=(known,)))
    assert words(report) == "Everything in it that can be checked holds."
