"""What the page "Check a document" does with a file, each thing off the UI thread.

PDFium is not thread-safe, so opening, judging and drawing all run on the executor ``render``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError
from portfolio.model.text import clean_line
from portfolio.ui.page_images import PageImages, draw_pages
from portfolio.ui.tasks import RENDER, WORKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from portfolio.model.report import Report
    from portfolio.model.verdict import Answer
    from portfolio.operations.handed_files import HandedFile
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

MOST_PAGES_DRAWN: Final = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and what its check came to.

    Attributes:
        path: Where it was read; it is read anew by "Check again".
    """

    path: Path
    file: HandedFile
    report: Report


class CheckWork(QObject):
    """Opens, checks, asks online, draws, saves. One file at a time; the newest wins.

    Signals:
        checked: A `Checked`: its report is new.
        drawn: `PageImages` of the file.
        refused: The sentence why a file cannot be checked; nothing is open now.
        failed: The sentence of what else did not work; the report stays.
        saved: Name of the report's file.
        page_saved: Name of the file of the page for a browser.
        asking: (how many addresses were asked, the host asked last).
        busy_changed: `is_busy` is another.
    """

    checked = Signal(object)
    drawn = Signal(object)
    refused = Signal(str)
    failed = Signal(str)
    saved = Signal(str)
    page_saved = Signal(str)
    asking = Signal(int, str)
    busy_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._drawing: Task | None = None
        self.last: Checked | None = None
        self.is_asking = False

    @property
    def is_busy(self) -> bool:
        """A file is being opened, or addresses are being asked."""
        return self._task is not None

    def open(self, path: Path) -> None:
        """Open a file and check it; nothing is imported or fetched."""
        at = self._session.clock.now()
        self.cancel()
        task = self._session.run(
            _Opening(path, at), on_done=self._take, on_failed=self._refuse, executor=RENDER
        )
        self._begin(task)

    def ask_online(self) -> None:
        """Ask the addresses the report wants, on the person's action, and judge again."""
        last = self.last
        if last is None or not self._session.is_open:
            return
        self.cancel()
        self.is_asking = True
        workspace, at = self._session.workspace, self._session.clock.now()

        async def work(report: Callable[[Any], None], blocking: Any) -> Checked:
            from portfolio.operations import asking, checking

            ask = asking.asker(workspace.transport, workspace.clock)
            count = 0

            async def told(address: str) -> Answer:
                nonlocal count
                answer = await ask(address)
                count += 1
                report((count, host_of(address)))
                return answer

            found = await checking.check_online(
                last.file.raw,
                told,
                at=at,
                name=last.file.name,
                detached=last.file.detached,
                elsewhere=blocking,
            )
            return Checked(last.path, last.file, found)

        task = self._session.run_on_loop(
            work,
            on_progress=self._tell_asked,
            on_done=self._take,
            on_failed=self._tell_fault,
            executor=RENDER,
        )
        self._begin(task)

    def draw(self, width_px: int) -> None:
        """Draw the pages of a PDF at a width."""
        if self.last is None or not self.last.report.page_count:
            return
        if self._drawing is not None:
            self._drawing.cancel()
        self._drawing = self._session.run(
            _Drawing(self.last.file.raw, width_px),
            on_done=self._tell_drawn,
            on_failed=self._forget_fault,
            executor=RENDER,
        )

    def save(self, path: Path) -> None:
        """Save the report: as JSON when the name ends so, as lines of text otherwise."""
        last = self.last
        if last is None:
            return

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.model import report_text
            from portfolio.operations.export import save

            if path.suffix.lower() == ".json":
                text = report_text.as_json(last.report)
            else:
                text = "\n".join([last.file.name, "", *report_text.lines(last.report, steps=True)])
            save(path, f"{text}\n".encode())
            return path.name

        self._session.run(
            work, on_done=self.saved.emit, on_failed=self._tell_fault, executor=WORKER
        )

    def save_page(self, path: Path) -> None:
        """Save the page on which others check without this program."""

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations import check_page

            return check_page.save_page(path).path.name

        self._session.run(
            work, on_done=self.page_saved.emit, on_failed=self._tell_fault, executor=WORKER
        )

    @Slot()
    def cancel(self) -> None:
        """Give up what is under way; what was shown stays."""
        task, self._task = self._task, None
        self.is_asking = False
        if task is not None:
            task.cancel()
            self.busy_changed.emit()

    def _begin(self, task: Task) -> None:
        self._task = task
        task.finished.connect(self._end)
        self.busy_changed.emit()

    @Slot()
    def _end(self) -> None:
        if self._task is not None and self._task.is_over:
            self._task = None
            self.is_asking = False
            self.busy_changed.emit()

    def _take(self, checked: Checked) -> None:
        if self._task is None or not self._task.is_over:
            return  # given up, or a newer one runs
        self.last = checked
        self.checked.emit(checked)

    def _tell_asked(self, asked: tuple[int, str]) -> None:
        if self.is_asking:
            self.asking.emit(*asked)

    def _tell_drawn(self, drawn: tuple[bytes, PageImages]) -> None:
        raw, images = drawn
        if self.last is not None and self.last.file.raw is raw:  # else another file came
            self.drawn.emit(images)

    def _refuse(self, error: Exception) -> None:
        self.last = None
        if isinstance(error, PortfolioError):
            self.refused.emit(_words(error))
        else:
            self._session.tell_failed(error)

    def _tell_fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.failed.emit(_words(error))
        else:
            self._session.tell_failed(error)

    def _forget_fault(self, error: Exception) -> None:
        """A page that cannot be drawn is no reason to say that the check failed."""
        if not isinstance(error, ValueError):
            self._session.tell_failed(error)


def host_of(address: str) -> str:
    """Return the host of an address, "" when it has none."""
    from urllib.parse import urlsplit

    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _words(error: PortfolioError) -> str:
    return clean_line(" ".join(part for part in (error.title, error.detail) if part), limit=400)


class _Opening:
    """Reads and checks a file, away from the UI thread."""

    def __init__(self, path: Path, at: datetime) -> None:
        self._path, self._at = path, at

    def __call__(self, _report: object, _cancelled: object) -> Checked:
        """Return the file and its report."""
        from portfolio.operations import checking, handed_files

        file = handed_files.opened(self._path)
        report = checking.check(file.raw, at=self._at, name=file.name, detached=file.detached)
        return Checked(self._path, file, report)


class _Drawing:
    """Draws the pages of a PDF, away from the UI thread."""

    def __init__(self, raw: bytes, width_px: int) -> None:
        self._raw, self._width_px = raw, width_px

    def __call__(self, _report: object, cancelled: Callable[[], bool]) -> tuple[bytes, PageImages]:
        """Return the file and its pages."""
        images = draw_pages(
            self._raw,
            width_px=self._width_px,
            most_pages=MOST_PAGES_DRAWN,
            cancelled=cancelled,
        )
        return self._raw, images
