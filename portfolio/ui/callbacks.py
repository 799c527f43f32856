"""Hands what a task reports to plain callables, for `Session`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task


class Callbacks(QObject):
    """Hands a task's signals to plain callables, unless their widget is gone."""

    def __init__(  # noqa: PLR0913  (each is one thing to be told)
        self,
        session: Session,
        task: Task,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        on_progress: Callable[[Any], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        is_edit: bool = False,
    ) -> None:
        super().__init__(task)
        self._session, self._task, self._is_edit = session, task, is_edit
        self._done, self._failed = done, failed
        self._progress, self._gave_up = on_progress, on_cancelled
        self._asked_of = session.record
        session.note_running(task)
        task.progressed.connect(self._on_progress)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.finished.connect(self._on_finished)

    @Slot(object)
    def _on_progress(self, report: object) -> None:
        _call(self._progress, report)

    @Slot(object)
    def _on_done(self, result: Any) -> None:
        self._note_over()
        if self._asked_of is not None and self._session.record is not self._asked_of:
            return  # another record is open by now (a restore): the answer is not about it
        if not self._is_edit:
            _call(self._done, result)
            return
        value, steps = result
        _call(self._done, value)
        self._session.tell_edited(steps)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._note_over()
        if self._failed is not None:
            _call(self._failed, error)
        else:
            self._session.tell_failed(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._note_over()
        _call(self._gave_up)

    def _note_over(self) -> None:
        if self._is_edit:
            self._session.note_edit_over()

    @Slot()
    def _on_finished(self) -> None:
        self._session.note_over(self._task)
        self._task.deleteLater()


def _call(function: Callable[..., None] | None, *values: object) -> None:
    if function is None:
        return
    owner = getattr(function, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return
    function(*values)
