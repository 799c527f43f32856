"""SQL for lists of deeds: filters, orders with the index that serves each, and places in them.

Orders with groups (project, action) are read group by group, each newest first: the groups are
few, and renaming a project then costs nothing in the index.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.record import Cursor
from portfolio.store.search import Found
from portfolio.store.text import clean

LISTED: Final = 1
HIDDEN: Final = 2

DEED_COLUMNS: Final = """
    SELECT d.id, d.deed_key, d.action, d.title, c.title AS recorded_title, d.occurred_at,
        d.project_key, coalesce(p.name, '') AS project_name, c.url, d.source_count, d.listing,
        d.privacy, d.is_self_reported, d.gone_since, coalesce(e.note, '') AS note,
        c.state, coalesce(e.is_confidential, 0) AS is_marked
    FROM deed_index AS d
    JOIN contribution AS c ON c.id = d.contribution_id
    LEFT JOIN project_index AS p ON p.key = d.project_key
    LEFT JOIN deed_edit AS e ON e.deed_key = d.deed_key
"""

_GROUP_COLUMNS: Final = {DeedOrder.PROJECT: "d.project_key", DeedOrder.ACTION: "d.action"}


@dataclass(frozen=True, slots=True)
class Selection:
    """One SELECT over ``deed_index d``.

    Attributes:
        value: The column ordered by; ``id`` decides between equals.
        is_descending: Of both columns.
        group: The group read, ``""`` in orders without groups.
    """

    source: str
    condition: str
    parameters: tuple[object, ...]
    value: str
    is_descending: bool
    group: str = ""

    def ids(self, limit: int | None = None) -> tuple[str, tuple[object, ...]]:
        """Return SQL for ids and values in order, with its parameters."""
        way = "DESC" if self.is_descending else "ASC"
        sql = (
            f"SELECT d.id, {self.value} FROM {self.source} WHERE {self.condition}"
            f" ORDER BY {self.value} {way}, d.id {way}"
        )
        if limit is None:
            return sql, self.parameters
        return f"{sql} LIMIT ?", (*self.parameters, limit)

    def after(self, place: Cursor) -> Selection:
        """Return the part of the selection that comes after a place."""
        sign = "<" if self.is_descending else ">"
        return Selection(
            self.source,
            f"{self.condition} AND ({self.value}, d.id) {sign} (?, ?)",
            (*self.parameters, place.value, place.id),
            self.value,
            self.is_descending,
            self.group,
        )


def selection(query: DeedQuery, found: Found | None, group: str | None = None) -> Selection:
    """Return the SELECT for a query, or for one group of it.

    Args:
        query: What is asked for.
        found: The condition for its words, from `portfolio.store.search.find`.
        group: Project key or action, for orders that have groups.
    """
    if group is not None and query.order is DeedOrder.ACTION:
        # The groups are the actions asked for; naming both would lose the index's order.
        query = replace(query, actions=())
    conditions, parameters = _filters(query)
    if group is not None:
        conditions.append(f"{_GROUP_COLUMNS[query.order]} = ?")
        parameters.append(group)
    if found is not None:
        conditions.append(found.condition)
        parameters.extend(found.parameters)
    is_few = found is not None and found.is_few
    by_title = query.order is DeedOrder.TITLE
    return Selection(
        source=f"deed_index AS d {'NOT INDEXED' if is_few else _index(query)}",
        condition=" AND ".join(conditions),
        parameters=tuple(parameters),
        value="d.title_sort" if by_title else "d.occurred_at",
        is_descending=not by_title and query.order is not DeedOrder.DATE_OLDEST,
        group=group or "",
    )


def _index(query: DeedQuery) -> str:
    # Named, because the planner guesses badly without statistics, and because a query that cannot
    # use its index should fail in a test rather than be slow in the field.
    if query.order is DeedOrder.TITLE and not query.project_key:
        return "INDEXED BY ix_deed_title"
    if query.project_key or query.order is DeedOrder.PROJECT:
        return "INDEXED BY ix_deed_project"
    if len(query.actions) == 1 or query.order is DeedOrder.ACTION:
        return "INDEXED BY ix_deed_action"
    return "INDEXED BY ix_deed_date"


def _filters(query: DeedQuery) -> tuple[list[str], list[object]]:
    conditions = ["d.listing > 0"]  # as it stands in the partial indexes
    parameters: list[object] = []
    if not query.include_hidden:
        conditions.append("d.listing = 1")
    if query.project_key:
        conditions.append("d.project_key = ?")
        parameters.append(clean(query.project_key))
    if query.actions:
        conditions.append(f"d.action IN ({', '.join('?' * len(query.actions))})")
        parameters.extend(str(action) for action in query.actions)
    if query.since is not None:
        conditions.append("d.occurred_at >= ?")
        parameters.append(f"{query.since.isoformat()}T")
    if query.until is not None and query.until.year < 9999:
        conditions.append("d.occurred_at < ?")
        parameters.append(f"{(query.until + timedelta(days=1)).isoformat()}T")
    if query.source_id:
        # Nearly every deed has one source, the one named in its row.
        conditions.append(
            "(d.source_pk = (SELECT pk FROM source WHERE id = ?) OR d.source_count > 1 AND EXISTS"
            " (SELECT 1 FROM contribution AS o JOIN source AS s ON s.pk = o.source_pk"
            " WHERE o.deed_key = d.deed_key AND s.id = ?))"
        )
        parameters.extend([clean(query.source_id)] * 2)
    if query.account_id:
        conditions.append(
            "(d.source_pk IN (SELECT s.pk FROM source AS s JOIN account AS a ON a.pk = s.account_pk"
            " WHERE a.id = ?) OR d.source_count > 1 AND EXISTS (SELECT 1 FROM contribution AS o"
            " JOIN account AS a ON a.pk = o.account_pk WHERE o.deed_key = d.deed_key"
            " AND a.id = ?))"
        )
        parameters.extend([clean(query.account_id)] * 2)
    return conditions, parameters


def groups(connection: sqlite3.Connection, query: DeedQuery) -> list[str] | None:
    """Return the groups of a query's order, in that order; None when it has none."""
    if query.order is DeedOrder.PROJECT:
        if query.project_key:
            return [query.project_key]
        rows = connection.execute(
            "SELECT DISTINCT a.project_key FROM activity AS a"
            " LEFT JOIN project_index AS p ON p.key = a.project_key"
            " ORDER BY p.name_sort, a.project_key"
        )
        return [row[0] for row in rows]
    if query.order is DeedOrder.ACTION:
        known = {str(action): place for place, action in enumerate(Action)}
        rows = connection.execute("SELECT DISTINCT action FROM activity")
        present = sorted((row[0] for row in rows), key=lambda code: (known.get(code, 99), code))
        wanted = {str(action) for action in query.actions}
        return [code for code in present if not wanted or code in wanted]
    return None


def is_counted_by_month(query: DeedQuery) -> bool:
    """Say whether the activity table alone can count the query."""
    by_place = query.source_id or query.account_id
    return not (query.words.split() or by_place or query.since or query.until)
