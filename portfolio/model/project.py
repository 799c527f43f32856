"""Projects, roles in them, and their roll-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portfolio.model.codes import Action, Capacity


@dataclass(frozen=True, slots=True)
class ScaleFact:
    """A sourced statement of how big a project is; never printed without its source."""

    value: str
    unit: str
    source_url: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project under the holder's decisions.

    Attributes:
        key: Durable: ``remote:host/path`` or ``root:<commit>`` of its first known repository,
            ``self:<id>`` for one entered by hand.
        recorded_name: From the repository; ``name`` is the holder's when there is one.
        what_it_is: One line for an outsider.
        first_at / last_at: Of the holder's deeds in it; None when there are none.
        deed_count: Listed deeds.
        is_confidential: Every source it is known from is not public and not included.
    """

    key: str
    name: str
    recorded_name: str
    what_it_is: str = ""
    urls: tuple[str, ...] = ()
    scale_facts: tuple[ScaleFact, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    deed_count: int = 0
    is_hidden: bool = False
    is_confidential: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProjectEdit:
    """What the holder decided about one project (curated).

    Attributes:
        key: Project key, as recorded, or ``self:<id>`` for a project entered by hand.
        urls / scale_facts: Replace the recorded ones when not empty.
        merged_into: Key of the project this one is part of for the holder, or ``""``.
    """

    key: str
    name: str = ""
    what_it_is: str = ""
    urls: tuple[str, ...] = ()
    scale_facts: tuple[ScaleFact, ...] = ()
    is_hidden: bool = False
    merged_into: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A role the holder had in a project (an "engagement").

    Attributes:
        code: From resources/roles.toml; unknown codes survive.
        words: The holder's own words, printed in place of the code's when set.
        from_on / to_on: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``""`` is unknown; an empty
            ``to_on`` with ``is_current`` is "present".
        is_suggested: Inferred from actions, not decided by the holder.
    """

    id: str
    project_key: str
    code: str
    words: str
    from_on: str
    to_on: str
    is_current: bool
    capacity: Capacity
    organisation: str = ""
    note: str = ""
    is_suggested: bool = False


@dataclass(frozen=True, slots=True)
class YearRollUp:
    """What is recorded of one project in one year: counts per action, never added together."""

    project_key: str
    year: int
    counts: tuple[tuple[Action, int], ...]
    source_labels: tuple[str, ...]
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One project's lane of the timeline: which months have something, not how much."""

    project_key: str
    project_name: str
    roles: tuple[str, ...]
    months: tuple[tuple[int, int], ...]
    story_marks: tuple[tuple[int, int, str], ...] = ()
    is_confidential: bool = False
