"""Start the git program; nothing else in Portfolio does.

A repository's own configuration can name programs (fsmonitor, hooks, textconv, gpg, transports).
Every run here is hardened so that none of them starts (`portfolio.sync.git.hardening`), and only
commands that read objects and refs are used. ``status`` and ``diff`` of a work tree still run
filters: they are never used.

``safe.directory`` is never widened: before a repository is read, `Git.permitted` lets git look at
it the ordinary way, and a refusal is passed on in git's words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.errors import GitMissingError
from portfolio.sync.git.config import parsed_settings
from portfolio.sync.git.hardening import environment, options
from portfolio.sync.git.process import GitFailedError, Limits, ReadingCancelledError, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

__all__ = ["Git", "GitFailedError", "ReadingCancelledError", "persons_settings"]

OLDEST_VERSION: Final = (2, 30, 0)  # Debian 11's; older ones are not tried


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Git:
    """A git program that may be started.

    Attributes:
        program: Absolute path.
        environment: The whole environment it is given.
    """

    program: str
    version: tuple[int, int, int]
    environment: dict[str, str] = field(repr=False)

    @classmethod
    def find(cls) -> Git:
        """Return the git program of this computer.

        Raises:
            GitMissingError: There is none, or it is too old.
        """
        program = shutil.which("git")
        if program is None:
            raise GitMissingError(
                "There is no git program on this computer.",
                "Install git to read the repositories in your folders. Everything else works.",
            )
        program = str(Path(program).absolute())
        version = _version(program)
        if version < OLDEST_VERSION:
            found, needed = (".".join(map(str, v)) for v in (version, OLDEST_VERSION))
            raise GitMissingError(
                f"The git program on this computer is too old ({found}).",
                f"Install git {needed} or newer to read the repositories in your folders.",
            )
        return cls(program, version, environment())

    def output(  # noqa: PLR0913 - limits, by keyword
        self,
        git_dir: Path,
        *words: str,
        told: bytes = b"",
        cancelled: Callable[[], bool] = _never,
        deadline_s: float = 60.0,
        cap_bytes: int = 256 << 20,
        heard: bytearray | None = None,
    ) -> bytes:
        """Return everything a command writes. Arguments and errors are those of `blocks`."""
        return b"".join(
            self.blocks(
                git_dir,
                *words,
                told=told,
                cancelled=cancelled,
                deadline_s=deadline_s,
                cap_bytes=cap_bytes,
                heard=heard,
            )
        )

    def blocks(  # noqa: PLR0913 - likewise
        self,
        git_dir: Path,
        *words: str,
        told: bytes = b"",
        cancelled: Callable[[], bool] = _never,
        deadline_s: float = 3600.0,
        cap_bytes: int = 1 << 40,
        heard: bytearray | None = None,
    ) -> Generator[bytes, None, None]:
        """Run a command on a repository and yield what it writes, at most 1 MB at a time.

        Closing the iterator early ends git.

        Args:
            git_dir: The common git directory; git looks nowhere else.
            words: The command and its arguments; never text from outside.
            told: What git reads on its standard input.
            cancelled: Asked about 20 times a second.
            deadline_s: How long it may take, the time the caller needs between blocks included.
            cap_bytes: How much it may write.
            heard: Gets what git says beside its output, for a command that goes on past faults.

        Raises:
            GitFailedError: git ended with an error; what came before was yielded.
            ReadingCancelledError: ``cancelled`` said so.
        """
        place = (f"--git-dir={git_dir}", f"--work-tree={git_dir}")
        settings = ("-c", "safe.bareRepository=explicit")
        command = (self.program, *options(), *settings, *place, *words)
        limits = Limits(cancelled, time.monotonic() + deadline_s, cap_bytes, heard)
        yield from stream(command, git_dir, self.environment, told, limits)

    def permitted(self, folder: Path, *words: str) -> bytes:
        """Run a command in a folder the ordinary way, so that git checks whose folder it is.

        The exceptions the person made for git (their own ``safe.directory``) hold here too.

        Raises:
            GitFailedError: git refuses the folder, or it is no repository.
        """
        try:
            return self._in_folder(folder, (), words)
        except GitFailedError as refusal:
            if "dubious ownership" not in refusal.words:
                raise
            exceptions = _persons_exceptions(self.program)
            if not exceptions:
                raise
            return self._in_folder(folder, exceptions, words)

    def _in_folder(self, folder: Path, safe: Sequence[str], words: Sequence[str]) -> bytes:
        words_before = [*options(), "-c", "safe.bareRepository=all"]
        for path in safe:
            words_before += ["-c", f"safe.directory={path}"]
        around = self.environment | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
        limits = Limits(_never, time.monotonic() + 30.0, 16 << 20)
        command = (self.program, *words_before, *words)
        return b"".join(stream(command, folder, around, b"", limits))


@cache
def _version(program: str) -> tuple[int, int, int]:
    """Return the version of a git program, asked once; (0, 0, 0) when it does not say."""
    answer = _ask(program, "version")
    numbers = re.search(rb"(\d+)\.(\d+)(?:\.(\d+))?", answer)
    if numbers is None:
        return (0, 0, 0)
    return (int(numbers[1]), int(numbers[2]), int(numbers[3] or 0))


def _persons_exceptions(program: str) -> list[str]:
    """Return the ``safe.directory`` entries of the person's own settings.

    Reading runs with no settings but ours, so without this an exception the person made on git's
    advice would have no effect here.
    """
    answer = _ask(program, "config", "-z", "--type=path", "--get-all", "safe.directory")
    return [os.fsdecode(path) for path in answer.split(b"\0") if path]


def persons_settings(program: str, file: str = "") -> dict[str, list[str]]:
    """Return the person's own git settings (user's and computer's), or those of one file."""
    where = ("--file", file) if file else ()
    return parsed_settings(_ask(program, "config", *where, "--includes", "-z", "--list"))


def _ask(program: str, *words: str) -> bytes:
    """Return what git answers about itself or the person's own settings, outside a repository."""
    around = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    around |= {"LC_ALL": "C", "GIT_CEILING_DIRECTORIES": os.sep, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - our own words only
            (program, "--no-pager", *words),
            cwd=os.sep,
            env=around,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
