"""Edit > History of changes: every step in words, newest first, what was undone marked so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill
from portfolio.ui.step_words import step_words
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.rows import OneLineDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.journal import Entry
    from portfolio.ui.session import Session

_SHOWN = 200


class HistoryList(QDialog):
    """The journal's steps; undo and redo from here show at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("History of changes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("History of changes"), TextSize.SECTION))
        words = self.tr("Steps are undone in this order, also after a new start.")
        column.addWidget(Text(words, tone="muted", wraps=True))
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Steps"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(OneLineDelegate(self.list, margin=SPACE_12))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.undo = Button(self.tr("Undo"), icon="undo-2")
        self.undo.clicked.connect(session.undo)
        self.redo = Button(self.tr("Redo"), icon="rotate-cw")
        self.redo.clicked.connect(session.redo)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(560, 520)
        session.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Load the steps."""
        if not self._session.is_open:
            return
        none = self.tr("Nothing to undo")
        self.undo.set_available("" if self._session.undo_entry else none)
        none = self.tr("Nothing to redo")
        self.redo.set_available("" if self._session.redo_entry else none)
        store = self._session.store
        self._session.run(
            lambda _report, _cancelled: store.history(limit=_SHOWN),
            on_done=self._show,
            executor="reader",
        )

    def _show(self, entries: Sequence[Entry]) -> None:
        self._model.clear()
        undone = self.tr("undone")
        for entry in entries:
            words = step_words(entry)
            item = QStandardItem(words)
            item.setData(words, Role.TITLE)
            item.setData(dates.short_day(entry.at.astimezone().date()), Role.DATE)
            if entry.state != "done":
                item.setData(undone, Role.SOURCES)
                said = fill(self.tr("%1, undone", "a step"), words)
                item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        if not entries:
            item = QStandardItem(self.tr("Nothing was changed yet."))
            item.setData(item.text(), Role.TITLE)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(item)
