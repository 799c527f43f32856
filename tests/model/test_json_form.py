"""Model objects as JSON: one line each, read back as what they were."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.cli.main import in_front
from portfolio.model import json_form
from portfolio.model.codes import Action

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@dataclass(frozen=True)
class Thing:
    at: datetime
    on: date
    action: Action
    where: Path
    names: tuple[str, ...]
    keys: frozenset[str]


@given(VALUES)
def test_a_line_is_one_line_and_says_the_same(value: object) -> None:
    line = json_form.line(value)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == value
    assert json.loads(json_form.document(value)) == value


def test_fields_keep_their_names_and_instants_are_utc() -> None:
    at = datetime(2026, 11, 20, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    thing = Thing(at, date(2026, 1, 2), Action.CO_AUTHORED, Path("a/b"), ("x",), frozenset("ba"))
    assert json_form.plain(thing) == {
        "at": "2026-11-20T09:30:00Z",
        "on": "2026-01-02",
        "action": "co-authored",
        "where": "a/b",
        "names": ["x"],
        "keys": ["a", "b"],
    }
    assert json_form.plain(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00Z"


def test_what_has_no_form_is_refused() -> None:
    for value in (b"bytes", object(), Thing):
        with pytest.raises(TypeError):
            json_form.plain(value)


WORDS = st.sampled_from(["deed", "list", "--limit", "3", "--json", "--quiet", "--x", "--", "a b"])


@given(st.lists(WORDS))
def test_moving_options_to_the_front_loses_and_invents_nothing(words: list[str]) -> None:
    moved = in_front(words)
    assert sorted(moved) == sorted(words)
    assert in_front(moved) == moved
    flags = {"--json", "--quiet"}
    end = words.index("--") if "--" in words else len(words)
    count = sum(word in flags for word in words[:end])
    assert all(word in flags for word in moved[:count])
    assert moved[count:] == [w for w in words[:end] if w not in flags] + words[end:]
