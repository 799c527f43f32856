"""The timeline of Home: one lane a project, which opens into years.

::

    (root)
      lane       project and roles; months with something recorded; story marks
        year     one roll-up line with its source; its stories

A lane says when, never how much: months carry no counts, and lanes are in the order of their
latest work or of their names, not of their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from portfolio.ui.models import dates, periods
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from portfolio.model.project import Lane, YearRollUp

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLES_NAMED = 3


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane with its years, latest first.

    Attributes:
        span: First and last year that has something, a story too; None when nothing has.
    """

    lane: Lane
    years: tuple[YearRollUp, ...] = ()
    span: tuple[int, int] | None = None


def lane_rows(lanes: Sequence[Lane], roll_ups: Sequence[YearRollUp]) -> list[LaneRow]:
    """Return lanes with their years, latest work first.

    Hundreds of projects over decades take tens of milliseconds: off the UI thread.
    """
    by_project: dict[str, list[YearRollUp]] = {}
    for roll_up in sorted(roll_ups, key=lambda one: -one.year):
        by_project.setdefault(roll_up.project_key, []).append(roll_up)
    return [
        LaneRow(lane, tuple(by_project.get(lane.project_key, ())), _span(lane))
        for lane in sorted(lanes, key=_by_latest_work)
    ]


def _span(lane: Lane) -> tuple[int, int] | None:
    years = [year for year, _ in lane.months] + [year for year, _, _ in lane.story_marks]
    return (min(years), max(years)) if years else None


class TimelineModel(QAbstractItemModel):
    """Lanes and their years."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LaneRow] = []
        self._this_year = 0

    def show(self, rows: Sequence[LaneRow], *, this_year: int) -> None:
        """Show the rows that `lane_rows` made."""
        self.beginResetModel()
        self._this_year = this_year
        self._rows = list(rows)
        self.endResetModel()

    def years_spanned(self) -> tuple[int, int]:
        """Return the first and last year that has something; this year when nothing has."""
        spans = [row.span for row in self._rows if row.span is not None]
        if not spans:
            return self._this_year, self._this_year
        return min(first for first, _ in spans), max(self._this_year, *(last for _, last in spans))

    def lane(self, index: Index) -> Lane | None:
        """Return the lane at ``index``, or the one a year belongs to."""
        row = self._lane_row(index)
        return None if row is None else row.lane

    def roll_up(self, index: Index) -> YearRollUp | None:
        """Return the year at ``index``; None for a lane."""
        owner = _owner_row(index)
        return None if owner < 0 else self._rows[owner].years[index.row()]

    def lane_index(self, project_key: str) -> QModelIndex:
        """Return where the lane of a project is; an invalid index when there is none."""
        for row, lane_row in enumerate(self._rows):
            if lane_row.lane.project_key == project_key:
                return self.index(row, 0)
        return QModelIndex()

    # Qt asks

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a lane, or of a year under one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        # The id of a lane is 0, that of a year is its lane's row + 1.
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # two overloads in Qt
        """Return the lane of a year."""
        owner = _owner_row(index)
        return QModelIndex() if owner < 0 else self.createIndex(owner, 0, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lanes, or of a lane's years."""
        if not parent.isValid():
            return len(self._rows)
        if parent.column() > 0 or _owner_row(parent) >= 0:
            return 0
        return len(self._rows[parent.row()].years)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: ARG002  # every level has one
        """Return 1."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a lane or a year says."""
        row = self._lane_row(index)
        if row is None:
            return None
        roll_up = self.roll_up(index)
        if roll_up is None:
            return self._lane_data(row.lane, role)
        return self._year_data(row.lane, roll_up, role)

    def _lane_row(self, index: Index) -> LaneRow | None:
        if not index.isValid():
            return None
        owner = _owner_row(index)
        return self._rows[index.row() if owner < 0 else owner]

    def _lane_data(self, lane: Lane, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Role.TITLE):
            return lane.project_name
        if role == Role.SUBTITLE:
            return ", ".join(lane.roles[:_ROLES_NAMED])
        if role == Role.CAPTION:
            return self._caption(lane)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_lane(lane)
        found = {
            Role.KEY: lane.project_key,
            Role.MONTHS: lane.months,
            Role.MARKS: lane.story_marks,
            Role.CONFIDENTIAL: lane.is_confidential,
            Role.YEAR: 0,
            Role.THING: lane,
        }
        return found.get(role)  # type: ignore[call-overload]  # a plain int finds its Role

    def _caption(self, lane: Lane) -> str:
        stories = len(lane.story_marks)
        if not stories:
            return self.tr("Rolled up by year")
        return self.tr("%n story(s), the rest rolled up by year", None, stories)

    def _spoken_lane(self, lane: Lane) -> str:
        parts = [lane.project_name, *lane.roles[:_ROLES_NAMED]]
        if lane.months:
            first, last = min(lane.months), max(lane.months)
            months = dates.month_and_year(*first), dates.month_and_year(*last)
            parts.append(
                months[0] if first == last else fill(self.tr("%1 to %2", "months"), *months)
            )
        if lane.story_marks:
            parts.append(self.tr("%n story(s)", None, len(lane.story_marks)))
        if lane.is_confidential:
            parts.append(self.tr("not public"))
        return ", ".join(parts)

    def _year_data(self, lane: Lane, roll_up: YearRollUp, role: int) -> Any:
        stories = tuple(mark for mark in lane.story_marks if mark[0] == roll_up.year)
        if role in (Qt.ItemDataRole.DisplayRole, Role.TITLE):
            return periods.rolled_up(roll_up)
        if role == Role.SUBTITLE:
            return periods.origin(roll_up, self._this_year)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_year(roll_up, [title for _, _, title in stories])
        found = {
            Role.KEY: lane.project_key,
            Role.YEAR: roll_up.year,
            Role.MARKS: stories,
            Role.THING: roll_up,
        }
        return found.get(role)  # type: ignore[call-overload]  # a plain int finds its Role

    def _spoken_year(self, roll_up: YearRollUp, stories: list[str]) -> str:
        parts = [dates.year_number(roll_up.year)]
        if stories:
            parts.append(fill(self.tr("Story: %1"), listed(stories)))
        parts.append(f"{periods.rolled_up(roll_up)} {periods.origin(roll_up, self._this_year)}")
        return ", ".join(parts)


def _owner_row(index: Index) -> int:
    """Return the row of the lane a year belongs to; -1 for a lane."""
    return int(index.internalId()) - 1 if index.isValid() else -1


def _by_latest_work(lane: Lane) -> tuple[int, int, str]:
    year, month = max(lane.months, default=(0, 0))
    return -year, -month, lane.project_name.casefold()
