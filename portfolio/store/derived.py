"""The derived layer: the deed index, kept up to date inside the transaction of each change.

A change marks what it touched (temporary tables of the writing connection); `refresh` then
recomputes only that::

    contribution, source, identity, answer, deed_edit, project_edit
        -> touched_deed, touched_project, touched_source
        -> deed_index, deed_fts, activity     (this module)
        -> project_index                      (derived_projects)

One deed is made of all contributions with its key. The primary one, whose facts are shown, is
chosen by: an identity of the holder, a public address, a public source, the source known longest.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from portfolio.store import derived_projects

TOUCHED_TABLES: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS touched_deed (deed_key TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS touched_project (key TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS touched_source (pk INTEGER PRIMARY KEY)",
    """CREATE TEMP TABLE IF NOT EXISTS fresh_deed (
        deed_key TEXT PRIMARY KEY, contribution_id INTEGER, source_pk INTEGER,
        source_count INTEGER, action TEXT, project_key TEXT, occurred_at TEXT, listing INTEGER,
        privacy INTEGER, is_self_reported INTEGER, is_dated INTEGER, gone_since TEXT,
        text_stamp TEXT, title TEXT
        ) WITHOUT ROWID""",
)

_SOURCES: Final = f"""
    SELECT s.pk, s.id, s.kind, coalesce(p.effective_key, s.project_key) AS project_key,
        s.is_public IS 1 AS is_public, s.kind = 'manual' AS is_manual,
        {derived_projects.PRIVACY} AS privacy
    FROM source AS s
    LEFT JOIN project_index AS p ON p.key = s.project_key
    LEFT JOIN answer AS a ON a.question_key = 'not-public:' || s.id || ':'
"""

# Bare columns beside min() come from the row that has the minimum (SQLite, "SELECT", 2.5).
_FRESH: Final = f"""
    INSERT INTO fresh_deed
    WITH origin AS MATERIALIZED ({_SOURCES}),
    own AS MATERIALIZED (SELECT DISTINCT key FROM identity WHERE status = 'confirmed')
    SELECT g.deed_key, g.id, g.source_pk, g.source_count,
        CASE WHEN g.pattern = '' OR EXISTS (
            SELECT 1 FROM answer AS a WHERE a.answer = 'own-work' AND a.question_key IN (
                g.pattern, 'bulk-import:' || g.source_id || ':' || g.pattern,
                'vendored:' || g.source_id || ':' || g.pattern))
            THEN g.action ELSE 'integrated' END,
        g.project_key, g.occurred_at,
        CASE WHEN NOT g.is_own THEN 0 WHEN e.is_hidden THEN 2 ELSE 1 END,
        CASE WHEN e.is_confidential THEN 2 ELSE g.privacy END,
        g.is_self_reported, g.state <> 'clock-error',
        CASE WHEN g.is_gone THEN g.gone_since END,
        g.content_hash || coalesce(e.title, ''),
        coalesce(nullif(e.title, ''), g.title)
    FROM (
        SELECT c.deed_key, c.id, c.source_pk, c.action, c.pattern, c.occurred_at, c.gone_since,
            c.content_hash, c.title, c.state, o.id AS source_id, o.project_key,
            min(((NOT (o.is_manual OR c.identity_key IN own)) * 4 + (c.url = '') * 2
                + (NOT o.is_public)) * 4294967296 + c.source_pk),
            count(DISTINCT c.source_pk) AS source_count,
            sum(o.is_manual OR c.identity_key IN own) > 0 AS is_own,
            CASE WHEN sum(o.privacy = 0) > 0 THEN 0 WHEN sum(o.privacy = 1) > 0 THEN 1
                ELSE 2 END AS privacy,
            sum(NOT o.is_manual) = 0 AS is_self_reported,
            sum(c.gone_since IS NULL) = 0 AS is_gone
        FROM touched_deed AS t
        CROSS JOIN contribution AS c ON c.deed_key = t.deed_key
        JOIN origin AS o ON o.pk = c.source_pk
        GROUP BY t.deed_key
    ) AS g LEFT JOIN deed_edit AS e ON e.deed_key = g.deed_key
