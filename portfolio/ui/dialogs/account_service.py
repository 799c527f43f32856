"""First step of adding an account: which service. A search field over a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from portfolio.model.identity import fold
from portfolio.ui.models.kind_words import kind_names
from portfolio.ui.models.roles import Role
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.rows import TwoLineDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from portfolio.sync.provider import About

_MOST_KINDS = 5


class ServiceStep(QWidget):
    """The list of services; Enter or a double click takes one.

    Signals:
        taken: The `About` of a service.
        selection_changed: Whether one is chosen.
    """

    taken = Signal(object)
    selection_changed = Signal(bool)

    def __init__(self, abouts: Sequence[About], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._abouts = tuple(sorted(abouts, key=lambda about: about.name.casefold()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        self.search = SearchField(self.tr("Search services"))
        self.search.words_changed.connect(self._filter)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(TwoLineDelegate(self.list, margin=SPACE_8))
        self.list.setAccessibleName(self.tr("Services"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.activated.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._tell_selection)
        column.addWidget(self.list, 1)
        self._none = Text(
            self.tr(
                "No service of this name is known. What you did there you add under "
                "Contributions: by hand or from a file."
            ),
            tone="muted",
            wraps=True,
        )
        self._none.hide()
        column.addWidget(self._none)
        self._filter("")

    def chosen(self) -> About | None:
        """Return the chosen service."""
        found = self.list.currentIndex().data(Role.THING)
        return found if self.list.currentIndex().isValid() else None

    @Slot(str)
    def _filter(self, words: str) -> None:
        """Show the services that have every word in name, address or kinds."""
        wanted = fold(words).split()
        self._model.clear()
        for about in self._abouts:
            haystack = fold(" ".join((about.name, about.id, *about.instances, _kinds(about))))
            if all(word in haystack for word in wanted):
                self._model.appendRow(_item(about))
        self._none.setVisible(self._model.rowCount() == 0)
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.selection_changed.emit(self.chosen() is not None)

    @Slot()
    def take_chosen(self) -> None:
        """Take the chosen service, of those that fit the words."""
        self.search.tell_now()  # the list may still be that of the words before
        about = self.chosen()
        if about is not None:
            self.taken.emit(about)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list, and Enter take, while the field has the focus."""
        is_press = event.type() == QEvent.Type.KeyPress
        if watched is self.search and is_press and isinstance(event, QKeyEvent):
            return self._steer(event)
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            row = self.list.currentIndex().row() + step
            self.list.setCurrentIndex(
                self._model.index(max(0, min(row, self._model.rowCount() - 1)), 0)
            )
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take_chosen()
            return True
        return False

    @Slot("QModelIndex")
    def _take(self, _index: QModelIndex) -> None:
        self.take_chosen()

    @Slot("QModelIndex", "QModelIndex")
    def _tell_selection(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.selection_changed.emit(self.chosen() is not None)


def _kinds(about: About) -> str:
    kinds = [info.kind for info in about.kinds]
    more = "…" if len(kinds) > _MOST_KINDS else ""
    return kind_names(kinds[:_MOST_KINDS]) + more if kinds else ""


def _item(about: About) -> QStandardItem:
    item = QStandardItem(about.name)
    item.setEditable(False)
    item.setData(about.name, Role.TITLE)
    item.setData(_kinds(about), Role.SUBTITLE)
    item.setData(about.icon, Role.KIND_ICON)
    item.setData(about, Role.THING)
    item.setData(f"{about.name}. {_kinds(about)}", Qt.ItemDataRole.AccessibleTextRole)
    return item
