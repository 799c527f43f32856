"""Every order of the list is read from an index, so that a page costs a page at any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.record import Cursor
from portfolio.store import deed_sql, search
from portfolio.store.store import Store
from tests.store.records import PROJECT, contribution, record, say

FILTERS = {
    "nothing": DeedQuery(),
    "action": DeedQuery(actions=(Action.MERGED,)),
    "actions": DeedQuery(actions=(Action.MERGED, Action.REVIEWED)),
    "project": DeedQuery(project_key=PROJECT),
    "period": DeedQuery(since=date(2020, 1, 1), until=date(2021, 1, 1)),
    "source": DeedQuery(source_id="s1"),
    "hidden": DeedQuery(include_hidden=True),
}


@pytest.mark.parametrize(("order", "name"), list(product(DeedOrder, FILTERS)))
def test_pages_are_read_in_order_from_an_index(store: Store, order: DeedOrder, name: str) -> None:
    record(store, *(contribution(1, action=action) for action in Action))
    say(store)
    query = replace(FILTERS[name], order=order)
    with store.reading() as reader:
        groups = deed_sql.groups(reader._connection, query)
        assert groups != []
        part = deed_sql.selection(query, None, groups[0] if groups else None)
        for each in (part, part.after(Cursor(part.group, "2020", 1))):
            sql, parameters = each.ids(100)
            plan = reader._connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
            steps = [str(row[3]) for row in plan]
            if order is DeedOrder.TITLE and name == "project":
                # One project's deeds are few enough to be sorted; an index more would not pay.
                continue
            assert not any("TEMP B-TREE" in step for step in steps), steps
            assert steps[0].startswith(("SEARCH d USING", "SCAN d USING")), steps
            assert "ix_deed_" in steps[0], steps


def test_few_hits_drive_the_query_and_many_are_looked_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(store, *(contribution(number) for number in range(30)))
    say(store)

    def first_step() -> str:
        with store.reading() as reader:
            found = search.find(reader._connection, "focus")
            sql, parameters = deed_sql.selection(DeedQuery(), found).ids(10)
            plan = reader._connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
            return next(str(row[3]) for row in plan if " d " in f"{row[3]} ")

    assert "USING INTEGER PRIMARY KEY" in first_step()
    monkeypatch.setattr(search, "FEW", 3)
    assert "ix_deed_date" in first_step()
