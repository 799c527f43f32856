"""The list side of the contributions page: rows, what stands in for them, and coverage.

Selection and place are kept by key: the rows may be others after every reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.ui.delegates.deed_table import DeedTable
from portfolio.ui.models.deed_row import SORTED_BY
from portfolio.ui.models.deeds import DeedsModel
from portfolio.ui.widgets.notices import Banner, BannerKind, CoverageLine, EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.errors import PortfolioError
    from portfolio.model.deed import Deed
    from portfolio.ui.models.deed_order import WholeOrder
    from portfolio.ui.session import Session


class DeedList(QWidget):
    """The rows of one query.

    Signals:
        counted: (rows shown, deeds there are without the filter).
        deed_reached: Key of the deed in work; coalesced, so that held arrow keys cost little.
        deed_opened: Enter or a double click on the deed in work.
        sort_asked: Column whose head was pressed.
        menu_asked: Global position for the menu of the deed in work.
        retry_asked: Read again after a fault.
    """

    counted = Signal(int, int)
    deed_reached = Signal(str)
    deed_opened = Signal()
    sort_asked = Signal(int)
    menu_asked = Signal(QPoint)
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept_key = ""
        self._top_key = ""
        self._model: DeedsModel | None = None
        self._reaching = QTimer(self)
        self._reaching.setSingleShot(True)
        self._reaching.setInterval(0)
        self._reaching.timeout.connect(self._tell_reached)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner(BannerKind.FAILED, "", self.tr("Try again"))
        self.banner.hide()
        self.banner.requested.connect(self.retry_asked)
        column.addWidget(self.banner)
        self.table = DeedTable()
        self.table.setAccessibleName(self.tr("Contributions"))
        self.table.activated.connect(self.deed_opened)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_for_menu)
        self.table.head.sectionClicked.connect(self.sort_asked)
        self.empty = EmptyState("git-commit-horizontal", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.coverage = CoverageLine()
        column.addWidget(self.coverage)

    # What is shown

    _sought = ""

    @property
    def model(self) -> DeedsModel | None:
        """The model, once the record is open."""
        return self._model

    @property
    def has_rows(self) -> bool:
        """Whether the table is shown and not what stands in for it."""
        return self.stack.currentWidget() is self.table

    def begin(self, session: Session, query: DeedQuery) -> None:
        """Begin over a record, or anew after it was opened anew."""
        if self._model is not None:
            self._model.stop()
            self._model.deleteLater()
        self._model = DeedsModel(session.store, session, self)
        self._model.counted.connect(self._note_count)
        self._model.placed.connect(self._place)
        self._model.failed.connect(self._say_failed)
        self._model.modelReset.connect(self._reaching.stop)
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(self._note_current)
        self.ask(query)

    def ask(self, query: DeedQuery) -> None:
        """Show another query from its beginning; the deed in work stays in work if it is there."""
        if self._model is None:
            return
        self._top_key = ""
        is_reversed = query.order is DeedOrder.DATE_OLDEST
        self.table.head.show_order(SORTED_BY[query.order], is_reversed=is_reversed)
        self._model.show(query, self._keys_to_keep())
        self.table.scrollToTop()
        self.table.fit_columns()

    def refresh(self) -> None:
        """Read the same query again; what is in sight stays in sight."""
        if self._model is None:
            return
        first_row = self.table.rowAt(0)
        top = self._model.deed(self._model.places.next_deed_row(first_row))
        self._top_key = top.key if top is not None and first_row > 0 else ""
        # The row in work now must not take the place of the key that is to be reached.
        self._reaching.stop()
        self._model.refresh(self._keys_to_keep())

    def seek(self, key: str) -> None:
        """Go to a deed with the next reading, and bring it into sight."""
        self.kept_key = self._sought = key

    def say_empty(self, words: str, action: str, icon: str) -> None:
        """Show words in place of the rows."""
        self.empty.say(words, action, icon)
        self.stack.setCurrentWidget(self.empty)

    def _keys_to_keep(self) -> list[str]:
        return [key for key in (self.kept_key, self._top_key) if key]

    @Slot(int, int)
    def _note_count(self, shown: int, total: int) -> None:
        self.banner.hide()
        if shown:
            self.stack.setCurrentWidget(self.table)
        self.counted.emit(shown, total)

    @Slot(object)
    def _place(self, order: WholeOrder) -> None:
        """Bring the selection and the place in the list back, by key."""
        if self._model is None:
            return
        if self._top_key in order.rows:
            row = order.rows[self._top_key]
            self.table.verticalScrollBar().setValue(row * self.table.rowHeight(row))
        self._top_key = ""
        row = order.rows.get(self.kept_key, -1)
        current = self.table.currentIndex().row()
        if row < 0 and self._model.deed(current) is None:
            row = self._model.places.next_deed_row(0)
        if row >= 0 and (row != current or not self.table.selectionModel().hasSelection()):
            bar = self.table.verticalScrollBar()
            before = bar.value()
            # Not selectRow: it finds no column in right-to-left windows (seen with Qt 6.11).
            self.table.setCurrentIndex(self._model.index(row, 0))
            bar.setValue(before)
        if self._sought and self._sought in order.rows:
            self.table.scrollTo(self._model.index(order.rows[self._sought], 0))
            self._sought = ""
        self._reaching.start()
        self.table.fit_columns()

    @Slot(object)
    def _say_failed(self, error: PortfolioError) -> None:
        words = f"{error.title} {error.detail}".strip()
        self.banner.say(BannerKind.FAILED, words, self.tr("Try again"))

    # The deeds in work

    def current_deed(self) -> Deed | None:
        """Return the deed in work."""
        if self._model is None or not self.has_rows:
            return None
        return self._model.deed(self.table.currentIndex().row())

    def selected_keys(self) -> Sequence[str]:
        """Return the keys of the selected deeds, from the top."""
        if self._model is None or not self.has_rows:
            return []
        deeds = [self._model.deed(row) for row in self._selected_rows()]
        return [deed.key for deed in deeds if deed is not None]

    def keep_next(self) -> None:
        """Remember the deed after the selection, so that hiding does not lose the place."""
        rows = self._selected_rows()
        if self._model is None or not rows:
            return
        deed = self._model.deed(self._model.places.next_deed_row(rows[-1] + 1))
        before = rows[0] - 1
        while deed is None and before >= 0:
            deed = self._model.deed(before)
            before -= 1
        if deed is not None:
            self.kept_key = deed.key

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._reaching.start()

    @Slot()
    def _tell_reached(self) -> None:
        deed = self.current_deed()
        if deed is not None:
            self.kept_key = deed.key
            self.deed_reached.emit(deed.key)

    @Slot(QPoint)
    def _ask_for_menu(self, at: QPoint) -> None:
        if at.isNull():  # asked for with the menu key
            at = self.table.visualRect(self.table.currentIndex()).center()
        self.menu_asked.emit(self.table.viewport().mapToGlobal(at))
