"""A shortened letter shows each place where something is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.shortening import is_shortening

SAID = "She did not break the build, and was never late. I saw her fix the rounding: twice."


@pytest.mark.parametrize(
    "words",
    [
        SAID,
        f"  {SAID}\n",
        "She did not break the build …",
        "She did not break the build, …",
        "She did not break the build, [...] I saw her fix the rounding: twice.",
        "… I saw her fix the rounding …",
        "… was never late. … twice.",
        "She did not break the build… never late. …",
    ],
)
def test_words_may_be_left_out_where_it_shows(words: str) -> None:
    assert is_shortening(words, SAID)


@pytest.mark.parametrize(
    "words",
    [
        "She did break the build, and was late.",
        "She did break the build …",
        "I saw her fix the rounding: twice.",
        "She did not break the build",
        "She did not break the build,",
        "I saw her … She did not …",
        "She did not break the build … and never late. …",
        "… she did not …",
        "She did not break the …building …",
        "…",
        "… …",
        "",
    ],
)
def test_nothing_is_missing_without_a_mark_and_nothing_changed(words: str) -> None:
    assert not is_shortening(words, SAID)


def test_marks_of_the_writer_are_no_words() -> None:
    assert is_shortening("Well … she came.", "Well … she came.")
    assert is_shortening("Well … came.", "Well … she came.")
    assert not is_shortening("Well she is.", "Well … she came.")


words = st.lists(st.sampled_from(["did", "not", "break", "it", "never"]), min_size=1, max_size=9)


@given(words, st.data())
def test_whatever_is_left_out_fits_with_marks_and_only_with_them(
    whole: list[str], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole)))
    marked: list[str] = []
    for word, stays in zip(whole, kept, strict=True):
        if stays:
            marked.append(word)
        elif not marked or marked[-1] != "…":
            marked.append("…")
    statement = " ".join(whole)
    assert is_shortening(" ".join(marked), statement) is any(kept)
    bare = [word for word in marked if word != "…"]
    assert is_shortening(" ".join(bare), statement) is all(kept)
