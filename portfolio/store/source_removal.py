"""Takes sources out of the record with what they brought; the curated layer is left alone."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import sqlite3

from portfolio.store import derived
from portfolio.store.reading import mappings


def delete(connection: sqlite3.Connection, named: str, values: tuple[object, ...]) -> None:
    """Delete sources with their contributions, names, coverage and questions.

    A deed that another source carries stays; a project that no source is left of goes.

    Args:
        connection: The writer's, in its transaction.
        named: Condition on ``source``, e.g. ``account_pk = ?``.
        values: For the condition.
    """
    keys = [
        row["project_key"]
        for row in mappings(
            connection, f"SELECT DISTINCT project_key FROM source WHERE {named}", values
        )
    ]
    chosen = f"SELECT pk FROM source WHERE {named}"
    derived.touch_deeds_where(connection, f"c.source_pk IN ({chosen})", values)
    connection.execute(f"DELETE FROM contribution WHERE source_pk IN ({chosen})", values)
    connection.execute(f"DELETE FROM source WHERE {named}", values)
    for key in keys:
        derived.touch_project(connection, key)
        left = connection.execute("SELECT 1 FROM source WHERE project_key = ?", (key,)).fetchone()
        if left is None:
            connection.execute("DELETE FROM project_seen WHERE key = ?", (key,))
            connection.execute("DELETE FROM project_alias WHERE project_key = ?", (key,))