"""

_FACTS: Final = (
    "contribution_id, source_pk, source_count, action, project_key, occurred_at, listing,"
    " privacy, is_self_reported, is_dated, gone_since, text_stamp, title"
)

_UPSERT: Final = f"""
    INSERT INTO deed_index (deed_key, {_FACTS}, title_sort)
    SELECT deed_key, {_FACTS}, sort_text(title) FROM fresh_deed WHERE true
    ON CONFLICT (deed_key) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in _FACTS.split(", "))},
        title_sort = excluded.title_sort
"""

_SAME: Final = f"""
    DELETE FROM fresh_deed AS f WHERE EXISTS (
        SELECT 1 FROM deed_index AS d WHERE d.deed_key = f.deed_key
            AND {" AND ".join(f"d.{name} IS f.{name}" for name in _FACTS.split(", "))})
"""

_ACTIVITY: Final = """
    INSERT INTO activity (project_key, month, action, source_pk, shown, hidden, kept_here,
        undated)
    SELECT project_key, substr(occurred_at, 1, 7), action, source_pk,
        {sign} sum(listing = 1), {sign} sum(listing = 2),
        {sign} sum(listing = 1 AND is_dated AND privacy = 2),
        {sign} sum(listing = 1 AND NOT is_dated)
    FROM touched_deed AS t CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key
    WHERE d.listing > 0 GROUP BY 1, 2, 3, 4
    ON CONFLICT (project_key, month, action, source_pk) DO UPDATE SET
        shown = shown + excluded.shown, hidden = hidden + excluded.hidden,
        kept_here = kept_here + excluded.kept_here, undated = undated + excluded.undated
"""

_INDEX_TEXT: Final = """
    INSERT INTO deed_fts (rowid, titles, body)
    SELECT d.id, search_titles(c.title, e.title), search_body(c.body, c.people)
    FROM touched_deed AS t CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key
    JOIN contribution AS c ON c.id = d.contribution_id
    LEFT JOIN deed_edit AS e ON e.deed_key = d.deed_key
    WHERE d.indexed_stamp IS NOT d.text_stamp
"""


def touch_deeds(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Mark deeds whose contributions or decisions changed."""
    connection.execute(
        "INSERT OR IGNORE INTO touched_deed SELECT value FROM json_each(?)",
        (json.dumps(list(keys)),),
    )


def touch_deeds_where(
    connection: sqlite3.Connection, condition: str, parameters: tuple[object, ...]
) -> None:
    """Mark the deeds of contributions ``c`` (with their source ``s``) that fit a condition."""
    connection.execute(
        "INSERT OR IGNORE INTO touched_deed SELECT c.deed_key FROM contribution AS c"
        f" JOIN source AS s ON s.pk = c.source_pk WHERE {condition}",
        parameters,
    )


def touch_source(connection: sqlite3.Connection, pk: int) -> None:
    """Mark a source that belongs to another project now, and nothing else of it changed."""
    connection.execute("INSERT OR IGNORE INTO touched_source VALUES (?)", (pk,))


def touch_project(connection: sqlite3.Connection, key: str) -> None:
    """Mark a project whose recorded side or decision changed."""
    connection.execute("INSERT OR IGNORE INTO touched_project VALUES (?)", (key,))


def refresh(connection: sqlite3.Connection) -> None:
    """Bring lists, search and counts up to date with what was touched; forget the marks.

    Args:
        connection: The writer's, in its transaction.
    """
    derived_projects.settle_merges(connection)
    _file_again(connection)
    if connection.execute("SELECT 1 FROM touched_deed LIMIT 1").fetchone():
        _refresh_deeds(connection)
    derived_projects.refresh(connection)
    forget_marks(connection)


def forget_marks(connection: sqlite3.Connection) -> None:
    """Empty the marks."""
    for table in ("touched_deed", "touched_project", "touched_source", "fresh_deed"):
        connection.execute(f"DELETE FROM temp.{table}")


