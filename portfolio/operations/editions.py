"""Editions: one choice from the record for one audience."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.edition import Edition
from portfolio.model.ids import new_id
from portfolio.model.text import clean

if TYPE_CHECKING:
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

DEFAULT_ID = "general"
DEFAULT_NAME = "General"


def all_editions(reader: Reader) -> list[Edition]:
    """Return the editions, the first one made first.

    Without any it is the one called "General", which is stored when it is changed.
    """
    stored = reader.editions.all()
    if not stored:
        return [Edition(id=DEFAULT_ID, name=DEFAULT_NAME)]
    return sorted(stored, key=lambda each: (each.id != DEFAULT_ID, each.id))  # ids grow with time


def get(reader: Reader, edition_id: str) -> Edition:
    """Return an edition of `all_editions`.

    Raises:
        NotFoundError: There is no such edition.
    """
    found = next((each for each in all_editions(reader) if each.id == edition_id), None)
    if found is None:
        raise NotFoundError("There is no such edition.")
    return found


def ensure_default(store: Store) -> Edition:
    """Return the first edition."""
    with store.reading() as reader:
        return all_editions(reader)[0]


def find(store: Store, name: str) -> Edition:
    """Return the edition of this name or id.

    Raises:
        NotFoundError: There is no such edition.
    """
    with store.reading() as reader:
        found = reader.editions.by_name(name) or reader.editions.get(name)
        first = all_editions(reader)[0]
    if found is not None:
        return found
    if name.casefold() in {first.name.casefold(), first.id}:
        return first
    raise NotFoundError(
        f"There is no edition called “{name}”.", "portfolio edition list shows them."
    )


def add(store: Store, name: str, *, like: Edition | None = None) -> Edition:
    """Make an edition, perhaps as a copy of another.

    Raises:
        UsageError: The name is empty or taken.
    """
    name = _free_name(store, name)
    edition = replace(like, id=new_id(), name=name, produced_files=()) if like else None
    edition = edition or Edition(id=new_id(), name=name)
    with store.reading() as reader:
        others = all_editions(reader)
    with store.editing(steps.EDITION_ADDED, name=name) as editor:
        if others[0].id == DEFAULT_ID:  # "General" stays beside the new one
            editor.save_edition(others[0])
        editor.save_edition(edition)
    return edition


def change(store: Store, edition: Edition) -> Edition:
    """Store an edition as given; what was produced from it is kept from the store.

    Raises:
        NotFoundError: It is not in the store.
        UsageError: Its name is empty or taken.
    """
    with store.reading() as reader:
        before = get(reader, edition.id)
    edition = replace(
        edition,
        produced_files=before.produced_files,
        name=clean(edition.name).strip(),
        audience=clean(edition.audience).strip(),
        headline=clean(edition.headline).strip(),
        summary=clean(edition.summary).strip(),
        note=clean(edition.note).strip(),
        newest_url=clean(edition.newest_url).strip(),
    )
    if edition.name != before.name:
        _free_name(store, edition.name)
    with store.editing(_step(before, edition), name=edition.name) as editor:
        if edition != before:
            editor.save_edition(edition)
    return edition


def remove(store: Store, edition_id: str) -> None:
    """Delete an edition; files made from it stay where they are.

    Raises:
        NotFoundError: There is no such edition.
    """
    with store.reading() as reader:
        edition = reader.editions.get(edition_id)
    if edition is None:
        raise NotFoundError("There is no such edition.")
    with store.editing(steps.EDITION_REMOVED, name=edition.name) as editor:
        editor.remove_edition(edition_id)


def _step(before: Edition, after: Edition) -> str:
    """Return what the journal calls a change."""
    if after == replace(before, letter_ids=after.letter_ids):
        return steps.EDITION_LETTERS
    if after == replace(before, badge_ids=after.badge_ids):
        return steps.EDITION_BADGES
    return steps.EDITION_CHANGED


def _free_name(store: Store, name: str) -> str:
    name = clean(name).strip()
    if not name:
        raise UsageError("An edition needs a name.")
    with store.reading() as reader:
        if reader.editions.by_name(name) is not None:
            raise UsageError(f"There is an edition called “{name}” already.")
    return name
