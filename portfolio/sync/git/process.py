"""Run one program to its end, or end it: output in blocks, limits, no process left behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from portfolio.errors import SourceError
from portfolio.sync.git.text import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BLOCK_BYTES: Final = 1 << 20
_POLL_S: Final = 0.05
_SAID_BYTES: Final = 8192


class ReadingCancelledError(Exception):
    """The person asked to stop; git was ended at once."""


class GitFailedError(SourceError):
    """git ended with an error, was ended, or took too long.

    Attributes:
        status: Exit status; negative when a signal ended it, None when it was ended from here.
        words: What git said, plain and cut.
    """

    def __init__(self, label: str, status: int | None, words: str) -> None:
        super().__init__(f"{label} could not be read.", f"git said: {words}" if words else "")
        self.status = status
        self.words = words


@dataclass(slots=True)
class Limits:
    """What a run may take; counts as it goes."""

    cancelled: Callable[[], bool]
    ends_at_s: float
    cap_bytes: int
    heard: bytearray | None = None
    written_bytes: int = 0

    def check(self, label: str) -> None:
        """Raise when the run must end now."""
        if self.cancelled():
            raise ReadingCancelledError
        if time.monotonic() > self.ends_at_s:
            raise GitFailedError(label, None, "nothing; it took too long and was ended")
        if self.written_bytes > self.cap_bytes:
            raise GitFailedError(label, None, "more than is believable, and was ended")


def stream(
    command: Sequence[str], folder: Path, environment: dict[str, str], told: bytes, limits: Limits
) -> Iterator[bytes]:
    """Start a program in a folder, give it ``told``, and yield what it writes.

    Closing the iterator ends the program and whatever it started.

    Raises:
        GitFailedError: It could not be started, or ended with an error.
        ReadingCancelledError: The limits' ``cancelled`` said so.
    """
    with _question(told) as question:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own words only
                command,
                stdin=question,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=environment,
                start_new_session=True,  # so that all it started can be ended with it
            )
        except OSError as exc:
            raise GitFailedError(folder.name, None, exc.strerror or "nothing") from exc
        with _ended(process):
            yield from _pump(process, folder.name, limits)


def _question(told: bytes) -> IO[bytes]:
    """Return a file to read ``told`` from: git may answer before it has read it all."""
    if not told:
        return Path(os.devnull).open("rb")
    question = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    question.write(told)
    question.seek(0)
    return question


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """See to it that git, and whatever it started, is gone and its pipes are closed."""
    try:
        yield
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        process.wait()


def _pump(process: subprocess.Popen[bytes], label: str, limits: Limits) -> Iterator[bytes]:
    words = bytearray() if limits.heard is None else limits.heard
    assert process.stdout is not None  # noqa: S101 - both are pipes, see `stream`
    assert process.stderr is not None  # noqa: S101
    _widen(process.stdout)
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stderr, selectors.EVENT_READ)
        while waiting.get_map():
            limits.check(label)
            for key, _ in waiting.select(_POLL_S):
                block = os.read(key.fd, BLOCK_BYTES)
                if not block:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    limits.written_bytes += len(block)
                    yield block
                elif len(words) < _SAID_BYTES:
                    words += block
    _check_end(process, label, limits, bytes(words))


def _check_end(process: subprocess.Popen[bytes], label: str, limits: Limits, words: bytes) -> None:
    while process.poll() is None:
        limits.check(label)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_POLL_S)
    if process.returncode < 0:
        raise GitFailedError(label, process.returncode, "nothing; it was ended from outside")
    if process.returncode != 0:
        raise GitFailedError(label, process.returncode, said(words))


def _widen(pipe: IO[bytes]) -> None:
    """Let the pipe hold a whole block (Linux); the usual 64 kB make git wait for us."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, BLOCK_BYTES)
