"""Taking over a token the person already has: from gh, glab, or git's credential helper.

Only when the person chooses it, for one service at a time. The programs are started without
anything to ask the person with; what they print goes through a pipe to this process alone, and
nothing of ours is in their arguments or environment but the service's name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from portfolio.secret import Secret
from portfolio.sync.signin.addresses import check_encrypted
from portfolio.sync.signin.faults import ended
from portfolio.sync.signin.shapes import Attempt, Blocking, Grant, SignInStep, StepKind

LIMIT_S: Final = 20.0
_MOST_BYTES: Final = 100_000
_MOST_TOKEN: Final = 20_000
_ANY: Final = "*"

_QUIET: Final = {
    "GH_PROMPT_DISABLED": "1",
    "GH_NO_UPDATE_NOTIFIER": "1",
    "GLAB_CHECK_UPDATE": "false",
    "GLAB_SEND_TELEMETRY": "false",
    "NO_PROMPT": "1",
    "NO_COLOR": "1",
    "GCM_INTERACTIVE": "never",
    "GIT_TERMINAL_PROMPT": "0",
    # Set but empty: git then starts none of the programs that ask in a window.
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GIT_CEILING_DIRECTORIES": os.sep,
    "LC_ALL": "C",
}
# What of git's own variables is the person's settings; the rest could trace or redirect.
_GIT_KEPT: Final = frozenset(
    ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
)
_LOUD: Final = frozenset(("GH_DEBUG", "DEBUG", "CLICOLOR_FORCE", "GH_FORCE_TTY", "GCM_TRACE"))


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that may have a token.

    Attributes:
        id: Its name, as it is started.
        name: For people.
        providers: Whose tokens it keeps; ``*`` for any service it was used with.
    """

    id: str
    name: str
    providers: tuple[str, ...]


TOOLS: Final = (
    Tool("gh", "GitHub's command line (gh)", ("github",)),
    Tool("glab", "GitLab's command line (glab)", ("gitlab",)),
    Tool("git", "Git's credential helper", (_ANY,)),
)


def tools_for(provider: str) -> tuple[Tool, ...]:
    """Return the installed programs that may have a token for a provider; starts none."""
    fitting = (tool for tool in TOOLS if provider in tool.providers or _ANY in tool.providers)
    return tuple(tool for tool in fitting if shutil.which(tool.id) is not None)


async def by_tool(tool_id: str, instance: str, attempt: Attempt, blocking: Blocking) -> Grant:
    """Take over the token a program has for an instance.

    Raises:
        SignInError: ``no-tool``, ``no-tool-token``, ``tool-failed``.
    """
    attempt.report(SignInStep(StepKind.EXCHANGING))
    token = await blocking(lambda: take_token(tool_id, instance))
    attempt.report(SignInStep(StepKind.DONE))
    return Grant(token)


def take_token(tool_id: str, instance: str, *, limit_s: float = LIMIT_S) -> Secret:
    """Ask a program for its token. Blocking, at most for the limit.

    Raises:
        SignInError: As `by_tool`.
    """
    check_encrypted(instance)
    asks = _ASKS.get(tool_id)
    program = shutil.which(tool_id) if asks is not None else None
    if asks is None or program is None:
        raise ended("no-tool")
    where = urlsplit(instance)
    host = where.netloc.rpartition("@")[2].lower()
    # Names come from addresses people type: never an option, never a second line.
    if not host or host.startswith("-") or not host.isascii() or not host.isprintable():
        raise ended("no-tool-token")
    return asks(program, where.scheme, host, limit_s)


def _ask_gh(program: str, _scheme: str, host: str, limit_s: float) -> Secret:
    return _only_line(_run((program, "auth", "token", "--hostname", host), "", limit_s))


def _ask_glab(program: str, _scheme: str, host: str, limit_s: float) -> Secret:
    return _only_line(_run((program, "config", "get", "token", "--host", host), "", limit_s))


def _ask_git(program: str, scheme: str, host: str, limit_s: float) -> Secret:
    words = (program, "-c", "credential.interactive=false", "credential", "fill")
    answer = parse_credential(_run(words, f"protocol={scheme}\nhost={host}\n\n", limit_s))
    if answer.get("host", host).lower() != host:
        raise ended("tool-failed")
    return _checked(answer.get("password", ""))


_ASKS: Final[Mapping[str, Callable[[str, str, str, float], Secret]]] = {
    "gh": _ask_gh,
    "glab": _ask_glab,
    "git": _ask_git,
}


def parse_credential(said: str) -> dict[str, str]:
    """Read ``key=value`` lines as git-credential writes them; what is none is left out."""
    pairs = (line.partition("=") for line in said.split("\n"))
    return {name: value for name, mark, value in pairs if mark}


def _only_line(said: str) -> Secret:
    return _checked(said.strip())


def _checked(token: str) -> Secret:
    if not token:
        raise ended("no-tool-token")
    if len(token) > _MOST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise ended("tool-failed")
    return Secret(token)


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if (not name.startswith("GIT_") or name in _GIT_KEPT) and name not in _LOUD
    }
    return kept | _QUIET


def _run(words: tuple[str, ...], said: str, limit_s: float) -> str:
    """Start a program outside any repository and return what it printed.

    Raises:
        SignInError: ``tool-failed``, or ``no-tool-token`` when it says it failed.
    """
    try:
        child = subprocess.Popen(  # noqa: S603  (fixed words and a checked host)
            words,
            cwd=Path(os.sep),
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ended("tool-failed") from error
    with child:
        try:
            printed, _ = child.communicate(said.encode(), timeout=limit_s)
        except subprocess.TimeoutExpired:
            _end(child)
            raise ended("tool-failed") from None
    if child.returncode != 0:
        raise ended("no-tool-token")
    if len(printed) > _MOST_BYTES:
        raise ended("tool-failed")
    return printed.decode("utf-8", "replace")


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a program and what it started; its pipes are closed with it."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.communicate()
