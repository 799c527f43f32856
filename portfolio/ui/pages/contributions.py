"""Contributions: everything that is known, one row a piece of work, with its details beside it.

::

    wide                          narrow (below 1100)
    [head, filters            ]   [head, filters]     Enter
    [list          | details  ]   [list         ]  <------->  [details]
    [coverage      |          ]   [coverage     ]      Esc
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.operations import deeds as operations
from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.delegates.deed_table import DeedTable
from portfolio.ui.models import coverage
from portfolio.ui.models.deed_facts import read_facts
from portfolio.ui.models.deed_row import DATE, PROJECT, TITLE, WHAT
from portfolio.ui.models.deeds import DeedsModel
from portfolio.ui.page import Page
from portfolio.ui.pages.coverage_dialog import CoverageDialog
from portfolio.ui.pages.deed_filters import DeedFilters
from portfolio.ui.pages.deed_menus import order_menu, query_from, story_menu
from portfolio.ui.pages.deed_pane import DeedPane
from portfolio.ui.session import SessionState
from portfolio.ui.theme.tokens import DETAIL_WIDTH
from portfolio.ui.widgets.notices import Banner, BannerKind, CoverageLine, EmptyState
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.errors import PortfolioError
    from portfolio.model.source import Source
    from portfolio.ui.models.deed_order import WholeOrder
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

REFRESH_MS = 1000
"""While sources are read the list follows at most once a second."""


class ContributionsPage(Page):
    """The list of deeds. Targets: a deed key (`str`), or a `DeedQuery` to filter by."""

    page_id = "contributions"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._model: DeedsModel | None = None
        self._sources: list[Source] = []
        self._kept_key = ""
        self._top_key = ""
        self._is_open_in_place = False
        self._build()
        self._selecting = _timer(self, 0, self._load_facts)
        self._refreshing = _timer(self, REFRESH_MS, self._refresh_list)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Contributions")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title, has_line=True)
        bar = QVBoxLayout()
        self.filters = DeedFilters()
        self.filters.changed.connect(self._ask)
        bar.addWidget(self.filters)
        self.head.add_bar(bar)
        self.column.addWidget(self.head)
        body = QHBoxLayout()
        body.setSpacing(0)
        self._list_side = self._build_list()
        body.addWidget(self._list_side, 1)
        self.pane = DeedPane()
        self.pane.hide()
        self._connect_pane()
        body.addWidget(self.pane)
        self.column.addLayout(body, 1)

    def _build_list(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner(BannerKind.FAILED, "", self.tr("Try again"))
        self.banner.hide()
        self.banner.requested.connect(self._try_again)
        column.addWidget(self.banner)
        self.stack = QStackedWidget()
        self.table = DeedTable()
        self.table.setAccessibleName(self.tr("Contributions"))
        self.table.activated.connect(self._open_current)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.empty = EmptyState("git-commit-horizontal", "")
        self.empty.requested.connect(self._leave_empty)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.coverage = CoverageLine()
        self.coverage.requested.connect(self._show_coverage)
        column.addWidget(self.coverage)
        return side

    def _connect_pane(self) -> None:
        pane = self.pane
        pane.back_wanted.connect(self._close_detail)
        pane.retitled.connect(self._retitle)
        pane.hiding_wanted.connect(self._hide_or_show)
        pane.confidence_wanted.connect(self._set_confidential)
        pane.project_wanted.connect(self._go_to_project)
        pane.story_wanted.connect(self._go_to_story)
        pane.story_menu_wanted.connect(self._open_story_menu)
        pane.page_agreed.connect(self._open_page)
        pane.link_copied.connect(self._say_copied)

    # What is shown

    @property
    def model(self) -> DeedsModel | None:
        """The model of the list, once the record is open."""
        return self._model

    def refresh(self, change: Change | None) -> None:
        """Show what the store says now."""
        if not self.session.is_open:
            return
        read_only = self.session.state is SessionState.READ_ONLY
        self.pane.set_editable(self.tr("The record can only be read now.") if read_only else "")
        if change is None or self._model is None:
            self._begin()
            return
        if not change.touches("deed", "project", "identity", "source", "question", "story"):
            return
        if change.entry is None:  # a batch was read, and more will follow
            if not self._refreshing.isActive():
                self._refreshing.start()
            return
        self._refresh_list()

    def _begin(self) -> None:
        if self._model is not None:
            self._model.stop()
            self._model.deleteLater()
        self._offer()
        self._model = DeedsModel(self.session.store, self.session, self)
        self._model.counted.connect(self._show_count)
        self._model.placed.connect(self._place)
        self._model.failed.connect(self._say_failed)
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(self._note_current)
        self._model.modelReset.connect(self._forget_current)
        self._model.show(self.filters.query(), self._keys_to_keep())
        self.table.fit_columns()

    @Slot()
    def _refresh_list(self) -> None:
        if self._model is None or not self.session.is_open:
            return
        self._refreshing.stop()
        self._offer()
        top = self._model.deed(self._model.places.next_deed_row(self.table.rowAt(0)))
        self._top_key = top.key if top is not None and self.table.rowAt(0) > 0 else ""
        self._model.refresh(self._keys_to_keep())
        self._selecting.start()

    def _offer(self) -> None:
        with self.session.store.reading() as reader:
            projects, totals = reader.projects.all(), reader.totals()
            self._sources = reader.sources.all()
        self.filters.offer(projects, self._sources, totals)
        self.coverage.say(coverage.line(self._sources, self.session.clock.now().date()))

    def _keys_to_keep(self) -> list[str]:
        return [key for key in (self._kept_key, self._top_key) if key]

    @Slot()
    def _ask(self) -> None:
        query = self.filters.query()
        if self._model is None or query == self._model.query:
            return
        self._top_key = ""
        self.table.head.show_order(
            _COLUMNS[query.order], is_reversed=query.order is DeedOrder.DATE_OLDEST
        )
        self._model.show(query, self._keys_to_keep())
        self.table.scrollToTop()
        self.table.fit_columns()

    @Slot()
    def _try_again(self) -> None:
        self.banner.hide()
        if self._model is not None:
            self._model.show(self.filters.query(), self._keys_to_keep())

    @Slot(int, int)
    def _show_count(self, shown: int, total: int) -> None:
        self.banner.hide()
        self.filters.show_count(shown, total)
        self.stack.setCurrentWidget(self.table if shown else self.empty)
        self.filters.show()
        if shown:
            return
        self.pane.hide()
        if self.filters.is_filtering:
            words = self.tr("Nothing matches. %n are hidden by the filter.", None, total)
            self.empty.say(words, self.tr("Clear filters"), "list-filter")
        elif self.filters.hidden.isVisibleTo(self) and not self.filters.hidden.isChecked():
            words = self.tr("Everything here is hidden.")
            self.empty.say(words, self.tr("Show hidden contributions"), "eye-off")
        else:
            self.filters.hide()
            words = self.tr("Nothing here yet. Add a folder.")
            self.empty.say(words, self.tr("Add a folder…"), "git-commit-horizontal")

    @Slot()
    def _leave_empty(self) -> None:
        if self.filters.is_filtering:
            self.filters.clear()
            self.filters.search.setFocus()
        elif self.filters.hidden.isVisibleTo(self) and not self.filters.hidden.isChecked():
            self.filters.hidden.setChecked(True)
        else:
            self.navigator.trigger("folders.add")

    @Slot(object)
    def _place(self, order: WholeOrder) -> None:
        """Bring the selection and the place in the list back, by key."""
        if self._model is None:
            return
        if self._top_key in order.rows:
            row = order.rows[self._top_key]
            self.table.verticalScrollBar().setValue(row * self.table.rowHeight(row))
        self._top_key = ""
        row = order.rows.get(self._kept_key, -1)
        current = self.table.currentIndex().row()
        if row < 0 and self._model.deed(current) is None:
            row = self._model.places.next_deed_row(0)
        if row >= 0 and (row != current or not self.table.selectionModel().hasSelection()):
            bar = self.table.verticalScrollBar()
            before = bar.value()
            # Not selectRow: it finds no column in right-to-left windows (seen with Qt 6.11).
            self.table.setCurrentIndex(self._model.index(row, 0))
            bar.setValue(before)
        self.table.fit_columns()
        self._show_detail()

    @Slot(object)
    def _say_failed(self, error: PortfolioError) -> None:
        words = f"{error.title} {error.detail}".strip()
        self.banner.say(BannerKind.FAILED, words, self.tr("Try again"))

    # The deed in work

    @Slot()
    def _forget_current(self) -> None:
        self._selecting.stop()

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._selecting.start()

    @Slot()
    def _load_facts(self) -> None:
        deed = self._model.deed(self.table.currentIndex().row()) if self._model else None
        if deed is None:
            return
        self._kept_key = deed.key
        key = deed.key
        facts = self.session.read_now(lambda reader: read_facts(reader, key))
        if facts is not None:
            self.pane.show_facts(facts, self.session.clock.now().date())
        self._show_detail()

    def _selected_keys(self) -> list[str]:
        if self._model is None:
            return []
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        deeds = [self._model.deed(row) for row in rows]
        return [deed.key for deed in deeds if deed is not None]

    def _show_detail(self) -> None:
        has_deed = self.pane.facts is not None and self.stack.currentWidget() is self.table
        narrow = self.is_narrow()
        in_place = narrow and self._is_open_in_place and has_deed
        self.pane.set_back_shown(in_place)
        if narrow:
            self.pane.setMaximumWidth(16_777_215)
            self.pane.setMinimumWidth(0)
        else:
            self.pane.setFixedWidth(DETAIL_WIDTH)
        self.head.setVisible(not in_place)
        self._list_side.setVisible(not in_place)
        self.pane.setVisible(has_deed and (in_place or not narrow))

    @Slot()
    def _open_current(self) -> None:
        """Go into the details: in place when the window is narrow."""
        if self.pane.facts is None:
            return
        self._is_open_in_place = True
        self._show_detail()
        first = self.pane.back if self.is_narrow() else self.pane.add_to_story
        first.setFocus()

    @Slot()
    def _close_detail(self) -> None:
        self._is_open_in_place = False
        self._show_detail()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details beside the list, or in its place."""
        super().resizeEvent(event)
        self._show_detail()
        self.table.fit_columns()

    # Edits

    def _edit_selected(self, do: Any, wanted: Sequence[str] | None = None) -> None:
        chosen = list(wanted or self._selected_keys())
        if chosen and not self._refusal():
            self.session.edit(lambda store: do(store, chosen))

    def _refusal(self) -> str:
        if self.session.state is not SessionState.OPEN:
            return self.tr("The record can only be read now.")
        return "" if self._selected_keys() else self.tr("No contribution is chosen.")

    @Slot(bool)
    def _hide_or_show(self, is_hidden: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        if is_hidden:
            self._keep_next()
        self._edit_selected(operations.hide if is_hidden else operations.show)

    def _hide_selected(self) -> None:
        facts = self.pane.facts
        self._hide_or_show(not (facts is not None and facts.deed.is_hidden))

    def _keep_next(self) -> None:
        """Remember the row after the selection, so that hiding does not lose the place."""
        if self._model is None or self.filters.hidden.isChecked():
            return
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        after = self._model.places.next_deed_row(max(rows, default=-1) + 1)
        deed = self._model.deed(after)
        if deed is None:
            deed = self._model.deed(min(rows, default=0) - 1)
        if deed is not None:
            self._kept_key = deed.key

    @Slot(bool)
    def _set_confidential(self, is_on: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        self._edit_selected(operations.mark_confidential if is_on else operations.mark_public)

    @Slot(str)
    def _retitle(self, title: str) -> None:
        facts = self.pane.facts
        if facts is not None and not self._refusal():
            key = facts.deed.key
            self.session.edit(lambda store: operations.retitle(store, key, title))

    @Slot(QPoint)
    def _open_story_menu(self, at: QPoint) -> None:
        menu = story_menu(self, self.session, self.navigator, self._selected_keys())
        menu.popup(at - QPoint(0, menu.sizeHint().height()))

    # Going elsewhere

    @Slot(str)
    def _go_to_project(self, key: str) -> None:
        self.navigator.go("projects", key)

    @Slot(str)
    def _go_to_story(self, story_id: str) -> None:
        self.navigator.go("stories", story_id)

    @Slot(str)
    def _open_page(self, url: str) -> None:
        QDesktopServices.openUrl(QUrl(url))

    @Slot(str)
    def _say_copied(self, _url: str) -> None:
        self.navigator.say(self.tr("The link is in the clipboard."), icon="link-2")

    @Slot()
    def _show_coverage(self) -> None:
        CoverageDialog(self._sources, self.session.clock.now().date(), self).open()

    # Order and menus

    @Slot(int)
    def _sort_by(self, column: int) -> None:
        order = self.filters.query().order
        if column == DATE and order is DeedOrder.DATE_NEWEST:
            self.filters.set_order(DeedOrder.DATE_OLDEST)
        else:
            self.filters.set_order(_ORDERS[column])

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        if self.pane.facts is None or not self._selected_keys():
            return
        menu = self.pane.menu()
        menu.addSeparator()
        menu.addMenu(order_menu(menu, self.filters))
        if at.isNull():  # asked for with the menu key
            at = self.table.visualRect(self.table.currentIndex()).center()
        menu.popup(self.table.viewport().mapToGlobal(at))

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands of the page."""
        page = Group.PAGE
        return (
            Command(
                "deed.hide", self._hide_words, self._hide_selected, page, "eye-off",
                keys(QKeySequence.StandardKey.Delete), self._refusal,
            ),
            Command(
                "deed.retitle", self.tr("Change title"), self.pane.begin_retitling, page,
                "pencil", keys("F2"), self._refusal,
            ),
            Command(
                "deed.open-page", self.tr("Open page"), self.pane.ask_to_open, page,
                "external-link", keys("Ctrl+Return"), self._no_page,
            ),
            Command(
                "deed.show-hidden", self.tr("Show hidden contributions"),
                self.filters.hidden.toggle, page, "eye", checked=self.filters.hidden.isChecked,
            ),
            Command(
                "deed.clear-filters", self.tr("Clear filters"), self.filters.clear, page, "x",
                reason=self._no_filter,
            ),
        )  # fmt: skip

    def _hide_words(self) -> str:
        is_hidden = self.pane.facts is not None and self.pane.facts.deed.is_hidden
        return self.tr("Show this contribution") if is_hidden else self.tr("Hide contribution")

    def _no_page(self) -> str:
        has_page = self.pane.facts is not None and bool(self.pane.facts.deed.url)
        return "" if has_page else self.tr("This contribution has no public page.")

    def _no_filter(self) -> str:
        return "" if self.filters.is_filtering else self.tr("No filter is set.")

    # The window asks

    def show_target(self, target: object) -> None:
        """Go to a deed by its key, or filter by a query."""
        if isinstance(target, DeedQuery):
            self._kept_key = ""
            self.filters.show_query(replace(target, order=self.filters.query().order))
        elif isinstance(target, str) and target:
            self._kept_key = target
            self.filters.clear()
            self._refresh_list()

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.table.setFocus()

    def focus_filter(self) -> bool:
        """Put the focus into the search field."""
        self._close_detail()
        self.filters.search.setFocus()
        self.filters.search.selectAll()
        return True

    def save_state(self) -> dict[str, Any]:
        """Return the selection and the filter."""
        query = self.filters.query()
        return {
            "deed": self._kept_key,
            "words": query.words,
            "actions": [str(action) for action in query.actions],
            "project": query.project_key,
            "source": query.source_id,
            "since": query.since.isoformat() if query.since else "",
            "until": query.until.isoformat() if query.until else "",
            "hidden": query.include_hidden,
            "order": str(query.order),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up what `save_state` returned."""
        self._kept_key = str(state.get("deed") or "")
        query = query_from(state)
        if query is not None:
            self.filters.show_query(query)
            self._ask()


_ORDERS = {
    WHAT: DeedOrder.ACTION,
    TITLE: DeedOrder.TITLE,
    PROJECT: DeedOrder.PROJECT,
    DATE: DeedOrder.DATE_NEWEST,
}
_COLUMNS = {**{order: column for column, order in _ORDERS.items()}, DeedOrder.DATE_OLDEST: DATE}


def _timer(parent: QWidget, pause_ms: int, then: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    timer.timeout.connect(then)
    return timer
