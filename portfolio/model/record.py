"""What can be said about the record as a whole, and the small answers the store gives."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portfolio.errors import UsageError
from portfolio.model.deed import Deed

_ROW_IDS = 1 << 63


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found by words, for the command palette.

    Attributes:
        kind: ``project``, ``story`` or ``deed``.
        key: Project key, story id or deed key.
        detail: One short line below the title (project name, year), or ``""``.
    """

    kind: str
    key: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RecordTotals:
    """Size and period of the record; hidden deeds are not in ``deed_count``."""

    deed_count: int
    hidden_count: int
    source_count: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup on disk.

    Attributes:
        why: Words such as ``by hand``, ``daily``, ``before update 2``.
    """

    path: Path
    made_at: datetime
    why: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at.

    Attributes:
        code: Stable name of the check, e.g. ``integrity``.
        words: One plain sentence.
    """

    code: str
    is_ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a batch of contributions came to."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.new + other.new, self.changed + other.changed, self.same + other.same)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Place in an ordered list of deeds: just after the deed it was taken from.

    Attributes:
        group: Project key or action for the orders that have groups, else ``""``.
        value: The deed's place in the order within the group (instant or folded title).
        id: Decides between deeds of equal value.
    """

    group: str
    value: str
    id: int

    def to_text(self) -> str:
        """Return a form that survives a command line."""
        raw = json.dumps([self.group, self.value, self.id], ensure_ascii=False)
        return base64.urlsafe_b64encode(raw.encode("utf-8", "replace")).decode().rstrip("=")

    @staticmethod
    def from_text(text: str) -> Cursor:
        """Return the cursor `to_text` wrote.

        Raises:
            UsageError: The text is not one.
        """
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            parts = json.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, binascii.Error, RecursionError):
            parts = None
        match parts:
            case [str(group), str(value), int(row_id)] if type(row_id) is int:
                if 0 <= row_id < _ROW_IDS:
                    return Cursor(group, value, row_id)
        raise UsageError("This is not a place in a list.", "Take the one the last page gave.")


@dataclass(frozen=True, slots=True)
class DeedPage:
    """One page of a list; ``next`` is None when it was the last."""

    deeds: tuple[Deed, ...]
    next: Cursor | None
