"""Projects under the holder's names and merges, their years and their lanes."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import Final

from portfolio.model.codes import Action, parse
from portfolio.model.project import Lane, Project, ProjectEdit, YearRollUp
from portfolio.store import curated_rows, rows
from portfolio.store.reading import first, mappings
from portfolio.store.text import clean

_ORDER: Final = {str(action): place for place, action in enumerate(Action)}


class Projects:
    """Reads projects."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, *, include_hidden: bool = False) -> list[Project]:
        """Return the projects by name; those merged into another are not among them."""
        hidden = "" if include_hidden else "AND NOT is_hidden"
        read = mappings(
            self._connection,
            f"SELECT * FROM project_index WHERE key = effective_key {hidden}"
            " ORDER BY name_sort, key",
        )
        return [_project(row) for row in read]

    def get(self, key: str) -> Project | None:
        """Return a project, also a hidden one; for a merged key the one it is part of."""
        row = first(
            self._connection,
            "SELECT p.* FROM project_index AS k JOIN project_index AS p ON p.key = k.effective_key"
            " WHERE k.key = ?",
            (clean(key),),
        )
        return None if row is None else _project(row)

    def edit(self, key: str) -> ProjectEdit | None:
        """Return what the holder decided about a project, or None."""
        row = first(self._connection, "SELECT * FROM project_edit WHERE key = ?", (clean(key),))
        return None if row is None else curated_rows.project_edit(row)

    def recorded_urls(self, key: str) -> tuple[str, ...]:
        """Return the pages sources gave for a project, whatever the holder put in their place."""
        row = first(self._connection, "SELECT urls FROM project_seen WHERE key = ?", (clean(key),))
        return () if row is None else tuple(json.loads(row["urls"]))

    def aliases(self) -> dict[str, str]:
        """Return which recorded project each remote address or root commit belongs to."""
        read = self._connection.execute("SELECT alias, project_key FROM project_alias ORDER BY 1")
        return dict(read.fetchall())

    def merged(self) -> dict[str, str]:
        """Return the projects merged into another, and which."""
        read = self._connection.execute(
            "SELECT key, effective_key FROM project_index WHERE key <> effective_key ORDER BY key"
        )
        return dict(read.fetchall())

    def roll_ups(
        self, project_key: str | None = None, *, with_kept_here: bool = False
    ) -> list[YearRollUp]:
        """Return what is recorded of each project in each year, newest year first.

        Hidden deeds are not counted, nor those whose date cannot be right.

        Args:
            project_key: Only this project.
            with_kept_here: Count confidential deeds too. Off unless asked for, because roll-ups
                are printed; deeds of sources answered with "count only" are counted always.
        """
        counts = self._counts_by_year(project_key, with_kept_here=with_kept_here)
        labels = dict(self._connection.execute("SELECT pk, label FROM source").fetchall())
        found: list[YearRollUp] = []
        for key, year in sorted(counts, key=lambda each: (each[0], -each[1])):
            parts = counts[key, year]
            period = self._period(key, year, with_kept_here=with_kept_here)
            if period is None:
                continue
            found.append(_roll_up(key, year, parts, labels, period))
        return found

    def lanes(self, *, include_hidden: bool = False) -> list[Lane]:
        """Return the timeline's lanes, latest work first; projects with no deeds have none."""
        months: dict[str, list[tuple[int, int]]] = {}
        for key, month in self._connection.execute(
            "SELECT DISTINCT project_key, month FROM activity WHERE shown > undated ORDER BY 1, 2"
        ):
            months.setdefault(key, []).append((int(month[:4]), int(month[5:7])))
        roles, marks = self._roles(), self._story_marks()
        projects = [each for each in self.all(include_hidden=include_hidden) if each.key in months]
        projects.sort(key=lambda each: months[each.key][-1], reverse=True)
        return [
            Lane(
                project_key=each.key,
                project_name=each.name,
                roles=tuple(roles.get(each.key, ())),
                months=tuple(months[each.key]),
                story_marks=tuple(marks.get(each.key, ())),
                is_confidential=each.is_confidential,
            )
            for each in projects
        ]

    def _counts_by_year(
        self, project_key: str | None, *, with_kept_here: bool
    ) -> dict[tuple[str, int], list[tuple[str, int, int]]]:
        counted = "shown - undated" if with_kept_here else "shown - undated - kept_here"
        condition = "" if project_key is None else "WHERE project_key = ?"
        read = self._connection.execute(
            f"SELECT project_key, substr(month, 1, 4), action, source_pk, sum({counted})"
            f" FROM activity {condition} GROUP BY 1, 2, 3, 4 HAVING sum({counted}) > 0",
            () if project_key is None else (clean(project_key),),
        )
        counts: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
        for key, year, action, source_pk, count in read:
            counts.setdefault((key, int(year)), []).append((action, source_pk, count))
        return counts

    def _period(self, key: str, year: int, *, with_kept_here: bool) -> tuple[str, str] | None:
        bounds = (key, f"{year:04}", f"{year + 1:04}" if year < 9999 else ":")
        limit = "" if with_kept_here else "AND privacy < 2"
        ends: list[str] = []
        # One SELECT for each end: SQLite seeks only when there is a single min() or max().
        for end in ("min", "max"):
            row = self._connection.execute(
                f"SELECT {end}(occurred_at) FROM deed_index INDEXED BY ix_deed_project"
                " WHERE listing > 0 AND project_key = ? AND occurred_at >= ? AND occurred_at < ?"
                f" AND listing = 1 AND is_dated {limit}",
                bounds,
            ).fetchone()
            if row[0] is None:
                return None
            ends.append(row[0])
        return ends[0], ends[1]

    def _roles(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, words in self._connection.execute(
            "SELECT coalesce(p.effective_key, r.project_key), coalesce(nullif(r.words, ''), r.code)"
            " FROM role AS r LEFT JOIN project_index AS p ON p.key = r.project_key"
            " ORDER BY r.from_on, r.id"
        ):
            found.setdefault(key, []).append(words)
        return found

    def _story_marks(self) -> dict[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for key, on, title in self._connection.execute(
            "SELECT coalesce(p.effective_key, s.project_key), coalesce(nullif(s.to_on, ''),"
            " s.from_on), s.title FROM story AS s"
            " LEFT JOIN project_index AS p ON p.key = s.project_key ORDER BY 2, s.id"
        ):
            if key and on[:4].isdigit():
                month = int(on[5:7]) if on[5:7].isdigit() else 1
                found.setdefault(key, []).append((int(on[:4]), month, title))
        return found


def _roll_up(
    key: str,
    year: int,
    parts: list[tuple[str, int, int]],
    labels: dict[int, str],
    period: tuple[str, str],
) -> YearRollUp:
    by_action: Counter[str] = Counter()
    for action, _source_pk, count in parts:
        by_action[action] += count
    sources = sorted({source_pk for _action, source_pk, _count in parts})
    return YearRollUp(
        project_key=key,
        year=year,
        counts=tuple(
            (parse(Action, code, Action.OTHER), by_action[code])
            for code in sorted(by_action, key=lambda code: (_ORDER.get(code, 99), code))
        ),
        source_labels=tuple(dict.fromkeys(labels.get(pk, "") for pk in sources)),
        first_at=rows.at(period[0]),
        last_at=rows.at(period[1]),
    )


def _project(row: rows.Row) -> Project:
    return Project(
        key=row["key"],
        name=row["name"],
        recorded_name=row["recorded_name"],
        what_it_is=row["what_it_is"],
        urls=tuple(json.loads(row["urls"])),
        scale_facts=curated_rows.scale_facts(row["scale_facts"]),
        first_at=rows.instant(row["first_at"]),
        last_at=rows.instant(row["last_at"]),
        deed_count=row["deed_count"],
        is_hidden=bool(row["is_hidden"]),
        is_confidential=bool(row["is_confidential"]),
        note=row["note"],
    )
