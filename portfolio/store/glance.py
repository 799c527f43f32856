"""The first rows of the record by plain SQLite, for the window's first paint.

SQLModel takes several times as long to import as the window needs to appear, so this module and
what it uses stay without it (a test holds that).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass

from portfolio.model.deed import Deed
from portfolio.model.deed_query import DeedQuery
from portfolio.model.record import RecordTotals
from portfolio.paths import Paths
from portfolio.store.connections import connect
from portfolio.store.migrations import CURRENT
from portfolio.store.reader import Reader
from portfolio.store.soundness import header_problem, version_of


@dataclass(frozen=True, slots=True)
class Glance:
    """What the window shows before the store is open.

    Attributes:
        deeds: The newest listed deeds, newest first.
        count: All listed deeds that are not hidden.
        project_names: Of the projects that are shown, by name.
    """

    deeds: tuple[Deed, ...]
    count: int
    totals: RecordTotals
    project_names: tuple[str, ...]
    story_count: int


def first_rows(paths: Paths, limit: int = 500) -> Glance | None:
    """Return the first rows, or None when there is no record that can be read just now.

    Whatever is wrong with the record is said by ``Store.open``, which comes right after.
    """
    with contextlib.suppress(sqlite3.Error, OSError, ValueError):
        if not paths.store.exists() or header_problem(paths.store) is not None:
            return None
        immutable = not os.access(paths.data, os.W_OK)
        connection = connect(paths.store, read_only=True, immutable=immutable)
        try:
            return _glance(connection, limit) if version_of(connection) == CURRENT else None
        finally:
            connection.close()
    return None


def _glance(connection: sqlite3.Connection, limit: int) -> Glance:
    connection.execute("BEGIN")
    reader = Reader(connection)
    totals = reader.totals()
    return Glance(
        deeds=reader.deeds.page(DeedQuery(), limit=limit).deeds,
        count=totals.deed_count,
        totals=totals,
        project_names=tuple(each.name for each in reader.projects.all()),
        story_count=connection.execute("SELECT count(*) FROM story").fetchone()[0],
    )
