"""Times the list of contributions in a window against a bare list of the same rows.

::

    python -m benchmarks.long_lists [ROWS ...] [--keep FOLDER]

For each size (50,000 and 1,000,000 rows unless said) it measures, offscreen:

* from asking for the list to its first rows painted, and to every row being there;
* a filter by word, from the last key's pause being over to the filtered rows painted;
* the longest time the event loop stood still while scrolling, sorting and searching.

Each figure is the best of three runs, as time on the wall and as time the UI thread was at work.
On a machine with more to do than processors the wall says little: limits are then held against
the work alone, and the table says so.

The floor is a plain ``QTableView`` over the same rows as tuples in memory: it needs all of them
read and held, but nothing is in its way when it paints. Exits with 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from benchmarks.store_lists import confirm, fill
from portfolio.clock import SystemClock
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.paths import for_profile
from portfolio.settings import SettingsFile
from portfolio.store.store import Store
from portfolio.ui.delegates.deed_table import DeedTable
from portfolio.ui.models.deeds import DeedsModel
from portfolio.ui.session import Session
from portfolio.ui.tasks import LoopThread
from portfolio.ui.theme.theme import Theme, ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIZES = (50_000, 1_000_000)
MOST_SHOW_MS, MOST_FILTER_MS, MOST_GAP_MS = 50.0, 100.0, 50.0
"""Limits: the first two for 50,000 rows, the gap for any number."""
SMALL = 100_000
RUNS = 3


class BareRows(QAbstractTableModel):
    """The same rows as tuples in memory."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else 4

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return (
            self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None
        )


@dataclass(frozen=True)
class Took:
    """Milliseconds on the wall, and of them the UI thread's own work."""

    ms: float
    work_ms: float

    @staticmethod
    def now() -> Took:
        return Took(time.perf_counter() * 1000, time.thread_time() * 1000)

    def since(self, begun: Took) -> Took:
        return Took(self.ms - begun.ms, self.work_ms - begun.work_ms)


def best(took: Sequence[Took]) -> Took:
    """Return the least of several runs."""
    return Took(min(one.ms for one in took), min(one.work_ms for one in took))


