"""Where a start goes: to the window or to the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.__main__ import WindowCall, main, window_call

HERE = Path("here")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], WindowCall(None, (), False, False)),
        (["open"], WindowCall(None, (), False, False)),
        (["open", "a", "b"], WindowCall(None, ("a", "b"), False, False)),
        (["--profile-dir", "here"], WindowCall(HERE, (), False, False)),
        (["--profile-dir=here", "open", "x"], WindowCall(HERE, ("x",), False, False)),
        (["--safe-mode"], WindowCall(None, (), False, True)),
        (["--offline", "open"], WindowCall(None, (), True, False)),
    ],
)
def test_what_opens_the_window(arguments: list[str], wanted: WindowCall) -> None:
    assert window_call(arguments) == wanted


@pytest.mark.parametrize(
    "arguments",
    [["scan", "."], ["--help"], ["--version"], ["open", "--help"], ["--profile-dir"], ["--json"]],
)
def test_what_is_for_the_command_line(arguments: list[str]) -> None:
    assert window_call(arguments) is None


def test_without_a_screen_it_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 4
    assert "no screen" in capsys.readouterr().err


def test_starting_imports_neither_qt_nor_the_command_line() -> None:
    code = (
        "import sys, portfolio.__main__\n"
        "heavy = {'PySide6', 'typer', 'rich', 'sqlmodel'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
