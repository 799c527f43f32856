"""The words of a story: title, four fields, sources and skills.

Text is stored a moment after the last key and when a field is left.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio.model.claims import unsourced_claims
from portfolio.model.story import StorySource
from portfolio.operations import stories as operations
from portfolio.ui.pages.autosave import LineField
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_4, SPACE_8, SPACE_16, SPACE_24
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.chip_row import ChipRow, LabelledChips
from portfolio.ui.widgets.claim_note import ClaimNote
from portfolio.ui.widgets.growing_text import GrowingText
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from portfolio.model.story import Story
    from portfolio.ui.session import Session

TEXT_FIELDS = ("situation", "what_i_did", "what_changed", "how_one_can_tell")


class StoryText(QWidget):
    """The end side of the editor.

    Signals:
        changed: The `Story` as the holder wants it now, stored in a moment.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._story: Story | None = None
        self._fields: dict[str, GrowingText] = {}
        self._claims: dict[str, ClaimNote] = {}
        self._build()

    @property
    def story(self) -> Story | None:
        """The story as it is shown."""
        return self._story

    def show_story(self, story: Story) -> None:
        """Show a story; what the holder is typing at the moment stays."""
        if self._story is not None and self._story.id != story.id:
            self.settle()
        self._story = story
        self._title.show_text(story.title)
        for name, field in self._fields.items():
            field.set_stored(getattr(story, name))
        self._skills.chips.show_chips([(skill, skill, "") for skill in story.skills])
        self._sources.show_chips([(s.label, s.label, s.url) for s in story.sources])
        self._show_claims()

    @Slot()
    def settle(self) -> None:
        """Store what is typed but not stored yet."""
        if self._story is not None:
            for field in self._fields.values():
                field.settle()
            self._title.keep()

    def focus_title(self) -> None:
        """Put the focus into the title with all of it chosen (a new story)."""
        self._title.setFocus()
        self._title.selectAll()

    def focus_first(self) -> None:
        """Put the focus into the first field that is empty, else into the first."""
        fields = list(self._fields.values())
        next((each for each in fields if not each.toPlainText()), fields[0]).setFocus()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAGE_MARGIN, SPACE_16, PAGE_MARGIN, SPACE_24)
        column.setSpacing(SPACE_4)
        self._title = LineField(self.tr("Title of the story"))
        self._title.setPlaceholderText(self.tr("What would you call it?"))
        self._title.settled.connect(self._store_title)
        column.addWidget(_label(self.tr("Title"), self._title))
        column.addWidget(self._title)
        for name in TEXT_FIELDS:
            column.addSpacing(SPACE_8)
            self._add_field(column, name)
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
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _add_field(self, column: QVBoxLayout, name: str) -> None:
        label, hint = _field_words(name)
        field = GrowingText(label, find_claims=self._find_claims, lines=3)
        field.settled.connect(partial(self._store_text, name))
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        head.addWidget(_label(label, field))
        head.addWidget(Text(hint, TextSize.SMALL, "muted"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(field)
        self._fields[name] = field
        note = ClaimNote()
        note.hide()
        note.source_wanted.connect(self._sources_begin)
        column.addWidget(note)
        self._claims[name] = note

    @Slot(str)
    def _store_title(self, title: str) -> None:
        if self._story is not None and title.strip() != self._story.title:
            self._change(title=title.strip())

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
        self.changed.emit(self._story)

    def _find_claims(self, text: str) -> list[tuple[int, int]]:
        if self._story is not None and self._story.sources:
            return []
        return [(claim.start, claim.end) for claim in unsourced_claims(text)]

    def _show_claims(self) -> None:
        for name, field in self._fields.items():
            field.mark_again()
            text = field.toPlainText()
            spans = self._find_claims(text)
            self._claims[name].show_claim(text[spans[0][0] : spans[0][1]] if spans else "")

    @Slot()
    def _sources_begin(self) -> None:
        self._sources.begin()

    @Slot(str, str)
    def _add_source(self, label: str, url: str) -> None:
        if self._story is not None:
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


def _label(words: str, field: QWidget) -> Text:
    label = Text(words, TextSize.STRONG)
    label.setBuddy(field)
    return label


def _field_words(name: str) -> tuple[str, str]:
    """Return label and hint of a field."""
    translate = QCoreApplication.translate
    return {
        "situation": (
            translate("StoryText", "What was wrong"),
            translate("StoryText", "the situation before; documents print the next two"),
        ),
        "what_i_did": (translate("StoryText", "What I did"), ""),
        "what_changed": (translate("StoryText", "What changed"), ""),
        "how_one_can_tell": (
            translate("StoryText", "How one can tell"),
            translate("StoryText", "numbers with a source; documents print the sources"),
        ),
    }[name]
