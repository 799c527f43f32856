"""``project``: names, descriptions and merging."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from portfolio.cli import words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.errors import UsageError
from portfolio.model.project import Project, ScaleFact
from portfolio.operations import projects
from portfolio.operations.addresses import checked_address

app = group("Look at projects and describe them.")

Name = Annotated[str, typer.Argument(metavar="PROJECT", help="A project's name or key.")]


@app.command("list")
def list_(
    context: typer.Context,
    hidden: Annotated[bool, typer.Option("--hidden", help="Hidden ones too.")] = False,
) -> None:
    """List the projects of your record."""
    session = session_of(context)
    with session.shown.reading() as reader:
        found = reader.projects.all(include_hidden=hidden)
    session.list(found, words.project, nothing="No projects yet.")


@app.command()
def rename(
    context: typer.Context,
    project: Name,
    name: Annotated[str, typer.Argument(help='The name; "" brings the repository\'s back.')],
) -> None:
    """Give a project your own name for it."""
    session = session_of(context)
    key = projects.find(session.store, project).key
    _answer(session, projects.rename(session.store, key, name))


@app.command()
def describe(
    context: typer.Context,
    project: Name,
    what_it_is: Annotated[
        str | None, typer.Option("--what", help="What it is, in one line for an outsider.")
    ] = None,
    url: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="ADDRESS", help="A public address; repeatable."),
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(
            "--scale", metavar="FACT", help="How big it is: VALUE|UNIT|ADDRESS|DAY; repeatable."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option(help="For you only; never printed.")] = None,
) -> None:
    """Say what a project is, where it is, and how big (with a source)."""
    session = session_of(context)
    key = projects.find(session.store, project).key
    facts = [_scale_fact(each) for each in scale] if scale is not None else None
    described = projects.describe(
        session.store, key, what_it_is=what_it_is, urls=url, scale_facts=facts, note=note
    )
    _answer(session, described)


@app.command()
def merge(
    context: typer.Context,
    project: Name,
    into: Annotated[str, typer.Argument(help="The project it is part of.")],
) -> None:
    """Make a project part of another; undo brings both back exactly."""
    session = session_of(context)
    store = session.store
    merged = projects.merge(
        store, projects.find(store, project).key, projects.find(store, into).key
    )
    _answer(session, merged)


@app.command()
def hide(context: typer.Context, project: Name) -> None:
    """Leave a project out of lists and every document."""
    session = session_of(context)
    _answer(session, projects.hide(session.store, projects.find(session.store, project).key))


@app.command()
def unhide(context: typer.Context, project: Name) -> None:
    """Show a hidden project again."""
    session = session_of(context)
    _answer(session, projects.show(session.store, projects.find(session.store, project).key))


def _scale_fact(text: str) -> ScaleFact:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) not in {3, 4} or not all(parts[:3]):
        raise UsageError("--scale takes VALUE|UNIT|ADDRESS or VALUE|UNIT|ADDRESS|DAY.")
    try:
        as_of = date.fromisoformat(parts[3]) if len(parts) == 4 else None
    except ValueError as exc:
        raise UsageError(f"“{parts[3]}” is no day. Write it as 2026-11-20.") from exc
    checked_address(parts[2])
    return ScaleFact(parts[0], parts[1], parts[2], as_of)


def _answer(session: Session, project: Project) -> None:
    session.answer(project, words.project(project))
