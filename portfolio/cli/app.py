"""All commands together, and the options that stand before them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli import (
    account,
    backpack,
    badge,
    checking,
    contribution,
    deed,
    demo,
    edition,
    export,
    holder,
    identity,
    keeping,
    key,
    policy,
    project,
    role,
    scanning,
    steps,
    story,
    syncing,
    testimonial,
)
from portfolio.cli.groups import group
from portfolio.cli.session import Session

HELP = """Keep, curate and show the record of your work in open communities.

Without a command the window opens. Answers go to stdout, everything else to stderr.
Exit codes: 0 done; 1 the thing asked about does not hold or was not found; 2 wrong usage;
3 done in part; 4 could not; 130 stopped."""


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


def make_app() -> typer.Typer:
    """Return the whole command line."""
    app = group(HELP, "portfolio")
    app.callback()(options)
    demo.add_to(app)
    scanning.add_to(app)
    syncing.add_to(app)
    checking.add_to(app)
    backpack.add_to(export.app)
    groups = (
        ("identity", identity.app),
        ("question", holder.question_app),
        ("account", account.app),
        ("provider", account.provider_app),
        ("contribution", contribution.app),
        ("deed", deed.app),
        ("project", project.app),
        ("role", role.app),
        ("story", story.app),
        ("holder", holder.app),
        ("testimonial", testimonial.app),
        ("badge", badge.app),
        ("policy", policy.app),
        ("key", key.app),
        ("edition", edition.app),
        ("export", export.app),
    )
    for name, commands in groups:
        app.add_typer(commands, name=name)
    steps.add_to(app)
    keeping.add_to(app)
    app.command("open")(open_)
    return app


def open_(
    target: Annotated[
        list[str] | None, typer.Argument(help="A file, a folder or a portfolio: address.")
    ] = None,
) -> None:
    """Open the window, at something if you like; nothing is imported by opening."""
    # Reached only with options that the window does not know: it is started in __main__.
    raise typer.BadParameter(f"open takes --profile-dir and --offline before it, got {target}")
