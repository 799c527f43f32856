"""Work off the UI thread: one loop in one thread, named single-thread executors, tasks.

The UI thread runs Qt only. `LoopThread` runs one plain asyncio loop; blocking work (reading
git, writing the store, rendering) goes from that loop to executors of one thread each, so that
work of one kind never runs twice at a time. Results come back only as Qt signals to slots that
live on the UI thread. Nothing else starts a thread.

States of a task::

    made --start()--> running --> succeeded | failed | cancelled   (then finished, always)
"""

from __future__ import annotations

import concurrent.futures
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

_LOG = logging.getLogger(__name__)

WRITER, READER, WORKER, RENDER = "writer", "reader", "worker", "render"
"""Executors: writes of the store; reads of it; reading sources; making documents."""

MAX_PER_SECOND = 20
"""Progress signals of one task; the last one always comes."""


class LoopThread(QThread):
    """The thread of the asyncio loop. Started once, shut down in a ``finally`` round ``exec``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._cancels: set[threading.Event] = set()
        self._pending: set[concurrent.futures.Future[Any]] = set()
        self._guard = threading.Lock()
        self._executors: dict[str, ThreadPoolExecutor] = {}
        self._is_closing = False
        self._endings: list[Callable[[], Coroutine[Any, Any, None]]] = []

    def run(self) -> None:
        """Run the loop (Qt calls this on the new thread)."""
        import asyncio

        with asyncio.Runner() as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        import asyncio

        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_log_loop_error)
        self._stop = asyncio.Event()
        self._ready.set()
        await self._stop.wait()
        me = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not me]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for ending in list(self._endings):
            try:
                await ending()
            except Exception:  # noqa: BLE001  (the others are to end as well)
                _LOG.exception("While closing the network")

    def begin(self) -> None:
        """Start the thread and wait until its loop takes work."""
        self.start()
        self._ready.wait()

    def at_end(self, ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Have something done on the loop when it ends, after every task."""
        self._endings.append(ending)

    def no_longer_at_end(self, ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Take back `at_end`."""
        if ending in self._endings:
            self._endings.remove(ending)

    def submit(self, work: Coroutine[Any, Any, None]) -> concurrent.futures.Future[None]:
        """Schedule a coroutine from the UI thread.

        Raises:
            RuntimeError: The thread is not running, or is closing.
        """
        if self._loop is None or self._is_closing:
            work.close()
            raise RuntimeError("The loop takes no more work.")
        import asyncio

        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def blocking(self, name: str, work: Callable[[], Any], cancel: threading.Event) -> Any:
        """Run blocking ``work`` on the executor ``name``; call on the loop.

        When the awaiting task is cancelled ``cancel`` is set, and the work ends at its next look
        at it. The result of work that was given up is dropped.
        """
        import asyncio

        future = self._executor(name).submit(work)
        with self._guard:
            self._cancels.add(cancel)
            self._pending.add(future)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            cancel.set()
            raise
        finally:
            with self._guard:
                self._cancels.discard(cancel)
            future.add_done_callback(self._forget)

    def _forget(self, future: concurrent.futures.Future[Any]) -> None:
        with self._guard:
            self._pending.discard(future)

    def _executor(self, name: str) -> ThreadPoolExecutor:
        with self._guard:
            if name not in self._executors:
                self._executors[name] = ThreadPoolExecutor(1, thread_name_prefix=name)
            return self._executors[name]

    def shutdown(self, wait_ms: int = 900) -> bool:
        """Cancel everything, stop the loop, and wait for what is running to end.

        Returns:
            Whether everything ended in time. Work that did not has been told to stop.
        """
        self._is_closing = True
        until = time.monotonic() + wait_ms / 1000
        with self._guard:
            for cancel in self._cancels:
                cancel.set()
            pending = set(self._pending)
        if self._loop is not None and self._stop is not None and self.isRunning():
            self._loop.call_soon_threadsafe(self._stop.set)
        left_ms = max(1, round((until - time.monotonic()) * 1000))
        ended = self.wait(left_ms) if self.isRunning() else True
        left_s = max(0.0, until - time.monotonic())
        waiting = concurrent.futures.wait(pending, timeout=left_s).not_done
        for executor in self._executors.values():
            executor.shutdown(wait=not waiting, cancel_futures=True)
        if waiting or not ended:
            _LOG.warning("%d pieces of work did not end within %d ms", len(waiting), wait_ms)
        return ended and not waiting


def _log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _LOG.error("In the loop: %s", context.get("message"), exc_info=error)


class Throttle:
    """Lets through at most `MAX_PER_SECOND` reports a second, and keeps the last one.

    Work that was given up may go on reporting for a while; after `close` nothing is passed on, so
    that who took the reports may be gone by then.
    """

    def __init__(self, pass_on: Callable[[object], None]) -> None:
        self._pass_on = pass_on
        self._next_at = 0.0
        self._kept: object | None = None
        self._guard = threading.Lock()
        self._is_closed = False

    def __call__(self, report: object) -> None:
        """Pass a report on, or keep it until a later one or `close`."""
        with self._guard:
            if self._is_closed:
                return
            now = time.monotonic()
            if now < self._next_at:
                self._kept = report
                return
            self._next_at = now + 1 / MAX_PER_SECOND
            self._kept = None
            self._pass_on(report)

    def close(self) -> None:
        """Pass the kept report on, the last one."""
        with self._guard:
            self._is_closed = True
            if self._kept is not None:
                self._pass_on(self._kept)
                self._kept = None


class Task(QObject):
    """One piece of work, made and owned on the UI thread.

    Signals (all delivered on the UI thread):
        progressed: A report, at most 20 a second and always the last one.
        succeeded: The result.
        failed: The exception.
        cancelled: It was given up.
        finished: After one of the three.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _reported = Signal(object)
    _ended = Signal(str, object)

    def __init__(
        self,
        thread: LoopThread,
        executor: str,
        work: Callable[[Callable[[object], None], Callable[[], bool]], Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread, self._executor, self._work = thread, executor, work
        self._cancel = threading.Event()
        self._future: concurrent.futures.Future[None] | None = None
        self._is_over = False
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._pass_report, queued)
        self._ended.connect(self._pass_end, queued)

    @property
    def is_running(self) -> bool:
        """Started and not over."""
        return self._future is not None and not self._is_over

    @property
    def is_over(self) -> bool:
        """`finished` was emitted."""
        return self._is_over

    def start(self) -> Task:
        """Start; once only. A thread that is closing cancels at once."""
        if self._future is None:
            try:
                self._future = self._thread.submit(self._run())
            except RuntimeError:
                self._ended.emit("cancelled", None)
        return self

    @Slot()
    def cancel(self) -> None:
        """Give it up; `cancelled` follows within milliseconds, whole batches stay done."""
        self._cancel.set()
        if self._future is not None:
            self._future.cancel()

    async def _run(self) -> None:
        import asyncio

        throttle = Throttle(self._reported.emit)
        outcome: tuple[str, object]
        try:
            outcome = ("succeeded", await self._do(throttle))
        except asyncio.CancelledError:
            outcome = ("cancelled", None)
        except Exception as error:  # noqa: BLE001  (the one place where work's faults arrive)
            outcome = ("failed", error)
        try:
            throttle.close()
            self._ended.emit(*outcome)
        except RuntimeError:  # the window was closed and the task deleted meanwhile
            _LOG.debug("A task ended after its window")

    async def _do(self, report: Callable[[object], None]) -> Any:
        """Do the work; on the loop."""
        return await self._thread.blocking(
            self._executor, lambda: self._work(report, self._cancel.is_set), self._cancel
        )

    @Slot(object)
    def _pass_report(self, report: object) -> None:
        if not self._is_over:
            self.progressed.emit(report)

    @Slot(str, object)
    def _pass_end(self, outcome: str, value: object) -> None:
        if self._is_over:
            return
        self._is_over = True
        if outcome == "cancelled" or (self._cancel.is_set() and outcome == "failed"):
            self.cancelled.emit()
        elif outcome == "succeeded":
            self.succeeded.emit(value)
        else:
            self.failed.emit(value)
        self.finished.emit()


class LoopTask(Task):
    """A task whose work is a coroutine on the loop, such as reading accounts.

    Args:
        thread: The loop's thread.
        make: Called on the loop with ``report`` and ``blocking``; ``blocking(work)`` runs work
            on the executor. `cancel` cancels what it returns.
        executor: Where ``blocking`` runs work: the writer's, unless the store is not concerned.
    """

    def __init__(
        self,
        thread: LoopThread,
        make: Callable[[Callable[[Any], None], Callable[[Callable[[], Any]], Any]], Any],
        parent: QObject | None = None,
        executor: str = WRITER,
    ) -> None:
        super().__init__(thread, executor, _nothing, parent)
        self._make = make

    async def _do(self, report: Callable[[object], None]) -> Any:
        return await self._make(report, self._blocking)

    async def _blocking(self, work: Callable[[], Any]) -> Any:
        return await self._thread.blocking(self._executor, work, self._cancel)


def _nothing(_report: object, _cancelled: object) -> None:
    """Do nothing: the work is the coroutine."""
