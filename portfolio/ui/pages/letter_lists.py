"""The lists of the Testimonials page: each tab, and what is said where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QListView, QStackedWidget

from portfolio.model.attestation import Decision
from portfolio.ui.delegates.letter_row import LetterDelegate
from portfolio.ui.models.letters import LettersModel
from portfolio.ui.models.roles import Role
from portfolio.ui.pages.mentoring_list import MentoringList
from portfolio.ui.pages.request_list import RequestList
from portfolio.ui.widgets.notices import EmptyState

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from portfolio.model.letter_request import LetterRequest
    from portfolio.operations.letters import LetterView
    from portfolio.operations.mentoring import Mentorings

    Read = tuple[list[LetterView], list[LetterView], list[LetterRequest], Mentorings]

INBOX, ACCEPTED, ASKED, GIVEN, MENTORING = range(5)


class LetterLists(QStackedWidget):
    """One tab's letters, requests or people.

    Signals:
        chosen: The id of the letter the person moved to.
        opened: The letter in work is to be read in place of the list.
        empty_left: The button of an empty list was pressed.
    """

    chosen = Signal(str)
    opened = Signal()
    empty_left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[LetterView] = []
        self._given: list[LetterView] = []
        self._asked_count = 0
        self.model = LettersModel(self)
        self.list = QListView()
        self.list.setAccessibleName(name)
        self.list.setItemDelegate(LetterDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self.model)
        self.list.activated.connect(self.opened)
        self.list.selectionModel().currentChanged.connect(self._note_current)
        self.empty = EmptyState("quote", "")
        self.empty.requested.connect(self.empty_left)
        self.requests = RequestList()
        self.mentoring = MentoringList()
        for each in (self.list, self.empty, self.requests, self.mentoring):
            self.addWidget(each)

    def take(self, read: Read, now: datetime, refusal: str) -> int:
        """Take what was read: received, given, asked for, mentoring. Return how many wait."""
        self._views, self._given, asked, mentoring = read
        self.mentoring.show_people(mentoring, refusal)
        self._asked_count = len(asked)
        self.requests.show_requests(asked, now, refusal)
        return sum(view.attestation.decision is Decision.PENDING for view in self._views)

    def show_tab(self, tab: int, now: datetime, kept_id: str) -> None:
        """Show what stands under a tab, and go to a letter, or to the first."""
        self.model.show(self._groups(tab), now.date())
        filled = {ASKED: self.requests, MENTORING: self.mentoring}.get(tab, self.list)
        has_rows = tab == MENTORING or (
            self._asked_count > 0 if tab == ASKED else self.model.rowCount() > 0
        )
        self.setCurrentWidget(filled if has_rows else self.empty)
        if not has_rows:
            self._say_empty(tab)
        row = self.model.row_of(kept_id)
        row = row if row >= 0 else self.model.first()
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def current(self) -> LetterView | None:
        """Return the letter in work; None when none is, or no letters are shown."""
        if self.currentWidget() is not self.list:
            return None
        return self.model.view(self.list.currentIndex().row())

    def _groups(self, tab: int) -> list[tuple[str, list[LetterView]]]:
        if tab in {ASKED, MENTORING}:
            return []
        if tab == GIVEN:
            return [("", self._given)]
        by = {
            each: [view for view in self._views if view.attestation.decision is each]
            for each in Decision
        }
        if tab == ACCEPTED:
            return [("", by[Decision.ACCEPTED])]
        answered = [
            view for view in self._views if view.attestation.decision is not Decision.PENDING
        ]
        return [("", by[Decision.PENDING]), (self.tr("Answered"), answered)]

    def _say_empty(self, tab: int) -> None:
        if tab == GIVEN:
            words = self.tr("You have written for nobody yet. It takes two minutes.")
            self.empty.say(words, self.tr("Write for someone…"), "pencil")
            return
        if tab == ASKED:
            words = self.tr("You have asked nobody yet. They need two minutes and no account.")
            self.empty.say(words, self.tr("Ask someone…"), "send")
            return
        words = self.tr(
            "No testimonials yet. Drop a letter here, or paste the link of a public comment."
        )
        self.empty.say(words, self.tr("Take in a letter…"), "quote")

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        letter_id = current.data(Role.KEY) if current.isValid() else None
        if isinstance(letter_id, str):
            self.chosen.emit(letter_id)
