"""Projects: the list of them, and one with its roles and years."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QWidget

from portfolio.curate.rollups import suggested_roles
from portfolio.model.deed_query import DeedQuery
from portfolio.model.identity import fold
from portfolio.ui.actions import Command, Group
from portfolio.ui.models.projects import ProjectsModel
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill
from portfolio.ui.page import Page
from portfolio.ui.pages.project_pane import ProjectFacts, ProjectPane
from portfolio.ui.session import SessionState
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import IconButton
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.notices import EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.rows import TwoLineDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.model.project import Project
    from portfolio.store.reader import Reader
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

_LIST_PX = 340


class ProjectsPage(Page):
    """List and details. Target: a project key."""

    page_id = "projects"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._projects: list[Project] = []
        self._kept_key = ""
        self._is_open_in_place = False
        self._model = ProjectsModel(self)
        self._asked: Task | None = None
        self._is_due = False
        self._looks = 0
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Projects")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title, has_line=True)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_8)
        self.search = SearchField(self.tr("Filter by words"))
        self.search.setMaximumWidth(232)
        self.search.words_changed.connect(self._show_list)
        self.hidden = IconButton("eye-off", self.tr("Show hidden projects"))
        self.hidden.setCheckable(True)
        self.hidden.toggled.connect(self._toggle_hidden)
        self.count = Text("", tone="muted")
        bar.addWidget(self.search, 1)
        bar.addWidget(self.hidden)
        bar.addStretch(1)
        bar.addWidget(self.count)
        self.head.add_bar(bar)
        self.column.addWidget(self.head)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Projects"))
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self._model)
        self.list.activated.connect(self._open_current)
        self.list.selectionModel().currentChanged.connect(self._note_current)
        self.empty = EmptyState("folder", "")
        self.empty.requested.connect(self._leave_empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.pane = ProjectPane(self.session)
        self.pane.hide()
        self.pane.back_wanted.connect(self._close_detail)
        self.pane.items_wanted.connect(self._show_items)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack)
        body.addWidget(self.pane, 1)
        self.column.addLayout(body, 1)

    # What is shown

    def refresh(self, change: Change | None) -> None:
        """Show what the store says now."""
        if not self.session.is_open:
            return
        if change is not None and not change.touches(
            "project", "role", "deed", "identity", "source", "question"
        ):
            return
        if change is not None and change.entry is None:
            self._ask_streamed()
            return
        self._looks += 1
        with self.session.store.reading() as reader:
            self._projects = reader.projects.all(include_hidden=True)
        self._show_list()

    def _ask_streamed(self) -> None:
        """Read off the UI thread, once at a time: a reading goes on, and more will follow."""
        self._is_due = self._asked is not None and self._asked.is_running
        if self._is_due:
            return
        key, number = self._kept_key, self._looks

        def ask(reader: Reader) -> tuple[list[Project], ProjectFacts | None]:
            projects = reader.projects.all(include_hidden=True)
            others = [one for one in projects if not one.is_hidden and one.key != key]
            return projects, _read(reader, key, others) if key else None

        self._asked = self.session.read(ask, partial(self._take_streamed, number))

    def _take_streamed(self, number: int, read: tuple[list[Project], ProjectFacts | None]) -> None:
        if number == self._looks:  # else what was read here meanwhile is newer
            self._projects, facts = read
            self._fill(facts)
        if self._is_due and self.session.is_open:
            self._ask_streamed()

    @Slot()
    def _show_list(self) -> None:
        self._fill()

    def _fill(self, facts: ProjectFacts | None = None) -> None:
        """Show the list; ``facts`` spare reading those of the project in work."""
        any_hidden = any(project.is_hidden for project in self._projects)
        self.hidden.setVisible(any_hidden)
        offered = [
            project
            for project in self._projects
            if self.hidden.isChecked() or not project.is_hidden or project.key == self._kept_key
        ]
        words = fold(self.search.text())
        shown = [one for one in offered if words in fold(f"{one.name} {one.what_it_is}")]
        key = self._kept_key
        self._model.show(shown)
        self._show_count(len(shown), len(offered))
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        row = self._model.row_of(key)
        if row < 0 and shown:
            row = 0
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))
        self._load(facts)

    def _show_count(self, shown: int, total: int) -> None:
        locale = self.locale()
        pattern = self.tr("%1 of %2 shown", "numbers")
        words = fill(self.tr("%1 shown", "number"), locale.toString(shown))
        if shown != total:
            words = fill(pattern, locale.toString(shown), locale.toString(total))
        if words != self.count.text():
            self.count.setText(words)
            announce(self.count, words)
        if shown:
            return
        if total:
            self.empty.say(self.tr("Nothing matches."), self.tr("Clear the filter"), "search")
        else:
            self.empty.say(self.tr("No projects yet."), self.tr("Read folders…"), "folder")

    @Slot()
    def _leave_empty(self) -> None:
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
        else:
            self.navigator.trigger("folders.add")

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = current.data(Role.KEY) if current.isValid() else None
        if isinstance(key, str) and key != self._kept_key:
            self._kept_key = key
            self._load()

    def _load(self, known: ProjectFacts | None = None) -> None:
        current = self.list.currentIndex()
        key = str(current.data(Role.KEY) or "") if current.isValid() else ""
        if key and self.stack.currentWidget() is self.list:
            self._kept_key = key
            others = [one for one in self._projects if not one.is_hidden and one.key != key]
            facts = known if known is not None and known.project.key == key else None
            facts = facts or self.session.read_now(lambda reader: _read(reader, key, others))
            if facts is not None:
                self.pane.show_facts(facts, self._refusal(), self._this_year())
        self._show_detail()

    def _refusal(self) -> str:
        if self.session.state is SessionState.OPEN:
            return ""
        return self.tr("The record can only be read now.")

    def _this_year(self) -> int:
        return self.session.clock.now().year

    @Slot(bool)
    def _toggle_hidden(self, is_on: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        leave = self.tr("Leave hidden projects out")
        self.hidden.set_name(leave if is_on else self.tr("Show hidden projects"))
        self.hidden.set_icon("eye" if is_on else "eye-off")
        self._show_list()

    # Room

    def _show_detail(self) -> None:
        has_project = self.pane.facts is not None and self.stack.currentWidget() is self.list
        narrow = self.is_narrow()
        in_place = narrow and self._is_open_in_place and has_project
        self.pane.back.setVisible(in_place)
        self.head.setVisible(not in_place)
        self.stack.setVisible(not in_place)
        is_beside = has_project and not narrow
        self.stack.setMaximumWidth(_LIST_PX if is_beside else 16_777_215)
        self.stack.setMinimumWidth(_LIST_PX if is_beside else 0)
        self.pane.setVisible(is_beside or in_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details beside the list, or in its place."""
        super().resizeEvent(event)
        self._show_detail()

    @Slot()
    def _open_current(self) -> None:
        if self.pane.facts is None:
            return
        self._is_open_in_place = True
        self._show_detail()
        first = self.pane.back if self.is_narrow() else self.pane.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _close_detail(self) -> None:
        self.pane.keep()
        self._is_open_in_place = False
        self._show_detail()
        self.list.setFocus()

    # Going elsewhere

    @Slot(str, int)
    def _show_items(self, project_key: str, year: int) -> None:
        since, until = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
        query = DeedQuery(project_key=project_key, since=since, until=until)
        self.navigator.go("contributions", query)

    # The window asks

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands of the page."""
        page = Group.PAGE
        return (
            Command(
                "project.add-role", self.tr("Add role"), self.pane.roles.add_button.click, page,
                "plus", reason=self._no_project,
            ),
            Command(
                "project.show-hidden", self.tr("Show hidden projects"), self.hidden.toggle, page,
                "eye", checked=self.hidden.isChecked,
            ),
        )  # fmt: skip

    def _no_project(self) -> str:
        return "" if self.pane.facts is not None else self.tr("No project is chosen.")

    def show_target(self, target: object) -> None:
        """Go to a project by its key."""
        if not isinstance(target, str) or not target:
            return
        self._kept_key = target
        self.search.clear()
        if self.session.is_open:
            self.refresh(None)
        self._is_open_in_place = True
        self._show_detail()

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> bool:
        """Put the focus into the search field."""
        self._close_detail()
        self.search.setFocus()
        self.search.selectAll()
        return True

    def hideEvent(self, event: Any) -> None:
        """Keep what is typed before the page goes."""
        if self.session.is_open:
            self.pane.keep()
        super().hideEvent(event)

    def save_state(self) -> dict[str, Any]:
        """Return the project in work."""
        return {"project": self._kept_key}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to the project in work."""
        self._kept_key = str(state.get("project") or "")


def _read(reader: Reader, key: str, others: Sequence[Project]) -> ProjectFacts | None:
    project = reader.projects.get(key)
    if project is None:
        return None
    decided = reader.roles.all(key)
    roll_ups = reader.projects.roll_ups(key, with_kept_here=True)
    merged = reader.projects.merged()
    known = {key, *(part for part, into in merged.items() if into == key)}
    places = [source.place for source in reader.sources.all() if source.project_key in known]
    roles = [*decided, *suggested_roles(roll_ups, decided)]
    return ProjectFacts(project, roles, roll_ups, places, others)
