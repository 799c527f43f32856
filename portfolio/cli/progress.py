"""Progress on stderr: one moving line on a terminal, one line per repository elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from portfolio.cli.session import Session, printable
from portfolio.model.progress import Progress
from portfolio.operations.folders import RepositoryRead

STEPS = {
    "scan": "Looking for repositories",
    "commits": "Reading",
    "tags": "Reading tags of",
    "statistics": "Reading sizes of changes in",
}


class ProgressLine:
    """Prints progress for people; scripts that log stderr get few lines."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_moving = sys.stderr.isatty() and not session.is_quiet
        self._shown = 0

    def report(self, event: Progress | RepositoryRead) -> None:
        """Show one report."""
        if isinstance(event, RepositoryRead):
            self.clear()
            self._say_read(event)
        else:
            self.move(event)

    def move(self, event: Progress | RepositoryRead) -> None:
        """Show one report on the moving line only, if there is one."""
        if self._is_moving and isinstance(event, Progress):
            self._move(event)

    def clear(self) -> None:
        """Take the moving line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

    def _move(self, progress: Progress) -> None:
        words = STEPS.get(progress.step, progress.step.capitalize())
        count = f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")
        text = printable(f"{words} {progress.label}: {count}").replace("\n", " ")[:100]
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)

    def _say_read(self, event: RepositoryRead) -> None:
        result = event.result
        if result.problem:
            self._session.warn(f"{result.label}: {result.problem}")
        elif result.is_unchanged:
            self._session.say(f"{result.label}: nothing new.")
        else:
            self._session.say(f"{result.label}: read.")


class Stop:
    """Whether the person asked to stop (Ctrl-C once); asked by what works."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def __call__(self) -> bool:
        """Return whether to stop."""
        return self._asked.is_set()

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Ask to stop; the second time, at once."""
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()


@contextmanager
def stopping() -> Iterator[Stop]:
    """Let Ctrl-C end the work inside in an orderly way."""
    stop = Stop()
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
