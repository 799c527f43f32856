"""Contributions entered by hand: added, changed and removed, each as one step to undo.

They are the holder's own word. Lists, totals and documents say so, whatever address is typed in
with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.codes import Action
from portfolio.model.ids import new_id
from portfolio.model.kinds import Kind
from portfolio.model.manual import (
    ManualEntry,
    entry_id_of,
    instant_of,
    is_when,
    manual_deed_key,
)
from portfolio.model.project import ProjectEdit
from portfolio.model.text import clean, clean_line
from portfolio.operations.addresses import checked_address

if TYPE_CHECKING:
    from portfolio.clock import Clock
    from portfolio.model.deed import Deed
    from portfolio.store.editor import Editor
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

_ELSEWHERE = timedelta(hours=14)  # the day has begun already where clocks are furthest ahead


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed of one contribution, not checked yet.

    Attributes:
        when: A year, a month or a day: ``2024``, ``2024-03``, ``2024-03-31``.
        project: Name or key of a project; one of that name is made when there is none.
    """

    title: str
    when: str
    action: Action = Action.OTHER
    kind: Kind = Kind.OTHER
    project: str = ""
    url: str = ""
    body: str = ""


def add(store: Store, clock: Clock, draft: Draft) -> Deed:
    """Add a contribution by hand.

    Raises:
        UsageError: It has no title or no date that can be, or its address cannot be opened.
    """
    entry = checked(draft, clock)
    with store.editing(steps.MANUAL_ADDED, title=entry.title) as editor:
        entry = replace(entry, id=new_id(), project_key=project_key(editor, draft.project))
        editor.save_manual(entry)
    return _deed(store, entry.id)


def change(store: Store, clock: Clock, deed_key: str, draft: Draft) -> Deed:
    """Give a contribution entered by hand what the draft says.

    Raises:
        NotFoundError: It is not there, or a source said it, and that is never changed.
        UsageError: As for `add`.
    """
    before = get(store, deed_key)
    entry = checked(draft, clock)
    with store.editing(steps.MANUAL_CHANGED, title=entry.title) as editor:
        found = editor.manual.get(before.id) or before
        editor.save_manual(
            replace(
                entry,
                id=found.id,
                project_key=project_key(editor, draft.project),
                import_key=found.import_key,
                created_at=found.created_at,
            )
        )
    return _deed(store, before.id)


def remove(store: Store, deed_key: str) -> ManualEntry:
    """Remove a contribution entered by hand; undo brings it back.

    Raises:
        NotFoundError: It is not there, or a source said it.
    """
    entry = get(store, deed_key)
    with store.editing(steps.MANUAL_REMOVED, title=entry.title) as editor:
        editor.remove_manual(entry.id)
    return entry


def get(store: Store, deed_key: str) -> ManualEntry:
    """Return the entry behind a deed.

    Raises:
        NotFoundError: There is none, or a source said it.
    """
    with store.reading() as reader:
        entry = reader.manual.get(entry_id_of(deed_key)) if entry_id_of(deed_key) else None
        is_recorded = entry is None and reader.deeds.get(deed_key) is not None
    if is_recorded:
        raise NotFoundError(
            "A source says this; what sources say is never changed.",
            "Hide it or give it another title instead.",
        )
    if entry is None:
        raise NotFoundError(f"Nothing entered by hand is called {deed_key}.")
    return entry


def draft_of(store: Store, deed_key: str) -> Draft:
    """Return what was typed of a contribution, to be changed.

    Raises:
        NotFoundError: As for `get`.
    """
    each = get(store, deed_key)
    return Draft(
        each.title, each.when, each.action, each.kind, each.project_key, each.url, each.body
    )


def checked(draft: Draft, clock: Clock) -> ManualEntry:
    """Return the entry a draft makes, without id and project.

    Raises:
        UsageError: As for `add`.
    """
    title = clean_line(draft.title)
    if not title:
        raise UsageError("It needs a title: what you did, in a few words.")
    when = draft.when.strip()
    if not is_when(when):
        raise UsageError(
            f"“{clean_line(when, limit=40)}” is no date.",
            "Write a year, a month or a day: 2024, 2024-03 or 2024-03-31.",
        )
    if instant_of(when) > clock.now() + _ELSEWHERE:
        raise UsageError(f"{when} has not come yet. A record holds what was done.")
    return ManualEntry(
        id="",
        title=title,
        when=when,
        action=draft.action,
        kind=draft.kind,
        url=checked_address(draft.url),
        body=clean(draft.body),
    )


def project_key(editor: Editor, name: str) -> str:
    """Return the key of the project called ``name``; one is made when there is none.

    Raises:
        UsageError: Several projects are called so.
    """
    name = clean_line(name)
    if not name:
        return ""
    found = known_project(editor, name)
    if found:
        return found
    made = f"self:{new_id()}"
    editor.save_project(ProjectEdit(made, name=name))
    return made


def known_project(reader: Reader, name: str) -> str:
    """Return the key of the project of this key, address or name, or "" for none.

    Raises:
        UsageError: Several projects are called so.
    """
    for key in (name, f"remote:{name.removeprefix('https://').rstrip('/')}"):
        project = reader.projects.get(key)
        if project is not None:
            return project.key
    every = reader.projects.all(include_hidden=True)
    folded = name.casefold()
    named = [each for each in every if each.name == name]
    named = named or [each for each in every if each.name.casefold() == folded]
    if len(named) > 1:
        keys = ", ".join(each.key for each in named)
        raise UsageError(f"Several projects are called “{name}”. Name one by its key: {keys}.")
    return named[0].key if named else ""


def _deed(store: Store, entry_id: str) -> Deed:
    with store.reading() as reader:
        deed = reader.deeds.get(manual_deed_key(entry_id))
    if deed is None:
        raise NotFoundError("There is no such contribution.")
    return deed
