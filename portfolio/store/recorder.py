"""Writes the recorded layer: what sources said. Never touches a curated table."""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, delete
from sqlalchemy.dialects.sqlite import insert

from portfolio.clock import to_text
from portfolio.errors import NotFoundError
from portfolio.model.contribution import NewContribution, Sizes
from portfolio.model.identity import IdentityHint, Spelling
from portfolio.model.record import Written
from portfolio.model.source import Coverage, Question, Source
from portfolio.model.verdict import Answer, Verdict
from portfolio.store import (
    attested_writing,
    contribution_rows,
    derived,
    rows,
    source_removal,
    tables,
)
from portfolio.store.account_recording import AccountRecording
from portfolio.store.contribution_rows import COLUMNS, FACTS, SIZES
from portfolio.store.reading import first, listing
from portfolio.store.tables import table_of
from portfolio.store.text import clean

BATCH: Final = 500
# Prepared by the driver once: by way of SQLAlchemy each row cost three times as much.
_UPSERT: Final = f"""
    INSERT INTO contribution ({", ".join(COLUMNS)})
    VALUES ({", ".join(f":{name}" for name in COLUMNS)})
    ON CONFLICT (source_pk, native_id, action) DO UPDATE SET gone_since = NULL,
        {", ".join(f"{name} = excluded.{name}" for name in FACTS)},
        {", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in SIZES)}
"""


