"""All commands together, and the options that stand before them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Final

import typer

from portfolio.cli.groups import group
from portfolio.cli.session import Session

HELP = """Keep, curate and show the record of your work in open communities.

Without a command the window opens. Answers go to stdout, everything else to stderr.
Exit codes: 0 done; 1 the thing asked about does not hold or was not found; 2 wrong usage;
3 done in part; 4 could not; 130 stopped."""


@dataclass(frozen=True, slots=True)
class Part:
    """A module of the command line, imported only when it is needed: all take half a second.

    Attributes:
        module: In ``portfolio.cli``.
        names: The commands it adds, or the name of its group.
        group: What the group is called in the module; "" for one that adds commands.
    """

    module: str
    names: tuple[str, ...]
    group: str = ""

    def add_to(self, app: typer.Typer) -> None:
        """Add what it has."""
        module = importlib.import_module(f"portfolio.cli.{self.module}")
        if self.group:
            app.add_typer(getattr(module, self.group), name=self.names[0])
        else:
            module.add_to(app)


PARTS: Final = (
    Part("demo", ("demo",)),
    Part("scanning", ("scan",)),
    Part("folder", ("folder",), "app"),
    Part("syncing", ("sync", "coverage")),
    Part("checking", ("check",)),
    Part("identity", ("identity",), "app"),
    Part("holder", ("question",), "question_app"),
    Part("account", ("account",), "app"),
    Part("account", ("provider",), "provider_app"),
    Part("contribution", ("contribution",), "app"),
    Part("deed", ("deed",), "app"),
    Part("project", ("project",), "app"),
    Part("role", ("role",), "app"),
    Part("story", ("story",), "app"),
    Part("holder", ("holder",), "app"),
    Part("testimonial", ("testimonial",), "app"),
    Part("badge", ("badge",), "app"),
    Part("policy", ("policy",), "app"),
    Part("key", ("key",), "app"),
    Part("edition", ("edition",), "app"),
    Part("backpack", ("export",), "app"),
    Part("steps", ("undo", "redo", "history")),
    Part("keeping", ("backup", "restore", "doctor", "log", "delete-everything")),
)
"""In the order of the help."""
COMMANDS: Final = frozenset(name for part in PARTS for name in part.names)


def program_version() -> str:
    """Return the installed version."""
    try:
        return version("portfolio")
    except PackageNotFoundError:
        return "unknown"


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"portfolio {program_version()}")
        raise typer.Exit


def options(
    context: typer.Context,
    profile_dir: Annotated[
        Path | None,
        typer.Option("--profile-dir", help="Keep everything of this profile in this folder."),
    ] = None,
    is_json: Annotated[
        bool, typer.Option("--json", help="Answer in JSON; lists as one JSON object a line.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="No network at all.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take the options that stand before the command."""
    session = context.ensure_object(Session)
    session.profile_dir = profile_dir
    session.is_json, session.is_offline, session.is_quiet = is_json, offline, quiet


def make_app(command: str = "") -> typer.Typer:
    """Return the whole command line, or only the part that has ``command`` when there is one."""
    parts = [part for part in PARTS if command in part.names] or PARTS
    app = group(HELP, "portfolio")
    app.callback()(options)
    for part in parts:
        part.add_to(app)
    app.command("open")(open_)
    return app


def open_(
    target: Annotated[
        list[str] | None,
        typer.Argument(
            help="A file, a folder, or a place: portfolio:testimonials, portfolio:badges/ID."
        ),
    ] = None,
) -> None:
    """Open the window, at something if you like; nothing is imported by opening."""
    # Reached only with options that the window does not know: it is started in __main__.
    raise typer.BadParameter(f"open takes --profile-dir and --offline before it, got {target}")
