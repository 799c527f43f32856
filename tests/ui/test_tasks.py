"""Work beside the window: the loop thread and its tasks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio.ui.tasks import (
    MAX_PER_SECOND,
    READER,
    WORKER,
    WRITER,
    LoopTask,
    LoopThread,
    Task,
    Throttle,
)


class Ear(QObject):
    """Hears a task, and on which thread."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.heard: list[tuple[str, Any]] = []
        self.threads: set[bool] = set()
        task.progressed.connect(self._progress)
        task.succeeded.connect(self._success)
        task.failed.connect(self._failure)
        task.cancelled.connect(self._cancel)
        task.finished.connect(self._finish)

    def _note(self, what: str, value: Any = None) -> None:
        self.heard.append((what, value))
        self.threads.add(QThread.currentThread() is self.thread())

    @Slot(object)
    def _progress(self, report: object) -> None:
        self._note("progress", report)

    @Slot(object)
    def _success(self, result: object) -> None:
        self._note("success", result)

    @Slot(object)
    def _failure(self, error: object) -> None:
        self._note("failure", error)

    @Slot()
    def _cancel(self) -> None:
        self._note("cancel")

    @Slot()
    def _finish(self) -> None:
        self._note("finish")

    def words(self) -> list[str]:
        return [what for what, _ in self.heard if what != "progress"]


Work = Callable[[Callable[[object], None], Callable[[], bool]], Any]


def started(qtbot: QtBot, thread: LoopThread, work: Work, executor: str = WORKER) -> Ear:
    task = Task(thread, executor, work)
    ear = Ear(task)
    task.setParent(ear)
    with qtbot.waitSignal(task.finished, timeout=5000):
        task.start()
    return ear


def test_a_result_comes_back_on_the_ui_thread(qtbot: QtBot, loop_thread: LoopThread) -> None:
    ui = threading.get_ident()
    ear = started(qtbot, loop_thread, lambda _report, _cancelled: threading.get_ident())
    assert ear.words() == ["success", "finish"]
    assert ear.heard[0][1] != ui
    assert ear.threads == {True}


def test_a_fault_comes_back(qtbot: QtBot, loop_thread: LoopThread) -> None:
    def work(_report: object, _cancelled: object) -> None:
        raise ValueError("no")

    ear = started(qtbot, loop_thread, work)
    assert ear.words() == ["failure", "finish"]
    assert isinstance(ear.heard[0][1], ValueError)


