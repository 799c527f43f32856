"""What typed words find in the palette."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.ui.matching import match


@pytest.mark.parametrize(
    ("query", "text", "spans"),
    [
        ("sto", "Stories", ((0, 3),)),
        ("sto", "New story", ((4, 7),)),
        ("sto", "Restore a backup…", ((2, 5),)),
        ("ns", "New story", ((0, 1), (4, 5))),
        ("story new", "New story", ((0, 3), (4, 9))),
        ("uber", "Über uns", ((0, 4),)),
        ("", "Anything", ()),
    ],
)
def test_what_matched_is_known(query: str, text: str, spans: tuple[tuple[int, int], ...]) -> None:
    found = match(query, text)
    assert found is not None
    assert found.spans == spans


def test_no_match() -> None:
    assert match("xyz", "New story") is None


def test_better_matches_score_higher() -> None:
    texts = ["Stories", "New story", "Restore a backup", "See the opening"]
    scores = [found.score for text in texts if (found := match("sto", text)) is not None]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 3


@given(st.text(max_size=20), st.text(max_size=60))
def test_spans_lie_in_the_text_in_order(query: str, text: str) -> None:
    found = match(query, text)
    if found is None:
        return
    at = 0
    for start, end in found.spans:
        assert at <= start < end <= len(text)
        at = end


@given(st.text(min_size=1, max_size=30))
def test_a_text_matches_itself(text: str) -> None:
    assert match(text, text) is not None
