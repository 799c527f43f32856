"""Stories as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
)

from portfolio.model.codes import StoryStatus
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from portfolio.model.story import Story

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate


def untitled() -> str:
    """Return what a story without a title is called."""
    return translate("stories", "Story without a title")


def status_word(story: Story) -> str:
    """Say whether a story is a draft or ready."""
    if story.status is StoryStatus.READY:
        return translate("stories", "Ready")
    return translate("stories", "Draft")


def period_words(story: Story) -> str:
    """Return "April to November 2025", or as much of it as is known."""
    first, last = dates.write_month(story.from_on), dates.write_month(story.to_on)
    if not (first and last and first != last):
        return first or last
    return fill(translate("stories", "%1 to %2", "period"), _without_year(story, last), last)


def _without_year(story: Story, last: str) -> str:
    """Return when a story begins, without the year when ``last`` ends with the same one."""
    first = dates.write_month(story.from_on)
    year = story.from_on[:4]
    has_months = len(story.from_on) == len(story.to_on) == len("2025-04")
    if has_months and year == story.to_on[:4] and last.endswith(dates.year_number(int(year))):
        month = int(story.from_on[5:7])
        return QLocale().standaloneMonthName(month, QLocale.FormatType.LongFormat)
    return first


def saved_words(story: Story, now: datetime) -> str:
    """Return "Draft, saved at 14:05", with the day when it was not today."""
    if story.updated_at is None:
        return status_word(story)
    at, today = story.updated_at.astimezone(), now.astimezone().date()
    if at.date() == today:
        time = QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)
        saved = translate("stories", "%1, saved at %2", "state, time")
        return fill(saved, status_word(story), time)
    saved = translate("stories", "%1, saved on %2", "state, day")
    return fill(saved, status_word(story), dates.since_day(at.date(), today))


def story_line(story: Story, project_name: str) -> str:
    """Return the second line of a story: "Quillmark, April to November 2025. Draft"."""
    where = joined(project_name, period_words(story))
    if not where:
        return status_word(story)
    return fill(translate("stories", "%1. %2", "where and when, state"), where, status_word(story))


class StoriesModel(QAbstractListModel):
    """All stories in the holder's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stories: list[Story] = []
        self._names: dict[str, str] = {}

    def show_stories(self, stories: Sequence[Story], project_names: Mapping[str, str]) -> None:
        """Show these stories."""
        self.beginResetModel()
        self._stories, self._names = list(stories), dict(project_names)
        self.endResetModel()

    def story_at(self, index: Index) -> Story | None:
        """Return the story behind an index."""
        return self._stories[index.row()] if index.isValid() else None

    def index_of(self, story_id: str) -> QModelIndex:
        """Return where a story stands."""
        for at, story in enumerate(self._stories):
            if story.id == story_id:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of stories."""
        return 0 if parent is not None and parent.isValid() else len(self._stories)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve the roles of two-line rows."""
        story = self.story_at(index)
        if story is None:
            return None
        title = story.title or untitled()
        second = story_line(story, self._names.get(story.project_key, ""))
        works = translate("stories", "%n works", "", len(story.items))
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: title,
            Role.TITLE: title,
            Role.SUBTITLE: second,
            Role.KIND_ICON: "book-open",
            Role.DATE: works if story.items else "",
            Role.KEY: story.id,
            Role.THING: story,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join((title, second, works)),
        }
        return served.get(role)
