"""Works found for a story: results of the search field over the list of works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from portfolio.model.deed_query import DeedQuery
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import action_icon, action_word, fill, joined
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.rows import TwoLineDelegate

if TYPE_CHECKING:
    from portfolio.model.deed import Deed
    from portfolio.store.reader import Reader
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

Index = QModelIndex | QPersistentModelIndex
FOUND_AT_MOST = 100


class _FoundModel(QAbstractListModel):
    """Deeds as two-line rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deeds: list[Deed] = []

    def show_deeds(self, deeds: list[Deed]) -> None:
        """Show these deeds."""
        self.beginResetModel()
        self._deeds = deeds
        self.endResetModel()

    def take_out(self, deed_key: str) -> None:
        """Leave out a deed that was added."""
        self.show_deeds([deed for deed in self._deeds if deed.key != deed_key])

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of deeds."""
        return 0 if parent is not None and parent.isValid() else len(self._deeds)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve the roles of two-line rows."""
        if not index.isValid():
            return None
        deed = self._deeds[index.row()]
        day = dates.as_known(deed.occurred_at.date(), deed.date_known, dates.short_day)
        second = joined(action_word(deed.action), deed.project_name, day)
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: deed.title,
            Role.TITLE: deed.title,
            Role.SUBTITLE: second,
            Role.KIND_ICON: action_icon(deed.action),
            Role.KEY: deed.key,
            Qt.ItemDataRole.AccessibleTextRole: f"{deed.title}, {second}",
        }
        return served.get(role)


class FoundWorks(QWidget):
    """Results; Enter or a click adds one.

    Signals:
        wanted: The key of the deed to add.
    """

    wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._without: set[str] = set()
        self._words = ""
        self._model = _FoundModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        self._say = Text("", TextSize.SMALL, "muted", wraps=True)
        self._say.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        column.addWidget(self._say)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(self._list, margin=SPACE_12))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setAccessibleName(self.tr("Works found. Enter adds one to the story"))
        self._list.activated.connect(self._add)
        self._list.clicked.connect(self._add)
        column.addWidget(self._list, 1)

    def look_for(self, words: str, project_key: str, without: set[str]) -> None:
        """Look for works; those of the story's project come first."""
        if self._task is not None and self._task.is_running:
            self._task.cancel()
        self._without, self._words = without, words
        self._task = self._session.read(_Search(words, project_key), self._show)

    def take_out(self, deed_key: str) -> None:
        """Leave out a deed that was added."""
        self._without.add(deed_key)
        self._model.take_out(deed_key)

    def _show(self, deeds: list[Deed]) -> None:
        self._task = None
        fit = [deed for deed in deeds if deed.key not in self._without]
        self._model.show_deeds(fit)
        nothing = fill(self.tr("Nothing in your record matches “%1”."), self._words)
        self._say.setText(self.tr("Enter adds a work to the story.") if fit else nothing)

    @Slot(QModelIndex)
    def _add(self, index: QModelIndex) -> None:
        key = index.data(Role.KEY)
        if key:
            self.wanted.emit(key)


class _Search:
    """One search, asked on the reader: the story's project first, then everything else."""

    def __init__(self, words: str, project_key: str) -> None:
        self._words, self._project_key = words, project_key

    def __call__(self, reader: Reader) -> list[Deed]:
        """Return at most `FOUND_AT_MOST` deeds."""
        everywhere = reader.deeds.page(DeedQuery(words=self._words), limit=FOUND_AT_MOST).deeds
        if not self._project_key:
            return list(everywhere)
        query = DeedQuery(words=self._words, project_key=self._project_key)
        here = reader.deeds.page(query, limit=FOUND_AT_MOST).deeds
        keys = {deed.key for deed in here}
        return [*here, *(deed for deed in everywhere if deed.key not in keys)][:FOUND_AT_MOST]
