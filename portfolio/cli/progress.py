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


class MovingLine:
    """One line on stderr that changes, on a terminal only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_moving = sys.stderr.isatty() and not session.is_quiet
        self._shown = 0

    def move_words(self, words: str) -> None:
        """Show words on the line, if there is one."""
        if self._is_moving:
            text = printable(words).replace("\n", " ")[:100]
            sys.stderr.write("\r" + text.ljust(self._shown))
            sys.stderr.flush()
            self._shown = len(text)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0


class ProgressLine(MovingLine):
    """Prints progress for people; scripts that log stderr get few lines."""

    def report(self, event: Progress | RepositoryRead) -> None:
        """Show one report."""
        if isinstance(event, RepositoryRead):
            self.clear()
            self._say_read(event)
        else:
            self.move(event)

    def move(self, event: Progress | RepositoryRead) -> None:
        """Show one report on the moving line only, if there is one."""
        if isinstance(event, Progress):
            words = STEPS.get(event.step, event.step.capitalize())
            count = f"{event.done:,}" + (f" of {event.total:,}" if event.total else "")
            self.move_words(f"{words} {event.label}: {count}")

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
