"""Opening: what is made, what is refused, and that refusing never writes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio.errors import (
    NotFoundError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreNewerError,
    StoreReadOnlyError,
)
from portfolio.model.deed_query import DeedQuery
from portfolio.model.person import Holder
from portfolio.paths import Paths, for_profile
from portfolio.store.connections import APPLICATION_ID, connect, number
from portfolio.store.migrations import CURRENT
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.records import Opener, contribution, filled, record, titles


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def closed_store(paths: Paths, clock: FixedClock, count: int = 50) -> Path:
    store = Store.open(paths, clock=clock)
    filled(store, count)
    store.close()
    return paths.store


def test_first_opening_makes_a_private_record(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    assert not store.read_only
    assert stat.S_IMODE(paths.store.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700
    record(store, contribution(1))
    names = {each.name for each in paths.data.iterdir()}
    assert names == {f"record.sqlite{end}" for end in ("", "-wal", "-shm", ".lock")}


def test_every_connection_is_set_up(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    with store.reading() as reader:
        connection = reader._connection
        expected = {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000, "trusted_schema": 0,
                    "application_id": APPLICATION_ID, "user_version": CURRENT}  # fmt: skip
        assert {name: number(connection, name) for name in expected} == expected
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@pytest.mark.parametrize(
    "content",
    [b"", b"My notes\n" * 200, b"SQLite format 3\0" + b"\0" * 20, b"\x89PNG\r\n" + b"x" * 500],
    ids=["empty", "text", "cut-short", "picture"],
)
def test_other_files_are_not_records(paths: Paths, open_store: Opener, content: bytes) -> None:
    paths.data.mkdir(parents=True)
    paths.store.write_bytes(content)
    with pytest.raises(StoreDamagedError) as caught:
        open_store(paths)
    assert "nothing was written" in caught.value.title
    assert paths.store.read_bytes() == content


def test_a_database_of_another_program_is_not_a_record(paths: Paths, open_store: Opener) -> None:
    paths.data.mkdir(parents=True)
    connection = sqlite3.connect(paths.store)
    connection.execute("CREATE TABLE source (id)")
    connection.close()
    with pytest.raises(StoreDamagedError, match="another program"):
        open_store(paths)


def test_damage_is_seen_and_the_newest_good_backup_named(
    paths: Paths, open_store: Opener, clock: FixedClock
) -> None:
    store = open_store(paths)
    filled(store, 300)
    good = store.back_up()
    clock.advance(minutes=1)
    bad = store.back_up()
    store.close()
    bad.path.write_bytes(bad.path.read_bytes()[:5000])
    with paths.store.open("r+b") as file:
        for page in range(2, 30):
            file.seek(page * 4096 + 8)
            file.write(b"\xff" * 200)
    broken = digest(paths.store)
    with pytest.raises(StoreDamagedError) as caught:
        open_store(paths)
    assert str(good.path) in caught.value.detail
    assert digest(paths.store) == broken


def test_a_truncated_record_is_seen(paths: Paths, open_store: Opener, clock: FixedClock) -> None:
    path = closed_store(paths, clock, 300)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(StoreDamagedError, match="There is no backup"):
        open_store(paths)


def test_a_newer_record_is_refused_and_not_touched(
    paths: Paths, open_store: Opener, clock: FixedClock
) -> None:
    path = closed_store(paths, clock)
    connection = connect(path)
    connection.execute("UPDATE meta SET value = '9.1' WHERE name = 'made_by'")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = digest(path)
    for read_only in (False, True):
        with pytest.raises(StoreNewerError) as caught:
            open_store(paths, read_only=read_only)
        assert "Portfolio 9.1" in caught.value.title
    assert digest(path) == before
    assert not list(paths.backups.glob("*")) if paths.backups.exists() else True


def test_a_second_instance_is_told_who_has_it(paths: Paths, open_store: Opener) -> None:
    open_store(paths)
    with pytest.raises(StoreLockedError, match=f"process {os.getpid()}"):
        open_store(paths)


def test_reading_beside_the_writer_is_allowed(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    filled(store, 2)
    beside = open_store(paths, read_only=True)
    assert len(titles(beside)) == 2
    record(store, contribution(3))
    assert len(titles(beside)) == 3
    with pytest.raises(StoreReadOnlyError), beside.editing("holder.changed") as editor:
        editor.save_holder(Holder())
    with pytest.raises(StoreReadOnlyError):
        beside.undo()
    with pytest.raises(StoreReadOnlyError):
        beside.rebuild_derived()


def test_the_lock_ends_with_its_process(paths: Paths, open_store: Opener) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from portfolio.clock import SystemClock\n"
        "from portfolio.paths import for_profile\n"
        "from portfolio.store.store import Store\n"
        "store = Store.open(for_profile(Path(sys.argv[1])), clock=SystemClock())\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(paths.data.parent)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(StoreLockedError, match=f"process {child.pid}"):
            open_store(paths)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    assert not open_store(paths).read_only


def test_a_child_that_a_killed_holder_was_starting_is_waited_for(
    paths: Paths, open_store: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.data.mkdir(parents=True)
    script = (
        "import subprocess, sys; from pathlib import Path\n"
        "from portfolio.store.lock import StoreLock\n"
        "lock = StoreLock(Path(sys.argv[1])); lock.take()\n"
        "child = subprocess.Popen(['cat'], pass_fds=[lock._descriptor])\n"
        "print(child.pid, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(paths.store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdin is not None
        assert holder.stdout is not None
        left = int(holder.stdout.readline())
        holder.wait()
        waits = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)

        monkeypatch.setattr("portfolio.store.lock.time.sleep", wait)
        assert not open_store(paths).read_only
        assert waits


def test_a_lock_file_that_names_a_living_process_does_not_lock(
    paths: Paths, open_store: Opener
) -> None:
    paths.data.mkdir(parents=True)
    paths.store.with_name("record.sqlite.lock").write_text(f"{os.getppid()}\n")
    assert not open_store(paths).read_only


def test_read_only_without_a_record_makes_none(paths: Paths, open_store: Opener) -> None:
    with pytest.raises(NotFoundError):
        open_store(paths, read_only=True)
    assert not paths.data.exists()


@pytest.fixture
def unwritable(tmp_path: Path, clock: FixedClock) -> Iterator[Paths]:
    """A record in a folder that cannot be written to, also not by root."""
    profile = tmp_path / "medium"
    profile.mkdir()
    if os.getuid() == 0:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", profile], check=False
        )
        if made.returncode:
            pytest.skip("root may write everywhere, and no file system can be mounted here")
    paths = for_profile(profile)
    closed_store(paths, clock)
    if os.getuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", profile], check=True)
    else:
        paths.data.chmod(0o500)
    yield paths
    if os.getuid() == 0:
        subprocess.run(["umount", profile], check=True)
    else:
        paths.data.chmod(0o700)


def test_a_folder_that_cannot_be_written_to_opens_read_only(
    unwritable: Paths, open_store: Opener, tmp_path: Path
) -> None:
    store = open_store(unwritable)
    assert store.read_only
    assert len(titles(store)) == 50
    with pytest.raises(StoreReadOnlyError, match="Nothing was changed"):
        record(store, contribution(99))
    copy = store.back_up(tmp_path / "copy.sqlite")
    assert copy.size_bytes > 0
    with pytest.raises(StoreError):
        store.back_up()


def test_a_log_left_by_another_record_is_seen_or_harmless(
    paths: Paths, open_store: Opener, clock: FixedClock, tmp_path: Path
) -> None:
    store = open_store(paths)
    filled(store, 200)
    older = tmp_path / "older.sqlite"
    store.back_up(older)
    record(store, *(contribution(number, title="newer") for number in range(150, 900)))
    kept = tmp_path / "kept-wal"
    shutil.copy(paths.store.with_name("record.sqlite-wal"), kept)
    store.close()
    shutil.copy(older, paths.store)
    shutil.copy(kept, paths.store.with_name("record.sqlite-wal"))
    try:
        store = open_store(paths)
    except StoreDamagedError:
        return
    assert all(finding.is_ok for finding in store.examine())


def test_a_log_that_was_lost_leaves_a_sound_record(
    paths: Paths, open_store: Opener, clock: FixedClock, tmp_path: Path
) -> None:
    store = open_store(paths)
    filled(store, 200)
    alone = for_profile(tmp_path / "alone")
    alone.data.mkdir(parents=True)
    shutil.copy(paths.store, alone.store)
    again = open_store(alone)
    with again.reading() as reader:
        assert reader.deeds.count(DeedQuery()) <= 200
    assert all(finding.is_ok for finding in again.examine() if finding.code != "backup")


def test_half_made_new_record_is_made_again(paths: Paths, open_store: Opener) -> None:
    paths.data.mkdir(parents=True)
    paths.store.with_name("record.sqlite.new").write_bytes(b"half")
    assert titles(open_store(paths)) == []


def test_after_a_cut_every_index_is_compared_with_its_table(
    paths: Paths, open_store: Opener, clock: FixedClock, tmp_path: Path
) -> None:
    where = "name = 'ix_contribution_identity'"
    path = closed_store(paths, clock)
    connection = connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    kept = connection.execute(f"SELECT * FROM sqlite_schema WHERE {where}").fetchone()
    connection.execute(f"DELETE FROM sqlite_schema WHERE {where}")
    connection.close()
    connection = connect(path)  # does not know the index now, and leaves it as it is
    connection.execute("UPDATE contribution SET identity_key = 'other' WHERE id < 9")
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", kept)
    cut_off = for_profile(tmp_path / "cut-off")
    cut_off.backups.mkdir(parents=True)  # one is there, so none is due that would look closely
    (cut_off.backups / "record-20261120T093000Z-daily.sqlite").touch()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", f"{cut_off.store}{ending}")
    connection.close()
    with pytest.raises(StoreDamagedError, match="missing from index"):
        open_store(cut_off)
    assert len(titles(open_store(paths, read_only=True))) == 50  # the quick look finds nothing
