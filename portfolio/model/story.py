"""Stories: what the holder tells about a piece of work, and the deeds behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import StoryStatus

MAX_FEATURED = 5


@dataclass(frozen=True, slots=True)
class StorySource:
    """What backs a claim in a story: a link, or a statement with no outside proof (no url)."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StoryItem:
    """A deed behind a story, in the holder's order; featured ones are shown in print."""

    deed_key: str
    rank: int
    featured: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its four fields: what was wrong, what I did, what changed, how one can tell."""

    id: str
    title: str
    project_key: str = ""
    situation: str = ""
    what_i_did: str = ""
    what_changed: str = ""
    how_one_can_tell: str = ""
    sources: tuple[StorySource, ...] = ()
    skills: tuple[str, ...] = ()
    from_on: str = ""
    to_on: str = ""
    rank: int = 0
    status: StoryStatus = StoryStatus.DRAFT
    language: str = ""
    items: tuple[StoryItem, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    note: str = ""