def test_cancelling_answers_at_once_and_reaches_the_work(
    qtbot: QtBot, loop_thread: LoopThread
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(_report: object, cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            ended.wait(0.01)
        ended.set()

    task = Task(loop_thread, WORKER, work)
    ear = Ear(task)
    task.setParent(ear)
    task.start()
    assert begun.wait(5)
    with qtbot.waitSignal(task.finished, timeout=5000):
        task.cancel()
    assert ear.words() == ["cancel", "finish"]
    assert ended.wait(5)


def test_progress_is_throttled_and_the_last_one_comes(
    qtbot: QtBot, loop_thread: LoopThread
) -> None:
    def work(report: Callable[[object], None], _cancelled: object) -> None:
        for count in range(20_000):
            report(count)

    ear = started(qtbot, loop_thread, work)
    reports = [value for what, value in ear.heard if what == "progress"]
    assert reports[0] == 0
    assert reports[-1] == 19_999
    assert len(reports) < MAX_PER_SECOND * 5


def test_the_throttle_keeps_what_it_held_back() -> None:
    passed: list[object] = []
    throttle = Throttle(passed.append)
    for report in ("one", "two", "three"):
        throttle(report)
    assert passed == ["one"]
    throttle.close()
    throttle.close()
    assert passed == ["one", "three"]
    throttle("four")
    throttle.close()
    assert passed == ["one", "three"]


def test_work_that_was_given_up_reports_to_nobody(qtbot: QtBot, loop_thread: LoopThread) -> None:
    begun, given_up, over = threading.Event(), threading.Event(), threading.Event()
    passed: list[object] = []

    def work(report: Callable[[object], None], _cancelled: object) -> None:
        begun.set()
        given_up.wait(10)
        report("too late")
        over.set()

    task = Task(loop_thread, WORKER, work)
    task._reported.connect(passed.append, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(task.finished):
        task.start()
        begun.wait(10)
        task.cancel()
    given_up.set()
    assert over.wait(10)
    assert passed == []


@pytest.mark.parametrize("executor", [READER, WRITER])
def test_work_on_one_executor_never_overlaps(
    qtbot: QtBot, loop_thread: LoopThread, executor: str
) -> None:
    inside, overlaps, finished = threading.Semaphore(1), [], []

    def work(_report: object, _cancelled: object) -> None:
        if not inside.acquire(blocking=False):
            overlaps.append(1)
            return
        threading.Event().wait(0.005)
        inside.release()

    tasks = [Task(loop_thread, executor, work) for _ in range(20)]
    for task in tasks:
        task.finished.connect(lambda: finished.append(1))
        task.start()
    qtbot.waitUntil(lambda: len(finished) == len(tasks))
    assert not overlaps
    for task in tasks:
        task.deleteLater()


def test_shutting_down_takes_under_a_second_with_tasks_running(
    qtbot: QtBot, qapp: QApplication
) -> None:
    thread = LoopThread()
    thread.begin()
    begun = threading.Semaphore(0)

    def work(_report: object, cancelled: Callable[[], bool]) -> None:
        begun.release()
        while not cancelled():
            threading.Event().wait(0.01)

    tasks = [Task(thread, name, work) for name in (READER, WRITER, WORKER, "render")]
    for task in tasks:
        task.start()
    for _ in tasks:
        assert begun.acquire(timeout=5)
    assert thread.shutdown()  # it says whether everything ended within its own limit
    assert thread.isFinished()
    late = Task(thread, READER, work)
    with qtbot.waitSignal(late.cancelled, timeout=2000):
        late.start()
    for task in [*tasks, late]:
        task.deleteLater()
    thread.deleteLater()


def test_a_task_may_be_deleted_while_it_runs(qtbot: QtBot, loop_thread: LoopThread) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(_report: object, _cancelled: object) -> None:
        begun.set()
        go_on.wait(5)

    task = Task(loop_thread, WORKER, work)
    task.start()
    assert begun.wait(5)
    task.deleteLater()
    qtbot.wait(1)
    go_on.set()
    after = started(qtbot, loop_thread, lambda _report, _cancelled: 1)
    assert after.words() == ["success", "finish"]


def test_a_coroutine_runs_on_the_loop_and_writes_on_the_writer(
    qtbot: QtBot, loop_thread: LoopThread
) -> None:
    names: list[str] = []

    async def read(report: Callable[[Any], None], blocking: Any) -> str:
        names.append(threading.current_thread().name)
        report("half")
        await blocking(lambda: names.append(threading.current_thread().name))
        return "whole"

    task = LoopTask(loop_thread, read)
    ear = Ear(task)
    with qtbot.waitSignal(task.finished):
        task.start()
    assert ear.heard == [
        ("progress", "half"), ("success", "whole"), ("finish", None),
    ]  # fmt: skip
    assert ear.threads == {True}
    assert names[1].startswith(WRITER)
    assert names[0] != threading.current_thread().name


def test_a_coroutine_is_cancelled_at_its_next_wait_and_may_tidy_up(
    qtbot: QtBot, loop_thread: LoopThread
) -> None:
    began, tidied = threading.Event(), threading.Event()

    async def wait(_report: object, _blocking: object) -> None:
        import asyncio

        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            tidied.set()

    task = LoopTask(loop_thread, wait)
    ear = Ear(task)
    task.start()
    assert began.wait(5)
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert ear.words() == ["cancel", "finish"]
    assert tidied.wait(5)


def test_what_belongs_to_the_loop_is_closed_on_it_after_every_task(
    qtbot: QtBot, qapp: QApplication
) -> None:
    thread, order = LoopThread(), []
    thread.begin()

    async def wait(_report: object, _blocking: object) -> None:
        import asyncio

        try:
            order.append("began")
            await asyncio.Event().wait()
        finally:
            order.append("task ended")

    async def close() -> None:
        order.append("closed")

    async def fail() -> None:
        order.append("failed")
        raise OSError("gone")

    task = LoopTask(thread, wait)
    thread.at_end(fail)
    thread.at_end(close)
    thread.at_end(wait)  # type: ignore[arg-type]  # taken back again
    thread.no_longer_at_end(wait)  # type: ignore[arg-type]
    task.start()
    qtbot.waitUntil(lambda: "began" in order)
    assert thread.shutdown(3000)
    assert order == ["began", "task ended", "failed", "closed"]
    qtbot.waitUntil(lambda: task.is_over)
    thread.deleteLater()
