"""One row of "What goes in"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from portfolio.ui.models.words import fill

translate = QCoreApplication.translate


class RowKind(StrEnum):
    """What a row stands for."""

    SECTION = "section"
    PROJECT = "project"
    STORIES = "stories"
    STORY = "story"
    TOTALS = "totals"
    LETTERS = "letters"
    LETTER = "letter"
    BADGES = "badges"
    BADGE = "badge"


_ORDERED = frozenset({RowKind.PROJECT, RowKind.STORY, RowKind.LETTER, RowKind.BADGE})


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """One row; ``depth`` 1 stands under the row before it with depth 0.

    One that is ``is_fixed`` stands in a list that has no order of the holder's.
    """

    kind: RowKind
    key: str
    words: str
    note: str
    depth: int
    is_shown: bool
    is_fixed: bool = False

    @property
    def is_movable(self) -> bool:
        """Whether the holder can change its place: what is not printed has none."""
        if self.is_fixed:
            return False
        if self.kind is RowKind.SECTION:
            return True
        return self.kind in _ORDERED and self.is_shown

    @property
    def identity(self) -> tuple[RowKind, str]:
        """What stays the same when the row is ticked or moved."""
        return self.kind, self.key


def chosen_of(chosen: int, offered: int) -> str:
    """Return how many of how many go in."""
    pattern = translate("ContentsModel", "%1 chosen of %2")
    return fill(pattern, str(chosen), str(offered))
