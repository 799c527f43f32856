"""``role``: what the holder was in a project, when, and in what standing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import checks, words
from portfolio.cli.groups import group
from portfolio.cli.session import Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.codes import Capacity
from portfolio.model.project import Role
from portfolio.operations import projects, roles

if TYPE_CHECKING:
    from collections.abc import Callable

    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

app = group("Say what you were in a project.")

Which = Annotated[str, typer.Argument(metavar="ROLE", help="A role's id, as listed.")]
Code = Annotated[str | None, typer.Option("--code", help="A code such as maintainer.")]
OwnWords = Annotated[str | None, typer.Option("--words", help="Your own words for it.")]
From = Annotated[str | None, typer.Option("--from", help="When it began: 2024-03.")]
To = Annotated[str | None, typer.Option("--to", help="When it ended.")]
Current = Annotated[bool | None, typer.Option("--current/--ended", help="Whether it goes on.")]
Standing = Annotated[Capacity | None, typer.Option("--capacity", help="In what standing.")]
Organisation = Annotated[str | None, typer.Option("--organisation", help="For whom.")]


@app.command("list")
def list_(
    context: typer.Context,
    project: Annotated[str | None, typer.Option(help="Only of this project.")] = None,
) -> None:
    """List roles: yours, and those suggested from what you did."""
    session = session_of(context)
    store = session.shown
    key = projects.find(store, project).key if project else None
    named = _named(store)
    session.list(roles.all_roles(store, key), named, nothing="No roles yet.")


@app.command()
def add(
    context: typer.Context,
    project: Annotated[str, typer.Argument(help="A project's name or key.")],
    code: Code = None,
    own_words: OwnWords = None,
    from_on: From = None,
    to_on: To = None,
    current: Current = None,
    capacity: Standing = None,
    organisation: Organisation = None,
) -> None:
    """Add a role."""
    session = session_of(context)
    _check_dates(session, from_on, to_on, current)
    key = projects.find(session.store, project).key
    role = Role("", key, "", "", "", "", is_current=False, capacity=Capacity.UNSAID)
    role = _with(role, code, own_words, from_on, to_on, current, capacity, organisation)
    _answer(session, roles.add(session.store, role))


@app.command()
def edit(
    context: typer.Context,
    role: Which,
    code: Code = None,
    own_words: OwnWords = None,
    from_on: From = None,
    to_on: To = None,
    current: Current = None,
    capacity: Standing = None,
    organisation: Organisation = None,
) -> None:
    """Change a role; what is not named stays."""
    session = session_of(context)
    _check_dates(session, from_on, to_on, current)
    found = _find(session.store, role)
    changed = _with(found, code, own_words, from_on, to_on, current, capacity, organisation)
    _answer(session, roles.change(session.store, changed))


@app.command()
def remove(context: typer.Context, role: Which) -> None:
    """Remove a role; undo brings it back."""
    session = session_of(context)
    found = _find(session.store, role)
    roles.remove(session.store, role)
    session.answer(found, f"Removed: {_named(session.store)(found)}")


def _check_dates(
    session: Session, from_on: str | None, to_on: str | None, current: bool | None
) -> None:
    for each in (from_on, to_on):
        checks.partial_date(each, now=session.workspace().clock.now())
    if current and to_on:
        raise UsageError("A role that goes on has no end. Leave out --current or --to.")


def _with(
    role: Role,
    code: str | None,
    own_words: str | None,
    from_on: str | None,
    to_on: str | None,
    current: bool | None,
    capacity: Capacity | None,
    organisation: str | None,
) -> Role:
    return replace(
        role,
        code=role.code if code is None else code,
        words=role.words if own_words is None else own_words,
        from_on=role.from_on if from_on is None else from_on,
        to_on=role.to_on if to_on is None else to_on,
        is_current=role.is_current if current is None else current,
        capacity=role.capacity if capacity is None else capacity,
        organisation=role.organisation if organisation is None else organisation,
    )


def _find(store: Store, role_id: str) -> Role:
    with store.reading() as reader:
        for each in reader.roles.all():
            if each.id == role_id:
                return each
    raise NotFoundError("There is no such role.", "portfolio role list shows them.")


def _answer(session: Session, role: Role) -> None:
    session.answer(role, _named(session.store)(role))


def _named(store: Store) -> Callable[[Role], str]:
    """Return what puts a role into words, with its project as it is called."""
    with store.reading() as reader:
        names = {each.key: each.name for each in reader.projects.all(include_hidden=True)}
        merged = reader.projects.merged()

    def named(role: Role) -> str:
        key = merged.get(role.project_key, role.project_key)
        return words.role(role, names.get(key) or key)

    return named
