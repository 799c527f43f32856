"""The derived layer: the project index under the holder's names and merges."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from portfolio.store.text import clean, folded, sort_text

# What may leave of source ``s`` whose answer is ``a``: 0 all, 1 a count, 2 nothing. The holder's
# answer, else nothing of one that is not public; a word of a later version means nothing too.
PRIVACY: Final = """
    CASE coalesce(a.answer, CASE s.is_public WHEN 0 THEN 'leave-out' ELSE 'public' END)
        WHEN 'public' THEN 0 WHEN 'include' THEN 0 WHEN 'count-only' THEN 1 ELSE 2 END
"""

_KEYS: Final = """
    SELECT key FROM project_seen UNION SELECT key FROM project_edit
    UNION SELECT project_key FROM source WHERE project_key <> ''
"""

_REFRESH: Final = f"""
    INSERT INTO project_index (key, effective_key, recorded_name, name, name_sort, name_folded,
        what_it_is, urls, scale_facts, first_at, last_at, deed_count, is_hidden, is_confidential,
        note)
    SELECT t.key, i.effective_key, coalesce(r.recorded_name, ''),
        coalesce(nullif(e.name, ''), nullif(r.recorded_name, ''), t.key), '', '',
        coalesce(e.what_it_is, ''),
        CASE WHEN coalesce(e.urls, '[]') = '[]' THEN coalesce(r.urls, '[]') ELSE e.urls END,
        coalesce(e.scale_facts, '[]'),
        (SELECT min(occurred_at) FROM deed_index AS d INDEXED BY ix_deed_project
            WHERE d.listing > 0 AND d.project_key = t.key AND d.listing = 1 AND d.is_dated),
        (SELECT max(occurred_at) FROM deed_index AS d INDEXED BY ix_deed_project
            WHERE d.listing > 0 AND d.project_key = t.key AND d.listing = 1 AND d.is_dated),
        (SELECT coalesce(sum(shown), 0) FROM activity AS a WHERE a.project_key = t.key),
        coalesce(e.is_hidden, 0),
        coalesce((SELECT min({PRIVACY}) > 0
            FROM source AS s JOIN project_index AS k ON k.key = s.project_key
            LEFT JOIN answer AS a ON a.question_key = 'not-public:' || s.id || ':'
            WHERE k.effective_key = t.key AND s.kind <> 'manual'), 0),
        coalesce(e.note, '')
    FROM touched_project AS t
    JOIN project_index AS i ON i.key = t.key
    LEFT JOIN project_seen AS r ON r.key = t.key
    LEFT JOIN project_edit AS e ON e.key = t.key
    WHERE true
    ON CONFLICT (key) DO UPDATE SET recorded_name = excluded.recorded_name, name = excluded.name,
        what_it_is = excluded.what_it_is, urls = excluded.urls,
        scale_facts = excluded.scale_facts, first_at = excluded.first_at,
        last_at = excluded.last_at, deed_count = excluded.deed_count,
        is_hidden = excluded.is_hidden, is_confidential = excluded.is_confidential,
        note = excluded.note
"""


def touch_all(connection: sqlite3.Connection) -> None:
    """Mark every project."""
    connection.execute(f"INSERT OR IGNORE INTO touched_project {_KEYS}")


def merge_target(key: str, merges: Mapping[str, str]) -> str:
    """Return the project a key ends at; a circle of merges ends where it was entered."""
    seen = {key}
    at = key
    while (into := merges.get(at, "")) and into not in seen:
        seen.add(into)
        at = into
    return key if merges.get(at, "") else at


def settle_merges(connection: sqlite3.Connection) -> None:
    """Bring effective keys up to date; mark sources and projects whose one changed.

    Deeds are moved by their source, so this has to run before they are.
    """
    if not connection.execute("SELECT 1 FROM touched_project LIMIT 1").fetchone():
        return
    connection.execute(
        "INSERT OR IGNORE INTO project_index (key, effective_key, recorded_name, name, name_sort,"
        " name_folded, what_it_is, urls, scale_facts, deed_count, is_hidden, is_confidential,"
        " note) SELECT key, key, '', '', '', '', '', '[]', '[]', 0, 0, 0, ''"
        f" FROM touched_project WHERE key IN ({_KEYS})"
    )
    known = dict(connection.execute("SELECT key, effective_key FROM project_index").fetchall())
    merges = _merges(connection, known)
    for key, before in known.items():
        target = merge_target(key, merges)
        if target == before:
            continue
        connection.execute(
            "UPDATE project_index SET effective_key = ? WHERE key = ?", (target, key)
        )
        connection.executemany(
            "INSERT OR IGNORE INTO touched_project VALUES (?)", [(key,), (before,), (target,)]
        )
        connection.execute(
            "INSERT OR IGNORE INTO touched_source SELECT pk FROM source WHERE project_key = ?",
            (key,),
        )


def _merges(connection: sqlite3.Connection, known: Mapping[str, str]) -> dict[str, str]:
    """Return what each project is part of: for the holder, else because sources joined them.

    A project's key is one of its aliases; when a later reading shows that two projects are one,
    that alias points elsewhere, and what was decided under the old key goes along.
    """
    joined = connection.execute(
        "SELECT a.alias, a.project_key FROM project_alias AS a"
        " JOIN project_index AS p ON p.key = a.alias WHERE a.alias <> a.project_key"
    )
    merges = {key: into for key, into in joined if into in known}
    decided = connection.execute("SELECT key, merged_into FROM project_edit")
    merges.update((key, into) for key, into in decided if into in known)
    return merges


def refresh(connection: sqlite3.Connection) -> None:
    """Recompute the rows of marked projects; drop those nothing speaks of any more."""
    if not connection.execute("SELECT 1 FROM touched_project LIMIT 1").fetchone():
        return
    connection.execute(_REFRESH)
    connection.execute(
        "DELETE FROM project_index WHERE key IN (SELECT key FROM touched_project)"
        f" AND key NOT IN ({_KEYS})"
    )
    named = connection.execute(
        "SELECT p.name, p.key FROM touched_project AS t JOIN project_index AS p ON p.key = t.key"
    ).fetchall()
    connection.executemany(
        "UPDATE project_index SET name_sort = ?, name_folded = ? WHERE key = ?",
        [(sort_text(name), folded(clean(name)), key) for name, key in named],
    )