class Recorder(AccountRecording):
    """One transaction on the recorded layer.

    What is read through it is the recorded side as written so far; lists, search and counts are
    brought up to date when the transaction ends.
    """

    def __init__(self, core: Connection) -> None:
        super().__init__(core)
        self._source_pks: dict[str, int] = {}

    def save_source(self, source: Source) -> None:
        """Insert a source or update what was recorded of it.

        Coverage given with it is stored; the confidentiality is the holder's and is not.
        """
        before = first(self._connection, "SELECT * FROM source WHERE id = ?", (clean(source.id),))
        row = {
            "id": clean(source.id),
            "kind": str(source.kind),
            "instance": clean(source.instance),
            "label": clean(source.label),
            "place": clean(source.place),
            "project_key": clean(source.project_key),
            "remotes": rows.to_json(source.remotes),
            "roots": rows.to_json(source.roots),
            "is_public": source.is_public,
            "last_ok_at": rows.instant_text(source.last_ok_at),
            "last_error": clean(source.last_error),
        }
        table = table_of(tables.SourceRow)
        statement = insert(table).values(**row, cursor="{}")
        self._core.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={name: statement.excluded[name] for name in row if name != "id"},
            )
        )
        self._touch_project_of(source, before)
        if source.coverage:
            self.set_coverage(source.id, source.coverage)

    def remove_sources(self, source_ids: Iterable[str]) -> None:
        """Forget sources with all they brought; what the holder decided about it stays.

        Raises:
            NotFoundError: There is no such source.
        """
        ids = list(dict.fromkeys(map(clean, source_ids)))
        for each in ids:
            self._source_pk(each)
        named = "id IN (SELECT value FROM json_each(?))"
        source_removal.delete(self._connection, named, (listing(ids),))
        self._source_pks.clear()

    def save_check(
        self,
        thing: str,
        item_id: str,
        verdict: Verdict,
        answers: Iterable[Answer] = (),
        *,
        asked: bool = False,
    ) -> None:
        """Keep what a check of a letter or badge came to; see `attested_writing.save_check`."""
        attested_writing.save_check(self._connection, thing, item_id, verdict, answers, asked=asked)

    def _touch_project_of(self, source: Source, before: rows.Row | None) -> None:
        keys = {source.project_key, before["project_key"] if before else ""} - {""}
        for key in keys:
            derived.touch_project(self._connection, key)
        if before is None:
            return
        if any(before[name] != getattr(source, name) for name in ("kind", "is_public")):
            derived.touch_deeds_where(self._connection, "s.id = ?", (source.id,))
        if before["project_key"] != source.project_key:
            derived.touch_source(self._connection, before["pk"])

    def save_spellings(self, source_id: str, spellings: Sequence[Spelling]) -> None:
        """Replace the spellings of a source."""
        pk = self._source_pk(source_id)
        table = table_of(tables.SpellingRow)
        self._core.execute(delete(table).where(table.c.source_pk == pk))
        unique = {
            (row["key"], row["name"], row["address"]): row
            for row in (rows.spelling_row(pk, each) for each in spellings)
        }
        self._insert(table, list(unique.values()))

    def save_hints(self, hints: Sequence[IdentityHint]) -> None:
        """Replace all hints."""
        table = table_of(tables.HintRow)
        self._core.execute(delete(table))
        self._insert(table, [rows.hint_row(each) for each in hints])

    def add_contributions(
        self, source_id: str, contributions: Sequence[NewContribution], *, at: datetime
    ) -> Written:
        """Insert contributions or update their recorded columns.

        One is known by source, native id and action. An unchanged one is not rewritten, except
        that it is no longer gone; sizes read before stay when this reading has none.

        Args:
            source_id: A saved source.
            contributions: In any order; of two with the same name the later one counts.
            at: Instant of the reading.

        Raises:
            NotFoundError: There is no such source.
        """
        pk = self._source_pk(source_id)
        stamp = to_text(at)
        written = Written()
        for batch in _batches(contributions):
            fresh = [contribution_rows.row(pk, each, stamp) for each in batch]
            written += self._write_contributions(pk, fresh)
        return written

    def _write_contributions(self, pk: int, batch: list[rows.NewRow]) -> Written:
        by_name = {(row["native_id"], row["action"]): row for row in batch}
        known: dict[tuple[str, str], tuple[Any, ...]] = {
            (native_id, action): facts
            for native_id, action, *facts in self._connection.execute(
                "SELECT native_id, action, content_hash, deed_key, gone_since,"
                " files, lines_added, lines_removed FROM contribution"
                " WHERE source_pk = ? AND native_id IN (SELECT value FROM json_each(?))",
                (pk, listing(native_id for native_id, _action in by_name)),
            )
        }
        due = [row for name, row in by_name.items() if _is_news(row, known.get(name))]
        names = ((row["native_id"], row["action"]) for row in due)
        changed = [name for name in names if name in known]
        if due:
            self._connection.executemany(_UPSERT, due)
            derived.touch_deeds(self._connection, [row["deed_key"] for row in due])
            derived.touch_deeds(self._connection, [known[name][1] for name in changed])
        return Written(len(due) - len(changed), len(changed), len(batch) - len(due))

    def set_sizes(self, source_id: str, sizes: Sequence[tuple[str, Sizes]]) -> None:
        """Store sizes of changes, for all contributions with the native id."""
        pk = self._source_pk(source_id)
        self._connection.executemany(
            "UPDATE contribution SET files = ?, lines_added = ?, lines_removed = ?"
            " WHERE source_pk = ? AND native_id = ?",
            [
                (*contribution_rows.size_values(each), pk, clean(native_id))
                for native_id, each in sizes
            ],
        )

    def without_sizes(self, source_id: str) -> list[str]:
        """Return the native ids of changes whose size is not known; merges have none."""
        read = self._connection.execute(
            "SELECT DISTINCT native_id FROM contribution WHERE files IS NULL AND state <> 'merge'"
            " AND source_pk = (SELECT pk FROM source WHERE id = ?)",
            (clean(source_id),),
        )
        return [row[0] for row in read]

    def set_patterns(self, source_id: str, patterns: Sequence[tuple[str, str]]) -> None:
        """Store which question each change (by native id) belongs to."""
        pk = self._source_pk(source_id)
        for native_id, pattern in patterns:
            chosen = "c.source_pk = ? AND c.native_id = ? AND c.pattern <> ?"
            values = (pk, clean(native_id), clean(pattern))
            derived.touch_deeds_where(self._connection, chosen, values)
            self._connection.execute(
                "UPDATE contribution SET pattern = ? WHERE source_pk = ? AND native_id = ?",
                (clean(pattern), pk, clean(native_id)),
            )

    def seen(self, source_id: str, native_ids: Iterable[str], *, at: datetime) -> None:
        """Mark contributions as still there, also those that were gone."""
        pk = self._source_pk(source_id)
        for batch in _batches(list(native_ids)):
            named = listing(map(clean, batch))
            chosen = "source_pk = ? AND native_id IN (SELECT value FROM json_each(?))"
            derived.touch_deeds_where(
                self._connection, f"{chosen} AND c.gone_since IS NOT NULL", (pk, named)
            )
            self._connection.execute(
                f"UPDATE contribution SET last_seen = ?, gone_since = NULL WHERE {chosen}",
                (to_text(at), pk, named),
            )

    def gone(self, source_id: str, native_ids: Iterable[str], *, at: datetime) -> int:
        """Mark contributions that their source has no more; the copies are kept.

        Returns:
            How many were newly marked.
        """
        pk = self._source_pk(source_id)
        count = 0
        for batch in _batches(list(native_ids)):
            named = listing(map(clean, batch))
            chosen = (
                "source_pk = ? AND native_id IN (SELECT value FROM json_each(?))"
                " AND gone_since IS NULL"
            )
            derived.touch_deeds_where(self._connection, chosen, (pk, named))
            cursor = self._connection.execute(
                f"UPDATE contribution SET gone_since = ? WHERE {chosen}",
                (to_text(at), pk, named),
            )
            count += cursor.rowcount
        return count

    def known_ids(self, source_id: str) -> set[str]:
        """Return the native ids stored of a source; empty for one that is not saved yet."""
        read = self._connection.execute(
            "SELECT DISTINCT native_id FROM contribution"
            " WHERE source_pk = (SELECT pk FROM source WHERE id = ?)",
            (clean(source_id),),
        )
        return {row[0] for row in read}

    def set_cursor(self, source_id: str, cursor: Mapping[str, object]) -> None:
        """Store how far a source was read; JSON values only."""
        self._connection.execute(
            "UPDATE source SET cursor = ? WHERE pk = ?",
            (rows.to_json(dict(cursor)), self._source_pk(source_id)),
        )

    def set_coverage(self, source_id: str, coverage: Sequence[Coverage]) -> None:
        """Replace the coverage of a source."""
        pk = self._source_pk(source_id)
        table = table_of(tables.CoverageRow)
        self._core.execute(delete(table).where(table.c.source_pk == pk))
        unique = {each.kind: rows.coverage_row(pk, each) for each in coverage}
        self._insert(table, list(unique.values()))

    def save_questions(self, source_id: str, questions: Sequence[Question]) -> None:
        """Replace the questions of a source; answers given stay."""
        pk = self._source_pk(source_id)
        table = table_of(tables.QuestionRow)
        self._core.execute(delete(table).where(table.c.source_pk == pk))
        unique = {
            each.key: {
                "key": clean(each.key),
                "source_pk": pk,
                "kind": str(each.kind),
                "detail": clean(each.detail),
                "count": each.count,
                "examples": rows.to_json(each.examples),
            }
            for each in questions
        }
        self._insert(table, list(unique.values()))

    def link_project(
        self,
        aliases: Sequence[str],
        *,
        project_key: str,
        recorded_name: str,
        urls: Sequence[str],
    ) -> None:
        """Say which project addresses and root commits belong to, and what sources call it."""
        key = clean(project_key)
        seen = table_of(tables.ProjectSeenRow)
        statement = insert(seen).values(
            key=key, recorded_name=clean(recorded_name), urls=rows.to_json(tuple(urls))
        )
        self._core.execute(
            statement.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "recorded_name": statement.excluded.recorded_name,
                    "urls": statement.excluded.urls,
                },
            )
        )
        self._connection.executemany(
            "INSERT INTO project_alias (alias, project_key) VALUES (?, ?)"
            " ON CONFLICT (alias) DO UPDATE SET project_key = excluded.project_key",
            [(clean(alias), key) for alias in aliases],
        )
        derived.touch_project(self._connection, key)

    def _source_pk(self, source_id: str) -> int:
        if source_id not in self._source_pks:
            row = first(self._connection, "SELECT pk FROM source WHERE id = ?", (clean(source_id),))
            if row is None:
                raise NotFoundError(f"There is no source {source_id} in the record.")
            self._source_pks[source_id] = row["pk"]
        return self._source_pks[source_id]

    def _insert(self, table: Table, new: list[rows.NewRow]) -> None:
        if new:
            self._core.execute(insert(table), new)


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _is_news(row: rows.NewRow, known: Sequence[Any] | None) -> bool:
    if known is None:
        return True
    content_hash, _deed_key, gone_since, *sizes = known
    if content_hash != row["content_hash"] or gone_since is not None:
        return True
    return any(
        row[name] is not None and row[name] != stored
        for name, stored in zip(SIZES, sizes, strict=True)
    )
