"""Opening the record off the UI thread, and changing which one is open (restore, sample)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError, StoreError
from portfolio.ui.tasks import WRITER, LoopThread, Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.store.store import Store
    from portfolio.ui.session import Session
    from portfolio.workspace import Workspace

_LOG = logging.getLogger(__name__)


class Opener(QObject):
    """Opens the workspace of a session on the writer's executor. UI thread.

    Signals:
        restored: A backup was restored; where the record before it was put aside.
        deleted: Everything was deleted, but for these (paths, names in the keyring).
    """

    restored = Signal(object)
    deleted = Signal(list)

    def __init__(
        self,
        thread: LoopThread,
        session: Session,
        profile_dir: Path | None,
        *,
        offline: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread, self._session = thread, session
        self._profile_dir, self._offline = profile_dir, offline
        self._task: Task | None = None

    @Slot()
    def open(self) -> None:
        """Open the record for reading and writing."""
        self._begin(lambda: self._opened(read_only=False))

    @Slot()
    def open_read_only(self) -> None:
        """Open the record for reading only."""
        self._begin(lambda: self._opened(read_only=True))

    def restore(self, backup: Path) -> None:
        """Put the record aside, restore a backup, and open that."""
        held = self._session.detach()
        paths = self._session.paths

        def work() -> tuple[Workspace, Path | None]:
            from portfolio.clock import SystemClock
            from portfolio.operations.keeping import restore

            if held is not None:
                held.close()
            aside = restore(paths, backup, SystemClock())
            return self._opened(read_only=False), aside

        self._begin(work)

    def delete_everything(self) -> None:
        """Delete record, backups, settings and log, and begin with an empty record."""
        held = self._session.detach()
        paths, clock = self._session.paths, self._session.clock

        def work() -> tuple[Workspace, list[str]]:
            from portfolio.operations.keeping import delete_everything
            from portfolio.workspace import Workspace

            space = held or Workspace.open(self._profile_dir)
            space.close()
            left = delete_everything(paths, clock, space.keychain)
            return self._opened(read_only=False), left

        self._begin(work)

    def close(self) -> None:
        """Close the record; call after the tasks have ended."""
        workspace = self._session.detach()
        if workspace is not None:
            workspace.close()

    def _opened(self, *, read_only: bool) -> Workspace:
        from portfolio.workspace import Workspace

        workspace = Workspace.open(self._profile_dir, offline=self._offline, read_only=read_only)
        _ = workspace.store  # opened here, where it may take its time, not on the UI thread
        return workspace

    def _begin(self, work: Callable[[], Any]) -> None:
        if self._task is not None and self._task.is_running:
            return
        self._task = Task(self._thread, WRITER, lambda _report, _cancelled: work(), self)
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(self._fail)
        self._task.start()

    @Slot(object)
    def _take(self, result: Any) -> None:
        workspace, aside = result if isinstance(result, tuple) else (result, None)
        self._session.attach(workspace)
        if not workspace.store.read_only:
            self._session.run(_BackUp(workspace.store), on_failed=self._note_backup_fault)
        if isinstance(aside, list):
            self.deleted.emit(aside)
        elif aside is not None:
            self.restored.emit(aside)

    def _note_backup_fault(self, error: Exception) -> None:
        """Log it: the record itself is sound, and the next start tries again."""
        _LOG.warning("The daily backup could not be made: %s", error)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        if not isinstance(error, PortfolioError):
            _LOG.error("The record could not be opened", exc_info=error)
            error = StoreError(
                self.tr("The record could not be opened. Nothing in it was changed."), str(error)
            )
        self._session.fail(error)


class _BackUp:
    """Makes the daily backup when it is due, away from the UI thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, _report: object, _cancelled: object) -> None:
        from portfolio.operations.keeping import back_up_if_due

        back_up_if_due(self._store)
