"""Works of a story as rows: those shown in print under one head, the others under another.

The model answers a star or a move with signals; it writes nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portfolio.model.story import MAX_FEATURED, Story, StoryItem
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import action_icon, action_word, fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.model.deed import Deed

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
MIME = "application/x-portfolio-story-work"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row: a head (``item`` is None) or a work; ``note`` stands at the end of a head."""

    words: str
    note: str = ""
    item: StoryItem | None = None
    deed: Deed | None = None


class StoryWorksModel(QAbstractListModel):
    """Rows of one story's works.

    Signals:
        star_wanted: ``(deed_key, featured)``.
        order_wanted: Deed keys in the order the holder dragged them into.
    """

    star_wanted = Signal(str, bool)
    order_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[WorkRow] = []

    def show_story(self, story: Story, deeds: Mapping[str, Deed]) -> None:
        """Show a story's works; works that are no longer in the record keep their place."""
        items = sorted(story.items, key=lambda item: item.rank)
        shown = [item for item in items if item.featured]
        behind = [item for item in items if not item.featured]
        rows: list[WorkRow] = []
        if items:
            of_five = fill(
                translate("StoryWorksModel", "%1 of up to %2"), str(len(shown)), str(MAX_FEATURED)
            )
            rows.append(WorkRow(translate("StoryWorksModel", "Shown in print"), of_five))
            rows += [_work(item, deeds) for item in shown]
        if behind:
            more = translate("StoryWorksModel", "%n more", "", len(behind))
            rows.append(WorkRow(translate("StoryWorksModel", "Behind this story"), more))
            rows += [_work(item, deeds) for item in behind]
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: Index) -> WorkRow | None:
        """Return the row behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def at_key(self, deed_key: str) -> QModelIndex:
        """Return where a work stands."""
        for at, row in enumerate(self._rows):
            if row.item is not None and row.item.deed_key == deed_key:
                return self.index(at)
        return QModelIndex()

    def keys(self) -> list[str]:
        """Return the deed keys in the order shown."""
        return [row.item.deed_key for row in self._rows if row.item is not None]

    def starred_titles(self) -> list[str]:
        """Return the titles of the works shown in print."""
        return [row.words for row in self._rows if row.item is not None and row.item.featured]

    def toggle_star(self, deed_key: str) -> None:
        """Ask for the star of a work to be set or taken."""
        row = self.row_at(self.at_key(deed_key))
        if row is not None and row.item is not None:
            self.star_wanted.emit(row.item.deed_key, not row.item.featured)

    def move(self, index: Index, by: int) -> None:
        """Ask for a work to be moved one place up (-1) or down (1)."""
        row = self.row_at(index)
        if row is None or row.item is None:
            return
        order = self.keys()
        at = order.index(row.item.deed_key)
        if 0 <= at + by < len(order):
            order[at], order[at + by] = order[at + by], order[at]
            self.order_wanted.emit(order)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Works can be chosen and dragged; heads cannot."""
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if row.item is None:
            return Qt.ItemFlag.ItemIsEnabled
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Serve title, second line, icon, and what a reader of the screen hears."""
        row = self.row_at(index)
        if row is None:
            return None
        served: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.words,
            Role.TITLE: row.words,
            Role.SUBTITLE: _second_line(row),
            Role.KIND_ICON: action_icon(row.deed.action) if row.deed else "circle-dashed",
            Role.HEAD: row.words if row.item is None else "",
            Role.KEY: row.item.deed_key if row.item else "",
            Role.THING: row,
            Qt.ItemDataRole.AccessibleTextRole: _spoken(row),
        }
        return served.get(role)

    def supportedDropActions(self) -> Qt.DropAction:
        """Works move inside the list."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the list's own type."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the work's key."""
        data = QMimeData()
        row = self.row_at(indexes[0])
        key = row.item.deed_key if row is not None and row.item is not None else ""
        data.setData(MIME, QByteArray(key.encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Ask for the carried work to stand before ``row``."""
        key = bytes(data.data(MIME).data()).decode()
        target = parent.row() if parent.isValid() else (row if row >= 0 else len(self._rows))
        before = {r.item.deed_key for r in self._rows[:target] if r.item is not None}
        order = [k for k in self.keys() if k != key]
        place = sum(1 for k in order if k in before)
        self.order_wanted.emit([*order[:place], key, *order[place:]])
        return False  # the view must not remove the row itself


def _work(item: StoryItem, deeds: Mapping[str, Deed]) -> WorkRow:
    deed = deeds.get(item.deed_key)
    missing = translate("StoryWorksModel", "A work that is not in the record now")
    return WorkRow(deed.title if deed else missing, item=item, deed=deed)


def _second_line(row: WorkRow) -> str:
    if row.item is None or row.deed is None:
        return row.note
    day = dates.as_known(row.deed.occurred_at.date(), row.deed.date_known, dates.long_day)
    pattern = translate("StoryWorksModel", "%1, %2", "what was done, when")
    return fill(pattern, action_word(row.deed.action), day)


def _spoken(row: WorkRow) -> str:
    if row.item is None:
        return f"{row.words}, {row.note}"
    star = translate("StoryWorksModel", "shown in print") if row.item.featured else ""
    return ", ".join(part for part in (row.words, _second_line(row), star) if part)
