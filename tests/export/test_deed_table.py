"""The table of deeds: cells that no spreadsheet runs, and the gate's choice."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from portfolio.export.deed_table import COLUMNS, guarded


@given(st.lists(st.text(max_size=30), min_size=1))
def test_no_cell_begins_like_a_formula_and_none_is_lost(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([guarded(cell) for cell in cells])
    (read,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in read if cell)
    assert [
        cell.removeprefix("'") if cell != given else cell
        for cell, given in zip(read, cells, strict=True)
    ] == cells


def test_every_kind_of_beginning_is_guarded() -> None:
    for begin in "=+-@\t\r":
        assert guarded(f"{begin}1+1") == f"'{begin}1+1"
    assert guarded("1=1") == "1=1"
    assert guarded("") == ""
    assert COLUMNS[0] == "occurred_at"
