"""Undo, redo, and the steps in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.steps import words

if TYPE_CHECKING:
    from portfolio.model.journal import Entry
    from portfolio.store.store import Store


def undo(store: Store, steps: int = 1) -> list[Entry]:
    """Take back the last steps, newest first; fewer when there are no more."""
    return store.undo(steps)


def redo(store: Store, steps: int = 1) -> list[Entry]:
    """Bring back what was undone last."""
    return store.redo(steps)


def history(store: Store, *, limit: int = 50, before: int | None = None) -> list[tuple[Entry, str]]:
    """Return steps with their words, newest first."""
    return [(entry, words(entry)) for entry in store.history(limit=limit, before=before)]
