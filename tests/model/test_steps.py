"""Every step has words, and no entry of whatever version lacks a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.model import steps
from portfolio.model.journal import Entry


def entry(label: str, **args: str) -> Entry:
    return Entry(1, datetime(2026, 1, 1, tzinfo=UTC), label, args, "done")


def test_words_name_what_was_changed() -> None:
    assert steps.words(entry(steps.DEED_HIDDEN, title="One  ring\n")) == "Hid “One ring”"
    assert steps.words(entry(steps.PROJECT_MERGED, name="A", into="B")) == "Made “A” part of “B”"


def test_every_constant_has_words_with_and_without_arguments() -> None:
    constants = {
        value for name, value in vars(steps).items() if name.isupper() and isinstance(value, str)
    }
    assert constants == set(steps.LABELS)
    for label in steps.LABELS:
        full = steps.words(entry(label, title="x", name="x", into="y"))
        bare = steps.words(entry(label))
        assert full
        assert "{" not in full + bare
        assert bare[0].isupper()
        assert not bare.endswith((".", "!"))


@pytest.mark.parametrize(
    ("label", "expected"),
    [("badge.issued", "Changed something (badge)"), ("", "Changed something")],
)
def test_steps_of_a_later_version_have_words_too(label: str, expected: str) -> None:
    assert steps.words(entry(label, title="x")) == expected


@given(
    st.sampled_from(steps.LABELS) | st.text(),
    st.dictionaries(st.sampled_from(["title", "name", "into", "x"]), st.text(max_size=200)),
)
def test_words_are_one_line_of_bounded_length(label: str, args: dict[str, str]) -> None:
    if label not in steps.LABELS:
        label = label[:40]
    said = steps.words(entry(label, **args))
    assert said
    assert len(said) < 250
    if label in steps.LABELS:
        assert len(said.splitlines()) == 1
