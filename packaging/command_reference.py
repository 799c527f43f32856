"""Writes docs/cli.md from the commands themselves: ``command_reference.py docs/cli.md``."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer

from portfolio.cli.app import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
# Command line

Written by `make docs` from the commands; a test keeps it current.

Scripts and other programs may rely on this page.

* **Streams.** The answer goes to stdout and nothing else does. Messages and progress go to stderr;
  `--quiet` leaves only what went wrong.
* **`--json`.** One JSON document on stdout; lists are JSON lines, one object a line. Field names
  are those of the model, instants are RFC 3339 in UTC, codes are those of
  `portfolio/model/codes.py`.
* **Exit codes.** 0 done. 1 the thing asked about does not hold, or was not found. 2 wrong usage.
  3 done in part; the JSON says what is missing. 4 could not (record, disk, git, keyring,
  network); one plain sentence says why and what is kept. 130 stopped by Ctrl-C; a reading says
  what it kept. `sync` prints what it stored of each account even then, and ends with 3.
* **Paging.** `deed list` and `contribution list` name the place to go on from on stderr, as
  `--after CURSOR`.
* **Places.** `--json`, `--offline`, `--quiet` and `--profile-dir` may stand before or after the
  command; words after `--` are never read as options.
* **Two at once.** Looking works while the window has the record open; changing does not.

What `--json` prints; each name is a dataclass of that name in the code:

| command | JSON |
|---|---|
| `scan` | one `ScanAnswer`: `repositories`, `identities`, `questions` ... |
| `folder list`; `folder remove` | lines of `FolderStanding`; one `FolderRemoval` |
| `identity list` | lines of `IdentitySuggestion` |
| `identity confirm`, `reject`, `undecide` | one `DecisionAnswer`: `identities`, `repositories` |
| `account list`; other `account` commands | lines of `AccountStanding`; one `Account` |
| `account remove`; `accept-gone` | one `Removal`; lines of `AcceptedGone` |
| `provider list` | lines of `About` |
| `sync`; with `--item` | lines of `SyncAnswer`; one `ItemAnswer` |
| `coverage` | lines of `KindCoverage` for accounts, then of `FolderCoverage` |
| `contribution list` | lines of `Contribution` |
| `contribution add`, `change`; `remove` | one `Deed`; one `ManualEntry` |
| `contribution import` | one `ImportAnswer`: each row with its verdict |
| `deed list`, `hide`, `unhide`, `retitle`, `confidential`, `note` | lines of `Deed` |
| `deed show` | one object: `deed`, `contributions` |
| `project list`; other `project` commands | lines of `Project`; one `Project` |
| `story list`; other `story` commands | lines of `Story`; one `Story` |
| `role list`; other `role` commands | lines of `Role`; one `Role` |
| `edition list`; other `edition` commands | lines of `Edition`; one `Edition` |
| `question list`; `question answer` | lines of `Question`; one `Question` |
| `holder show`, `set` | one `Holder` |
| `export` | one `ExportResult`, with what was left out and why |
| `undo`, `redo`, `history` | lines with `id`, `at`, `label`, `args`, `state`, `words` |
| `backup`; `backup --list` | one `BackupInfo`; lines of them |
| `restore` | one `RestoreAnswer`: `restored_from`, `put_aside` |
| `doctor` | lines of `Finding` |
| `log` | lines of text |
| `delete-everything` | one object: `not_deleted` |
| `demo` | one `DemoAnswer` |

"""


def reference() -> str:
    """Return the whole page."""
    command = typer.main.get_command(make_app())
    parts = [HEAD, "## Options of every command\n\n", *_options(command)]
    for path, each in _commands(command, ("portfolio",)):
        parts += _section(path, each)
    return "".join(parts).rstrip() + "\n"


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, each in command.commands.items():
        yield (*path, name), each
        if hasattr(each, "commands"):
            yield from _commands(each, (*path, name))


def _section(path: tuple[str, ...], command: Any) -> list[str]:
    words = " ".join(path)
    if hasattr(command, "commands"):
        return [f"## {words}\n\n{_text(command.help)}\n\n"]
    arguments = " ".join(_argument(p) for p in command.params if _is_argument(p))
    call = f"{words} {arguments}".strip()
    level = "##" if len(path) == 2 else "###"
    out = [f"{level} {words}\n\n{_text(command.help)}\n\n```\n{call}\n```\n\n"]
    return [*out, *_rows([p for p in command.params if _is_argument(p)]), *_options(command)]


def _options(command: Any) -> list[str]:
    shown = [p for p in command.params if not _is_argument(p) and p.name != "help"]
    return _rows(shown)


def _rows(params: list[Any]) -> list[str]:
    lines = [f"* `{_names(p)}` {_text(p.help)}{_default(p)}\n" for p in params]
    return [*lines, "\n"] if lines else []


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _argument(param: Any) -> str:
    name = (param.metavar or param.name.upper().rstrip("_")).removesuffix("...")
    shown = f"{name}..." if param.nargs == -1 else name
    return shown if param.required else f"[{shown}]"


def _names(param: Any) -> str:
    if _is_argument(param):
        return _argument(param)
    names = "/".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {_value(param)}"


def _value(param: Any) -> str:
    """Return what stands for an option's value: its choices, or a word for its kind."""
    annotation: Any = param.type_descriptor.annotation
    while parts := [part for part in get_args(annotation) if part is not type(None)]:
        annotation = parts[0]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "|".join(str(each.value) for each in annotation)
    if param.metavar:
        return str(param.metavar)
    words = {Path: "PATH", int: "N", datetime: "YYYY-MM-DD"}
    return words.get(annotation, "TEXT")


def _default(param: Any) -> str:
    if _is_argument(param) or param.is_flag or param.default in (None, "", (), []):
        return ""
    if callable(param.default):
        return ""
    return f" Default: `{getattr(param.default, 'value', param.default)}`."


def _text(words: str | None) -> str:
    return " ".join((words or "").split())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
