"""Periods and roll-ups in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.ui.models import dates
from portfolio.ui.models.words import action_count, fill, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portfolio.model.project import Project, YearRollUp

translate = QCoreApplication.translate

LABELS_NAMED = 3
"""How many sources a roll-up names before it says how many more there are."""


def years(first_at: datetime | None, last_at: datetime | None) -> str:
    """Return "2017 to 2026", "2026", or nothing when there is no work."""
    if first_at is None or last_at is None:
        return ""
    if first_at.year == last_at.year:
        return dates.year_number(first_at.year)
    return fill(
        translate("periods", "%1 to %2", "years"),
        dates.year_number(first_at.year),
        dates.year_number(last_at.year),
    )


def months(first_at: datetime | None, last_at: datetime | None) -> str:
    """Return "March 2017 to November 2026", "March 2017", or nothing."""
    if first_at is None or last_at is None:
        return ""
    first = dates.month_and_year(first_at.year, first_at.month)
    last = dates.month_and_year(last_at.year, last_at.month)
    return first if first == last else fill(translate("periods", "%1 to %2", "months"), first, last)


def project_line(project: Project) -> str:
    """Return the second line of a project in a list: what it is, else when the work was."""
    return project.what_it_is or months(project.first_at, project.last_at)


def rolled_up(roll_up: YearRollUp) -> str:
    """Return what a year came to: "12 changes, 3 reviews and 1 release"."""
    return listed(action_count(action, count) for action, count in roll_up.counts if count)


def origin(roll_up: YearRollUp, this_year: int) -> str:
    """Return where a roll-up comes from: "from quillmark and docs, to 22 November".

    Only the present year says to what day it goes, because only that one is not over.
    """
    names = source_names(roll_up.source_labels)
    if roll_up.year != this_year:
        return fill(translate("periods", "from %1", "sources"), names)
    until = dates.day_and_long_month(roll_up.last_at.date())
    return fill(translate("periods", "from %1, to %2", "sources, day"), names, until)


def source_names(labels: Sequence[str]) -> str:
    """Return sources in words, at most three by name."""
    if len(labels) <= LABELS_NAMED:
        return listed(labels)
    rest = len(labels) - LABELS_NAMED + 1
    more = translate("periods", "%n more", None, rest)
    return listed([*labels[: LABELS_NAMED - 1], more])
