"""Start the git program; nothing else in Portfolio does.

A repository's own configuration can name programs (fsmonitor, hooks, textconv, gpg, transports).
Every run here is hardened so that none of them starts: options that outrank the repository's
configuration, a closed environment, and only commands that read objects and refs. ``status`` and
``diff`` of a work tree still run filters and are never used. Tried against git 2.39.

``safe.directory`` is never widened: before a repository is read, `Git.permitted` lets git look at
it the ordinary way, and a refusal is passed on in git's words.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from portfolio.errors import GitMissingError, SourceError
from portfolio.sync.git.config import parsed_settings
from portfolio.sync.git.text import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BLOCK_BYTES: Final = 1 << 20
OLDEST_VERSION: Final = (2, 30, 0)  # Debian 11's; older ones are not tried
_POLL_S: Final = 0.05
_SAID_BYTES: Final = 8192
_NO_PROGRAM: Final = "false"

_SETTINGS: Final = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    f"core.excludesFile={os.devnull}",
    "core.pager=cat",
    f"core.sshCommand={_NO_PROGRAM}",
    f"core.alternateRefsCommand={_NO_PROGRAM}",
    "core.gitProxy=",
    f"core.askPass={_NO_PROGRAM}",
    f"core.editor={_NO_PROGRAM}",
    "credential.helper=",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    f"gpg.program={_NO_PROGRAM}",
    f"gpg.openpgp.program={_NO_PROGRAM}",
    f"gpg.ssh.program={_NO_PROGRAM}",
    f"gpg.x509.program={_NO_PROGRAM}",
    "diff.external=",
    "color.ui=false",
    "i18n.logOutputEncoding=UTF-8",
    "mailmap.file=",
    "mailmap.blob=HEAD:.mailmap",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.allow=never",
    # protocol.NAME.allow of a repository would outrank protocol.allow.
    *(f"protocol.{name}.allow=never" for name in ("ext", "file", "git", "http", "https", "ssh")),
)

_KEPT_ENVIRONMENT: Final = ("PATH", "SUDO_UID", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")


def _never() -> bool:
    return False


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
        return cls(program, version, _environment())

    def output(
        self,
        git_dir: Path,
        *words: str,
        told: bytes = b"",
        cancelled: Callable[[], bool] = _never,
        deadline_s: float = 60.0,
        cap_bytes: int = 256 << 20,
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
            )
        )

    def blocks(
        self,
        git_dir: Path,
        *words: str,
        told: bytes = b"",
        cancelled: Callable[[], bool] = _never,
        deadline_s: float = 3600.0,
        cap_bytes: int = 1 << 40,
    ) -> Iterator[bytes]:
        """Run a command on a repository and yield what it writes, at most 1 MB at a time.

        Closing the iterator early ends git.

        Args:
            git_dir: The common git directory; git looks nowhere else.
            words: The command and its arguments; never text from outside.
            told: What git reads on its standard input.
            cancelled: Asked about 20 times a second.
            deadline_s: How long it may take, the time the caller needs between blocks included.
            cap_bytes: How much it may write.

        Raises:
            GitFailedError: git ended with an error; what came before was yielded.
            ReadingCancelledError: ``cancelled`` said so.
        """
        place = (f"--git-dir={git_dir}", f"--work-tree={git_dir}")
        settings = ("-c", "safe.bareRepository=explicit")
        command = (self.program, *_options(), *settings, *place, *words)
        limits = _Limits(cancelled, time.monotonic() + deadline_s, cap_bytes)
        yield from _stream(command, git_dir, self.environment, told, limits)

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
        options = [*_options(), "-c", "safe.bareRepository=all"]
        for path in safe:
            options += ["-c", f"safe.directory={path}"]
        environment = self.environment | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
        limits = _Limits(_never, time.monotonic() + 30.0, 16 << 20)
        command = (self.program, *options, *words)
        return b"".join(_stream(command, folder, environment, b"", limits))


@dataclass(slots=True)
class _Limits:
    cancelled: Callable[[], bool]
    ends_at_s: float
    cap_bytes: int
    written_bytes: int = 0

    def check(self, label: str) -> None:
        if self.cancelled():
            raise ReadingCancelledError
        if time.monotonic() > self.ends_at_s:
            raise GitFailedError(label, None, "nothing; it took too long and was ended")
        if self.written_bytes > self.cap_bytes:
            raise GitFailedError(label, None, "more than is believable, and was ended")


def _options() -> list[str]:
    options = ["--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"]
    for setting in _SETTINGS:
        options += ["-c", setting]
    return options


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return kept | {
        # No folder: settings of the person's own git are not wanted, "~" leads nowhere.
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": _NO_PROGRAM,
        "SSH_ASKPASS": _NO_PROGRAM,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_ADVICE": "0",
        "LC_ALL": "C",
    }


def _stream(
    command: Sequence[str], folder: Path, environment: dict[str, str], told: bytes, limits: _Limits
) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as question:  # a file: git may answer before it has read all
        question.write(told)
        question.seek(0)
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


def _pump(process: subprocess.Popen[bytes], label: str, limits: _Limits) -> Iterator[bytes]:
    words = bytearray()
    assert process.stdout is not None  # noqa: S101 - both are pipes, see `_stream`
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


def _check_end(process: subprocess.Popen[bytes], label: str, limits: _Limits, words: bytes) -> None:
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
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_CEILING_DIRECTORIES": os.sep, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - our own words only
            (program, "--no-pager", *words),
            cwd=os.sep,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
