"""The editor of one story: its works at the start side, its words at the end side.

Every change is stored by itself: text a moment after the last key, ticks and stars at once. In a
narrow window the two sides are two tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.pages.story_text import StoryText
from portfolio.ui.pages.story_works import StoryWorks
from portfolio.ui.widgets.side_by_side import END, START, SideBySide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.model.deed import Deed
    from portfolio.model.story import Story
    from portfolio.ui.session import Session

WORKS_WIDTH = 356


class StoryEditor(QWidget):
    """Edits one story.

    Signals:
        shown: The `Story` as it is now (the page shows its head).
        work_opened: The holder wants to see this deed in the list of contributions.
    """

    shown = Signal(object)
    work_opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.works = StoryWorks(session)
        self.works.work_opened.connect(self.work_opened)
        self.text = StoryText(session)
        self.text.changed.connect(self.shown)
        self.sides = SideBySide(
            self.works,
            self.text,
            start_width=WORKS_WIDTH,
            words=(self.tr("Works"), self.tr("Text")),
            name=self.tr("Works or text"),
        )
        self.sides.show_side(END)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sides)

    @property
    def story(self) -> Story | None:
        """The story that is open."""
        return self.text.story

    def show_story(self, story: Story, deeds: Mapping[str, Deed]) -> None:
        """Show a story; what the holder is typing at the moment stays."""
        self.text.show_story(story)
        self.works.show_story(story, deeds)
        self.shown.emit(story)

    @Slot()
    def settle(self) -> None:
        """Store what is typed but not stored yet."""
        self.text.settle()

    def focus_title(self) -> None:
        """Put the focus into the title with all of it chosen (a new story)."""
        self.sides.show_side(END)
        self.text.focus_title()

    def focus_words(self) -> None:
        """Put the focus into the first field that is empty, else into the first."""
        self.sides.show_side(END)
        self.text.focus_first()

    def focus_search(self) -> None:
        """Put the focus into the field that finds works."""
        self.sides.show_side(START)
        self.works.focus_search()
