"""Kills, full disks and other programs: what was acknowledged stays, and the words are plain."""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portfolio.clock import SystemClock
from portfolio.errors import (
    DiskFullError,
    ReadInterruptedError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
)
from portfolio.model.deed_query import DeedQuery
from portfolio.model.person import Holder
from portfolio.paths import Paths, for_profile
from portfolio.store.faults import translated
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.records import AT, Opener, contribution, filled, record, say, titles

BATCH = 40

# Writes batches and edits for ever, and says each one only after the store has returned.
WRITER = f"""
import sys
from pathlib import Path
from portfolio.clock import SystemClock
from portfolio.model.person import Holder
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.store.records import AT, contribution

store = Store.open(for_profile(Path(sys.argv[1])), clock=SystemClock())
with store.reading() as reader:
    number = int(reader.sources.cursor("s1").get("batches", 0))
while True:
    with store.recording() as recorder:
        first = number * {BATCH}
        batch = [contribution(n, body="x" * 500) for n in range(first, first + {BATCH})]
        recorder.add_contributions("s1", batch, at=AT)
        recorder.set_cursor("s1", {{"batches": number + 1}})
    with store.editing("holder.changed", name=str(number)) as editor:
        editor.save_holder(Holder(name=str(number)))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.long
def test_killed_at_any_moment_keeps_what_was_acknowledged(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    record(store)
    say(store)
    store.close()
    moments = random.Random(4)
    edits_not_made = 0
    for _turn in range(8):
        acknowledged = _write_until_killed(paths, lines=moments.randrange(1, 12))
        store = open_store(paths)
        with store.reading() as reader:
            batches = reader.sources.cursor("s1")["batches"]
            assert isinstance(batches, int)
            assert reader.deeds.count(DeedQuery()) == batches * BATCH
            assert len(reader.deeds.ids(DeedQuery(words="focus"))) == batches * BATCH
            name = int(reader.holder().name)
        assert acknowledged <= name <= batches - 1 <= acknowledged + 1
        assert len(store.history(limit=10_000)) == name + 2 - edits_not_made
        # Killed after the batch and before its edit: the next writer goes on with the next batch.
        edits_not_made += batches - 1 - name
        findings = store.examine()
        assert all(each.is_ok for each in findings if each.code != "backup"), findings
        store.close()


def _write_until_killed(paths: Paths, lines: int) -> int:
    command = [sys.executable, "-c", WRITER, str(paths.data.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    whole = [line for line in said if line.endswith("\n")]
    return int(whole[-1])


# One batch and one edit, each said after the store has returned.
TWO_STEPS = """
import sys
from pathlib import Path
from portfolio.clock import SystemClock
from portfolio.model.person import Holder
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.store.records import AT, contribution

store = Store.open(for_profile(Path(sys.argv[1])), clock=SystemClock())
with store.recording() as recorder:
    batch = [contribution(n, body="x" * 200) for n in range(60)]
    recorder.add_contributions("s1", batch, at=AT)
    recorder.set_cursor("s1", {"batches": 1})
print("recorded", flush=True)
with store.editing("holder.changed", name="Ada") as editor:
    editor.save_holder(Holder(name="Ada"))
print("edited", flush=True)
store.close()
"""


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to kill at a write")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync,fsync", "ftruncate"])
def test_killed_at_a_write_keeps_whole_steps(
    tmp_path: Path, open_store: Opener, clock: FixedClock, call: str
) -> None:
    prepared = for_profile(tmp_path / "prepared")
    store = open_store(prepared)
    record(store)
    say(store)
    store.back_up()  # none is due in the child then
    store.close()
    at = 1
    while at < 3000:
        profile = tmp_path / f"at-{at}"
        shutil.copytree(prepared.data.parent, profile)
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                   "-e", f"inject={call}:signal=KILL:when={at}",
                   sys.executable, "-c", TWO_STEPS, str(profile)]  # fmt: skip
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        said = done.stdout.split()
        if at == 1 and not said and done.returncode not in {0, -9, 137}:
            pytest.skip("strace may not trace here")
        store = open_store(for_profile(profile))
        with store.reading() as reader:
            count = reader.deeds.count(DeedQuery())
            assert count == 60 * int(str(reader.sources.cursor("s1").get("batches", 0)))
            assert len(reader.deeds.ids(DeedQuery(words="focus"))) == count
            assert count == 60 or "recorded" not in said
            assert reader.holder().name == "Ada" or "edited" not in said
        assert all(each.is_ok for each in store.examine())
        store.close()
        if done.returncode == 0:
            return
        at = at + 1 if call.endswith("sync") else at * 2 + 1
    pytest.fail("The child made more writes than were tried.")


@contextmanager
def files_up_to(size_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a quota would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_quota_is_said_plainly_and_nothing_saved_is_lost(store: Store, paths: Paths) -> None:
    filled(store, 50)
    log = paths.store.with_name("record.sqlite-wal")
    before = store.curated_digest()
    big = [contribution(number, body="x" * 5000) for number in range(100, 400)]
    with files_up_to(log.stat().st_size + 100_000):
        with pytest.raises(DiskFullError) as caught:
            record(store, *big)
        assert str(paths.data) in caught.value.title
        assert "What was saved before is kept" in caught.value.title
        with pytest.raises(DiskFullError), store.editing("holder.changed") as editor:
            editor.save_holder(Holder(summary="y" * 1_000_000))
        assert len(titles(store)) == 50
    assert store.curated_digest() == before
    record(store, *big)
    assert len(titles(store)) == 350
    assert all(each.is_ok for each in store.examine() if each.code != "backup")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Paths]:
    """A profile on a disk of its own with 3 MB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here without being root")
    yield for_profile(folder)
    subprocess.run(["umount", folder], check=True)


