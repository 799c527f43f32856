"""Runs a command and turns whatever happens into an exit code and one plain sentence."""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, cast

import typer
from typer.exceptions import TyperException

from portfolio import log
from portfolio.cli.app import COMMANDS, make_app
from portfolio.cli.session import (
    COULD_NOT,
    DOES_NOT_HOLD,
    DONE,
    INTERRUPTED,
    WRONG_USAGE,
    ReaderLeftError,
    Session,
)
from portfolio.cli.usage import usage_words
from portfolio.errors import NamelessError, NotFoundError, PortfolioError, UsageError
from portfolio.paths import for_profile

_LOG = logging.getLogger(__name__)

FLAGS = ("--json", "--offline", "--quiet")
KEPT = "Stopped. Every step that was reported as done is kept; nothing was left half written."


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    Args:
        arguments: What stands after the program's name.
    """
    _prepare_streams()
    session = Session()
    try:
        code = _run(in_front(arguments), session)
        sys.stdout.flush()
    except (BrokenPipeError, ReaderLeftError):
        _close_stdout()
        code = DONE  # whoever read the answer has enough
    except KeyboardInterrupt:
        session.warn(KEPT)
        code = INTERRUPTED
    finally:
        with contextlib.suppress(PortfolioError):
            session.close()
    return code


def in_front(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the options of every command moved before the command."""
    given, front, rest = list(arguments), [], []
    while given:
        word = given.pop(0)
        if word == "--":
            rest += [word, *given]
            break
        if word in FLAGS or word.startswith("--profile-dir="):
            front.append(word)
        elif word == "--profile-dir" and given:
            front += [word, given.pop(0)]
        else:
            rest.append(word)
    return [*front, *rest]


def command_of(arguments: Sequence[str]) -> str:
    """Return the first word after the options of every command; "" for none."""
    words = iter(arguments)
    for word in words:
        if word == "--profile-dir":
            next(words, None)
        elif word not in FLAGS and not word.startswith("--profile-dir="):
            return word
    return ""


@functools.cache
def _commands(wanted: str) -> typer.core.TyperGroup:
    """The part that has a command, or all; made once, as it takes longer than most of them do."""
    return typer.main.get_group(make_app(wanted))


def _run(arguments: list[str], session: Session) -> int:
    wanted = command_of(arguments)
    command = _commands(wanted if wanted in COMMANDS else "")
    try:
        ended: Any = command.main(
            args=arguments, prog_name="portfolio", standalone_mode=False, obj=session
        )
    except PortfolioError as error:
        how = " portfolio holder set --name says it." if isinstance(error, NamelessError) else ""
        session.warn(f"{error}{how}")
        return _code_of(error)
    except typer.Exit as error:
        return error.exit_code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except TyperException as error:
        _say_usage(session, error)
        return WRONG_USAGE
    except (ReaderLeftError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001  (the last place where anything can be said)
        return _unexpected(session, error)
    return ended if isinstance(ended, int) and ended else session.exit_code


def _code_of(error: PortfolioError) -> int:
    if isinstance(error, UsageError):
        return WRONG_USAGE
    return DOES_NOT_HOLD if isinstance(error, NotFoundError) else COULD_NOT


def _say_usage(session: Session, error: TyperException) -> None:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "portfolio"
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error}\n")
        return
    session.warn(f"{usage_words(error)} Try: {path} --help")


def _unexpected(session: Session, error: Exception) -> int:
    """Say plainly that this program is at fault; the details go into the log."""
    path = for_profile(session.profile_dir).log
    with contextlib.suppress(OSError):
        log.set_up(path)
    _LOG.error("A command failed", exc_info=error)
    log.close()
    session.warn(
        f"Portfolio made a mistake ({type(error).__name__}). What was saved before is kept."
        f" The details are in {path}."
    )
    return COULD_NOT


def _prepare_streams() -> None:
    """Never fail on a letter that the terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _close_stdout() -> None:
    """Keep the interpreter from failing again when it flushes at its end."""
    with contextlib.suppress(OSError, ValueError):
        number = os.open(os.devnull, os.O_WRONLY)
        os.dup2(number, cast("int", sys.stdout.fileno()))
        os.close(number)
