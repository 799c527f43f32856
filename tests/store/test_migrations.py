"""Bringing a record up to date: whole or not at all, with a checked copy first."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from portfolio.errors import DiskFullError, StoreError, StoreReadOnlyError
from portfolio.paths import Paths
from portfolio.store import backup_folder, opening, tables
from portfolio.store.connections import connect
from portfolio.store.migrations import CURRENT, STEPS, Step
from portfolio.store.soundness import file_problem
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.records import Opener, titles
from tests.store.test_opening import closed_store, digest

SAMPLES = Path(__file__).parents[1] / "data" / "stores"


def dump(path: Path) -> dict[str, list[list[object]]]:
    """Return every row of every table, in one order."""
    connection = connect(path, read_only=True, immutable=True)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'deed_fts_%' ORDER BY name"
        ).fetchall()
        return {
            name: sorted(
                (
                    [_plain(value) for value in row]
                    for row in connection.execute(f"SELECT * FROM {name}")
                ),
                key=repr,
            )
            for (name,) in names
        }
    finally:
        connection.close()


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE source ADD COLUMN colour TEXT NOT NULL DEFAULT 'none'")


def fill_column(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE source SET colour = 'blue'")


FIRST, SECOND = CURRENT + 1, CURRENT + 2
NEXT = (*STEPS, Step(FIRST, "colours", add_column), Step(SECOND, "blue", fill_column))


def version(path: Path) -> int:
    connection = connect(path, read_only=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def columns(path: Path) -> set[str]:
    connection = connect(path, read_only=True)
    try:
        return {row[1] for row in connection.execute("PRAGMA table_info(source)")}
    finally:
        connection.close()


def test_steps_run_after_a_checked_copy(paths: Paths, clock: FixedClock) -> None:
    closed_store(paths, clock)
    opened = opening.open_file(paths, clock=clock, read_only=False, steps=NEXT)
    assert opened.lock is not None
    opened.lock.release()
    assert version(paths.store) == SECOND
    (copy,) = backup_folder.listed(paths.backups)
    assert copy.why == f"before update {SECOND}"
    assert file_problem(copy.path) is None
    assert version(copy.path) == CURRENT


@pytest.mark.parametrize("failing", [FIRST, SECOND])
def test_a_step_that_fails_leaves_the_record_as_it_was(
    paths: Paths, clock: FixedClock, open_store: Opener, failing: int
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM contribution")
        connection.execute("INSERT INTO no_such_table VALUES (1)")

    closed_store(paths, clock)
    steps = tuple(Step(each.number, each.name, fail) if each.number == failing else each
                  for each in NEXT)  # fmt: skip
    with pytest.raises(StoreError) as caught:
        opening.open_file(paths, clock=clock, read_only=False, steps=steps)
    assert f"step {failing}" in caught.value.detail
    (copy,) = backup_folder.listed(paths.backups)
    assert str(copy.path) in caught.value.detail
    assert (version(paths.store), "colour" in columns(paths.store)) == (CURRENT, False)
    assert len(titles(open_store(paths))) == 50


def test_a_step_that_leaves_orphans_fails(paths: Paths, clock: FixedClock) -> None:
    def orphan(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM source")

    closed_store(paths, clock)
    with pytest.raises(StoreError, match=f"step {FIRST}"):
        opening.open_file(
            paths, clock=clock, read_only=False, steps=(*STEPS, Step(FIRST, "orphans", orphan))
        )
    assert version(paths.store) == CURRENT


@pytest.mark.parametrize("killed_at", [FIRST, SECOND])
def test_killed_in_a_step_leaves_the_record_as_it_was(
    paths: Paths, clock: FixedClock, open_store: Opener, killed_at: int
) -> None:
    closed_store(paths, clock)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from portfolio.clock import SystemClock\n"
        "from portfolio.paths import for_profile\n"
        "from portfolio.store import opening\n"
        "from portfolio.store.migrations import Step\n"
        "from tests.store.test_migrations import NEXT\n"
        "def die(connection):\n"
        "    connection.execute('PRAGMA cache_size=1')\n"
        "    connection.execute('UPDATE contribution SET title = hex(randomblob(2000))')\n"
        "    os.kill(os.getpid(), 9)\n"
        "steps = tuple(Step(s.number, s.name, die) if s.number == int(sys.argv[2]) else s"
        " for s in NEXT)\n"
        "opening.open_file(for_profile(Path(sys.argv[1])), clock=SystemClock(),"
        " read_only=False, steps=steps)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(paths.data.parent), str(killed_at)], check=False
    )
    assert done.returncode == -9
    store = open_store(paths)
    assert titles(store)[0] == "Fix the focus ring, part 50"
    assert "colour" not in columns(paths.store)


def test_no_room_for_the_copy_means_no_step(
    paths: Paths, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed_store(paths, clock)
    before = digest(path)
    usage = shutil.disk_usage(paths.data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    with pytest.raises(DiskFullError) as caught:
        opening.open_file(paths, clock=clock, read_only=False, steps=NEXT)
    assert str(paths.backups) in caught.value.title
    assert "MB are needed" in caught.value.detail
    assert digest(path) == before


def test_an_older_record_is_not_opened_for_reading_only(paths: Paths, clock: FixedClock) -> None:
    path = closed_store(paths, clock)
    before = digest(path)
    with pytest.raises(StoreReadOnlyError, match="older"):
        opening.open_file(paths, clock=clock, read_only=True, steps=NEXT)
    assert digest(path) == before


def test_table_classes_and_migrations_agree(store: Store) -> None:
    made = sqlite3.connect(":memory:")
    with store.reading() as reader:
        for table in map(tables.table_of, _table_classes()):
            made.execute(str(CreateTable(table)))
            by_class = _columns(made, table.name)
            assert _columns(reader._connection, table.name) == by_class, table.name
    made.close()


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, bool, bool]]:
    """Return name, whether it must have a value, and whether it is in the key."""
    read = connection.execute(f"PRAGMA table_info({table})")
    return [(row[1], bool(row[3]) or row[5] > 0, row[5] > 0) for row in read]


def _table_classes() -> list[type[SQLModel]]:
    classes = (each for each in vars(tables).values() if isinstance(each, type))
    return [each for each in classes if issubclass(each, SQLModel) and each is not SQLModel]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.sqlite")), ids=lambda path: path.stem)
def test_records_of_released_versions_open_and_equal_their_dump(
    sample: Path, paths: Paths, open_store: Opener
) -> None:
    paths.data.mkdir(parents=True)
    shutil.copy(sample, paths.store)
    paths.store.chmod(0o600)
    store = open_store(paths)
    assert all(finding.is_ok for finding in store.examine() if finding.code not in {"backup"})
    before = titles(store, include_hidden=True)
    store.rebuild_derived()
    assert titles(store, include_hidden=True) == before
    assert len(store.undo(1)) == 1
    assert len(store.redo(1)) == 1
    store.close()
    expected = json.loads(sample.with_suffix(".json").read_text("utf-8"))
    found = json.loads(json.dumps(dump(paths.store)))
    for table in ("deed_index", "deed_fts", "activity", "project_index", "meta"):
        found.pop(table, None)  # derived, or says by whom
    for table, rows in found.items():
        # Later versions put their columns at the end, and their tables begin empty.
        width = len(expected[table][0]) if expected.get(table) else 0
        old = sorted((row[:width] for row in rows), key=repr) if width else rows
        assert old == expected.get(table, []), table


def test_editions_of_a_released_version_carry_everything(paths: Paths, open_store: Opener) -> None:
    paths.data.mkdir(parents=True)
    shutil.copy(SAMPLES / "version-3.sqlite", paths.store)
    paths.store.chmod(0o600)
    store = open_store(paths)
    with store.reading() as reader:
        (edition, *_) = reader.editions.all()
    assert (edition.letter_ids, edition.badge_ids) == (None, None)
    narrowed = replace(edition, letter_ids=(), badge_ids=("b",))
    with store.editing("edition.changed") as editor:
        editor.save_edition(narrowed)
    store.undo(1)
    with store.reading() as reader:
        assert reader.editions.get(edition.id) == edition
    store.redo(1)
    with store.reading() as reader:
        assert reader.editions.get(edition.id) == narrowed
