"""Folders being read: what each came to, in words, while it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from portfolio.errors import PortfolioError
from portfolio.model.codes import CoverageState
from portfolio.model.progress import Progress
from portfolio.operations import folders as operations
from portfolio.ui.models import dates
from portfolio.ui.models.words import fill
from portfolio.ui.page import ReadFolders
from portfolio.ui.widgets.folder_list import FolderLine, FolderState

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.clock import Clock
    from portfolio.operations.folders import ReadResult
    from portfolio.store.store import Store
    from portfolio.sync.git import FoundRepository
    from portfolio.ui.session import Session

translate = QCoreApplication.translate
UNFINISHED = frozenset({FolderState.READING, FolderState.WAITING})
READ_KINDS = ("source", "deed", "project", "identity", "question")
"""Kinds of change a repository brings when it has been read."""


class FolderReading(QObject):
    """Starts readings and keeps a line about each repository. UI thread.

    Signals:
        changed: `lines` or `looking` is another.
        refused: Words about why nothing could be read.
        ended: Everything has been read; not sent when it was stopped.
    """

    changed = Signal()
    refused = Signal(str)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: dict[str, FolderLine] = {}
        self._work: _Reading | None = None
        self._taken = 0
        self.looking = ""

    def lines(self) -> list[FolderLine]:
        """Return a line for each repository, in the order they are read."""
        return list(self._lines.values())

    def read(self, target: ReadFolders) -> None:
        """Look for repositories in folders and read them; without folders, those known."""
        self._lines = {}
        self._say(self.tr("Looking for repositories…"))
        self._run(_Reading(self._session.store, self._session.clock, target))

    def read_again(self) -> None:
        """Read the same repositories once more, for names ticked meanwhile."""
        found = self._work.found if self._work is not None else None
        self._run(_Reading(self._session.store, self._session.clock, ReadFolders(), found))

    def _run(self, work: _Reading) -> None:
        self._work, self._taken = work, 0
        self._session.run_reading(
            work,
            on_progress=self._take_report,
            on_done=self._end,
            on_failed=self._fail,
            on_cancelled=self._stop,
        )

    def _say(self, words: str) -> None:
        self.looking = words
        self.changed.emit()

    def _take_report(self, report: object) -> None:
        self._take_found()
        self._take_results()
        if isinstance(report, Progress):
            self._take_progress(report)

    def _take_found(self) -> None:
        found = self._work.found if self._work is not None else None
        if found is None or any(str(each.path) in self._lines for each in found):
            return
        for each in found:
            state = FolderState.FAILED if each.problem else FolderState.WAITING
            words = each.problem or self.tr("Next")
            self._lines[str(each.path)] = FolderLine(each.label, state, words)
        self._say("" if found else _nothing_found())

    def _take_results(self) -> None:
        results = self._work.results[self._taken :] if self._work is not None else []
        if not results:
            return
        self._taken += len(results)
        for result in results:
            self._lines[result.place] = result_line(result)
        self._say("")
        self._session.tell_changed(*READ_KINDS)

    def _take_progress(self, progress: Progress) -> None:
        if progress.step == "scan":
            words = self.tr("Looking for repositories. %n folder(s) so far.", "", progress.done)
            self._say(words)
            return
        for place, line in self._lines.items():
            if line.label == progress.label and line.state in UNFINISHED:
                self._lines[place] = FolderLine(
                    line.label, FolderState.READING, _progress_words(progress)
                )
                break
        self.changed.emit()

    def _end(self, results: list[ReadResult]) -> None:
        for result in results:
            self._lines[result.place] = result_line(result)
        self._say("" if self._lines else _nothing_found())
        self.ended.emit()

    def _fail(self, error: Exception) -> None:
        self._say("")
        if isinstance(error, PortfolioError):
            self.refused.emit(str(error))
        else:
            self._session.tell_failed(error)

    def _stop(self) -> None:
        for place, line in self._lines.items():
            if line.state in UNFINISHED:
                words = self.tr("Not read to its end. What was read is kept.")
                self._lines[place] = FolderLine(line.label, FolderState.IN_PART, words)
        self._say(self.tr("Reading was stopped. What was read is kept."))


class _Reading:
    """Looks for repositories and reads them, away from the UI thread.

    Reports in between may be passed over when many come at once, so what was found and what each
    repository came to is kept here; the UI thread looks at it whenever a report arrives.

    Args:
        store: The record.
        clock: For the marks of when things were read.
        target: Folders to look in; without any, ``found`` or else every known one is read.
        found: Repositories found before.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        target: ReadFolders,
        found: tuple[FoundRepository, ...] | None = None,
    ) -> None:
        self._store, self._clock, self._target = store, clock, target
        self.found = found
        self.results: list[ReadResult] = []

    def __call__(
        self, report: Callable[[object], None], cancelled: Callable[[], bool]
    ) -> list[ReadResult]:
        """Return what each repository came to."""

        def take(event: object) -> None:
            if isinstance(event, operations.RepositoryRead):
                self.results.append(event.result)
            report(event)

        if self._target.folders:
            depth = self._target.max_depth
            self.found = tuple(
                operations.scan(
                    self._target.folders, report=report, cancelled=cancelled, max_depth=depth
                )
            )
        if self.found is None:
            return operations.read_again(self._store, self._clock, report=take, cancelled=cancelled)
        return operations.read(
            self._store, self._clock, self.found, report=take, cancelled=cancelled
        )


def result_line(result: ReadResult) -> FolderLine:
    """Say what reading a repository came to: "Ready. Whole history, 2014 to 2026"."""
    if result.problem:
        state = FolderState.IN_PART if result.source_id else FolderState.FAILED
        return FolderLine(result.label, state, result.problem)
    commits = next((each for each in result.coverage if each.kind == "commits"), None)
    if commits is None or commits.from_at is None or commits.to_at is None:
        ready = translate("WhichAreYouPage", "Ready")
        return FolderLine(result.label, FolderState.READY, ready)
    first, last = commits.from_at, commits.to_at
    if commits.state is not CoverageState.COMPLETE:
        shallow = translate("WhichAreYouPage", "Ready. A shallow copy that starts in %1")
        words = fill(shallow, dates.month_and_year(first.year, first.month))
        return FolderLine(result.label, FolderState.IN_PART, words)
    begin, end = dates.year_number(first.year), dates.year_number(last.year)
    if begin == end:
        one = translate("WhichAreYouPage", "Ready. Whole history, %1")
        return FolderLine(result.label, FolderState.READY, fill(one, begin))
    whole = translate("WhichAreYouPage", "Ready. Whole history, %1 to %2")
    return FolderLine(result.label, FolderState.READY, fill(whole, begin, end))


def _progress_words(progress: Progress) -> str:
    sizes = translate("WhichAreYouPage", "Reading sizes of changes, %n so far", "", progress.done)
    commits = translate("WhichAreYouPage", "Reading, %n commit(s) so far", "", progress.done)
    return sizes if progress.step == "statistics" else commits


def _nothing_found() -> str:
    return translate("WhichAreYouPage", "There is no git repository in this folder.")
