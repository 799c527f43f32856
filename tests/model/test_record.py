"""Places in a list survive a command line, and nothing else is taken for one."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portfolio.errors import UsageError
from portfolio.model.record import Cursor, Written

text = st.text(st.characters(codec="utf-8"))


@given(text, text, st.integers(0, (1 << 63) - 1))
def test_a_place_survives_a_command_line(group: str, value: str, row_id: int) -> None:
    place = Cursor(group, value, row_id)
    written = place.to_text()
    assert Cursor.from_text(written) == place
    assert written.replace("-", "").replace("_", "").isalnum()


@given(st.text())
@example("W10")  # []
@example("A" * 50_000)
def test_other_text_is_refused_plainly(written: str) -> None:
    try:
        place = Cursor.from_text(written)
    except UsageError as exc:
        assert exc.title == "This is not a place in a list."  # noqa: PT017
    else:
        assert isinstance(place.id, int)


@pytest.mark.parametrize("row", [True, -1, 1 << 63, 1.5, None, "1"])
def test_what_is_no_row_is_refused(row: object) -> None:
    written = base64.urlsafe_b64encode(json.dumps(["a", "b", row]).encode()).decode()
    with pytest.raises(UsageError):
        Cursor.from_text(written)


def test_written_adds_up() -> None:
    assert Written(1, 2, 3) + Written(10, 0, 1) == Written(11, 2, 4)
