"""Contributions the holder typed in or imported from a file: their own word, and labelled so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from portfolio.clock import from_text, to_text
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.model.months import is_partial_date

KNOWN_TO_MONTH: Final = "known-to-month"
KNOWN_TO_YEAR: Final = "known-to-year"
"""`Contribution.state` of an entry whose day nobody remembers."""

_PREFIX: Final = "manual:"
_MIDDAY = "T12:00:00Z"  # the same day in nearly every time zone
_EARLIEST = 1900
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class ManualEntry:
    """One contribution by the holder's own word.

    Attributes:
        when: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an instant as `portfolio.clock.to_text`
            writes it; never more exact than what was typed.
        project_key: The project it is filed under, or "".
        url: Where somebody can look, or "". It stays self-reported.
        import_key: Fingerprint of the row it was imported from; "" when it was typed.
    """

    id: str
    title: str
    when: str
    action: Action = Action.OTHER
    kind: Kind = Kind.OTHER
    project_key: str = ""
    url: str = ""
    body: str = ""
    import_key: str = ""
    created_at: datetime | None = None


def manual_deed_key(entry_id: str) -> str:
    """Key of the deed behind an entry made by hand."""
    return f"{_PREFIX}{entry_id}"


def entry_id_of(deed_key: str) -> str:
    """Return the entry a deed key stands for, or "" when it is no entry made by hand."""
    return deed_key.removeprefix(_PREFIX) if deed_key.startswith(_PREFIX) else ""


def manual_source_id(project_key: str) -> str:
    """Id of the source that entries of one project are shown under."""
    return f"{_PREFIX}{project_key}"


def is_when(text: str) -> bool:
    """Return whether ``text`` is a date an entry can have."""
    if is_partial_date(text):
        return int(text[:4]) >= _EARLIEST
    return _INSTANT.fullmatch(text) is not None and _is_instant(text)


def instant_of(when: str) -> datetime:
    """Return the instant an entry is ordered by: midday of its first possible day.

    Raises:
        ValueError: It is no date (see `is_when`).
    """
    if "T" in when:
        return from_text(when)
    year, month, day = ([*when.split("-"), "01", "01"])[:3]
    return from_text(f"{year}-{month}-{day}{_MIDDAY}")


def exactness(when: str) -> str:
    """Return `KNOWN_TO_YEAR`, `KNOWN_TO_MONTH`, or "" for a date that has its day."""
    return {4: KNOWN_TO_YEAR, 7: KNOWN_TO_MONTH}.get(len(when), "")


def date_known(state: str) -> str:
    """Return how exactly a date is known, from a contribution's state: day, month or year."""
    return {KNOWN_TO_YEAR: "year", KNOWN_TO_MONTH: "month"}.get(state, "day")


def _is_instant(text: str) -> bool:
    try:
        at = from_text(text)
    except ValueError:
        return False
    return at.year >= _EARLIEST and to_text(at.astimezone(UTC)) == text


_KINDS: Final = {
    Action.REVIEWED: Kind.REVIEW,
    Action.RELEASED: Kind.RELEASE,
    Action.TRIAGED: Kind.TRIAGE,
    Action.ANSWERED: Kind.ANSWER,
    Action.TRANSLATED: Kind.TRANSLATION,
    Action.ORGANISED: Kind.EVENT,
    Action.SPOKE: Kind.TALK,
    Action.MENTORED: Kind.MENTORING,
    Action.PROPOSED: Kind.PULL_REQUEST,
    Action.RAISED: Kind.ISSUE,
    Action.COMMENTED: Kind.COMMENT,
    Action.POSTED: Kind.POST,
    Action.ATTACHED: Kind.ATTACHMENT,
    Action.PUBLISHED: Kind.PUBLICATION,
    Action.MAINTAINED: Kind.PACKAGE,
    Action.SERVED: Kind.ROLE,
    Action.SPONSORED: Kind.SPONSORSHIP,
    Action.CREDITED: Kind.CREDIT,
    Action.AWARDED: Kind.BADGE,
    Action.THANKED: Kind.THANKS,
}


def kind_of(action: Action) -> Kind:
    """Return what an entry is when only the action was said."""
    return _KINDS.get(action, Kind.OTHER)
