"""The window's side of a workspace: reads and edits go through here, pages hear of changes.

Everything here is called on the UI thread; `read`, `run` and `edit` hand the work to executors
and call back on the UI thread. A callback that is a method of a widget is dropped when the widget
is gone by then.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from portfolio.clock import SystemClock
from portfolio.errors import PortfolioError, StoreError
from portfolio.ui.account_syncs import AccountSyncs
from portfolio.ui.callbacks import Callbacks
from portfolio.ui.tasks import READER, WORKER, WRITER, LoopTask, LoopThread, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.clock import Clock
    from portfolio.model.account import Account
    from portfolio.model.journal import Entry
    from portfolio.model.record import Hit
    from portfolio.paths import Paths
    from portfolio.settings import SettingsFile
    from portfolio.store.glance import Glance
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store
    from portfolio.workspace import Workspace

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")


class SessionState(Enum):
    """Whether there is a record to work with."""

    OPENING = "opening"
    OPEN = "open"
    READ_ONLY = "read-only"
    FAILED = "failed"


_ARRIVALS_MS = (300, 1000, 1000, 1000, 2000, 2000, 2000, 4000)
"""How long arrivals are gathered: the first are shown soon, later ones less and less often."""
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in the record.

    Attributes:
        kinds: First parts of step labels (``deed``, ``story``, ``project``, ``role``,
            ``identity``, ``edition``, ``holder``, ``question``, ``account``), ``source`` after a
            reading, or ``everything``.
        entry: The journal's step, when it was one.
    """

    kinds: frozenset[str]
    entry: Entry | None = None

    def touches(self, *kinds: str) -> bool:
        """Return whether something of ``kinds`` may have changed."""
        return EVERYTHING in self.kinds or bool(self.kinds & set(kinds))


ALL_CHANGED = Change(frozenset({EVERYTHING}))


