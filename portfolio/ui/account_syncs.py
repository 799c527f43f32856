"""Accounts being read: one task an account, where each of them is, and the next time. UI thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.account import Account, SyncProgress
    from portfolio.model.kinds import Kind
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

READ_KINDS = ("account", "source", "deed", "project", "identity", "question")
"""Kinds of change a page of contributions brings."""


@dataclass(slots=True)
class Running:
    """Where the reading of one account is. Written on the loop, read on the UI thread.

    Attributes:
        last: The last report.
        items: Stored so far, by kind.
        done: Kinds that are through.
    """

    last: SyncProgress
    items: dict[Kind, int] = field(default_factory=dict)
    totals: dict[Kind, int] = field(default_factory=dict)
    done: set[Kind] = field(default_factory=set)

    def take(self, report: SyncProgress) -> None:
        """Take a report in; reports in between may never reach the window, their sums do."""
        self.last = report
        if report.kind is None:
            return
        self.items[report.kind] = max(report.items, self.items.get(report.kind, 0))
        if report.total is not None:
            self.totals[report.kind] = report.total
        if report.is_kind_done:
            self.done.add(report.kind)

    def item_count(self) -> int:
        """Return how many items came in so far."""
        return sum(self.items.values())

    def bar(self) -> tuple[int, int | None]:
        """Return how far the present kind is, and of how many when the service said."""
        kind = self.last.kind
        if kind is None:
            return 0, None
        return self.items.get(kind, 0), self.totals.get(kind)


class AccountSyncs(QObject):
    """Starts and cancels readings of accounts.

    Signals:
        changed: Where an account's reading is (its id).
        ended: An account's reading is over: ``(id, SyncOutcome or None)``; None when cancelled.
        failed: It could not be begun or stored: ``(id, words)``.
    """

    changed = Signal(str)
    ended = Signal(str, object)
    failed = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._running: dict[str, Running] = {}
        self._tasks: dict[str, Task] = {}
        self._stored: dict[str, int] = {}

    @property
    def is_running(self) -> bool:
        """Some account is being read."""
        return bool(self._tasks)

    def running(self, account_id: str) -> Running | None:
        """Return where an account's reading is; None when it is not being read."""
        return self._running.get(account_id)

    def start(
        self,
        account_ids: Sequence[str],
        kinds: Sequence[Kind] = (),
        *,
        is_attended: bool = True,
    ) -> None:
        """Read accounts side by side; those being read already go on as they are.

        Args:
            account_ids: Which.
            kinds: The only kinds to read; empty for those chosen.
            is_attended: False for a reading by itself: the keyring then asks nobody anything.
        """
        from portfolio.model.account import SyncProgress

        for account_id in account_ids:
            if account_id in self._tasks:
                continue
            running = Running(SyncProgress(account_id))
            self._running[account_id] = running
            self._stored[account_id] = 0
            task = self._session.run_on_loop(
                self._work(account_id, tuple(kinds), running, is_attended=is_attended),
                on_progress=partial(self._take_report, account_id),
                on_done=partial(self._end, account_id),
                on_failed=partial(self._fail, account_id),
                on_cancelled=partial(self._end, account_id, []),
            )
            self._tasks[account_id] = task
            self.changed.emit(account_id)

    def start_all(self, accounts: Sequence[Account]) -> None:
        """Read every account that is neither paused nor being removed."""
        left_out = {"paused", "removed"}
        self.start([each.id for each in accounts if each.state.value not in left_out])

    def repair(self) -> None:
        """Put in order what a crash left between keyring and record; asks only if it has to."""
        workspace = self._session.workspace

        async def mend(_report: object, blocking: Any) -> Any:
            from portfolio.operations import accounts

            return await accounts.repair(workspace, accounts.Desk(blocking=blocking))

        self._session.run_on_loop(mend, on_done=self._note_repaired)

    def _note_repaired(self, removals: Sequence[Any]) -> None:
        if removals:
            self._session.tell_changed(*READ_KINDS)

    def _work(
        self, account_id: str, kinds: tuple[Kind, ...], running: Running, *, is_attended: bool
    ) -> Callable[[Callable[[Any], None], Callable[[Callable[[], Any]], Any]], Any]:
        workspace = self._session.workspace

        async def read(report: Callable[[Any], None], blocking: Any) -> Any:
            from portfolio.operations import syncing

            def take(said: SyncProgress) -> None:
                running.take(said)
                report(said)

            return await syncing.sync(
                workspace,
                (account_id,),
                kinds,
                report=take,
                blocking=blocking,
                is_attended=is_attended,
            )

        return read

    @Slot(str)
    def cancel(self, account_id: str) -> None:
        """Stop reading an account; whole pages stay."""
        task = self._tasks.get(account_id)
        if task is not None:
            task.cancel()

    @Slot()
    def cancel_all(self) -> None:
        """Stop reading every account."""
        for account_id in list(self._tasks):
            self.cancel(account_id)

    def _take_report(self, account_id: str, _report: object) -> None:
        running = self._running.get(account_id)
        if running is None:
            return
        self.changed.emit(account_id)
        stored = running.item_count()
        if stored != self._stored[account_id]:
            self._stored[account_id] = stored
            self._session.tell_arrived(*READ_KINDS)

    def _end(self, account_id: str, outcomes: Sequence[Any]) -> None:
        self._forget(account_id)
        self._session.tell_changed(*READ_KINDS)
        self.ended.emit(account_id, outcomes[0] if outcomes else None)

    def _fail(self, account_id: str, error: Exception) -> None:
        self._forget(account_id)
        self._session.tell_changed(*READ_KINDS)
        if not isinstance(error, PortfolioError):
            self._session.tell_failed(error)
            return
        self.failed.emit(account_id, str(error))

    def _forget(self, account_id: str) -> None:
        self._tasks.pop(account_id, None)
        self._running.pop(account_id, None)
        if not self._tasks:
            self._session.end_arrivals()  # `READ_KINDS` are told at once
        self.changed.emit(account_id)
