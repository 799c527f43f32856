"""Backups: whole, checked, rotated; and brought back without losing what is there."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import StoreDamagedError, StoreError, StoreLockedError, StoreNewerError
from portfolio.model.deed_query import DeedQuery
from portfolio.model.person import Holder
from portfolio.model.record import BackupInfo
from portfolio.paths import Paths, for_profile
from portfolio.store import backup_folder, backups
from portfolio.store.connections import connect
from portfolio.store.soundness import file_problem
from portfolio.store.store import Store, delete_everything, restore
from tests.clocks import FixedClock
from tests.store.records import AT, Opener, contribution, filled, record, titles
from tests.store.test_opening import closed_store, digest

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_a_backup_is_whole_sound_and_named(store: Store, paths: Paths, clock: FixedClock) -> None:
    filled(store, 30)
    made = store.back_up()
    assert made.path.name == "record-20261120T093000Z-by-hand.sqlite"
    assert store.backups() == [made]
    assert file_problem(made.path) is None
    assert made.path.stat().st_mode & 0o077 == 0
    assert [each.name for each in paths.backups.iterdir()] == [made.path.name]
    again = store.back_up()
    assert again.path != made.path
    assert store.backups() == [again, made]


def test_a_backup_made_while_others_write_is_of_one_instant(
    store: Store, other_paths: object, tmp_path: Path, open_store: Opener
) -> None:
    filled(store, 1)
    done = threading.Event()

    def write() -> None:
        number = 100
        while not done.is_set():
            batch = [contribution(n) for n in range(number, number + 10)]
            with store.recording() as recorder:
                recorder.add_contributions("s1", batch, at=AT)
            number += 10

    writer = threading.Thread(target=write)
    writer.start()
    copies = [store.back_up(tmp_path / f"copy{turn}.sqlite") for turn in range(4)]
    done.set()
    writer.join()
    for turn, copy in enumerate(copies):
        paths = for_profile(tmp_path / f"p{turn}")
        paths.data.mkdir(parents=True)
        shutil.copy(copy.path, paths.store)
        opened = open_store(paths)
        with opened.reading() as reader:
            assert reader.deeds.count(DeedQuery()) % 10 == 1
        assert all(each.is_ok for each in opened.examine())


def test_opening_makes_one_a_day_and_only_when_something_was_written(
    paths: Paths, clock: FixedClock, open_store: Opener
) -> None:
    def opened() -> list[str]:
        store = open_store(paths)
        found = [each.why for each in store.backups()]
        store.close()
        return found

    clock.set(datetime.now(UTC))  # files carry the computer's time
    closed_store(paths, clock)
    assert opened() == ["daily"]
    clock.advance(hours=23)
    assert opened() == ["daily"]
    clock.advance(hours=2)
    os.utime(paths.store, (clock.now().timestamp(),) * 2)
    assert opened() == ["daily", "daily"]
    clock.advance(days=3)
    assert opened() == ["daily", "daily"]
    clock.set(datetime(2001, 1, 1, tzinfo=UTC))  # the clock was turned back
    assert len(opened()) == 3


instants = st.lists(st.integers(0, 900 * 24), max_size=60).map(
    lambda hours: [NOW - timedelta(hours=each) for each in hours]
)


@given(instants)
def test_rotation_keeps_what_it_says(made: list[datetime]) -> None:
    backups = [BackupInfo(Path(f"/b/{n}"), at, "daily", 1) for n, at in enumerate(made)]
    gone = backup_folder.superfluous(backups, NOW)
    kept = [each for each in backups if each not in gone]
    assert len(kept) >= min(2, len(backups))
    for each in backups:
        age = NOW - each.made_at
        if age <= timedelta(days=2):
            assert each in kept
        elif age <= timedelta(days=14):
            assert any(other.made_at.date() == each.made_at.date() for other in kept)
        elif age <= timedelta(days=60):
            week = each.made_at.isocalendar()[:2]
            assert any(other.made_at.isocalendar()[:2] == week for other in kept)
        elif age <= timedelta(days=730):
            month = (each.made_at.year, each.made_at.month)
            assert any((other.made_at.year, other.made_at.month) == month for other in kept)
    # Doing it again finds nothing more to delete.
    assert backup_folder.superfluous(kept, NOW) == []


def test_rotation_deletes_backups_only(store: Store, paths: Paths, clock: FixedClock) -> None:
    filled(store, 1)
    paths.backups.mkdir()
    foreign = paths.backups / "my notes.txt"
    foreign.write_text("mine")
    for _turn in range(6):
        store.back_up(why="daily")
        clock.advance(hours=8)
    clock.advance(days=10)
    store.back_up(why="daily")
    days = [each.made_at.date().isoformat() for each in store.backups()]
    assert days == ["2026-12-02", "2026-11-22", "2026-11-21", "2026-11-20"]
    assert foreign.read_text() == "mine"


def test_restoring_puts_the_present_record_aside_with_its_log(
    paths: Paths, open_store: Opener, clock: FixedClock
) -> None:
    store = open_store(paths)
    filled(store, 3)
    old = store.back_up()
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder(name="later"))
    # As after a kill: the last edit is in the log only.
    for ending in ("", "-wal"):
        shutil.copy(f"{paths.store}{ending}", f"{paths.store}{ending}.kept")
    store.close()
    for ending in ("", "-wal"):
        Path(f"{paths.store}{ending}.kept").rename(f"{paths.store}{ending}")
    aside = restore(paths, old.path, clock=clock)
    assert aside is not None
    restored = open_store(paths)
    with restored.reading() as reader:
        assert reader.holder() == Holder()
        mode = reader._connection.execute("PRAGMA journal_mode").fetchone()
        assert mode == ("wal",)
    assert len(titles(restored)) == 3
    restored.close()
    assert Path(f"{aside}-wal").exists()
    back = restore(paths, _checked_in(aside, open_store), clock=clock)
    assert back is not None
    with open_store(paths).reading() as reader:
        assert reader.holder().name == "later"


def _checked_in(aside: Path, open_store: Opener) -> Path:
    """Fold the log of a record that was put aside into it, as opening does."""
    connection = connect(aside)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return aside


def test_reading_again_after_a_restore_brings_the_difference(
    paths: Paths, open_store: Opener, clock: FixedClock
) -> None:
    store = open_store(paths)
    every = [contribution(number) for number in range(1, 20)]
    filled(store, 3)
    old = store.back_up()
    record(store, *every)
    twin = titles(store)
    store.close()
    restore(paths, old.path, clock=clock)
    store = open_store(paths)
    record(store, *every)
    assert titles(store) == twin


@pytest.mark.parametrize("content", [b"", b"notes", None])
def test_a_bad_backup_is_refused_and_the_record_left_alone(
    paths: Paths, clock: FixedClock, tmp_path: Path, content: bytes | None
) -> None:
    path = closed_store(paths, clock)
    bad = tmp_path / "bad.sqlite"
    whole = path.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2] if content is None else content)
    before = digest(path)
    with pytest.raises(StoreDamagedError, match="left as it is"):
        restore(paths, bad, clock=clock)
    with pytest.raises(StoreError, match="no such backup"):
        restore(paths, tmp_path / "none.sqlite", clock=clock)
    assert digest(path) == before


def test_a_newer_backup_and_an_open_record_are_refused(
    paths: Paths, open_store: Opener, clock: FixedClock, tmp_path: Path
) -> None:
    store = open_store(paths)
    filled(store, 1)
    copy = store.back_up(tmp_path / "copy.sqlite")
    with pytest.raises(StoreLockedError):
        restore(paths, copy.path, clock=clock)
    store.close()
    connection = connect(copy.path)
    connection.execute("PRAGMA user_version=77")
    connection.close()
    with pytest.raises(StoreNewerError, match="left as it is"):
        restore(paths, copy.path, clock=clock)
    assert len(titles(open_store(paths))) == 1


def test_restoring_into_a_profile_with_no_record(
    paths: Paths, open_store: Opener, clock: FixedClock, tmp_path: Path
) -> None:
    store = open_store(paths)
    filled(store, 2)
    copy = store.back_up(tmp_path / "copy.sqlite")
    fresh = for_profile(tmp_path / "fresh")
    assert restore(fresh, copy.path, clock=clock) is None
    assert len(titles(open_store(fresh))) == 2


def test_a_damaged_record_makes_no_backup(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    filled(store, 300)
    store.close()
    store = open_store(paths)
    kept = store.backups()
    with paths.store.open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xa5" * 40 * 4096)
    with pytest.raises(StoreDamagedError):
        store.back_up()
    assert store.backups() == kept
    assert {finding.code for finding in store.examine() if not finding.is_ok} >= {"integrity"}


def test_deleting_everything_leaves_nothing_of_the_holder(paths: Paths, open_store: Opener) -> None:
    store = open_store(paths)
    filled(store, 2)
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder(name="canary 5512"))
    store.back_up()
    paths.config.mkdir(parents=True)
    paths.settings.write_text("canary 5512")
    with pytest.raises(StoreLockedError):
        delete_everything(paths)
    assert paths.store.exists()
    store.close()
    assert delete_everything(paths) == []
    left = [path for path in paths.data.parent.rglob("*") if path.is_file()]
    assert left == []
    assert delete_everything(paths) == []


def test_a_folder_that_is_a_link_is_named_and_not_followed(paths: Paths, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    paths.cache.parent.mkdir(parents=True)
    paths.cache.symlink_to(elsewhere)
    assert delete_everything(paths) == [paths.cache]
    assert (elsewhere / "mine.txt").exists()


def test_only_a_very_large_record_is_copied_after_opening(
    paths: Paths, open_store: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(paths)
    assert store.back_up_if_due() is None
    monkeypatch.setattr(backups, "AT_ONCE_BYTES", 0)
    made = store.back_up_if_due()
    assert made is not None
    assert made.path.is_file()
    assert store.back_up_if_due() is None