class Session(QObject):
    """A workspace as pages use it. Owned by the window's start-up; UI thread only.

    Signals:
        state_changed: `state` is another.
        changed: A `Change`: pages refresh what they show.
        stepped: An `Entry` was just done by the holder (the status line offers Undo).
        unstepped: ``(Entry, is_redo)`` was undone or redone.
        failed: A `PortfolioError` of an edit nobody else handles.
        reading_changed: A reading of sources began or ended.
        accounts_changed: `accounts` is another, or an account is being read.
        glanced: A `Glance`: the first rows, before the store itself is open.
    """

    state_changed = Signal()
    changed = Signal(object)
    stepped = Signal(object)
    unstepped = Signal(object, bool)
    failed = Signal(object)
    reading_changed = Signal()
    accounts_changed = Signal()
    glanced = Signal(object)

    def __init__(
        self,
        thread: LoopThread,
        settings: SettingsFile,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self.settings = settings
        self.paths = paths
        self._workspace: Workspace | None = None
        self._state = SessionState.OPENING
        self.error: PortfolioError | None = None
        self.undo_entry: Entry | None = None
        self.redo_entry: Entry | None = None
        self.glance: Glance | None = None
        self._readings: list[Task] = []
        self._running: set[Task] = set()
        self._edits = self._edits_under_way = 0
        self._arrived: set[str] = set()
        self._arrivals = QTimer(self)
        self._arrivals.setSingleShot(True)
        self._arrival_turn = 0
        self._arrivals.timeout.connect(self._tell_arrivals)
        self.syncs = AccountSyncs(self, self)
        self.accounts: tuple[Account, ...] = ()
        self.syncs.changed.connect(self._tell_accounts)
        self.changed.connect(self._look_at_accounts)

    @property
    def state(self) -> SessionState:
        """Whether there is a record to work with."""
        return self._state

    @property
    def is_open(self) -> bool:
        """The record can be read."""
        return self._state in {SessionState.OPEN, SessionState.READ_ONLY}

    @property
    def workspace(self) -> Workspace:
        """The workspace.

        Raises:
            StoreError: It is not open (ask `is_open` first).
        """
        if self._workspace is None:
            raise StoreError("The record is not open yet.")
        return self._workspace

    @property
    def record(self) -> Workspace | None:
        """The workspace, or None: what an answer was asked of."""
        return self._workspace

    @property
    def store(self) -> Store:
        """The store of the workspace."""
        return self.workspace.store

    @property
    def clock(self) -> Clock:
        """The clock of the workspace, the computer's while none is open."""
        return self._workspace.clock if self._workspace is not None else SystemClock()

    def attach(self, workspace: Workspace) -> None:
        """Take up an opened workspace and tell everybody."""
        self._workspace = workspace
        self._thread.at_end(workspace.close_network)
        self.error = None
        read_only = workspace.store.read_only
        self._state = SessionState.READ_ONLY if read_only else SessionState.OPEN
        from portfolio.operations import history

        self._note_steps((history.next_undo(workspace.store), history.next_redo(workspace.store)))
        self.state_changed.emit()
        self.changed.emit(ALL_CHANGED)

    def show_glance(self, glance: Glance) -> None:
        """Hand the first rows to the pages while the store is still being opened."""
        if self._state is SessionState.OPENING:
            self.glance = glance
            self.glanced.emit(glance)

    def fail(self, error: PortfolioError) -> None:
        """Say that the record could not be opened."""
        self.error = error
        self._state = SessionState.FAILED
        self.state_changed.emit()

    def detach(self) -> Workspace | None:
        """Give the workspace up (before a restore, or at the end) and return it."""
        self.syncs.cancel_all()
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            self._close_network(workspace)
        self._state = SessionState.OPENING
        self.undo_entry = self.redo_entry = None
        self.accounts = ()
        self.state_changed.emit()
        return workspace

    def _close_network(self, workspace: Workspace) -> None:
        self._thread.no_longer_at_end(workspace.close_network)
        with contextlib.suppress(RuntimeError):  # the loop is closing and does it itself
            self._thread.submit(workspace.close_network())

    def find(self, words: str, then: Callable[[list[Hit]], None], limit: int = 8) -> Task:
        """Look for deeds, projects and stories by words."""
        return self.read(lambda reader: reader.find(words, limit), then)

    def read_now(self, ask: Callable[[Reader], _T]) -> _T:
        """Answer a short question (measured under 10 ms) right here."""
        with self.store.reading() as reader:
            return ask(reader)

    def read(
        self,
        ask: Callable[[Reader], _T],
        then: Callable[[_T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Answer a question off the UI thread; ``then`` gets the answer on the UI thread."""
        store = self.store

        def work(_report: Callable[[object], None], _cancelled: Callable[[], bool]) -> _T:
            with store.reading() as reader:
                return ask(reader)

        return self._start(READER, work, then, failed)

    def run(  # noqa: PLR0913  (each is one thing to be told)
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], _T],
        *,
        on_progress: Callable[[Any], None] | None = None,
        on_done: Callable[[_T], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        executor: str = WORKER,
    ) -> Task:
        """Run long work ``work(report, cancelled)`` off the UI thread.

        ``cancelled`` is to be asked at least every 100 ms. Progress comes at most 20 times a
        second. `executor` is one of the names in `tasks`; work on one executor queues up.
        """
        return self._start(
            executor, work, on_done, on_failed, on_progress=on_progress, on_cancelled=on_cancelled
        )

    def run_on_loop(  # noqa: PLR0913  (each is one thing to be told)
        self,
        make: Callable[[Callable[[Any], None], Callable[[Callable[[], Any]], Any]], Any],
        *,
        on_progress: Callable[[Any], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        executor: str = WRITER,
    ) -> Task:
        """Run a coroutine ``make(report, blocking)`` on the loop, such as talking to a service.

        ``blocking(work)`` runs work on the executor: the writer's for what concerns the store.
        Cancelling ends it at once.
        """
        task = LoopTask(self._thread, make, self, executor)
        Callbacks(
            self, task, on_done, on_failed, on_progress=on_progress, on_cancelled=on_cancelled
        )
        return task.start()

    def run_reading(
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], _T],
        **callbacks: Any,
    ) -> Task:
        """As `run`, for reading sources: `is_reading` while it lasts, `changed` at its end."""
        task = self.run(work, **callbacks)
        self._readings.append(task)
        task.finished.connect(self._end_reading)
        self.reading_changed.emit()
        return task

    @property
    def is_reading(self) -> bool:
        """Sources are being read now."""
        return bool(self._readings)

    @Slot()
    def stop_reading(self) -> None:
        """Cancel every reading; what was read stays."""
        for task in list(self._readings):
            task.cancel()

    @Slot()
    def _end_reading(self) -> None:
        self._readings = [task for task in self._readings if not task.is_over]
        self.reading_changed.emit()
        self.changed.emit(Change(frozenset({"source", "deed", "project", "identity", "question"})))

    def tell_changed(self, *kinds: str) -> None:
        """Tell pages that something changed without a step (a batch was read)."""
        self.changed.emit(Change(frozenset(kinds or (EVERYTHING,))))

    def tell_arrived(self, *kinds: str) -> None:
        """As `tell_changed` for what streams in: soon at first, then every few seconds."""
        self._arrived |= set(kinds)
        if not self._arrivals.isActive():
            self._arrivals.start(_ARRIVALS_MS[self._arrival_turn])
            self._arrival_turn = min(self._arrival_turn + 1, len(_ARRIVALS_MS) - 1)

    def end_arrivals(self) -> None:
        """Nothing streams in any more: what comes next is shown soon again."""
        self._arrivals.stop()
        self._arrived.clear()
        self._arrival_turn = 0

    @Slot(object)
    def _look_at_accounts(self, change: Change) -> None:
        if self.is_open and change.touches("account"):
            self.read(lambda reader: tuple(reader.accounts.all()), self._take_accounts)

    def _take_accounts(self, accounts: tuple[Account, ...]) -> None:
        self.accounts = accounts
        self.accounts_changed.emit()

    @Slot(str)
    def _tell_accounts(self, _account_id: str) -> None:
        self.accounts_changed.emit()

    @Slot()
    def _tell_arrivals(self) -> None:
        kinds, self._arrived = self._arrived, set()
        if kinds and self.is_open:
            self.changed.emit(Change(frozenset(kinds)))

    def edit(
        self,
        do: Callable[[Store], _T],
        then: Callable[[_T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Run an operation that changes the record on the writer.

        Afterwards ``then`` gets its result, `changed` is emitted, and the step is announced with
        Undo. A fault goes to ``failed``, else to the signal of that name.
        """
        store = self.store

        def work(_report: object, _cancelled: object) -> tuple[_T, Any]:
            from portfolio.operations import history

            before = history.next_undo(store)
            result = do(store)
            return result, (before, history.next_undo(store), history.next_redo(store))

        task = Task(self._thread, WRITER, work, self)
        self._edits, self._edits_under_way = self._edits + 1, self._edits_under_way + 1
        Callbacks(self, task, then, failed, is_edit=True)
        return task.start()

    @property
    def edit_mark(self) -> int:
        """A number that is another one after each edit, and -1 while one is under way."""
        return -1 if self._edits_under_way else self._edits

    def is_older(self, asked_at: int) -> bool:
        """Whether what was asked at that `edit_mark` may be older than what a form shows.

        Then it must not take back what the holder chose since.
        """
        return asked_at < 0 or asked_at != self.edit_mark

    def note_edit_over(self) -> None:
        """Count an edit as over, whatever came of it (called by its callbacks)."""
        self._edits_under_way -= 1

    @property
    def is_idle(self) -> bool:
        """Nothing that was asked for is still under way."""
        return not self._running

    def note_running(self, task: Task) -> None:
        """Count a task as under way (called by its callbacks)."""
        self._running.add(task)

    def note_over(self, task: Task) -> None:
        """Count a task as over (called by its callbacks)."""
        self._running.discard(task)

    @Slot()
    def undo(self) -> None:
        """Undo the last step."""
        self._step_back(is_redo=False)

    @Slot()
    def redo(self) -> None:
        """Redo what was undone last."""
        self._step_back(is_redo=True)

    def _step_back(self, *, is_redo: bool) -> None:
        store = self.store

        def work(_report: object, _cancelled: object) -> tuple[Any, Any]:
            from portfolio.operations import history

            entries = history.redo(store) if is_redo else history.undo(store)
            return entries, (history.next_undo(store), history.next_redo(store))

        self._start(WRITER, work, self._redone if is_redo else self._undone, None)

    def _undone(self, result: tuple[list[Entry], tuple[Entry | None, Entry | None]]) -> None:
        self._tell_stepped_back(result, is_redo=False)

    def _redone(self, result: tuple[list[Entry], tuple[Entry | None, Entry | None]]) -> None:
        self._tell_stepped_back(result, is_redo=True)

    def _tell_stepped_back(
        self, result: tuple[list[Entry], tuple[Entry | None, Entry | None]], *, is_redo: bool
    ) -> None:
        entries, steps = result
        self._note_steps(steps)
        for entry in entries:
            self.unstepped.emit(entry, is_redo)
            self.changed.emit(Change(_kinds(entry), entry))

    def _note_steps(self, steps: tuple[Entry | None, Entry | None]) -> None:
        self.undo_entry, self.redo_entry = steps

    def tell_edited(self, steps: tuple[Entry | None, Entry | None, Entry | None]) -> None:
        """Tell what an edit did (called by its callbacks)."""
        before, after, redo = steps
        self._note_steps((after, redo))
        is_new = after is not None and (before is None or after.id != before.id)
        if after is not None and is_new:
            self.changed.emit(Change(_kinds(after), after))
            self.stepped.emit(after)

    def tell_failed(self, error: Exception) -> None:
        """Pass a fault on that no caller handles; an unexpected one goes to the crash dialog."""
        if isinstance(error, PortfolioError):
            _LOG.warning("%s", error)
            self.failed.emit(error)
            return
        raise error

    def _start(  # noqa: PLR0913  (each is one thing to be told)
        self,
        executor: str,
        work: Callable[..., Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        on_progress: Callable[[Any], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
    ) -> Task:
        task = Task(self._thread, executor, work, self)
        Callbacks(self, task, done, failed, on_progress=on_progress, on_cancelled=on_cancelled)
        return task.start()


def _kinds(entry: Entry) -> frozenset[str]:
    kind = entry.label.partition(".")[0]
    # What is entered by hand is listed with the deeds, under a project and a source of its own.
    also = {"deed", "project", "source"} if kind == "contribution" else set()
    return frozenset({kind, *also})
