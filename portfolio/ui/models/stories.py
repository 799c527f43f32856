"""Stories as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from portfolio.model.codes import StoryStatus
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Return "April 2025 to November 2025", or as much of it as is known."""
    first, last = dates.write_month(story.from_on), dates.write_month(story.to_on)
    if first and last and first != last:
        return fill(translate("stories", "%1 to %2", "period"), first, last)
    return first or last


def story_line(story: Story, project_name: str) -> str:
    """Return the second line of a story: "Quillmark, April to November 2025. Draft"."""
    where = ", ".join(part for part in (project_name, period_words(story)) if part)
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
