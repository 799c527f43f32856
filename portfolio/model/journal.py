"""The journal: every curated change as one entry, so that it can be named, undone and redone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One curated row before and after; None is "was not there"."""

    table: str
    row_id: str
    before: dict[str, object] | None
    after: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: what the holder did, in a code with arguments, and the rows it changed.

    Attributes:
        id: Increasing.
        label: Code such as ``story.starred``; `portfolio.model.steps` has the English words,
            the window its translations.
        args: Texts for the words, e.g. ``{"title": "One focus ring"}``.
        state: ``done``, ``undone`` (can be redone) or ``dropped`` (undone, then overtaken).
    """

    id: int
    at: datetime
    label: str
    args: dict[str, str]
    state: str
    changes: tuple[Change, ...] = ()
