"""Numbers in a typed text that have no source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model.claims import unsourced_claims


def claimed(text: str) -> list[str]:
    return [text[claim.start : claim.end] for claim in unsourced_claims(text)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Support questions about it fell by 60 percent in the next release.", ["60 percent"]),
        ("It is 3.5 times faster.", ["3.5"]),
        ("Used by 12,000 people. Loved by 3.", ["12,000", "3"]),
        ("Start-up went from 2.4 s to 0.3 s.", ["2.4"]),
        ("Fell 60%.", ["60%"]),
        ("Fell by 12.", ["12"]),
        ("Reports had been open since 2016.", []),
        ("Reviewed the same work by two newcomers.", []),
        ("Shipped in version 4.0 and 4.1.2.", []),
        ("Shipped in release 128 on 3 May 2024 at 12:30.", []),
        ("Done on 2024-05-03.", []),
        ("Closed issue 481 and #12, see bug 99.", []),
        ("Fell by 60 percent, see https://quill.example/notes.", []),
        ("Fell by 60 percent. See https://quill.example/notes.", ["60 percent"]),
        ("Moved it to HTML5 and UTF-8 on x86_64.", []),
        ("", []),
    ],
)
def test_what_is_a_claim(text: str, claims: list[str]) -> None:
    assert claimed(text) == claims


SENTENCES = st.lists(
    st.sampled_from(
        [
            "It fell by 60 percent",
            "Used by 12,000 people",
            "Since 2016 it works",
            "See #12",
            "It works",
            "Fell by 3, see https://quill.example/n",
            "Version 4.0.1 has it",
            "٣ مرات",
        ]
    ),
    max_size=6,
)


@given(SENTENCES, st.sampled_from([". ", ".\n", "\n\n", "! ", "? "]))
def test_each_sentence_stands_for_itself(sentences: list[str], between: str) -> None:
    """The claims of a text are those of its sentences, one after the other."""
    assert claimed(between.join(sentences)) == [
        words for sentence in sentences for words in claimed(sentence)
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_claims_lie_in_the_text_in_order_and_carry_a_digit(text: str) -> None:
    last = 0
    for claim in unsourced_claims(text):
        assert last <= claim.start < claim.end <= claim.sentence_end <= len(text)
        assert any(letter.isdigit() for letter in text[claim.start : claim.end])
        last = claim.end


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "No"]), max_size=200))
def test_a_text_without_digits_claims_nothing(text: str) -> None:
    assert unsourced_claims(text) == ()
