"""Numbers in a text that a reader would want a source for, and numbers that are only names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.claims import unsourced_claims


def _numbers(text: str) -> list[str]:
    return [text[claim.start : claim.end] for claim in unsourced_claims(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Support questions about it fell by 60 percent.", ["60 percent"]),
        ("It is 3.5 times faster now.", ["3.5"]),
        ("Start-up went from 9 to 4 seconds.", ["9"]),
        ("1,985 strings were approved", ["1,985"]),
        ("We lost 12 % of them. Then we won 7 back.", ["12 %", "7"]),
        ("Now 40 projects use it! All are well.", ["40"]),
        ("Fixed 12 of them.", ["12"]),
        ("The share of Firefox 60 % is gone.", ["60 %"]),
        ("وصل العدد إلى 40 مشروعا؟", ["40"]),
    ],
)
def test_claims(text: str, numbers: list[str]) -> None:
    assert _numbers(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No number here.",
        "Since 2019 it is better.",
        "Fixed bug 1847213 and #42.",
        "Shipped in release 118.",
        "Released 3.0 to 3.6.",
        "Version 4 replaced it.",
        "Moved to Python 3.11.2 at last.",
        "See https://code.example/a/60 for the 60 tests.",
        "On 14 November we met at 10:30.",
        "Done on 2024-03-05.",
        "IPv6 and UTF-8 and sha256 work.",
        "RFC 9562 says so.",
        "I ported it to Qt 6 and Python 3.",
        "It runs on Debian 12.",
    ],
)
def test_names_are_no_claims(text: str) -> None:
    assert _numbers(text) == []


def test_the_note_fits_before_the_closing_mark() -> None:
    text = "It fell by 60 percent. Good."
    (claim,) = unsourced_claims(text)
    assert text[: claim.sentence_end] == "It fell by 60 percent"


@given(st.text(max_size=200))
def test_claims_lie_in_the_text_in_order(text: str) -> None:
    before = 0
    for claim in unsourced_claims(text):
        assert before <= claim.start < claim.end <= claim.sentence_end <= len(text)
        assert any(char.isdigit() for char in text[claim.start : claim.end])
        before = claim.sentence_end
