"""Bringing the record up to date (F5): the known folders are read again in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from portfolio.model.progress import Progress
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.clock import Clock
    from portfolio.operations.folders import ReadResult
    from portfolio.store.store import Store
    from portfolio.ui.session import Session


class Updating(QObject):
    """Reads the known folders again. UI thread.

    Signals:
        progressed: Words about where it is.
        ended: Words about what came of it, and whether some folder could not be read.
        failed: A `PortfolioError` that stopped it before it began.
    """

    progressed = Signal(str)
    ended = Signal(str, bool)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def start(self) -> None:
        """Begin; `Session.stop_reading` ends it early and keeps what was read."""
        self._session.run_reading(
            _ReadAgain(self._session.store, self._session.clock),
            on_progress=self._tell,
            on_done=self._end,
            on_failed=self._fail,
            on_cancelled=self._stop,
        )

    def _tell(self, report: object) -> None:
        if isinstance(report, Progress) and report.label:
            words = fill(self.tr("Reading %1. No network is used"), report.label)
            self.progressed.emit(words)

    def _end(self, results: Sequence[ReadResult]) -> None:
        new = sum(result.new for result in results)
        wrong = sum(1 for result in results if result.problem and not result.coverage)
        words = (
            self.tr("Up to date. %n new item(s).", "", new)
            if new
            else self.tr("Up to date. Nothing is new.")
        )
        if wrong:
            words = self.tr("Read again. %n folder(s) could not be read.", "", wrong)
        self.ended.emit(words, bool(wrong))

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)

    def _stop(self) -> None:
        self.ended.emit(self.tr("Stopped. What was read is kept."), False)  # noqa: FBT003


class _ReadAgain:
    """The work itself, away from the UI thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def __call__(
        self, report: Callable[[object], None], cancelled: Callable[[], bool]
    ) -> list[ReadResult]:
        """Return what each folder came to."""
        from portfolio.operations.folders import read_again

        return read_again(self._store, self._clock, report=report, cancelled=cancelled)
