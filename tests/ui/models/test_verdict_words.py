"""A verdict's words in the window: what may break, and what stays as it is."""

from __future__ import annotations

import pytest

from portfolio.model.verdict import Saying
from portfolio.ui.models import verdict_words

PRINT = "SHA256:" + "a" * 43
BREAK = "\u200b"


@pytest.mark.parametrize(
    ("code", "fact"),
    [("letter.key-own", "fingerprint"), ("letter.key-follows", "earlier"), ("letter.key-replaced",
     "replaced_by")],
)  # fmt: skip
def test_a_fingerprint_may_break_wherever_it_stands(code: str, fact: str) -> None:
    words = verdict_words.detail(Saying(code, ((fact, PRINT),)))
    assert PRINT in words.replace(BREAK, "")
    assert max(map(len, words.replace(BREAK, " ").split())) < 20


def test_other_words_are_left_as_they_are() -> None:
    long = "x" * 60
    assert BREAK not in verdict_words.title(Saying("letter.names-only", (("name", long),)))
