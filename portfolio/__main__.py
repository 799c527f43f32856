"""Start-up only: to the window without a command or with ``open``, else to the command line.

Nothing of the command line (typer, rich) is imported for the window, nothing of Qt for a command.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

COULD_NOT = 4
STOPPED = 130


class WindowCall(NamedTuple):
    """What the arguments ask of the window."""

    profile_dir: Path | None
    open_at: tuple[str, ...]
    is_offline: bool
    is_safe: bool


def window_call(arguments: Sequence[str]) -> WindowCall | None:
    """Return what the arguments ask of the window, or None when they are for the command line.

    The window is meant without arguments, with only ``--profile-dir DIR``, ``--offline`` and
    ``--safe-mode``, or with the command ``open`` and things to open it at.
    """
    profile_dir: Path | None = None
    flags = {"--offline": False, "--safe-mode": False}
    rest = list(arguments)
    while rest:
        first = rest.pop(0)
        name, equals, value = first.partition("=")
        if name == "--profile-dir" and (equals or rest):
            profile_dir = Path(value if equals else rest.pop(0))
        elif first in flags:
            flags[first] = True
        elif first == "open" and not any(item.startswith("-") for item in rest):
            return WindowCall(profile_dir, tuple(rest), flags["--offline"], flags["--safe-mode"])
        else:
            return None
    return WindowCall(profile_dir, (), flags["--offline"], flags["--safe-mode"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what the arguments ask for and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    call = window_call(given)
    if call is not None:
        return _open_window(call)
    try:
        from portfolio.cli.main import main as run_command

        return run_command(given)
    except KeyboardInterrupt:  # pressed before the command had begun
        _say("Stopped. Nothing was changed.")
        return STOPPED


def window() -> int:
    """Start the window (the entry without a console)."""
    call = window_call(sys.argv[1:])
    return _open_window(call or WindowCall(None, tuple(sys.argv[1:]), False, False))  # noqa: FBT003


def _open_window(call: WindowCall) -> int:
    if not _has_screen():
        _say(
            "There is no screen here, so the window cannot open. "
            "The commands work without one: portfolio --help"
        )
        return COULD_NOT
    try:
        from portfolio.ui.app import StartOptions, run
    except ImportError as error:
        if "PySide6" in str(error) or ".so" in str(error):
            _say(f"The window needs a system library that is missing: {error}. Try: make system")
            return COULD_NOT
        raise
    return run(StartOptions(call.profile_dir, call.open_at, call.is_offline, call.is_safe))


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in named)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
