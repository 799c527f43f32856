"""Decisions about projects: rename, describe, merge, hide, show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.project import Project, ProjectEdit, ScaleFact
from portfolio.model.text import clean
from portfolio.operations.addresses import checked_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.store.store import Store


def find(store: Store, name: str) -> Project:
    """Return the project of this key, or the only one of this name.

    Raises:
        NotFoundError: There is none.
        UsageError: Several have the name.
    """
    with store.reading() as reader:
        by_key = reader.projects.get(name)
        named = [p for p in reader.projects.all(include_hidden=True) if p.name == name]
    if by_key is not None:
        return by_key
    if len(named) > 1:
        keys = ", ".join(project.key for project in named)
        raise UsageError(f"Several projects are called “{name}”. Name one by its key: {keys}.")
    if not named:
        raise NotFoundError(f"There is no project called “{name}”.")
    return named[0]


def rename(store: Store, key: str, name: str) -> Project:
    """Give a project the holder's name; an empty one brings the recorded name back."""
    project = _get(store, key)
    name = " ".join(clean(name).split())
    wanted = "" if name == project.recorded_name else name
    return _edit(
        store,
        project,
        steps.PROJECT_RENAMED,
        lambda edit: replace(edit, name=wanted),
        name=name or project.recorded_name,
    )


def describe(  # noqa: PLR0913  (each is one thing to say of it)
    store: Store,
    key: str,
    *,
    what_it_is: str | None = None,
    urls: Sequence[str] | None = None,
    scale_facts: Sequence[ScaleFact] | None = None,
    note: str | None = None,
) -> Project:
    """Say what a project is, in one line for an outsider; None leaves a field as it is.

    Raises:
        NotFoundError: There is no such project.
        UsageError: An address is none that others can open.
    """
    project = _get(store, key)
    fields: dict[str, object] = {}
    if what_it_is is not None:
        fields["what_it_is"] = " ".join(clean(what_it_is).split())
    if urls is not None:
        for url in urls:
            checked_address(url)
        fields["urls"] = tuple(clean(url).strip() for url in urls if url.strip())
    if scale_facts is not None:
        fields["scale_facts"] = tuple(scale_facts)
    if note is not None:
        fields["note"] = clean(note).strip()
    return _edit(
        store,
        project,
        steps.PROJECT_DESCRIBED,
        lambda edit: replace(edit, **fields),  # type: ignore[arg-type]  # names are those above
        name=project.name,
    )


def merge(store: Store, key: str, into: str) -> Project:
    """Make a project part of another; undoing it restores both exactly.

    Raises:
        NotFoundError: One of the two is not there.
        UsageError: They are the same, or the other is itself part of this one.
    """
    project, target = _get(store, key), _get(store, into)
    if project.key == target.key:
        raise UsageError("A project cannot be part of itself.")
    with store.reading() as reader:
        merged = reader.projects.merged()
    seen = target.key
    while seen in merged:
        seen = merged[seen]
        if seen == project.key:
            raise UsageError(f"“{target.name}” is part of “{project.name}” already.")
    label = steps.PROJECT_MERGED
    with store.editing(label, name=project.name, into=target.name) as editor:
        edit = editor.projects.edit(project.key) or ProjectEdit(project.key)
        editor.save_project(replace(edit, merged_into=target.key))
    return _get(store, target.key)


def hide(store: Store, key: str) -> Project:
    """Leave a project out of lists and documents."""
    project = _get(store, key)
    return _edit(
        store,
        project,
        steps.PROJECT_HIDDEN,
        lambda edit: replace(edit, is_hidden=True),
        name=project.name,
    )


def show(store: Store, key: str) -> Project:
    """Show a hidden project again."""
    project = _get(store, key)
    return _edit(
        store,
        project,
        steps.PROJECT_SHOWN,
        lambda edit: replace(edit, is_hidden=False),
        name=project.name,
    )


def _edit(
    store: Store,
    project: Project,
    label: str,
    decide: Callable[[ProjectEdit], ProjectEdit],
    *,
    name: str,
) -> Project:
    with store.editing(label, name=name) as editor:
        before = editor.projects.edit(project.key) or ProjectEdit(project.key)
        after = decide(before)
        if after != before:
            editor.save_project(after)
    return _get(store, project.key)


def _get(store: Store, key: str) -> Project:
    with store.reading() as reader:
        project = reader.projects.get(key)
    if project is None:
        raise NotFoundError(f"There is no project with the key {key}.")
    return project
