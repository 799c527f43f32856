"""The editor of one story: its works at the start side, its four fields at the end side.

Every change is stored by itself: text a moment after the last key, ticks and stars at once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.claims import unsourced_claims
from portfolio.operations import stories as operations
from portfolio.ui.delegates.work_row import WorkRowDelegate
from portfolio.ui.models.story_works import StoryWorksModel
from portfolio.ui.models.words import fill
from portfolio.ui.pages.story_found import FoundWorks
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.chip_row import ChipRow, LabelledChips
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.growing_text import GrowingText
from portfolio.ui.widgets.labels import IconLabel, Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.model.deed import Deed
    from portfolio.model.story import Story
    from portfolio.ui.session import Session

WORKS_WIDTH = 356
TEXT_FIELDS = ("situation", "what_i_did", "what_changed", "how_one_can_tell")


class StoryEditor(QWidget):
    """Edits one story.

    Signals:
        shown: The `Story` as it is stored now (the page shows its head).
        work_opened: The holder wants to see this deed in the list of contributions.
    """

    shown = Signal(object)
    work_opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._story: Story | None = None
        self._works = StoryWorksModel(self)
        self._works.star_wanted.connect(self._star)
        self._works.order_wanted.connect(self._reorder)
        self._build()

    @property
    def story(self) -> Story | None:
        """The story that is open."""
        return self._story

    def show_story(self, story: Story, deeds: Mapping[str, Deed]) -> None:
        """Show a story; what the holder is typing at the moment stays."""
        is_same = self._story is not None and self._story.id == story.id
        if not is_same:
            self.settle()
            self._search.clear()
        self._story = story
        chosen = self._chosen_key()
        self._works.show_story(story, deeds)
        again = self._works.at_key(chosen) if chosen else QModelIndex()
        if again.isValid():
            self._list.setCurrentIndex(again)
        if not (is_same and self._title.hasFocus()):
            self._title.setText(story.title)
        for name, field in self._fields.items():
            field.set_stored(getattr(story, name))
            field.mark_again()
        self._skills.chips.show_chips([(skill, skill, "") for skill in story.skills])
        self._sources.show_chips([(s.label, s.label, s.url) for s in story.sources])
        self._show_claims()
        self.shown.emit(story)

    @Slot()
    def settle(self) -> None:
        """Store what is typed but not stored yet."""
        if self._story is None:
            return
        for field in self._fields.values():
            field.settle()
        self._store_title()

    def focus_title(self) -> None:
        """Put the focus into the title with all of it chosen (a new story)."""
        self._title.setFocus()
        self._title.selectAll()

    def focus_search(self) -> None:
        """Put the focus into the field that finds works."""
        self._search.setFocus()
        self._search.selectAll()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._built_works())
        row.addWidget(self._built_text(), 1)

    def _built_works(self) -> QWidget:
        side = QWidget()
        side.setProperty("ground", "surface")
        side.setAutoFillBackground(True)
        side.setBackgroundRole(side.palette().ColorRole.Base)
        side.setFixedWidth(WORKS_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, SPACE_12, 0, 0)
        column.setSpacing(SPACE_8)
        self._search = SearchField(self.tr("Find works to add"))
        self._search.words_changed.connect(self._find)
        inside = QHBoxLayout()
        inside.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        inside.addWidget(self._search)
        column.addLayout(inside)
        self._found = FoundWorks(self._session)
        self._found.wanted.connect(self._add_work)
        self._found.hide()
        column.addWidget(self._found, 1)
        self._list = self._built_list()
        column.addWidget(self._list, 1)
        hint = Text(
            self.tr("Star up to five. Readers are told how many more there are."),
            TextSize.SMALL,
            "muted",
            wraps=True,
        )
        hint.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, SPACE_12)
        column.addWidget(hint)
        return side

    def _built_list(self) -> QListView:
        view = QListView()
        view.setModel(self._works)
        delegate = WorkRowDelegate(view)
        delegate.star_pressed.connect(self._works.toggle_star)
        view.setItemDelegate(delegate)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("Works of this story"))
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.doubleClicked.connect(self._open_work)
        view.installEventFilter(self)
        return view

    def _built_text(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAGE_MARGIN, SPACE_16, PAGE_MARGIN, SPACE_24)
        column.setSpacing(SPACE_8)
        self._title = QLineEdit()
        mark_data(self._title)
        self._title.setAccessibleName(self.tr("Title of the story"))
        self._title.setPlaceholderText(self.tr("What would you call it?"))
        self._title.editingFinished.connect(self._store_title)
        column.addWidget(Text(self.tr("Title"), TextSize.STRONG))
        column.addWidget(self._title)
        self._fields: dict[str, GrowingText] = {}
        self._claims: dict[str, QWidget] = {}
        hints = {
            "situation": (
                self.tr("What was wrong"),
                self.tr("the situation before, for an outsider"),
            ),
            "what_i_did": (self.tr("What I did"), ""),
            "what_changed": (self.tr("What changed"), ""),
            "how_one_can_tell": (
                self.tr("How one can tell"),
                self.tr("links, people, numbers with a source"),
            ),
        }
        for name in TEXT_FIELDS:
            column.addSpacing(SPACE_8)
            self._add_field(column, name, *hints[name])
        self._sources = ChipRow(self.tr("Sources"), self.tr("Name a source…"), with_address=True)
        self._sources.added.connect(self._add_source)
        self._sources.removed.connect(self._remove_source)
        column.addWidget(self._sources)
        column.addSpacing(SPACE_8)
        self._skills = LabelledChips(self.tr("Skills"), self.tr("Add a skill"))
        self._skills.chips.added.connect(self._add_skill)
        self._skills.chips.removed.connect(self._remove_skill)
        column.addWidget(self._skills)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        return scroll

    def _add_field(self, column: QVBoxLayout, name: str, label: str, hint: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        head.addWidget(Text(label, TextSize.STRONG))
        head.addWidget(Text(hint, TextSize.SMALL, "muted"))
        head.addStretch(1)
        column.addLayout(head)
        field = GrowingText(label, find_claims=self._find_claims, lines=2)
        field.settled.connect(partial(self._store_text, name))
        column.addWidget(field)
        self._fields[name] = field
        note = _ClaimNote()
        note.hide()
        note.source_wanted.connect(self._name_source)
        column.addWidget(note)
        self._claims[name] = note

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list: star, move, remove, open."""
        if watched is self._list and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        index = self._list.currentIndex()
        key = self._chosen_key()
        if not key:
            return False
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() == Qt.Key.Key_Up:
            self._works.move(index, -1)
        elif alt and event.key() == Qt.Key.Key_Down:
            self._works.move(index, 1)
        elif event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Asterisk}:
            self._works.toggle_star(key)
        elif event.key() == Qt.Key.Key_Delete:
            self._remove_work(key)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.work_opened.emit(key)
        else:
            return False
        return True

    def _chosen_key(self) -> str:
        row = self._works.row_at(self._list.currentIndex())
        return row.item.deed_key if row is not None and row.item is not None else ""

    @Slot(QModelIndex)
    def _open_work(self, index: QModelIndex) -> None:
        row = self._works.row_at(index)
        if row is not None and row.item is not None:
            self.work_opened.emit(row.item.deed_key)

    @Slot(str)
    def _find(self, words: str) -> None:
        is_finding = bool(words.strip()) and self._story is not None
        self._found.setVisible(is_finding)
        self._list.setVisible(not is_finding)
        if is_finding and self._story is not None:
            keys = {item.deed_key for item in self._story.items}
            self._found.look_for(words, self._story.project_key, keys)

    @Slot(str)
    def _add_work(self, deed_key: str) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.add_works(store, story_id, [deed_key]))
            self._found.take_out(deed_key)

    def _remove_work(self, deed_key: str) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.remove_works(store, story_id, [deed_key]))

    @Slot(str, bool)
    def _star(self, deed_key: str, featured: bool) -> None:  # noqa: FBT001  (a signal's argument)
        if self._story is None:
            return
        story_id = self._story.id
        do = operations.star if featured else operations.unstar
        self._session.edit(lambda store: do(store, story_id, deed_key))

    @Slot(object)
    def _reorder(self, deed_keys: list[str]) -> None:
        if self._story is not None:
            story_id = self._story.id
            self._session.edit(lambda store: operations.reorder(store, story_id, deed_keys))

    @Slot()
    def _store_title(self) -> None:
        title = self._title.text().strip()
        if self._story is not None and title != self._story.title:
            self._change(title=title)

    def _store_text(self, name: str, text: str) -> None:
        if self._story is not None and getattr(self._story, name) != text:
            self._change(**{name: text})

    def _change(self, **fields: object) -> None:
        if self._story is None:
            return
        story_id = self._story.id
        self._story = replace(self._story, **fields)  # type: ignore[arg-type]  # names checked by the tests
        self._session.edit(lambda store: operations.change(store, story_id, **fields))
        self._show_claims()

    def _find_claims(self, text: str) -> list[tuple[int, int]]:
        if self._story is not None and self._story.sources:
            return []
        return [(claim.start, claim.end) for claim in unsourced_claims(text)]

    def _show_claims(self) -> None:
        for name, field in self._fields.items():
            text = field.toPlainText()
            spans = self._find_claims(text)
            note = self._claims[name]
            if isinstance(note, _ClaimNote):
                note.show_claim(text[spans[0][0] : spans[0][1]] if spans else "")

    @Slot()
    def _name_source(self) -> None:
        self._sources.begin()

    @Slot(str, str)
    def _add_source(self, label: str, url: str) -> None:
        if self._story is not None:
            from portfolio.model.story import StorySource

            self._change(sources=(*self._story.sources, StorySource(label, url)))
            announce(self, self.tr("Source added"))

    @Slot(int)
    def _remove_source(self, at: int) -> None:
        if self._story is not None:
            kept = tuple(s for n, s in enumerate(self._story.sources) if n != at)
            self._change(sources=kept)

    @Slot(str, str)
    def _add_skill(self, label: str, _url: str) -> None:
        if self._story is not None and label not in self._story.skills:
            self._change(skills=(*self._story.skills, label))

    @Slot(int)
    def _remove_skill(self, at: int) -> None:
        if self._story is not None:
            self._change(skills=tuple(s for n, s in enumerate(self._story.skills) if n != at))


class _ClaimNote(QWidget):
    """Says "No source for “60 percent”. Readers will be told so." under a field."""

    source_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        self._words = Text("", TextSize.SMALL)
        button = Button(self.tr("Name a source…"), ButtonKind.QUIET, is_small=True)
        button.clicked.connect(self.source_wanted)
        row.addWidget(IconLabel("unlink", "warn", 15))
        row.addWidget(self._words)
        row.addWidget(button)
        row.addStretch(1)
        mark_data(self._words)

    def show_claim(self, claim: str) -> None:
        """Show the note for a claim, or hide it for none."""
        words = self.tr("No source for “%1”. Readers will be told so.")
        short = claim if len(claim) <= 40 else claim[:39] + "…"
        self._words.setText(fill(words, short))
        self.setVisible(bool(claim))
