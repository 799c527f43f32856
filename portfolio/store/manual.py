"""Entries the holder made by hand, and the copy of them that lists and documents are made of.

What was typed is curated: it is in the journal and in every backup. Lists, search and totals are
made of contributions, so each entry has a copy among those, under a source of kind ``manual``
for its project. The copies are derived: they follow the entries within the same transaction, and
`rebuild` makes them anew.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from portfolio.clock import to_text
from portfolio.model import codes
from portfolio.model.contribution import NewContribution
from portfolio.model.kinds import Kind
from portfolio.model.manual import (
    ManualEntry,
    exactness,
    instant_of,
    is_when,
    manual_deed_key,
    manual_source_id,
)
from portfolio.store import contribution_rows, derived
from portfolio.store.contribution_rows import COLUMNS
from portfolio.store.reading import first, listing, mappings
from portfolio.store.rows import NewRow, Row, cleaned, instant, instant_text
from portfolio.store.text import clean

TABLE: Final = "manual_entry"
LABEL: Final = "Entered by hand"
_SOURCE_KIND: Final = str(codes.SourceKind.MANUAL)
_INSERT: Final = f"""
    INSERT INTO contribution ({", ".join(COLUMNS)})
    VALUES ({", ".join(f":{name}" for name in COLUMNS)})
"""


class ManualEntries:
    """Reads what was entered by hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[ManualEntry]:
        """Return every entry, the oldest entered first."""
        read = mappings(self._connection, "SELECT * FROM manual_entry ORDER BY id")
        return [entry(row) for row in read]

    def get(self, entry_id: str) -> ManualEntry | None:
        """Return one entry."""
        row = first(self._connection, "SELECT * FROM manual_entry WHERE id = ?", (clean(entry_id),))
        return None if row is None else entry(row)

    def imported(self, import_keys: Iterable[str]) -> set[str]:
        """Return those of the fingerprints that some entry was imported under."""
        read = self._connection.execute(
            "SELECT import_key FROM manual_entry"
            " WHERE import_key IN (SELECT value FROM json_each(?)) AND import_key <> ''",
            (listing(import_keys),),
        )
        return {row[0] for row in read}

    def recorded(self, urls: Iterable[str]) -> set[tuple[str, str]]:
        """Return address and action of what sources say of these addresses."""
        read = self._connection.execute(
            "SELECT DISTINCT c.url, c.action FROM contribution AS c"
            " JOIN source AS s ON s.pk = c.source_pk WHERE s.kind <> 'manual' AND c.url <> ''"
            " AND c.url IN (SELECT value FROM json_each(?))",
            (listing(map(clean, urls)),),
        )
        return {(row[0], row[1]) for row in read}


def entry(row: Row) -> ManualEntry:
    """Return an entry; unknown codes become ``OTHER``."""
    return ManualEntry(
        id=row["id"],
        title=row["title"],
        when=row["when"],
        action=codes.parse(codes.Action, row["action"], codes.Action.OTHER),
        kind=codes.parse(Kind, row["kind"], Kind.OTHER),
        project_key=row["project_key"],
        url=row["url"],
        body=row["body"],
        import_key=row["import_key"],
        created_at=instant(row["created_at"]),
    )


def entry_row(each: ManualEntry) -> NewRow:
    """Return the row of an entry."""
    row = {name: getattr(each, name) for name in ManualEntry.__slots__}
    row.update(
        action=str(each.action), kind=str(each.kind), created_at=instant_text(each.created_at)
    )
    return cleaned(row)


def follow(connection: sqlite3.Connection, before: Row | None, after: Row | None) -> None:
    """Bring the copy of one entry in step with it.

    Args:
        connection: The writer's, in its transaction.
        before: The entry's row as it was, None for a new one.
        after: The row as it is now, None for one removed.
    """
    if before is not None:
        _remove(connection, before)
    if after is not None and is_when(after["when"]):
        _insert(connection, after)
    if before is not None:
        _drop_empty(connection, before["project_key"])


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all copies anew, before the derived layer is."""
    connection.execute(
        "DELETE FROM contribution WHERE source_pk IN (SELECT pk FROM source WHERE kind = 'manual')"
    )
    read = mappings(connection, "SELECT * FROM manual_entry ORDER BY id")
    for row in read:
        if is_when(row["when"]):
            _insert(connection, row)
    connection.execute(
        "DELETE FROM source WHERE kind = 'manual'"
        " AND pk NOT IN (SELECT source_pk FROM contribution)"
    )


def _insert(connection: sqlite3.Connection, row: Row) -> None:
    stamp = row["created_at"] or to_text(instant_of(row["when"]))
    each = entry(row)
    new = NewContribution(
        native_id=each.id,
        action=each.action,
        title=each.title,
        occurred_at=instant_of(each.when),
        identity_key="",
        deed_key=manual_deed_key(each.id),
        body=each.body,
        url=each.url,
        state=exactness(each.when),
        kind=each.kind,
    )
    pk = _source_pk(connection, each.project_key)
    connection.execute(_INSERT, contribution_rows.row(pk, new, stamp))
    _touch(connection, row)


def _remove(connection: sqlite3.Connection, row: Row) -> None:
    connection.execute(
        "DELETE FROM contribution WHERE deed_key = ?"
        " AND source_pk IN (SELECT pk FROM source WHERE kind = 'manual')",
        (manual_deed_key(row["id"]),),
    )
    _touch(connection, row)


def _touch(connection: sqlite3.Connection, row: Row) -> None:
    derived.touch_deeds(connection, [manual_deed_key(row["id"])])
    if row["project_key"]:
        derived.touch_project(connection, row["project_key"])


def _source_pk(connection: sqlite3.Connection, project_key: str) -> int:
    source_id = manual_source_id(project_key)
    connection.execute(
        "INSERT INTO source (id, kind, instance, label, place, project_key, remotes, roots,"
        " is_public, last_ok_at, last_error, cursor)"
        " VALUES (?, ?, ?, ?, '', ?, '[]', '[]', NULL, NULL, '', '{}') ON CONFLICT DO NOTHING",
        (source_id, _SOURCE_KIND, source_id, LABEL, project_key),
    )
    found = connection.execute("SELECT pk FROM source WHERE id = ?", (source_id,)).fetchone()
    return int(found[0])


def _drop_empty(connection: sqlite3.Connection, project_key: str) -> None:
    connection.execute(
        "DELETE FROM source WHERE id = ? AND kind = 'manual'"
        " AND NOT EXISTS (SELECT 1 FROM contribution AS c WHERE c.source_pk = source.pk)",
        (manual_source_id(project_key),),
    )
