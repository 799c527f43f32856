"""What a command is handed: the workspace, and the two streams it may write to.

Answers go to stdout (text, one JSON document, or JSON lines), everything else to stderr.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from portfolio import log
from portfolio.errors import UsageError
from portfolio.model import json_form
from portfolio.placing import not_saved
from portfolio.settings import SettingsFile
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

STDOUT = "-"
"""What stands for stdout in the place of a file's name."""
DONE, DOES_NOT_HOLD, WRONG_USAGE, IN_PART, COULD_NOT, INTERRUPTED = 0, 1, 2, 3, 4, 130

# Controls, lone surrogates, bidi embeddings, overrides and isolates.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

_Item = TypeVar("_Item")


class ReaderLeftError(Exception):
    """Whoever read stdout has enough; nobody is there to be told."""


@dataclass(slots=True)
class Session:
    """One run of one command.

    Attributes:
        exit_code: What the run ends with when nothing is raised.
    """

    profile_dir: Path | None = None
    is_json: bool = False
    is_offline: bool = False
    is_quiet: bool = False
    exit_code: int = DONE
    _workspaces: dict[bool, Workspace] = field(default_factory=dict)

    def workspace(self, *, read_only: bool = False) -> Workspace:
        """Return the profile, opened once for the run."""
        if read_only not in self._workspaces:
            workspace = Workspace.open(
                self.profile_dir, offline=self.is_offline, read_only=read_only
            )
            if not self._workspaces:
                _listen(workspace)
            self._workspaces[read_only] = workspace
        return self._workspaces[read_only]

    @property
    def store(self) -> Store:
        """The record, for changing it."""
        return self.workspace().store

    @property
    def shown(self) -> Store:
        """The record, for looking only: works while the window has it open."""
        return self.workspace(read_only=True).store

    def close(self) -> None:
        """Close what was opened."""
        for workspace in self._workspaces.values():
            workspace.close()
        if self._workspaces:
            log.close()
        self._workspaces.clear()

    def answer(self, value: object, words: str) -> None:
        """Print one answer: ``value`` as JSON, or ``words``."""
        _out(json_form.document(value) if self.is_json else printable(words))

    def list(
        self, values: Iterable[_Item], words: Callable[[_Item], str], *, nothing: str = ""
    ) -> None:
        """Print a list, one item a line; say ``nothing`` when it is empty."""
        is_empty = True
        for value in values:
            is_empty = False
            _out(json_form.line(value) if self.is_json else printable(words(value)))
        if is_empty and nothing:
            self.say(nothing)

    def pour(self, _name: Path, data: bytes) -> None:
        """Write a whole file to stdout in place of saving it: what ``--out -`` asks for.

        Raises:
            UsageError: The answer is wanted on stdout, too.
            ExportError: What stdout leads to takes no more.
        """
        if self.is_json:
            raise UsageError("--json and --out - would both write to stdout.", "Take one.")
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError as exc:
            raise ReaderLeftError from exc
        except OSError as exc:
            raise not_saved(Path("stdout"), exc) from exc

    def say(self, words: str) -> None:
        """Say something that is not the answer."""
        if not self.is_quiet:
            sys.stderr.write(f"{printable(words)}\n")

    def warn(self, words: str) -> None:
        """Say something that matters even with ``--quiet``."""
        sys.stderr.write(f"{printable(words)}\n")

    def ends_with(self, code: int) -> None:
        """End this run with ``code``."""
        self.exit_code = code


def _listen(workspace: Workspace) -> None:
    """Send warnings to the log, also those about the settings that say how much it keeps."""
    log.set_up(workspace.paths.log)
    level = SettingsFile(workspace.paths.settings).value.logging.level
    log.set_up(workspace.paths.log, level=level)


def session_of(context: typer.Context) -> Session:
    """Return the session of a running command."""
    session = context.find_object(Session)
    if session is None:
        raise RuntimeError("a command was called without its session")
    return session


def printable(words: str) -> str:
    """Return words that cannot move the terminal's cursor or colours; line ends stay."""
    return _UNPRINTABLE.sub("", words)


def _out(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
    except BrokenPipeError as exc:  # typer would end the program with 1
        raise ReaderLeftError from exc
