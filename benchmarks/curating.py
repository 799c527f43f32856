"""How long decisions about 50,000 contributions take, as ratios to bare SQLite.

::

    python -m benchmarks.curating

* undecide and confirm: taking an identity back and confirming it again changes every deed, the
  search through them, the months and the projects. The floor changes the same rows of the list
  index with one statement of bare SQLite, flushed to the disk like ours;
* hide one deed: against one such change of one row.

Each is the best of some runs, turn about. Exits with 1 when a limit is passed; the limits leave
room for a busy machine and are there to catch work that grows with the wrong thing.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.store_lists import confirm, fill
from portfolio.clock import SystemClock
from portfolio.model.codes import IdentityStatus
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedQuery
from portfolio.paths import for_profile
from portfolio.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

DEEDS = 50_000
RUNS = 5
MOST_ALL, MOST_ONE = 8.0, 60.0
"""Limits: times the floor, for all deeds and for one."""

_ALL = "UPDATE deed_index SET listing = ?"
_ONE = "UPDATE deed_index SET listing = ? WHERE deed_key = ?"


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = for_profile(Path(scratch))
        store = Store.open(paths, clock=SystemClock())
        fill(store, DEEDS)
        confirm(store)
        with store.reading() as reader:
            key = reader.deeds.page(DeedQuery()).deeds[0].key
        copy = Path(scratch) / "floor.sqlite"
        store.back_up(copy)
        floor = _floor(copy)
        undone, confirmed, hidden, bare_all, bare_one = (
            min(times)
            for times in zip(*(_once(store, floor, key) for _ in range(RUNS)), strict=True)
        )
        floor.close()
        store.close()
    print(f"{DEEDS} deeds; best of {RUNS} runs, turn about")
    print(f"{'bare SQLite, every row':28} {bare_all * 1000:8.1f} ms")
    is_held = _line("undecide an identity", undone, bare_all, MOST_ALL)
    is_held &= _line("confirm it again", confirmed, bare_all, MOST_ALL)
    print(f"{'bare SQLite, one row':28} {bare_one * 1000:8.1f} ms")
    is_held &= _line("hide or show one deed", hidden, bare_one, MOST_ONE)
    return 0 if is_held else 1


def _floor(copy: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(copy, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _once(store: Store, floor: sqlite3.Connection, key: str) -> tuple[float, ...]:
    """Return the seconds of: undecide, confirm, hide one, the floor of all, the floor of one."""
    undone = _timed(lambda: confirm(store, IdentityStatus.REJECTED))
    bare_all = _timed(lambda: floor.execute(_ALL, (0,)))
    confirmed = _timed(lambda: confirm(store))
    bare_all = min(bare_all, _timed(lambda: floor.execute(_ALL, (1,))))
    hidden = min(_timed(lambda: _hide(store, key)), _timed(lambda: _hide(store, key)))
    bare_one = min(
        _timed(lambda: floor.execute(_ONE, (2, key))), _timed(lambda: floor.execute(_ONE, (1, key)))
    )
    return undone, confirmed, hidden, bare_all, bare_one


def _hide(store: Store, key: str) -> None:
    with store.editing("deed.hidden", title="x") as editor:
        known = editor.deeds.edit(key)
        editor.save_deed(DeedEdit(key, is_hidden=not (known and known.is_hidden)))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _line(what: str, seconds: float, floor: float, limit: float) -> bool:
    ratio = seconds / floor
    over = "" if ratio <= limit else f"   over the limit of {limit:.0f}"
    print(f"{what:28} {seconds * 1000:8.1f} ms   {ratio:5.2f} times{over}")
    return ratio <= limit


if __name__ == "__main__":
    sys.exit(main())
