"""Texts of two directions in one paragraph, as they stand from left to right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.export.pdf.bidi_levels import is_left_to_right, isolates, levels, visual_order


def seen(texts: list[str], *, is_rtl: bool) -> str:
    """Return the characters of a line as they stand; brackets are not mirrored."""
    text = "".join(texts)
    is_rtl = is_rtl and not is_left_to_right(text)
    found = levels(text, is_rtl=is_rtl, apart=isolates(texts, is_rtl=is_rtl))
    return "".join(text[at] for at in visual_order(found))


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["القاهرة", " · ", "+49 421 0000"], "+49 421 0000"),
        (["هاتف: ", "(0421) 4711-12"], "(0421) 4711-12"),
        (["I build small tools."], "I build small tools."),
        (["مهارات: ", "Python (E1), hydrology (E1)"], "Python (E1), hydrology (E1)"),
        (["Wrote it (", "alarm log", ").", " ", "فبراير 2025"], "Wrote it (alarm log)."),
        (["דנה", ": ", "Quillmark 4.2!"], "Quillmark 4.2!"),
    ],
)
def test_latin_texts_and_numbers_stay_whole_from_right_to_left(
    texts: list[str], whole: str
) -> None:
    assert whole in seen(texts, is_rtl=True)


def test_marks_and_what_is_listed_follow_the_page() -> None:
    assert seen(["عمل", " ", "■ ", "E1", "  ", "■ ", "E2"], is_rtl=True) == "E2 ■  E1 ■ لمع"
    contact = ["Bremen", " · ", "+49 421 0000", " · ", "القاهرة"]
    assert seen(contact, is_rtl=True) == "ةرهاقلا · +49 421 0000 · Bremen"


def test_a_period_runs_with_its_paragraph() -> None:
    assert seen(["عمل ", "2019 – 2021"], is_rtl=True) == "2021 – 2019 " + "عمل"[::-1]


def test_a_name_from_right_to_left_leaves_the_number_behind_it_where_it_is() -> None:
    assert seen(["bücherei", " · ", "محرر", ", 2021"], is_rtl=False) == (
        "bücherei · " + "محرر"[::-1] + ", 2021"
    )
    assert seen(["محرر!", " (2021)"], is_rtl=False) == "!" + "محرر"[::-1] + " (2021)"


_TEXTS = st.lists(st.text(st.sampled_from("aB1.+ ·(אבم)"), max_size=8), max_size=5)


@given(_TEXTS, st.booleans())
def test_every_character_has_a_level_and_a_place(texts: list[str], is_rtl: bool) -> None:
    assert sorted(seen(texts, is_rtl=is_rtl)) == sorted("".join(texts))
    apart = isolates(texts, is_rtl=is_rtl)
    assert all(start < end for start, end in apart)
    assert apart == sorted(apart)
