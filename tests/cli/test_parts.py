"""Only the part of the command line that is wanted is put together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from portfolio.cli.app import COMMANDS, PARTS, Part, make_app
from portfolio.cli.main import command_of, in_front


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.names[0])
def test_a_part_has_what_it_is_listed_with(part: Part) -> None:
    alone = typer.Typer()
    part.add_to(alone)
    alone.command("open")(lambda: None)
    found = typer.main.get_group(alone).commands
    assert set(found) == {*part.names, "open"}


def names(command: Any) -> Any:
    """Return what a command takes, and the same of those below it."""
    below = getattr(command, "commands", {})
    options = [(each.name, each.opts, each.help) for each in command.params]
    return command.help, options, {name: names(each) for name, each in below.items()}


def test_a_part_by_itself_is_the_same_as_among_the_others() -> None:
    whole = typer.main.get_group(make_app()).commands
    assert set(whole) == COMMANDS | {"open"}
    for command in sorted(COMMANDS):
        alone = typer.main.get_group(make_app(command)).commands
        assert set(alone) < set(whole)
        assert names(alone[command]) == names(whole[command])


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["deed", "list"], "deed"),
        (["--profile-dir", "check", "--json", "deed", "check"], "deed"),
        (["--profile-dir=check", "deed"], "deed"),
        (["deed", "--quiet", "--profile-dir", "p"], "deed"),
        (["--help", "deed"], "--help"),
        (["--", "deed"], "--"),
        (["--profile-dir"], ""),
        ([], ""),
    ],
)
def test_the_command_is_found_among_the_options(words: list[str], command: str) -> None:
    assert command_of(in_front(words)) == command


def test_a_command_does_not_load_the_others() -> None:
    look = (
        "import sys; from portfolio.cli.main import main;"
        " main(['key', '--help']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    loaded = {name for name in done.stdout.split() if name.startswith("portfolio.cli.")}
    assert "portfolio.cli.key" in loaded
    assert not loaded & {"portfolio.cli.export", "portfolio.cli.badge", "portfolio.cli.demo"}
