"""Undo, redo, and the steps in words.

Some entries of the journal are notes the program makes for the holder ("x.pdf was saved"). They
are in the history, and go and come back with the step they follow, but are no steps of their own:
undo after saving a document takes back the last decision, and redo still brings back what was
undone before it.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from portfolio.model.steps import NOTES, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.journal import Entry
    from portfolio.store.store import Store

_PAGE = 100


def undo(store: Store, steps: int = 1) -> list[Entry]:
    """Take back the last steps, newest first; fewer when there are no more."""
    count = _reach(_in_state(store, "done"), steps)
    return [entry for entry in store.undo(count) if not _is_note(entry)] if count else []


def redo(store: Store, steps: int = 1) -> list[Entry]:
    """Bring back what was undone last."""
    undone = _undone(store)
    count = _reach(iter(undone), steps)
    if not count:
        return []
    count += sum(1 for _ in takewhile(_is_note, undone[count:]))
    return [entry for entry in store.redo(count) if not _is_note(entry)]


def next_undo(store: Store) -> Entry | None:
    """Return the step `undo` would take back."""
    return next((e for e in _in_state(store, "done") if not _is_note(e)), None)


def next_redo(store: Store) -> Entry | None:
    """Return the step `redo` would bring back."""
    return next((e for e in _undone(store) if not _is_note(e)), None)


def history(store: Store, *, limit: int = 50, before: int | None = None) -> list[tuple[Entry, str]]:
    """Return steps with their words, newest first."""
    return [(entry, words(entry)) for entry in store.history(limit=limit, before=before)]


def _is_note(entry: Entry) -> bool:
    return entry.label in NOTES


def _reach(entries: Iterator[Entry], steps: int) -> int:
    """Return how many entries to go through so that ``steps`` of them are steps; 0 for none."""
    reached = left = 0
    for place, entry in enumerate(entries, start=1):
        if not _is_note(entry):
            reached, left = place, left + 1
        if left == steps:
            break
    return reached


def _in_state(store: Store, state: str) -> Iterator[Entry]:
    before: int | None = None
    while page := store.history(limit=_PAGE, before=before):
        yield from (entry for entry in page if entry.state == state)
        before = page[-1].id


def _undone(store: Store) -> list[Entry]:
    """Return what can be brought back, the next one first.

    Nothing older than the last step that is done can be: further back need not be looked.
    """
    found: list[Entry] = []
    before: int | None = None
    while page := store.history(limit=_PAGE, before=before):
        for entry in page:
            if entry.state == "done" and not _is_note(entry):
                return found[::-1]
            if entry.state == "undone":
                found.append(entry)
        before = page[-1].id
    return found[::-1]
