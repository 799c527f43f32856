"""The list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from portfolio.ui.models import periods
from portfolio.ui.models.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from portfolio.model.project import Project

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ProjectsModel(QAbstractListModel):
    """Projects in the order they are handed over; a few hundred at most."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects: list[Project] = []

    def show(self, projects: Sequence[Project]) -> None:
        """Show ``projects``; rows that only changed stay selected."""
        fresh = list(projects)
        if [project.key for project in fresh] == [project.key for project in self._projects]:
            changed = [
                row
                for row, pair in enumerate(zip(fresh, self._projects, strict=True))
                if pair[0] != pair[1]
            ]
            self._projects = fresh
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._projects = fresh
        self.endResetModel()

    def project(self, row: int) -> Project | None:
        """Return the project at ``row``."""
        return self._projects[row] if 0 <= row < len(self._projects) else None

    def row_of(self, key: str) -> int:
        """Return the row of a project; -1 when it is not in the list."""
        for row, project in enumerate(self._projects):
            if project.key == key:
                return row
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of projects."""
        return 0 if parent.isValid() else len(self._projects)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, second line, years and state of a project."""
        project = self.project(index.row()) if index.isValid() else None
        if project is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Role.TITLE):
            return project.name
        if role == Role.SUBTITLE:
            return periods.project_line(project)
        if role == Role.DATE:
            # Without a line about it the second line is its period already.
            known = bool(project.what_it_is)
            return periods.years(project.first_at, project.last_at) if known else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(project)
        found = {
            Role.KEY: project.key,
            Role.HIDDEN: project.is_hidden,
            Role.CONFIDENTIAL: project.is_confidential,
            Role.THING: project,
        }
        return found.get(role)  # type: ignore[call-overload]  # a plain int finds its Role

    def _spoken(self, project: Project) -> str:
        parts = [project.name, project.what_it_is]
        parts.append(periods.months(project.first_at, project.last_at))
        if project.is_confidential:
            parts.append(self.tr("not public"))
        if project.is_hidden:
            parts.append(self.tr("hidden"))
        return ", ".join(part for part in parts if part)
