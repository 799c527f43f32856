"""The doctor: says what is wrong, also of a record that cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.paths import Paths
from portfolio.store.connections import connect
from portfolio.store.examination import _file_system
from portfolio.store.store import Store, examine
from tests.clocks import FixedClock
from tests.store.records import Opener, filled, titles
from tests.store.test_opening import closed_store


def bad(store: Store) -> set[str]:
    return {finding.code for finding in store.examine() if not finding.is_ok}


def test_a_healthy_record_has_no_findings_but_needs_a_backup(
    store: Store, clock: FixedClock
) -> None:
    filled(store)
    assert bad(store) == {"backup"}
    store.back_up()
    assert bad(store) == set()
    clock.advance(days=8)
    assert bad(store) == {"backup"}
    assert all(finding.words.endswith(".") for finding in store.examine())


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("DELETE FROM deed_index WHERE id = 1", "lists"),
        ("UPDATE activity SET shown = shown + 1", "lists"),
        ("DELETE FROM deed_fts WHERE rowid = 1", "search"),
        ("UPDATE deed_index SET indexed_stamp = NULL", "search"),
        ("UPDATE contribution SET source_pk = 77", "references"),
        ("PRAGMA user_version = 7", "file"),
    ],
)
def test_each_harm_is_found(store: Store, paths: Paths, harm: str, code: str) -> None:
    filled(store)
    connection = connect(paths.store)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(harm)
    connection.close()
    assert code in bad(store)


def test_lists_made_anew_are_healthy(store: Store, paths: Paths) -> None:
    filled(store)
    before = titles(store)
    connection = connect(paths.store)
    connection.execute("DELETE FROM deed_index WHERE id < 3")
    connection.execute("DELETE FROM deed_fts")
    connection.execute("DELETE FROM project_index")
    connection.close()
    assert titles(store) != before
    store.rebuild_derived()
    assert titles(store) == before
    assert bad(store) == {"backup"}


@pytest.mark.parametrize("content", [b"", b"my notes" * 100])
def test_a_record_that_cannot_be_opened_is_examined(
    paths: Paths, clock: FixedClock, content: bytes
) -> None:
    assert [each.code for each in examine(paths, now=clock.now())] == ["file"]
    paths.data.mkdir(parents=True)
    paths.store.write_bytes(content)
    found = {each.code: each for each in examine(paths, now=clock.now())}
    assert not found["integrity"].is_ok
    assert "damaged" in found["integrity"].words


def test_a_damaged_record_is_examined_and_its_backup_named(
    paths: Paths, clock: FixedClock, open_store: Opener
) -> None:
    path = closed_store(paths, clock, 300)
    good = open_store(paths).backups()[0]
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xa5" * 100 * 4096)
    found = {each.code: each for each in examine(paths, now=clock.now())}
    assert not found["integrity"].is_ok
    assert str(good.path) in found["backup"].words


def test_the_kind_of_drive_is_read_from_the_longest_place(tmp_path: Path) -> None:
    folder = tmp_path / "my share" / "data"
    folder.mkdir(parents=True)
    mounts = tmp_path / "mounts"
    share = str(folder.parent).replace(" ", "\\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {share} nfs4 rw 0 0\nbroken\n")
    assert _file_system(folder, mounts) == "nfs4"
    assert _file_system(tmp_path, mounts) == "ext4"
    assert _file_system(folder, tmp_path / "none") == ""
