"""The list of contents of a backpack, as anybody may have written it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import BadgeError
from portfolio.model.backpack import FORMAT, BackpackIndex, Entry, EntryKind, from_json, to_json

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.builds(
    Entry, st.sampled_from(EntryKind), WORDS, title=WORDS, of=st.lists(WORDS).map(tuple)
)


def written(**changes: Any) -> bytes:
    whole = {"format": FORMAT, "version": 1, "holder": "Noor", "made_on": "2026-11-22"}
    return json.dumps({**whole, "entries": [], **changes}).encode()


@given(WORDS, st.dates(), st.lists(ENTRIES, max_size=4, unique_by=lambda each: each.path))
def test_reading_gives_what_was_written(holder: str, on: date, entries: list[Entry]) -> None:
    index = BackpackIndex(holder, on, tuple(entries))
    assert from_json(to_json(index)) == index


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"holder": None},
        {"holder": "\ud800"},
        {"made_on": "soon"},
        {"entries": {}},
        {"entries": ["badge"]},
        {"entries": [None]},
        {"entries": [{"kind": "badge", "title": "\udfff"}]},
        {"entries": [{"kind": "badge", "of": [1]}]},
        {"entries": [{"kind": "badge", "path": "a"}, {"kind": "letter", "path": "a"}]},
        {"entries": [{"kind": "poem"}]},
    ],
)
def test_what_is_no_whole_list_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadgeError):
        from_json(written(**changes))


@given(st.binary(max_size=80))
def test_any_bytes_are_none(raw: bytes) -> None:
    assert from_json(raw) is None
