"""Marks: how far a walk came, by the service's own times, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from portfolio.clock import from_text, to_text
from portfolio.sync.provider import Record


def to_mark(at: datetime | None) -> str | None:
    """Return an instant as text, whole seconds (what the store keeps)."""
    return None if at is None else to_text(at)


def from_mark(raw: object) -> datetime | None:
    """Return the instant that `to_mark` wrote; None for anything else."""
    try:
        return from_text(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def changed_at(record: Record) -> datetime:
    """Return when an item last changed at its service."""
    return record.updated_at or record.occurred_at


def latest(instants: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of those that are known."""
    return max((each for each in instants if each is not None), default=None)


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest of those that are known."""
    return min((each for each in instants if each is not None), default=None)


def falls(marks: Sequence[datetime]) -> bool:
    """Whether marks go down or stay, as a listing that is newest first should."""
    return all(one >= other for one, other in pairwise(marks))


def rises(marks: Sequence[datetime]) -> bool:
    """Whether marks go up or stay, as a listing that is oldest first should."""
    return all(one <= other for one, other in pairwise(marks))
