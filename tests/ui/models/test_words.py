"""The words of codes."""

from __future__ import annotations

from datetime import date
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from portfolio import resources
from portfolio.model.codes import Action, Capacity, TrustClass
from portfolio.ui.models import dates, words


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_words_and_an_icon(action: Action) -> None:
    assert words.action_word(action)
    assert words.action_line(action)
    assert "5" in words.action_count(action, 5)
    assert resources.path("icons", f"{words.action_icon(action)}.svg").is_file()


def test_every_class_and_capacity_has_words() -> None:
    assert len({words.trust_word(trust) for trust in TrustClass}) == 4
    assert len({words.capacity_word(capacity) for capacity in Capacity}) == 5


def test_an_unknown_part_stays_as_it_is() -> None:
    assert words.part_word("co-author") == "co-author"
    assert words.part_word("narrator") == "narrator"


def test_lists_read_like_sentences() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


@given(st.text(), st.text())
def test_values_are_put_in_literally(first: str, second: str) -> None:
    one, two = words.isolated(first), words.isolated(second)
    assert words.fill("%1, %2 of %1 (100 %)", first, second) == f"{one}, {two} of {one} (100 %)"


@given(st.text())
def test_what_is_written_from_right_to_left_stays_one_piece_of_a_line(text: str) -> None:
    alone = words.isolated(text)
    is_apart = any(bidirectional(char) in {"R", "AL"} for char in text)
    assert alone == (f"\u2068{text}\u2069" if is_apart else text)


def test_the_comma_beside_a_hebrew_name_stays_behind_it() -> None:
    assert words.fill("From a person: %1, 2022", "דנה") == "From a person: \u2068דנה\u2069, 2022"
    assert words.joined("דנה", "", "2022") == "\u2068דנה\u2069, 2022"
    assert words.joined("Bea", "2022") == "Bea, 2022"
    assert words.joined("", "דנה") == "דנה"


def test_only_a_commit_is_called_one() -> None:
    assert words.action_line(Action.REVIEWED) == "Reviewed a commit"
    assert words.action_line(Action.REVIEWED, is_commit=False) == "Reviewed"
    assert words.action_line(Action.PROPOSED, is_commit=False) == "Proposed a change"


@pytest.mark.parametrize(
    ("known", "said"), [("day", "3 May 2019"), ("month", "May 2019"), ("year", "2019")]
)
def test_a_date_is_never_more_exact_than_it_was_typed(known: str, said: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    try:
        assert dates.as_known(date(2019, 5, 3), known, dates.short_day) == said
    finally:
        QLocale.setDefault(before)
