"""Deeds: pages, order, counts and single ones. Works on a bare SQLite connection."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime

from portfolio.clock import to_text
from portfolio.model import codes
from portfolio.model.codes import Action
from portfolio.model.contribution import Contribution
from portfolio.model.deed import Deed, DeedEdit
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.manual import date_known
from portfolio.model.record import Cursor, DeedPage
from portfolio.store import curated_rows, deed_sql, rows, search
from portfolio.store.deed_sql import DEED_COLUMNS, HIDDEN, Selection
from portfolio.store.reading import first, listing, mappings
from portfolio.store.text import clean


class Deeds:
    """Reads deeds; one snapshot as long as its connection's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def page(self, query: DeedQuery, *, after: Cursor | None = None, limit: int = 100) -> DeedPage:
        """Return up to ``limit`` deeds in the query's order, beginning after a place.

        Args:
            query: Which deeds, in what order.
            after: From the page before; the query has to be the same.
            limit: At least 1.
        """
        found: list[tuple[int, str]] = []
        group = ""
        for part in self._selections(query, after):
            sql, parameters = part.ids(limit + 1 - len(found))
            read = self._connection.execute(sql, parameters).fetchall()
            if read and len(found) < limit:
                group = part.group
            found.extend(read)
            if len(found) > limit:
                break
        chosen = found[:limit]
        deeds = tuple(self.by_ids([row_id for row_id, _value in chosen]))
        if len(found) <= limit:
            return DeedPage(deeds, None)
        last_id, value = chosen[-1]
        return DeedPage(deeds, Cursor(group, value, last_id))

    def count(self, query: DeedQuery) -> int:
        """Return how many deeds the query has."""
        if deed_sql.is_counted_by_month(query):
            return sum(count for _year, _month, count in self.months(query))
        part = deed_sql.selection(query, search.find(self._connection, query.words))
        sql = f"SELECT count(*) FROM {part.source} WHERE {part.condition}"
        return int(self._connection.execute(sql, part.parameters).fetchone()[0])

    def ids(self, query: DeedQuery) -> array[int]:
        """Return the ids of all deeds of the query, in its order, 8 bytes each."""
        found = array("q")
        for part in self._selections(query, None):
            sql, parameters = part.ids()
            found.extend(row[0] for row in self._connection.execute(sql, parameters))
        return found

    def months(self, query: DeedQuery) -> list[tuple[int, int, int]]:
        """Return (year, month, number of deeds) in the query's date order (UTC).

        Orders that are not by date give the newest month first.
        """
        way = "ASC" if query.order is DeedOrder.DATE_OLDEST else "DESC"
        if deed_sql.is_counted_by_month(query):
            sql, parameters = _months_from_activity(query)
        else:
            part = deed_sql.selection(query, search.find(self._connection, query.words))
            parameters = part.parameters
            sql = (
                "SELECT substr(d.occurred_at, 1, 7) AS month, count(*)"
                f" FROM {part.source} WHERE {part.condition} GROUP BY month"
            )
        read = self._connection.execute(f"{sql} ORDER BY month {way}", parameters)
        return [(int(month[:4]), int(month[5:7]), count) for month, count in read if count]

    def by_ids(self, ids: Sequence[int]) -> list[Deed]:
        """Return deeds in the order of ``ids``; those that are not there any more are left out."""
        if not ids:
            return []
        read = self._rows("WHERE d.id IN (SELECT value FROM json_each(?))", (listing(ids),))
        by_id = {deed.id: deed for deed in read}
        return [by_id[row_id] for row_id in ids if row_id in by_id]

    def get(self, key: str) -> Deed | None:
        """Return one listed deed."""
        return next(self._rows("WHERE d.deed_key = ? AND d.listing > 0", (clean(key),)), None)

    def by_keys(self, keys: Sequence[str]) -> dict[str, Deed]:
        """Return the listed deeds among ``keys`` (also hidden ones), by key."""
        condition = "WHERE d.deed_key IN (SELECT value FROM json_each(?)) AND d.listing > 0"
        return {deed.key: deed for deed in self._rows(condition, (listing(map(clean, keys)),))}

    def contributions(self, key: str) -> list[Contribution]:
        """Return what the sources said of a deed, oldest source first."""
        read = mappings(
            self._connection,
            "SELECT c.*, s.id AS source_id, coalesce(p.effective_key, s.project_key) AS project_key"
            " FROM contribution AS c JOIN source AS s ON s.pk = c.source_pk"
            " LEFT JOIN project_index AS p ON p.key = s.project_key"
            " WHERE c.deed_key = ? ORDER BY c.source_pk, c.id",
            (clean(key),),
        )
        return [rows.contribution(row) for row in read]

    def counts_of(self, source_ids: Sequence[str]) -> tuple[int, int]:
        """Return how many listed or hidden deeds only these sources carry, and how many others too.

        Goes through every contribution of the sources: not on the UI thread.
        """
        row = first(
            self._connection,
            "WITH chosen AS (SELECT pk FROM source WHERE id IN (SELECT value FROM json_each(?))),"
            " carried AS (SELECT DISTINCT deed_key FROM contribution"
            " WHERE source_pk IN (SELECT pk FROM chosen))"
            " SELECT count(*) AS every, coalesce(sum(EXISTS (SELECT 1 FROM contribution AS c"
            " WHERE c.deed_key = d.deed_key AND c.source_pk NOT IN (SELECT pk FROM chosen))), 0)"
            " AS elsewhere FROM deed_index AS d"
            " WHERE d.listing > 0 AND d.deed_key IN (SELECT deed_key FROM carried)",
            (listing(map(clean, source_ids)),),
        )
        every, elsewhere = (row["every"], row["elsewhere"]) if row is not None else (0, 0)
        return every - elsewhere, elsewhere

    def of_works(self, urls: Sequence[str], commits: Sequence[str] = ()) -> list[Contribution]:
        """Return what sources said of works with these addresses or commit hashes.

        Goes through every contribution (15 ms for 50,000): not on the UI thread.
        """
        read = mappings(
            self._connection,
            "SELECT c.*, s.id AS source_id, coalesce(p.effective_key, s.project_key) AS project_key"
            " FROM contribution AS c JOIN source AS s ON s.pk = c.source_pk"
            " LEFT JOIN project_index AS p ON p.key = s.project_key"
            " WHERE (c.url <> '' AND c.url IN (SELECT value FROM json_each(?)))"
            " OR c.deed_key IN (SELECT 'git:' || h.value || ':' || a.value"
            " FROM json_each(?) AS h, json_each(?) AS a)"
            " ORDER BY c.source_pk, c.id",
            (listing(map(clean, urls)), listing(map(clean, commits)), listing(Action)),
        )
        return [rows.contribution(row) for row in read]

    def naming(self, handle: str) -> list[Contribution]:
        """Return what sources said of work in which somebody else of this handle is named.

        Goes through every contribution: not on the UI thread. A handle is of one service only, so
        whoever asks still has to look whether it is the same person.
        """
        read = mappings(
            self._connection,
            "SELECT c.*, s.id AS source_id, coalesce(p.effective_key, s.project_key) AS project_key"
            " FROM contribution AS c JOIN source AS s ON s.pk = c.source_pk"
            " LEFT JOIN project_index AS p ON p.key = s.project_key"
            " WHERE ? <> '' AND instr(lower(c.people), lower(?)) > 0"
            " ORDER BY c.source_pk, c.id",
            (clean(handle), clean(handle)),
        )
        return [rows.contribution(row) for row in read]

    def arrived(self, since: datetime) -> list[tuple[str, Action, int]]:
        """Return (project key, action, number) of shown deeds that came in after an instant.

        A deed came in when the first of its sources had it. Reads every contribution: a few
        tenths of a second for a million, so not on the UI thread.
        """
        read = self._connection.execute(
            "SELECT d.project_key, d.action, count(*) FROM ("
            " SELECT DISTINCT c.deed_key FROM contribution AS c WHERE c.first_seen > ?"
            " AND NOT EXISTS (SELECT 1 FROM contribution AS o"
            " WHERE o.deed_key = c.deed_key AND o.first_seen <= ?)"
            ") AS n JOIN deed_index AS d ON d.deed_key = n.deed_key"
            " WHERE d.listing = 1 GROUP BY 1, 2 ORDER BY 1, 2",
            (to_text(since), to_text(since)),
        )
        return [
            (key, codes.parse(codes.Action, action, codes.Action.OTHER), count)
            for key, action, count in read
        ]

    def edit(self, key: str) -> DeedEdit | None:
        """Return what the holder decided about a deed, or None."""
        row = first(self._connection, "SELECT * FROM deed_edit WHERE deed_key = ?", (clean(key),))
        return None if row is None else curated_rows.deed_edit(row)

    def _selections(self, query: DeedQuery, after: Cursor | None) -> Iterator[Selection]:
        found = search.find(self._connection, query.words)
        groups = deed_sql.groups(self._connection, query)
        if groups is None:
            part = deed_sql.selection(query, found)
            yield part if after is None else part.after(after)
            return
        if after is not None:
            # A group that vanished since: go on with the first page rather than fail.
            start = groups.index(after.group) if after.group in groups else 0
            groups = groups[start:]
        for place, group in enumerate(groups):
            part = deed_sql.selection(query, found, group)
            is_first = after is not None and place == 0 and group == after.group
            yield part.after(after) if is_first and after is not None else part

    def _rows(self, condition: str, parameters: tuple[object, ...]) -> Iterator[Deed]:
        read = list(mappings(self._connection, f"{DEED_COLUMNS} {condition}", parameters))
        stories = self._story_titles([row["deed_key"] for row in read])
        for row in read:
            yield _deed(row, stories.get(row["deed_key"], ()))

    def _story_titles(self, keys: list[str]) -> dict[str, tuple[str, ...]]:
        read = self._connection.execute(
            "SELECT i.deed_key, s.title FROM story_item AS i JOIN story AS s ON s.id = i.story_id"
            " WHERE i.deed_key IN (SELECT value FROM json_each(?)) ORDER BY s.rank, s.id",
            (listing(map(clean, keys)),),
        )
        titles: dict[str, tuple[str, ...]] = {}
        for key, title in read:
            titles[key] = (*titles.get(key, ()), title)
        return titles