class Gaps(QObject):
    """Notes the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)
        self._last = Took.now()
        self.longest = Took(0, 0)

    @Slot()
    def _tick(self) -> None:
        now = Took.now()
        gap = now.since(self._last)
        self.longest = Took(max(gap.ms, self.longest.ms), max(gap.work_ms, self.longest.work_ms))
        self._last = now

    @contextmanager
    def watched(self) -> Iterator[Gaps]:
        self.longest, self._last = Took(0, 0), Took.now()
        self._timer.start()
        yield self
        self._tick()
        self._timer.stop()


class Bench:
    """One size of record in one window."""

    def __init__(self, application: QApplication, session: Session, rows: int) -> None:
        self._application, self._session, self._rows = application, session, rows
        self._gaps = Gaps()
        self.passed_limits: list[str] = []
        self._whole = 0
        self._first_at: Took | None = None
        self.model = DeedsModel(session.store, session)
        self.table = DeedTable()
        self.table.resize(760, 700)

    def _note_whole(self, _shown: int, _total: int) -> None:
        self._whole += 1

    def measure(self) -> None:
        """Measure everything and print a table."""
        is_small = self._rows < SMALL
        print(f"\n{self._rows:,} rows{'':29} ms   of it work      floor     ratio")
        floor, floor_gap = self._bare()
        opened = [self._show() for _ in range(RUNS)]
        first, whole, gap = (best(column) for column in zip(*opened, strict=True))
        self._line("first rows painted", first, floor, MOST_SHOW_MS if is_small else 0)
        self._line("every row there", whole, floor)
        self._line("  longest gap", gap, None, MOST_GAP_MS)
        scrolled = best([self._scroll(self.table) for _ in range(RUNS)])
        self._line("longest gap while scrolling", scrolled, floor_gap, MOST_GAP_MS)
        for order in (DeedOrder.TITLE, DeedOrder.PROJECT, DeedOrder.DATE_OLDEST):
            self._asked(f"sorted by {order}", DeedQuery(order=order), 0)
        for words in ("focus", "case7", "keyb", "focus ring menu"):
            limit = MOST_FILTER_MS if is_small else 0
            self._asked(f"filtered by “{words}”", DeedQuery(words=words), limit)
        typed = best([self._type("focus ring") for _ in range(RUNS)])
        self._line("longest gap while typing", typed, None, MOST_GAP_MS)
        self.table.close()

    def _asked(self, what: str, query: DeedQuery, limit_ms: float) -> None:
        runs = []
        for _ in range(RUNS):
            self._ask(DeedQuery(include_hidden=True))
            runs.append(self._ask(query))
        first, gap = (best(column) for column in zip(*runs, strict=True))
        self._line(f"{what}, first rows", first, None, limit_ms)
        self._line("  longest gap", gap, None, MOST_GAP_MS)

    def _line(self, what: str, took: Took, floor: Took | None = None, limit_ms: float = 0) -> None:
        beside = f"{floor.ms:10.1f} {took.ms / max(floor.ms, 0.1):8.2f}x" if floor else ""
        judged = took.work_ms if self._is_busy() else took.ms
        is_over = bool(limit_ms) and judged > limit_ms
        mark = f"   over {limit_ms:.0f}" if is_over else ""
        print(f"{what:40} {took.ms:8.1f} {took.work_ms:8.1f} {beside}{mark}", flush=True)
        if is_over:
            self.passed_limits.append(what.strip())

    @staticmethod
    def _is_busy() -> bool:
        return os.getloadavg()[0] > (os.cpu_count() or 1)

    def _bare(self) -> tuple[Took, Took]:
        started = Took.now()
        with self._session.store.reading() as reader:
            ids = reader.deeds.ids(DeedQuery())
            rows = [
                (str(deed.action), deed.title, deed.project_name, str(deed.occurred_at.date()))
                for begin in range(0, len(ids), 5000)
                for deed in reader.deeds.by_ids(ids[begin : begin + 5000])
            ]
        view = QTableView()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.resize(760, 700)
        view.show()
        self._turn(5)
        view.setModel(BareRows(rows))
        self._application.processEvents()
        took = Took.now().since(started)
        gap = best([self._scroll(view) for _ in range(RUNS)])
        view.close()
        return took, gap

    def _show(self) -> tuple[Took, Took, Took]:
        self.model = DeedsModel(self._session.store, self._session)
        self.model.counted.connect(self._note_whole)
        self.table.setModel(self.model)  # the window is there before its rows are asked for
        self.table.show()
        self._turn(5)
        self._whole = 0
        with self._gaps.watched() as gaps:
            started = Took.now()
            self.model.show(DeedQuery())
            self.table.fit_columns()
            self._application.processEvents()
            first = Took.now().since(started)
            self._wait_for_whole()
            whole = Took.now().since(started)
        return first, whole, gaps.longest

    def _scroll(self, view: QTableView) -> Took:
        bar = view.verticalScrollBar()
        places = [round(bar.maximum() * step / 150) for step in range(150)]
        places += [places[70] + step * 120 for step in range(150)]
        with self._gaps.watched() as gaps:
            for place in places:
                bar.setValue(place)
                self._turn(2)
        return gaps.longest

    def _ask(self, query: DeedQuery) -> tuple[Took, Took]:
        """Return the time to the first rows painted, and the longest gap."""
        self._whole = 0
        self._first_at = None
        self.model.modelReset.connect(self._note_first)
        with self._gaps.watched() as gaps:
            started = Took.now()
            self.model.show(query)
            while self._first_at is None:
                self._application.processEvents()
            self._application.processEvents()
            first = Took.now().since(started)
            self._wait_for_whole()
            self._turn(3)
        self.model.modelReset.disconnect(self._note_first)
        return first, gaps.longest

    def _note_first(self) -> None:
        self._first_at = Took.now()

    def _type(self, words: str) -> Took:
        """Ask for each beginning of words without waiting, as a quick typist's pauses would."""
        with self._gaps.watched() as gaps:
            for end in range(1, len(words) + 1):
                self._whole = 0
                self.model.show(DeedQuery(words=words[:end]))
                until = time.perf_counter() + 0.02
                while time.perf_counter() < until:
                    self._application.processEvents()
            self._wait_for_whole()
        return gaps.longest

    def _wait_for_whole(self) -> None:
        until = time.perf_counter() + 60
        while not self._whole and time.perf_counter() < until:
            self._application.processEvents()
        self._whole = 0

    def _turn(self, times: int) -> None:
        for _ in range(times):
            self._application.processEvents()


class OpenedRecord:
    """What a session needs of a workspace here."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, SystemClock()
        self.is_offline = True

    async def close_network(self) -> None:
        """Have none."""


def run(sizes: Sequence[int], keep: Path | None) -> list[str]:
    """Measure every size; return what passed its limit."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme(application)
    theme.apply(ThemeMode.LIGHT)
    thread = LoopThread()
    thread.begin()
    passed: list[str] = []
    try:
        for rows in sizes:
            with tempfile.TemporaryDirectory(prefix="long-lists-") as scratch:
                folder = (keep or Path(scratch)) / str(rows)
                passed += _measure(application, thread, folder, rows)
    finally:
        thread.shutdown()
    return passed


def _measure(application: QApplication, thread: LoopThread, folder: Path, rows: int) -> list[str]:
    paths = for_profile(folder)
    store = Store.open(paths, clock=SystemClock())
    try:
        with store.reading() as reader:
            is_there = bool(reader.sources.all())
        if not is_there:
            print(f"making {rows:,} rows: {fill(store, rows):.0f} s", flush=True)
            confirm(store)
        session = Session(thread, SettingsFile(paths.settings), paths)
        session.attach(OpenedRecord(store))  # type: ignore[arg-type]
        bench = Bench(application, session, rows)
        bench.measure()
        return bench.passed_limits
    finally:
        store.close()


def main(arguments: Callable[[], list[str]] | None = None) -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--keep", type=Path, help="folder of records to make once and use again")
    options = parser.parse_args(arguments() if arguments else None)
    passed = run(options.rows, options.keep)
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1):
        print(f"\nThis machine was busy (load {load:.1f}): limits were held against the work.")
    if passed:
        print(f"\nOver the limit: {', '.join(passed)}")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
