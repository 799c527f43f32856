"""The log: a rotating file, a ring in memory for the log viewer, and redaction before either.

Nothing private is written: tokens and Authorization values, e-mail addresses, and the names of
home folders are replaced before a line reaches the file, the ring or the terminal.
"""

from __future__ import annotations

import collections
import functools
import logging
import re
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portfolio.secret import revealed

_SIZE_BYTES = 1_000_000
_OLD_FILES = 3
_RING_LINES = 2000
_LEAST_SECRET = 6  # characters; shorter ones would be found in ordinary words

_TOKEN_MARK, _ADDRESS_MARK = "[token]", "[address]"


class _Patterns:
    """What is looked for. Made for the first line: compiling takes as long as many lines."""

    def __init__(self) -> None:
        self.secrets = (
            # Authorization: Bearer x, authorization=Basic x, token: x, password=x, secret "x"
            re.compile(
                r"(?i)\b((?:proxy-)?authorization|(?:access[_-]?|refresh[_-]?|private[_-]?|"
                r"api[_-]?|auth[_-]?)?(?:token|key)|password|passwd|passphrase|secret|cookie)"
                r"(\"?'?\s*[:=]\s*\"?'?)(?:(?:bearer|basic|token)\s+)?[^\s\"',;&]+"
            ),
            re.compile(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{8,}"),
        )
        # Tokens known by their beginning.
        self.tokens = re.compile(
            r"\b(?:gh[pousr]_[A-Za-z0-9]{8,}|github_pat_\w{8,}|glpat-[\w-]{8,}|"
            r"xox[abp]-[\w-]{8,}|sk-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]+)"
        )
        # The user part of addresses such as https://user:pw@host.
        self.user_part = re.compile(
            r"(\b[a-z][a-z0-9+.-]*://)[^\s/@:]+(?::[^\s/@]*)?@", re.IGNORECASE
        )
        self.address = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
        self.homes = re.compile(r"(/(?:home|Users)/)[^/\s\"':]+|([A-Za-z]:\\Users\\)[^\\\s\"':]+")


_patterns = functools.cache(_Patterns)


_kept_out: set[str] = set()


def keep_out(secret: str) -> None:
    """Replace this very text in every line from now on, whatever stands around it. Any thread.

    For secrets as they are sent; what shows itself as a token is found without.
    """
    if len(secret) >= _LEAST_SECRET and secret not in _kept_out:
        _kept_out.add(secret)


def _texts_to_keep_out() -> list[str]:
    """Return them longest first, as one may begin with another."""
    told = (text for text in revealed() if len(text) >= _LEAST_SECRET)
    return sorted(_kept_out.union(told), key=len, reverse=True)


def redact(text: str, home: str = "") -> str:
    """Return ``text`` without tokens, e-mail addresses and names of home folders.

    Args:
        text: Any text, a log line or a traceback.
        home: The person's home folder; replaced by ``~`` wherever it stands.
    """
    if len(home) > 1:
        text = text.replace(home, "~")
    for secret in _texts_to_keep_out():
        text = text.replace(secret, _TOKEN_MARK)
    look = _patterns()
    for pattern in look.secrets:
        text = pattern.sub(rf"\1\2{_TOKEN_MARK}", text)
    text = look.tokens.sub(_TOKEN_MARK, text)
    text = look.user_part.sub(rf"\1{_TOKEN_MARK}@", text)
    text = look.address.sub(_keep_mark, text)
    return look.homes.sub(lambda found: f"{found[1] or found[2]}[name]", text)


def _keep_mark(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith(_TOKEN_MARK) else _ADDRESS_MARK


class RedactingFormatter(logging.Formatter):
    """Formats a record to one redacted text, traceback included."""

    def __init__(self, home: str = "") -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._home = home

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the instant in UTC."""
        del datefmt
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def format(self, record: logging.LogRecord) -> str:
        """Return the redacted line."""
        return redact(super().format(record), self._home)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ring: redacted already."""

    at: datetime
    level: int
    module: str
    text: str


class Ring(logging.Handler):
    """The last `_RING_LINES` lines, for the log viewer and the crash dialog. Any thread."""

    def __init__(self, home: str = "") -> None:
        super().__init__()
        self.setFormatter(RedactingFormatter(home))
        self._lines: collections.deque[Line] = collections.deque(maxlen=_RING_LINES)
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = Line(at, record.levelno, record.name, self.format(record))
        with self._guard:
            self._lines.append(line)

    def lines(self) -> list[Line]:
        """Return the kept lines, oldest first."""
        with self._guard:
            return list(self._lines)


def set_up(path: Path | None, *, level: str = "info", to_stderr: bool = False) -> Ring:
    """Send all logging to the rotating file and a ring, and return the ring.

    Args:
        path: The log file; None keeps the ring only. A folder that cannot be written is said on
            stderr and otherwise ignored: a log is no reason not to start.
        level: ``debug`` to ``error``.
        to_stderr: Also print (``--verbose`` on the command line).
    """
    home = str(Path.home())
    root = logging.getLogger()
    close()
    root.setLevel(level.upper())
    ring = Ring(home)
    handlers: list[logging.Handler] = [ring]
    if path is not None and (file := _file_handler(path)) is not None:
        handlers.append(file)
    if to_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(RedactingFormatter(home))
        handler.set_name(f"portfolio-{type(handler).__name__}")
        root.addHandler(handler)
    logging.captureWarnings(capture=True)
    return ring


def close() -> None:
    """Take our handlers off again and close their files (at the end, and in tests)."""
    _kept_out.clear()
    root = logging.getLogger()
    for handler in list(root.handlers):
        if (handler.get_name() or "").startswith("portfolio-"):
            root.removeHandler(handler)
            handler.close()
    logging.captureWarnings(capture=False)


class _LateFile(logging.Handler):
    """The rotating file, opened with its first line: the window is to paint before that."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path,
                maxBytes=_SIZE_BYTES,
                backupCount=_OLD_FILES,
                encoding="utf-8",
                delay=True,
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()


def _file_handler(path: Path) -> logging.Handler | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        _say_unwritable(path, error.strerror or str(error))
        return None
    return _LateFile(path)


@functools.cache
def _say_unwritable(path: Path, why: str) -> None:
    """Say it once: the log is set up again as soon as the settings are read."""
    sys.stderr.write(f"The log {path} cannot be written: {why}.\n")
