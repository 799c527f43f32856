"""Contributions: everything that is known, one row a piece of work, with its details beside it.

::

    wide                          narrow (below 1100)
    [head, filters            ]   [head, filters]     Enter
    [list          | details  ]   [list         ]  <------->  [details]
    [coverage      |          ]   [coverage     ]      Esc
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.operations import deeds as operations
from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.item_asking import ItemAsking
from portfolio.ui.models import coverage
from portfolio.ui.models.deed_facts import read_facts
from portfolio.ui.models.deed_row import DATE, PROJECT, TITLE, WHAT
from portfolio.ui.models.places import gathered
from portfolio.ui.outside_link import open_outside
from portfolio.ui.page import NEW, ImportFile, Page
from portfolio.ui.pages.coverage_dialog import CoverageDialog
from portfolio.ui.pages.deed_filters import DeedFilters
from portfolio.ui.pages.deed_list import DeedList
from portfolio.ui.pages.deed_menus import order_menu, query_from, story_menu
from portfolio.ui.pages.deed_pane import DeedPane
from portfolio.ui.pages.entering import Entering
from portfolio.ui.session import SessionState
from portfolio.ui.theme.tokens import DETAIL_WIDTH
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from portfolio.model.project import Project
    from portfolio.model.record import RecordTotals
    from portfolio.model.source import Source
    from portfolio.store.reader import Reader
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

    Offers = tuple[Sequence[Project], RecordTotals, list[Source]]

REFRESH_MS = 1000
"""While sources are read the list follows at most once a second."""


class ContributionsPage(Page):
    """The list of deeds.

    Targets: a deed key (`str`), a `DeedQuery` to filter by, `NEW` to add one by hand, or an
    `ImportFile`.
    """

    page_id = "contributions"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._sources: list[Source] = []
        self._is_open_in_place = False
        self._build()
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.setInterval(REFRESH_MS)
        self._refreshing.timeout.connect(self._refresh_streamed)
        self._offered: Task | None = None
        self._offers = 0

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Contributions")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title, has_line=True)
        self.import_file = Button(self.tr("Import from a file…"), icon="download")
        self.import_file.clicked.connect(self._import)
        self.add_by_hand = Button(self.tr("Add by hand…"), icon="plus")
        self.add_by_hand.clicked.connect(self._add_by_hand)
        self.head.add_action(self.import_file, self.add_by_hand)
        self.entering = Entering(self.session, self)
        self.entering.entered.connect(self._show_entered)
        self.entering.imported.connect(self._say_imported)
        bar = QVBoxLayout()
        self.filters = DeedFilters()
        self.filters.changed.connect(self._ask)
        bar.addWidget(self.filters)
        self.head.add_bar(bar)
        self.column.addWidget(self.head)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.list = DeedList()
        self._connect_list()
        body.addWidget(self.list, 1)
        self.pane = DeedPane()
        self.pane.hide()
        self._connect_pane()
        body.addWidget(self.pane)
        self.column.addLayout(body, 1)

    def _connect_list(self) -> None:
        self.list.counted.connect(self._show_count)
        self.list.deed_reached.connect(self._load_facts)
        self.list.deed_opened.connect(self._open_current)
        self.list.sort_asked.connect(self._sort_by)
        self.list.menu_asked.connect(self._open_menu)
        self.list.retry_asked.connect(self._begin)
        self.list.empty.requested.connect(self._leave_empty)
        self.list.coverage.requested.connect(self._show_coverage)

    def _connect_pane(self) -> None:
        pane = self.pane
        pane.back_wanted.connect(self._close_detail)
        pane.retitled.connect(self._retitle)
        pane.changing_wanted.connect(self.entering.change)
        pane.removing_wanted.connect(self.entering.remove)
        pane.hiding_wanted.connect(self._hide_or_show)
        pane.confidence_wanted.connect(self._set_confidential)
        pane.project_wanted.connect(self._go_to_project)
        pane.story_wanted.connect(self._go_to_story)
        pane.story_menu_wanted.connect(self._open_story_menu)
        pane.page_agreed.connect(self._open_page)
        pane.link_copied.connect(self._say_copied)
        self._asking = ItemAsking(self.session, self)
        pane.asking_wanted.connect(self._asking.ask)
        self._asking.said.connect(self._say_came)

    # What is shown

    def refresh(self, change: Change | None) -> None:
        """Show what the store says now."""
        if not self.session.is_open:
            return
        read_only = self.session.state is SessionState.READ_ONLY
        reason = self.tr("The record can only be read now.") if read_only else ""
        self.pane.set_editable(reason)
        self.add_by_hand.set_available(reason)
        self.import_file.set_available(reason)
        if change is None or self.list.model is None:
            self._begin()
            return
        if not change.touches("deed", "project", "identity", "source", "question", "story"):
            return
        if change.entry is None:  # a batch was read, and more will follow
            if not self.list.has_rows:  # the first results are not waited for
                self._refresh_streamed()
            elif not self._refreshing.isActive():
                self._refreshing.start()
            return
        self._refresh_list()

    @Slot()
    def _begin(self) -> None:
        self._offer()
        self.list.begin(self.session, self.filters.query())

    @Slot()
    def _refresh_list(self) -> None:
        if self.session.is_open:
            self._refreshing.stop()
            self._offer()
            self.list.refresh()

    @Slot()
    def _refresh_streamed(self) -> None:
        """As `_refresh_list`, with the offers read off the UI thread: a sync goes on meanwhile."""
        if not self.session.is_open:
            return
        self._refreshing.stop()
        if self._offered is None or not self._offered.is_running:
            self._offered = self.session.read(
                _read_offers, partial(self._take_offers, self._offers)
            )
        self.list.refresh()

    def _take_offers(self, number: int, offers: Offers) -> None:
        if number == self._offers:  # else what was read here meanwhile is newer
            self._show_offers(*offers)

    def _offer(self) -> None:
        self._offers += 1
        self._show_offers(*self.session.read_now(_read_offers))

    def _show_offers(
        self, projects: Sequence[Project], totals: RecordTotals, sources: list[Source]
    ) -> None:
        self._sources = sources
        self.filters.offer(projects, self._sources, totals)
        self.list.coverage.say(coverage.line(self._sources, self._today()))

    def _today(self) -> date:
        return self.session.clock.now().date()

    @Slot()
    def _ask(self) -> None:
        query = self.filters.query()
        if self.list.model is not None and query != self.list.model.query:
            self.list.ask(query)

    @Slot(int, int)
    def _show_count(self, shown: int, total: int) -> None:
        self.filters.show_count(shown, total)
        self.filters.show()
        if shown:
            self._show_detail()
            return
        if self.filters.is_filtering:
            words = self.tr("Nothing matches. %n are hidden by the filter.", None, total)
            self.list.say_empty(words, self.tr("Clear filters"), "list-filter")
        elif self.filters.hidden.isVisibleTo(self) and not self.filters.hidden.isChecked():
            words = self.tr("Everything here is hidden.")
            self.list.say_empty(words, self.tr("Show hidden contributions"), "eye-off")
        elif self._sources:
            self.filters.hide()
            words = self.tr("Nothing here is known to be yours yet.")
            self.list.say_empty(words, self.tr("Which of these are you?"), "users")
        else:
            self.filters.hide()
            words = self.tr(
                "Nothing here yet. Add a folder or an account. What no source knows you can add "
                "by hand or from a file, above."
            )
            self.list.say_empty(words, self.tr("Add a folder…"), "git-commit-horizontal")
        self._show_detail()

    @Slot()
    def _leave_empty(self) -> None:
        if self.filters.is_filtering:
            self.filters.clear()
            self.filters.search.setFocus()
        elif self.filters.hidden.isVisibleTo(self) and not self.filters.hidden.isChecked():
            self.filters.hidden.setChecked(True)
        elif self._sources:
            self.navigator.go("which-are-you")
        else:
            self.navigator.trigger("folders.add")

    # The deed in work

    @Slot(str)
    def _load_facts(self, key: str) -> None:
        facts = self.session.read_now(lambda reader: read_facts(reader, key))
        if facts is not None:
            self.pane.show_facts(facts, self._today())
        self._show_detail()

    def _show_detail(self) -> None:
        has_deed = self.pane.facts is not None and self.list.has_rows
        narrow = self.is_narrow()
        in_place = narrow and self._is_open_in_place and has_deed
        self.pane.set_back_shown(in_place)
        if narrow:
            self.pane.setMaximumWidth(16_777_215)
            self.pane.setMinimumWidth(0)
        else:
            self.pane.setFixedWidth(DETAIL_WIDTH)
        self.head.setVisible(not in_place)
        self.list.setVisible(not in_place)
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
        self.list.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details beside the list, or in its place."""
        super().resizeEvent(event)
        self._show_detail()
        self.list.table.fit_columns()

    # Edits

    def _edit_selected(self, do: Any, wanted: Sequence[str] | None = None) -> None:
        chosen = list(wanted or self.list.selected_keys())
        if chosen and not self._refusal():
            self.session.edit(lambda store: do(store, chosen))

    def _refusal(self) -> str:
        if self.session.state is not SessionState.OPEN:
            return self.tr("The record can only be read now.")
        return "" if self.list.selected_keys() else self.tr("No contribution is chosen.")

    @Slot(bool)
    def _hide_or_show(self, is_hidden: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        if is_hidden and not self.filters.hidden.isChecked():
            self.list.keep_next()
        self._edit_selected(operations.hide if is_hidden else operations.show)

    def _hide_selected(self) -> None:
        facts = self.pane.facts
        self._hide_or_show(not (facts is not None and facts.deed.is_hidden))

    @Slot(bool)
    def _set_confidential(self, is_on: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        self._edit_selected(operations.mark_confidential if is_on else operations.mark_public)

    @Slot(str)
    def _retitle(self, title: str) -> None:
        facts = self.pane.facts
        if facts is not None and not self._refusal():
            key = facts.deed.key
            self.session.edit(lambda store: operations.retitle(store, key, title))

    def _thank(self) -> None:
        from portfolio.operations.letter_requests import work_of
        from portfolio.ui.pages.testimonials import Thank

        facts = self.pane.facts
        if facts is not None:
            self.navigator.go("testimonials", Thank(work_of(facts.deed)))

    @Slot(QPoint)
    def _open_story_menu(self, at: QPoint) -> None:
        menu = story_menu(self, self.session, self.navigator, self.list.selected_keys())
        menu.popup(at - QPoint(0, menu.sizeHint().height()))

    # By hand and from files

    @Slot()
    def _add_by_hand(self) -> None:
        self.navigator.trigger("contribution.add")

    @Slot()
    def _import(self) -> None:
        self.navigator.trigger("contribution.import")

    @Slot(str)
    def _show_entered(self, key: str) -> None:
        """Go to what was just entered, whatever the filter said."""
        self.show_target(key)
        self.list.table.setFocus()

    @Slot(int)
    def _say_imported(self, count: int) -> None:
        words = self.tr("%n contribution(s) imported. Undo takes them all back.", None, count)
        self.navigator.say(words, icon="download")

    # Going elsewhere

    @Slot(str)
    def _go_to_project(self, key: str) -> None:
        self.navigator.go("projects", key)

    @Slot(str)
    def _go_to_story(self, story_id: str) -> None:
        self.navigator.go("stories", story_id)

    @Slot(str)
    def _open_page(self, url: str) -> None:
        open_outside(url)

    @Slot(str)
    def _say_copied(self, _url: str) -> None:
        self.navigator.say(self.tr("The link is in the clipboard."), icon="link-2")

    @Slot(str, str)
    def _say_came(self, words: str, icon: str) -> None:
        self.navigator.say(words, icon=icon)

    @Slot()
    def _show_coverage(self) -> None:
        CoverageDialog(self._sources, self._today(), self).open()

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
        if self.pane.facts is None or not self.list.selected_keys():
            return
        menu = self.pane.menu()
        menu.addSeparator()
        menu.addMenu(order_menu(menu, self.filters))
        menu.popup(at)

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
                "deed.thank", self.tr("Thank someone for this…"), self._thank, page,
                "heart-handshake", reason=self._no_page,
            ),
            Command(
                "deed.ask-again", self.tr("Ask the service again"), self._ask_again, page,
                "refresh-cw", reason=self._no_account,
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

    def _no_account(self) -> str:
        if self.session.state is not SessionState.OPEN:
            return self.tr("The record can only be read now.")
        has_account = self.pane.facts is not None and self.pane.facts.has_account
        return "" if has_account else self.tr("No account brought this contribution.")

    def _ask_again(self) -> None:
        if self.pane.facts is not None:
            self._asking.ask(self.pane.facts.deed.key)

    def _no_filter(self) -> str:
        return "" if self.filters.is_filtering else self.tr("No filter is set.")

    # The window asks

    def show_target(self, target: object) -> None:
        """Go to a deed by its key, or filter by a query."""
        if isinstance(target, DeedQuery):
            self.list.kept_key = ""
            self.filters.show_query(replace(target, order=self.filters.query().order))
        elif target == NEW:
            self.entering.add()
        elif isinstance(target, ImportFile):
            self.entering.import_from(target.path)
        elif isinstance(target, str) and target:
            self.list.seek(target)
            self.filters.clear()
            self._refresh_list()

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.list.table.setFocus()

    def focus_filter(self) -> bool:
        """Put the focus into the search field."""
        self._close_detail()
        self.filters.search.setFocus()
        self.filters.search.selectAll()
        return True

    def save_state(self) -> dict[str, Any]:
        """Return the selection, the filter, and what was typed by hand and not stored."""
        query = self.filters.query()
        return {
            "deed": self.list.kept_key,
            "words": query.words,
            "actions": [str(action) for action in query.actions],
            "project": query.project_key,
            "source": query.source_id,
            "since": query.since.isoformat() if query.since else "",
            "until": query.until.isoformat() if query.until else "",
            "hidden": query.include_hidden,
            "order": str(query.order),
            "draft": self.entering.kept(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up what `save_state` returned."""
        self.list.kept_key = str(state.get("deed") or "")
        self.entering.take_draft(state.get("draft"))
        query = query_from(state)
        if query is not None:
            self.filters.show_query(query)
            self._ask()


def _read_offers(reader: Reader) -> Offers:
    return reader.projects.all(), reader.totals(), gathered(reader.sources.all())


_ORDERS = {
    WHAT: DeedOrder.ACTION,
    TITLE: DeedOrder.TITLE,
    PROJECT: DeedOrder.PROJECT,
    DATE: DeedOrder.DATE_NEWEST,
}
