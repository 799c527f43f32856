"""Text from outside is cleaned in one place, the same way however often it is done."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.text import MAX_LINE, MAX_WORD, clean, clean_line, paragraphs

ANY_TEXT = st.text(st.characters(), max_size=400)  # surrogates too
_UNFIT_CATEGORIES = {"Cc", "Cs"}


@given(ANY_TEXT)
def test_nothing_unfit_is_left(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in _UNFIT_CATEGORIES and c != "\n"]
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert not [c for c in cleaned if ord(c) & 0xFFFE == 0xFFFE]
    cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line


@given(st.text(st.characters(), max_size=3000), st.integers(1, 60))
def test_caps_hold(text: str, limit: int) -> None:
    assert len(clean(text, limit=limit)) <= limit
    assert len(clean_line(text, limit=limit)) <= limit


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\u200f \u200d", ""),  # nothing that could be seen
        ("Noe\u0301mie", "Noémie"),
        ("a\u202eb\u2066c", "abc"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("tab\there", "tab here"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("x\ud800y\udfffz", "xyz"),
        ("\ufeffBOM", "BOM"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner is part of the spelling
        ("👩\u200d💻", "👩\u200d💻"),
        ("vector<int> R&D", "vector<int> R&D"),  # markup is not cleaned away
        ("e\u00ad\u0301", "é"),  # what stood between letter and mark goes before NFC
    ],
)
def test_known_cases(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_long_words_are_broken_and_long_lines_cut() -> None:
    cleaned = clean("x" * 100_000)
    assert max(len(word) for word in cleaned.split()) <= MAX_WORD
    assert len(clean_line("word " * 1000)) <= MAX_LINE
    assert clean_line("word " * 1000).endswith("…")


def test_a_long_word_is_never_broken_between_a_letter_and_its_marks() -> None:
    pieces = clean("q\u0323\u0307" * 300).split()
    assert len(pieces) > 1
    assert all(piece.startswith("q") and len(piece) <= MAX_WORD for piece in pieces)


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    assert clean_line("q\u0323\u0307" * 10, limit=6) == "q\u0323\u0307…"


def test_paragraphs_are_single_lines() -> None:
    assert paragraphs("one\ntwo\n\n \n three ") == ("one two", "three")
    assert paragraphs(" \n ") == ()


marks = st.sampled_from("\u0301\u0315\u0300\u0344\u0f73\u3099\u05b0\u1ab0\U0001d165")


@given(st.text("aéב", max_size=3), st.text(marks, max_size=200))
def test_a_letter_bears_few_marks(letters: str, many: str) -> None:
    cleaned = clean(letters + many)
    assert clean(cleaned) == cleaned
    assert len(cleaned.replace(" ", "")) <= len(letters) + 31
    if len(many) <= 10:
        assert cleaned == unicodedata.normalize("NFC", letters + many)


@pytest.mark.timeout(60)  # in the square of their number these marks would take minutes
@pytest.mark.parametrize("mark", ["\u0315\u0300", "\u0f73", "\u0f71\u0f72"])
def test_marks_without_end_are_cleaned_at_once(mark: str) -> None:
    assert len(clean(mark * 500_000, limit=50_000)) <= 61
