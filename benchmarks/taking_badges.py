"""Taking a thousand badges into the record and showing them, against opening and judging them.

The floor opens and judges each once and puts its bytes into a bare SQLite table, with the
durability the record has: a zip in one transaction, files each in one of their own. Then the wall
of badges is asked for twice: the first time each is judged anew, the second time nothing that a
verdict rests on has changed. Runs are interleaved.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sqlite3
import statistics
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.badges import badges as made_badges
from benchmarks.badges import ours
from portfolio.operations import badges
from portfolio.operations.badge_views import BadgeViews
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNS = 3
MOST_TIMES = {
    ("token", "zip"): 8.0,
    ("token", "files"): 6.0,
    ("document", "zip"): 2.0,
    ("document", "files"): 2.5,
    ("token", "shown"): 4.0,
    ("document", "shown"): 2.0,
}
MOST_AGAIN = {"token": 0.5, "document": 0.1}


def zipped(files: list[bytes]) -> bytes:
    """One zip with each badge in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for number, raw in enumerate(files):
            folder.writestr(f"badge-{number:05}.png", raw)
    return out.getvalue()


@contextlib.contextmanager
def bare_table(folder: Path) -> Iterator[sqlite3.Connection]:
    """A table for bytes, written as durably as the record."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, raw BLOB)")
    yield connection
    connection.close()


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    at = time.perf_counter()
    work()
    return time.perf_counter() - at


def bare(files: list[bytes], *, at_once: bool) -> float:
    """The floor, in seconds."""

    def work() -> None:
        if at_once:
            table.execute("BEGIN IMMEDIATE")
        for raw in files:
            ours(raw)
            table.execute("INSERT INTO kept (raw) VALUES (?)", (raw,))
        if at_once:
            table.execute("COMMIT")

    with tempfile.TemporaryDirectory() as folder, bare_table(Path(folder)) as table:
        return seconds(work)


def recorded(files: list[bytes], *, at_once: bool) -> tuple[float, float, float]:
    """Seconds of taking them in, of the wall, and of the wall once more."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder), offline=True)
        store, clock = workspace.store, workspace.clock
        parts = [zipped(files)] if at_once else files
        wall = BadgeViews()

        def take() -> None:
            for raw in parts:
                badges.take_in(store, clock, raw)

        def show() -> None:
            if sum(map(len, wall.parts(store, clock))) != len(files):
                raise AssertionError("a badge is missing on the wall")

        found = seconds(take), seconds(show), seconds(show)
        workspace.close()
        return found


def measured(kind: str, count: int) -> list[str]:
    """Print the figures of one kind of badge; return what is over its limit."""
    files = made_badges(count, as_token=kind == "token")
    over = []
    for way in ("zip", "files"):
        floors, runs = [], []
        for _ in range(RUNS):
            floors.append(bare(files, at_once=way == "zip"))
            runs.append(recorded(files, at_once=way == "zip"))
        floor = statistics.median(floors)
        taken, shown, again = (statistics.median(each) for each in zip(*runs, strict=True))
        print(
            f"{kind:9} {way:6} judged and put away {floor:6.2f} s   taken in {taken:6.2f} s "
            f"{taken / floor:5.1f} times   shown {shown / floor:5.2f}   again {again / floor:5.2f}"
        )
        limits = ((taken, MOST_TIMES[kind, way]), (shown, MOST_TIMES[kind, "shown"]))
        limits += ((again, MOST_AGAIN[kind]),)
        over += [f"{kind} {way}" for each, limit in limits if each / floor > limit]
    return over


def main() -> int:
    """Print the figures, and return 1 when one is over its limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--badges", type=int, default=1000)
    count = parser.parse_args().badges
    over = [each for kind in ("token", "document") for each in measured(kind, count)]
    if over:
        print(f"over its limit: {', '.join(dict.fromkeys(over))}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