def _file_again(connection: sqlite3.Connection) -> None:
    """Move the deeds of marked sources to the project the source belongs to now.

    A deed is filed under the project of its primary source, so nothing of it is recomputed: a
    repository whose root is learnt at the end of its reading would else cost its lists twice.
    """
    for pk, key in connection.execute(
        "SELECT s.pk, coalesce(p.effective_key, s.project_key) FROM touched_source AS t"
        " JOIN source AS s ON s.pk = t.pk LEFT JOIN project_index AS p ON p.key = s.project_key"
    ).fetchall():
        before = connection.execute(
            "SELECT DISTINCT project_key FROM activity WHERE source_pk = ?", (pk,)
        ).fetchall()
        for old in {*before, (key,)}:
            touch_project(connection, old[0])
        connection.execute(
            "UPDATE deed_index SET project_key = ? WHERE source_pk = ? AND id IN (SELECT d.id"
            " FROM contribution AS c CROSS JOIN deed_index AS d ON d.deed_key = c.deed_key"
            " WHERE c.source_pk = ?)",
            (key, pk, pk),
        )
        connection.execute("UPDATE activity SET project_key = ? WHERE source_pk = ?", (key, pk))


def _refresh_deeds(connection: sqlite3.Connection) -> None:
    connection.execute(_FRESH)
    _drop_vanished(connection)
    connection.execute(_SAME)
    # What is left of the marks: deeds whose row changes or begins.
    connection.execute(
        "DELETE FROM touched_deed WHERE deed_key NOT IN (SELECT deed_key FROM fresh_deed)"
    )
    _touch_projects_of_deeds(connection)
    connection.execute(_ACTIVITY.format(sign="-"))
    connection.execute(_UPSERT)
    connection.execute(_ACTIVITY.format(sign="+"))
    connection.execute("DELETE FROM activity WHERE shown = 0 AND hidden = 0")
    _touch_projects_of_deeds(connection)
    _index_text(connection)


def _drop_vanished(connection: sqlite3.Connection) -> None:
    """Remove deeds that no contribution has any more (a reader changed their keys)."""
    gone = connection.execute(
        "SELECT d.id, d.deed_key FROM touched_deed AS t"
        " CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key"
        " WHERE t.deed_key NOT IN (SELECT deed_key FROM fresh_deed)"
    ).fetchall()
    if not gone:
        return
    kept = connection.execute("SELECT deed_key FROM touched_deed").fetchall()
    connection.execute("DELETE FROM touched_deed")
    touch_deeds(connection, [key for _id, key in gone])
    _touch_projects_of_deeds(connection)
    connection.execute(_ACTIVITY.format(sign="-"))
    connection.executemany("DELETE FROM deed_fts WHERE rowid = ?", [(each[0],) for each in gone])
    connection.executemany("DELETE FROM deed_index WHERE id = ?", [(each[0],) for each in gone])
    connection.execute("DELETE FROM touched_deed")
    connection.executemany("INSERT OR IGNORE INTO touched_deed VALUES (?)", kept)


def _touch_projects_of_deeds(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO touched_project SELECT DISTINCT d.project_key"
        " FROM touched_deed AS t CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key"
    )


def _index_text(connection: sqlite3.Connection) -> None:
    new, changed = connection.execute(
        "SELECT count(*), count(d.indexed_stamp) FROM touched_deed AS t"
        " CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key"
        " WHERE d.indexed_stamp IS NOT d.text_stamp"
    ).fetchone()
    if changed:
        connection.execute(
            "DELETE FROM deed_fts WHERE rowid IN (SELECT d.id FROM touched_deed AS t"
            " CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key"
            " WHERE d.indexed_stamp IS NOT NULL AND d.indexed_stamp <> d.text_stamp)"
        )
    if new:
        connection.execute(_INDEX_TEXT)
        connection.execute(
            "UPDATE deed_index SET indexed_stamp = text_stamp WHERE indexed_stamp IS NOT text_stamp"
            " AND id IN (SELECT d.id FROM touched_deed AS t"
            " CROSS JOIN deed_index AS d ON d.deed_key = t.deed_key)"
        )


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole derived layer anew, inside the writer's transaction."""
    for table in ("deed_fts", "deed_index", "activity", "project_index"):
        connection.execute(f"DELETE FROM {table}")
    forget_marks(connection)
    derived_projects.touch_all(connection)
    connection.execute("INSERT OR IGNORE INTO touched_deed SELECT deed_key FROM contribution")
    refresh(connection)
