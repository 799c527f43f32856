"""Roles the holder had in projects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.curate.rollups import suggested_roles
from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.ids import new_id
from portfolio.model.months import is_partial_date
from portfolio.model.text import clean

if TYPE_CHECKING:
    from portfolio.model.project import Role
    from portfolio.store.store import Store


def all_roles(store: Store, project_key: str | None = None) -> list[Role]:
    """Return the holder's roles, then suggested ones of projects without any."""
    with store.reading() as reader:
        decided = reader.roles.all(project_key)
        roll_ups = reader.projects.roll_ups(project_key)
    return [*decided, *suggested_roles(roll_ups, decided)]


def add(store: Store, role: Role) -> Role:
    """Add a role (an accepted suggestion too); it gets an id of its own.

    Raises:
        NotFoundError: There is no such project.
        UsageError: It says neither a code nor words, or a date is none.
    """
    role = _checked(store, replace(role, id=new_id(), is_suggested=False))
    with store.editing(steps.ROLE_ADDED, name=_project_name(store, role)) as editor:
        editor.save_role(role)
    return role


def change(store: Store, role: Role) -> Role:
    """Store a role as given.

    Raises:
        NotFoundError: The role or its project is not there.
        UsageError: It says neither a code nor words, or a date is none.
    """
    before = _get(store, role.id)
    role = _checked(store, replace(role, is_suggested=False))
    with store.editing(steps.ROLE_CHANGED, name=_project_name(store, role)) as editor:
        if role != before:
            editor.save_role(role)
    return role


def remove(store: Store, role_id: str) -> None:
    """Remove a role.

    Raises:
        NotFoundError: There is no such role.
    """
    role = _get(store, role_id)
    with store.editing(steps.ROLE_REMOVED, name=_project_name(store, role)) as editor:
        editor.remove_role(role_id)


def _checked(store: Store, role: Role) -> Role:
    role = replace(
        role,
        code=_one_line(role.code),
        words=_one_line(role.words),
        organisation=_one_line(role.organisation),
        note=clean(role.note).strip(),
    )
    if not role.code and not role.words:
        raise UsageError("A role needs a name.")
    for each in (role.from_on, role.to_on):
        if each and not is_partial_date(each):
            raise UsageError(f"“{each}” is no date. Write a year, a month or a day: 2024-03.")
    if role.from_on and role.to_on and role.to_on < role.from_on[: len(role.to_on)]:
        raise UsageError("The role ends before it begins.")
    _project_name(store, role)
    return role


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _project_name(store: Store, role: Role) -> str:
    with store.reading() as reader:
        project = reader.projects.get(role.project_key)
    if project is None:
        raise NotFoundError("There is no such project.")
    return project.name


def _get(store: Store, role_id: str) -> Role:
    with store.reading() as reader:
        role = next((each for each in reader.roles.all() if each.id == role_id), None)
    if role is None:
        raise NotFoundError("There is no such role.")
    return role
