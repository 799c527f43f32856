"""Where lines end: never between a number and what it counts, never inside a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.export.pdf import looks
from portfolio.export.pdf.paragraphs import Piece, lay_out


def lines(text: str, width: float) -> list[str]:
    """Return the lines of a text, without the blanks at their ends."""
    pieces = [Piece(text, looks.ROLE_REST)]
    laid = lay_out(pieces, width, is_rtl=False, page_is_rtl=False)
    starts = [min(each.start for each in line.segments) for line in laid.lines]
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip(" ") for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("open.example/atlas, read 23 Nov 2026", "23 Nov 2026"),
        ("gelesen am 3. Dez. 2026 und wieder", "3. Dez. 2026"),
        ("прочитано 23 нояб. 2026 г.", "23 нояб. 2026"),
        ("in all 135 commits of the project", "135 commits"),
        ("written by 4 of 5 people", "4 of"),
    ],
)
def test_a_number_stays_with_what_follows_it(text: str, whole: str) -> None:
    for width in range(70, 300, 2):
        assert any(whole in line for line in lines(text, width)), width


def test_a_line_may_end_before_a_number_and_between_numbers() -> None:
    assert lines("read 23 Nov 2026", 60) == ["read", "23 Nov 2026"]
    assert len(lines("2022 2023 2024 2025 2026", 60)) > 1
    assert len(lines("1 2 3 4 5 6 7 8 9 10 11 12", 40)) > 1


@given(st.text(st.sampled_from("ab1 .2"), min_size=1, max_size=60), st.integers(60, 200))
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost(text: str, width: int) -> None:
    laid = lay_out([Piece(text, looks.ROLE_REST)], width, is_rtl=False, page_is_rtl=False)
    assert all(line.width <= width + 0.01 for line in laid.lines)
    if text.strip(" "):
        assert "".join(lines(text, width)).replace(" ", "") == text.replace(" ", "")
