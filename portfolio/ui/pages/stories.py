"""Stories: the list of them, and the editor of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from portfolio.model.codes import StoryStatus
from portfolio.operations import stories as operations
from portfolio.operations.editions import all_editions
from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.models.roles import Role
from portfolio.ui.models.stories import StoriesModel, period_words, saved_words, untitled
from portfolio.ui.page import Page
from portfolio.ui.pages.story_editor import StoryEditor
from portfolio.ui.pages.story_offer import SeeStory
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.notices import EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.rows import TwoLineDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.model.deed import Deed
    from portfolio.model.story import Story
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session


@dataclass(frozen=True, slots=True)
class NewStory:
    """Target for `StoriesPage.show_target`: begin a story, perhaps with works and a project."""

    deed_keys: tuple[str, ...] = ()
    project_key: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Loaded:
    stories: tuple[Story, ...]
    project_names: dict[str, str]
    open_story: Story | None
    deeds: dict[str, Deed]
    in_documents: frozenset[str]
    asked_at: int  # `Session.edit_mark`


class StoriesPage(Page):
    """List and editor. Targets: a story id (`str`) or a `NewStory`."""

    page_id = "stories"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._open_id = ""
        self._focus_title = self._focus_words = False
        self._names: dict[str, str] = {}
        self._in_documents: frozenset[str] = frozenset()
        self._is_behind = False  # what was read last was older than what the editor shows
        self._model = StoriesModel(self)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Stories")

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Commands of the open story."""
        return (
            Command(
                "story.back",
                self.tr("Back to all stories"),
                self._close,
                Group.PAGE,
                icon="arrow-left",
                keys=keys("Alt+Left"),
                reason=self._no_story,
            ),
            Command(
                "story.toggle-ready",
                self.tr("Mark the story as ready, or as a draft again"),
                self._toggle_ready,
                Group.PAGE,
                icon="check",
                keys=keys("Ctrl+Return"),
                reason=self._no_story,
            ),
            Command(
                "story.delete",
                self.tr("Delete the story"),
                self._delete,
                Group.PAGE,
                icon="x",
                reason=self._no_story,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        """Load the list and the open story."""
        if not self.session.is_open:
            return
        kinds = ("edition", "story", "deed", "project", "source", "identity")
        if change is None or change.touches(*kinds) or self._is_behind:
            self.session.read(_Load(self._open_id, self.session.edit_mark), self._show)

    def show_target(self, target: object) -> None:
        """Open a story, or begin one."""
        if isinstance(target, NewStory):
            self._begin(target)
        elif isinstance(target, str):
            self._open(target)

    def focus_first(self) -> None:
        """Start at the field in work, or at the list."""
        if self._stack.currentWidget() is self._editor_side:
            self._editor.focus_words()
        else:
            (self._list if self._empty.isHidden() else self._empty.button).setFocus()

    def focus_filter(self) -> bool:
        """Put the focus into the field that finds works."""
        if self._stack.currentWidget() is not self._editor_side:
            return False
        self._editor.focus_search()
        return True

    def save_state(self) -> dict[str, Any]:
        """Keep which story was open."""
        return {"story": self._open_id}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Open the story that was open."""
        story_id = state.get("story")
        if isinstance(story_id, str) and story_id:
            self._open(story_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one side of the editor at a time in a narrow window."""
        super().resizeEvent(event)
        self._editor.sides.set_narrow(is_narrow=self.is_narrow())

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._list_side = self._built_list()
        self._editor_side = self._built_editor()
        self._stack.addWidget(self._list_side)
        self._stack.addWidget(self._editor_side)
        self.column.addWidget(self._stack)

    def _built_list(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = PageHead(self.tr("Stories"), has_line=True)
        new = Button(self.tr("New story"), icon="plus")
        new.clicked.connect(self._begin_empty)
        head.add_action(new)
        column.addWidget(head)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Stories"))
        self._list.activated.connect(self._open_index)
        self._list.clicked.connect(self._open_index)
        column.addWidget(self._list, 1)
        self._empty = EmptyState(
            "book-open",
            self.tr("No stories yet. A story says what was wrong, what you did and what changed."),
            self.tr("New story"),
        )
        self._empty.requested.connect(self._begin_empty)
        self._empty.hide()
        column.addWidget(self._empty, 1)
        return side

    def _built_editor(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = PageHead("", is_data=True, has_line=True)
        self._head.crumb_pressed.connect(self._close)
        self._preview = Button(self.tr("Preview"))
        self._preview.clicked.connect(self._go_to_documents)
        self._ready = Button(self.tr("Mark as ready"), ButtonKind.PRIMARY)
        self._ready.clicked.connect(self._toggle_ready)
        self._draft = Button(self.tr("Back to draft"))
        self._draft.clicked.connect(self._toggle_ready)
        self._draft.hide()
        self._head.add_action(self._preview, self._draft, self._ready)
        column.addWidget(self._head)
        self._editor = StoryEditor(self.session)
        self._editor.shown.connect(self._show_head)
        self._editor.work_opened.connect(self._open_work)
        column.addWidget(self._editor, 1)
        return side

    def _show(self, loaded: _Loaded) -> None:
        self._names = loaded.project_names
        self._in_documents = loaded.in_documents
        self._model.show_stories(loaded.stories, loaded.project_names)
        self._list.setVisible(bool(loaded.stories))
        self._empty.setVisible(not loaded.stories)
        story = loaded.open_story
        if story is None:
            self._open_id = ""
            self._stack.setCurrentWidget(self._list_side)
            self.navigator.commands_changed()
            return
        is_same = self._editor.story is not None and self._editor.story.id == story.id
        self._is_behind = is_same and self.session.is_older(loaded.asked_at)
        if not self._is_behind:
            self._editor.show_story(story, loaded.deeds)
        self._stack.setCurrentWidget(self._editor_side)
        if self._focus_title:
            self._focus_title = self._focus_words = False
            self._editor.focus_title()
        elif self._focus_words:
            self._focus_words = False
            self._editor.focus_words()
        self.navigator.commands_changed()

    @Slot(object)
    def _show_head(self, story: Story) -> None:
        self._head.set_title(story.title or untitled())
        self._head.set_crumbs([self.tr("Stories")], self._names.get(story.project_key, ""))
        saved = saved_words(story, self.session.clock.now())
        parts = [part for part in (period_words(story), saved, self._where(story)) if part]
        self._head.set_subtitle(" · ".join(parts))
        is_ready = story.status is StoryStatus.READY
        self._ready.setVisible(not is_ready)
        self._draft.setVisible(is_ready)

    def _open(self, story_id: str) -> None:
        self._editor.settle()
        self._focus_words = story_id != self._open_id
        self._open_id = story_id
        self.refresh(None)

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        self._open(index.data(Role.KEY))

    @Slot()
    def _close(self) -> None:
        self._editor.settle()
        was, self._open_id = self._open_id, ""
        self._stack.setCurrentWidget(self._list_side)
        self.refresh(None)
        at = self._model.index_of(was)
        if at.isValid():
            self._list.setCurrentIndex(at)
        self._list.setFocus()

    @Slot()
    def _begin_empty(self) -> None:
        self._begin(NewStory())

    def _begin(self, new: NewStory) -> None:
        self._editor.settle()

        def create(store: Store) -> Story:
            return operations.create(
                store, title=new.title, project_key=new.project_key, deed_keys=list(new.deed_keys)
            )

        self.session.edit(create, self._created)

    def _created(self, story: Story) -> None:
        self._focus_title = True
        self._open(story.id)

    def _no_story(self) -> str:
        return "" if self._open_id else self.tr("no story is open")

    @Slot()
    def _toggle_ready(self) -> None:
        story = self._editor.story
        if story is None:
            return
        self._editor.settle()
        story_id = story.id
        is_ready = story.status is StoryStatus.READY
        do = operations.mark_draft if is_ready else operations.mark_ready
        self.session.edit(lambda store: do(store, story_id))

    def _where(self, story: Story) -> str:
        """Say of a story that is ready that no document shows it."""
        if story.status is not StoryStatus.READY or story.id in self._in_documents:
            return ""
        return self.tr("in no document yet")

    @Slot()
    def _delete(self) -> None:
        story_id = self._open_id
        self._open_id = ""
        self.session.edit(lambda store: operations.delete(store, story_id))

    @Slot()
    def _go_to_documents(self) -> None:
        self._editor.settle()
        self.navigator.go("documents", SeeStory(self._open_id))

    @Slot(str)
    def _open_work(self, deed_key: str) -> None:
        self.navigator.go("contributions", deed_key)


class _Load:
    """What the page shows, asked in one reading."""

    def __init__(self, open_id: str, asked_at: int) -> None:
        self._open_id, self._asked_at = open_id, asked_at

    def __call__(self, reader: Reader) -> _Loaded:
        """Return stories, project names, and the open story with its deeds."""
        stories = tuple(reader.stories.all())
        names = {p.key: p.name for p in reader.projects.all(include_hidden=True)}
        story = reader.stories.get(self._open_id) if self._open_id else None
        deeds = reader.deeds.by_keys([i.deed_key for i in story.items]) if story else {}
        shown = {each for edition in all_editions(reader) for each in edition.story_ids}
        return _Loaded(stories, names, story, deeds, frozenset(shown), self._asked_at)
