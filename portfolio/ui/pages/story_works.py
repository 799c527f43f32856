"""The works of a story: those it has, those found to add, and what stands in the way of a star.

Every change is stored at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from portfolio.errors import UsageError
from portfolio.model.story import MAX_FEATURED
from portfolio.operations import stories as operations
from portfolio.ui.delegates.work_row import WorkRowDelegate
from portfolio.ui.models.story_works import StoryWorksModel
from portfolio.ui.models.words import fill, listed
from portfolio.ui.pages.story_found import FoundWorks
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from portfolio.model.deed import Deed
    from portfolio.model.story import Story
    from portfolio.ui.session import Session


class WorksList(QListView):
    """Works in their order; Alt with an arrow moves, Space stars, Del takes out, Enter opens.

    Signals:
        removed: The key of the deed to take out of the story.
        opened: The key of the deed to show in the list of contributions.
    """

    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, works: StoryWorksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works = works
        self.setModel(works)
        delegate = WorkRowDelegate(self)
        delegate.star_pressed.connect(works.toggle_star)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Works of this story"))
        self.setAccessibleDescription(
            self.tr("Space stars a work, Alt with an arrow moves it, Delete takes it out")
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)

    def chosen_key(self) -> str:
        """Return the deed key of the chosen work, or ""."""
        return self._key_at(self.currentIndex())

    def choose(self, deed_key: str, at: int) -> None:
        """Choose a work again; the one at row ``at`` when it is gone."""
        index = self._works.at_key(deed_key)
        if not index.isValid():
            index = self._works.index(min(at, self._works.rowCount() - 1))
        if self._key_at(index):
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Star, move, take out, open."""
        key, pressed = self.chosen_key(), event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(pressed), 0)
        if key and alt and by:
            self._works.move(self.currentIndex(), by)
        elif key and pressed in {Qt.Key.Key_Space, Qt.Key.Key_Asterisk}:
            self._works.toggle_star(key)
        elif key and pressed == Qt.Key.Key_Delete:
            self.removed.emit(key)
        elif key and pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(key)
        else:
            super().keyPressEvent(event)

    def _key_at(self, index: QModelIndex) -> str:
        row = self._works.row_at(index)
        return row.item.deed_key if row is not None and row.item is not None else ""

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if key := self._key_at(index):
            self.opened.emit(key)


class StoryWorks(QWidget):
    """The start side of the editor.

    Signals:
        work_opened: The holder wants to see this deed in the list of contributions.
    """

    work_opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._story: Story | None = None
        self._model = StoryWorksModel(self)
        self._model.star_wanted.connect(self._star)
        self._model.order_wanted.connect(self._reorder)
        self._build()

    def show_story(self, story: Story, deeds: Mapping[str, Deed]) -> None:
        """Show the works of a story; the chosen one stays chosen."""
        if self._story is None or self._story.id != story.id:
            self._search.clear()
            self._notice.hide()
        elif self._story.items != story.items:
            self._notice.hide()
        self._story = story
        chosen, at = self.list.chosen_key(), self.list.currentIndex().row()
        self._model.show_story(story, deeds)
        if chosen:
            self.list.choose(chosen, at)
        self._show_what_there_is()

    def focus_search(self) -> None:
        """Put the focus into the field that finds works."""
        self._search.setFocus()
        self._search.selectAll()

    def _build(self) -> None:
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.palette().ColorRole.Base)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_12, 0, 0)
        column.setSpacing(SPACE_8)
        self._search = SearchField(self.tr("Find works to add"))
        self._search.words_changed.connect(self._find)
        inside = QHBoxLayout()
        inside.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        inside.addWidget(self._search)
        column.addLayout(inside)
        self._found = FoundWorks(self._session)
        self._found.wanted.connect(self._add)
        self._found.hide()
        column.addWidget(self._found, 1)
        self._none = Text(
            self.tr("No works yet. Find one above, or choose some in Contributions."),
            tone="muted",
            wraps=True,
        )
        self._none.setContentsMargins(SPACE_12, SPACE_12, SPACE_12, 0)
        self._none.hide()
        column.addWidget(self._none)
        self.list = WorksList(self._model)
        self.list.removed.connect(self._remove)
        self.list.opened.connect(self.work_opened)
        column.addWidget(self.list, 1)
        self._notice = Banner(BannerKind.NEEDS_YOU, "", icon="star")
        self._notice.hide()
        self._notice.requested.connect(self._notice.hide)
        beside = QVBoxLayout()
        beside.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        beside.addWidget(self._notice)
        column.addLayout(beside)
        hint = Text(
            self.tr("Star up to five. Readers are told how many more there are."),
            TextSize.SMALL,
            "muted",
            wraps=True,
        )
        hint.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, SPACE_12)
        column.addWidget(hairline())
        column.addWidget(hint)

    def _show_what_there_is(self) -> None:
        is_finding = not self._found.isHidden()
        has_works = self._model.rowCount() > 0
        self._none.setVisible(not is_finding and not has_works)
        # Without works the list keeps its room, so that the hint stays at the foot.
        self.list.setVisible(not is_finding)

    @Slot(str)
    def _find(self, words: str) -> None:
        is_finding = bool(words.strip()) and self._story is not None
        self._found.setVisible(is_finding)
        self._show_what_there_is()
        if is_finding and self._story is not None:
            keys = {item.deed_key for item in self._story.items}
            self._found.look_for(words, self._story.project_key, keys)

    @Slot(str)
    def _add(self, deed_key: str) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.add_works(store, story_id, [deed_key]))
            self._found.take_out(deed_key)
            announce(self, self.tr("Added to the story"))

    @Slot(str)
    def _remove(self, deed_key: str) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.remove_works(store, story_id, [deed_key]))

    @Slot(str, bool)
    def _star(self, deed_key: str, featured: bool) -> None:  # noqa: FBT001  (a signal's argument)
        if self._story is None:
            return
        story_id = self._story.id
        do = operations.star if featured else operations.unstar
        self._session.edit(lambda store: do(store, story_id, deed_key), failed=self._say_no_star)

    def _say_no_star(self, error: Exception) -> None:
        """Say which star to take when all are given: the only thing that refuses one."""
        if not isinstance(error, UsageError):
            self._session.tell_failed(error)
            return
        pattern = self.tr(
            "%n works have a star already: %1. Take one away first.", "", MAX_FEATURED
        )
        named = listed([f"“{title}”" for title in self._model.starred_titles()])
        self._notice.say(BannerKind.NEEDS_YOU, fill(pattern, named), self.tr("Dismiss"))

    @Slot(object)
    def _reorder(self, deed_keys: list[str]) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.reorder(store, story_id, deed_keys))