def _deed(row: rows.Row, stories: tuple[str, ...]) -> Deed:
    return Deed(
        id=row["id"],
        key=row["deed_key"],
        action=codes.parse(codes.Action, row["action"], codes.Action.OTHER),
        title=row["title"],
        recorded_title=row["recorded_title"],
        occurred_at=rows.at(row["occurred_at"]),
        project_key=row["project_key"],
        project_name=row["project_name"],
        url=row["url"],
        source_count=row["source_count"],
        is_hidden=row["listing"] == HIDDEN,
        is_confidential=row["privacy"] > 0,
        is_self_reported=bool(row["is_self_reported"]),
        gone_since=rows.instant(row["gone_since"]),
        note=row["note"],
        stories=stories,
        date_known=date_known(row["state"]) if row["is_self_reported"] else "day",
        is_marked_confidential=bool(row["is_marked"]),
    )


def _months_from_activity(query: DeedQuery) -> tuple[str, tuple[object, ...]]:
    counted = "sum(shown + hidden)" if query.include_hidden else "sum(shown)"
    conditions = ["1"]
    parameters: list[object] = []
    if query.project_key:
        conditions.append("project_key = ?")
        parameters.append(query.project_key)
    if query.actions:
        conditions.append(f"action IN ({', '.join('?' * len(query.actions))})")
        parameters.extend(str(action) for action in query.actions)
    sql = f"SELECT month, {counted} FROM activity WHERE {' AND '.join(conditions)} GROUP BY month"
    return sql, tuple(parameters)