def fill_up(file: Path) -> None:
    """Write until the disk is full."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(b"x" * 4096)


def test_a_full_disk_is_said_plainly_and_room_made_helps(
    tiny_disk: Paths, open_store: Opener
) -> None:
    store = open_store(tiny_disk)
    filled(store, 20)
    ballast = tiny_disk.data / "ballast"
    fill_up(ballast)
    with pytest.raises(DiskFullError) as caught:
        record(store, *(contribution(number, body="x" * 2000) for number in range(100, 300)))
    assert "0.0 MB are free" in caught.value.detail
    with pytest.raises(DiskFullError):
        store.back_up()
    assert not list(tiny_disk.backups.glob("*.part"))
    assert len(titles(store)) == 20
    ballast.unlink()
    record(store, contribution(500))
    assert len(titles(store)) == 21


def test_no_room_for_a_first_record(tiny_disk: Paths, open_store: Opener) -> None:
    tiny_disk.data.mkdir()
    fill_up(tiny_disk.data / "b")
    with pytest.raises(DiskFullError):
        open_store(tiny_disk)
    assert not tiny_disk.store.exists()
    (tiny_disk.data / "b").unlink()
    assert titles(open_store(tiny_disk)) == []


def test_another_program_that_holds_the_file_is_named(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, 1)
    monkeypatch.setattr("portfolio.store.connections.BUSY_TIMEOUT_MS", 10)
    store._discard_writer()
    other = sqlite3.connect(paths.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLockedError, match="Nothing was changed"):
        record(store, contribution(2))
    assert len(titles(store)) == 1
    other.close()
    record(store, contribution(2))
    assert len(titles(store)) == 2


def test_a_writer_has_the_file_before_it_reads(store: Store, paths: Paths) -> None:
    filled(store, 1)
    other = sqlite3.connect(paths.store, isolation_level=None, timeout=0)
    with store.recording() as recorder:
        assert recorder.known_ids("s1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_damage_met_while_reading_is_translated(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    filled(store, 400)
    store.close()
    store = open_store(paths)  # checked, and sound
    with paths.store.open("r+b") as file:
        for page in range(3, paths.store.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)
    with pytest.raises(StoreDamagedError, match="nothing was written"):
        titles(store, words="focus")


@pytest.mark.parametrize(
    ("number", "expected"),
    [(28, DiskFullError), (122, DiskFullError), (13, StoreReadOnlyError), (5, StoreError)],
)
def test_faults_of_the_system_become_sentences(
    paths: Paths, number: int, expected: type[StoreError]
) -> None:
    def fail() -> None:
        with translated(paths.store, paths.backups):
            raise OSError(number, "said by the system")

    with pytest.raises(expected) as caught:
        fail()
    assert caught.value.title.endswith(".")
    assert type(caught.value) is expected


def test_mistakes_of_ours_are_not_dressed_up(store: Store) -> None:
    def mistake() -> None:
        with store.reading() as reader:
            reader._connection.execute("SELECT x FROM nowhere")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        mistake()


def test_readers_in_other_threads_see_whole_transactions(store: Store) -> None:
    record(store)
    say(store)
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with store.reading() as reader:
                count = reader.deeds.count(DeedQuery())
                assert len(reader.deeds.ids(DeedQuery())) == count
                seen.append(count)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        batch = [contribution(n) for n in range(number * BATCH, (number + 1) * BATCH)]
        with store.recording() as recorder:
            recorder.add_contributions("s1", batch, at=AT)
    done.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(count % BATCH == 0 for count in seen)


def test_writers_in_several_threads_take_turns(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with store.editing("holder.changed", name=name) as editor:
                holder = editor.holder()
                editor.save_holder(Holder(name=name, links=(*holder.links, f"{name}{number}")))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.reading() as reader:
        assert len(reader.holder().links) == 60
    assert len(store.history(limit=100)) == 60


def test_a_closed_store_neither_reads_nor_writes(paths: Paths) -> None:
    store = Store.open(paths, clock=SystemClock())
    filled(store, 1)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        titles(store)
    with pytest.raises(StoreError, match="closed"):
        record(store, contribution(2))


def test_closing_stops_readings_and_waits_for_them(paths: Paths) -> None:
    store = Store.open(paths, clock=SystemClock())
    record(store, *(contribution(n, title="ring " * 20) for n in range(2000)))
    say(store)
    begun = threading.Event()
    ended: list[type[Exception]] = []

    def read() -> None:
        try:
            with store.reading() as reader:
                begun.set()
                while True:
                    reader.deeds.ids(DeedQuery(words="ing"))
        except StoreError as exc:
            ended.append(type(exc))

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait()
    store.close()
    thread.join()
    assert ended == [ReadInterruptedError]


def test_a_search_that_is_stopped_while_it_is_prepared_was_stopped(paths: Paths) -> None:
    said = sqlite3.OperationalError("vtable constructor failed: json_each")
    with pytest.raises(ReadInterruptedError), translated(paths.store, paths.backups):
        raise said


def test_closing_twice_and_opening_again(paths: Paths) -> None:
    store = Store.open(paths, clock=SystemClock())
    store.close()
    store.close()
    Store.open(paths, clock=SystemClock()).close()
