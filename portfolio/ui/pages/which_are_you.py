"""Which of these are you? Folders are read while the holder ticks their names.

::

    ReadFolders --> looking for repositories --> reading them --> ready
                         (names appear as each one is read; Continue works at any time)
    Continue --> ticks are stored --> read again for newly ticked names --> Documents
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.operations import holder as holder_operations
from portfolio.operations import identities as operations
from portfolio.operations import questions as question_operations
from portfolio.ui.models.identities import IdentitiesModel
from portfolio.ui.page import Page, ReadFolders
from portfolio.ui.pages.folder_reading import FolderReading
from portfolio.ui.pages.names_list import NamesList
from portfolio.ui.pages.reading_side import ReadingSide
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.side_by_side import MOST_PX

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from portfolio.model.identity import IdentitySuggestion
    from portfolio.model.source import Question, Source
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

SIDE_WIDTH = 304
NAMES_SHARE, SIDE_SHARE = 3, 2
"""In a narrow window the folders stand under the names, with these shares of the height."""


@dataclass(frozen=True, slots=True)
class _Names:
    suggestions: tuple[IdentitySuggestion, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]


class WhichAreYouPage(Page):
    """Names at the start side, folders and questions at the end side. Target: `ReadFolders`."""

    page_id = "which-are-you"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._names_shown = False
        self._model = IdentitiesModel(self)
        self._model.ticks_changed.connect(self._show_count)
        self._asked: Task | None = None
        self._is_due = False
        self._reading = FolderReading(session, self)
        self._reading.changed.connect(self._show_reading)
        self._reading.refused.connect(self._say_refused)
        self._reading.ended.connect(self._announce_end)
        session.reading_changed.connect(self._show_reading)
        self._build()
        self._show_count(0)
        self._show_reading()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Which of these are you?")

    def refresh(self, change: Change | None) -> None:
        """Show names and questions as they are stored."""
        if self.session.is_open and (
            change is None or change.touches("identity", "source", "question", "holder")
        ):
            self._ask()

    def _ask(self) -> None:
        """Ask for the names, once at a time: reading many folders, each tells of a change."""
        self._is_due = self._asked is not None and self._asked.is_running
        if not self._is_due:
            self._asked = self.session.read(_load, self._show_names)

    def show_target(self, target: object) -> None:
        """Read folders."""
        if isinstance(target, ReadFolders) and self.session.is_open:
            self._banner.hide()
            self._reading.read(target)

    def focus_first(self) -> None:
        """Start at the names."""
        self._list.setFocus()

    def focus_filter(self) -> bool:
        """Go to the field that finds names."""
        self._search.setFocus()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the folders under the names in a narrow window."""
        super().resizeEvent(event)
        self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        narrow = self.is_narrow()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(down if narrow else across)
        self._body.setStretch(0, NAMES_SHARE if narrow else 1)
        self._body.setStretch(2, SIDE_SHARE if narrow else 0)
        wide = max(SIDE_WIDTH, self._side.needed_width())
        self._side.setMinimumWidth(0 if narrow else wide)
        self._side.setMaximumWidth(MOST_PX if narrow else wide)
        self._between.setMinimumSize(0 if narrow else 1, 1 if narrow else 0)
        self._between.setMaximumSize(MOST_PX if narrow else 1, 1 if narrow else MOST_PX)

    def _build(self) -> None:
        head = PageHead(
            self.tr("Which of these are you?"),
            self.tr("Only ticked names count as your work. You can change this at any time."),
            has_line=True,
        )
        self._stop = Button(self.tr("Stop reading"))
        self._stop.clicked.connect(self.session.stop_reading)
        head.add_action(self._stop)
        self.column.addWidget(head)
        self._side = ReadingSide()
        self._side.answered.connect(self._answer)
        self._side.needs_room.connect(self._lay_out)
        self._side.private.said.connect(self._say_private)
        self._between = hairline()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self._built_names())
        self._body.addWidget(self._between)
        self._body.addWidget(self._side)
        self.column.addLayout(self._body, 1)
        self.column.addWidget(hairline())
        self.column.addWidget(self._built_foot())
        self._lay_out()

    def _built_names(self) -> QWidget:
        side = QWidget()
        side.setAutoFillBackground(True)
        side.setBackgroundRole(side.palette().ColorRole.Base)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._search = SearchField(self.tr("Find a name or an address"))
        self._search.words_changed.connect(self._find)
        self._search.setMinimumWidth(300)
        bar = QHBoxLayout()
        bar.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, 0)
        bar.addWidget(self._search)
        bar.addStretch(1)
        column.addLayout(bar)
        self._banner = Banner(BannerKind.FAILED, "")
        self._banner.hide()
        notice = QVBoxLayout()
        notice.setContentsMargins(PAGE_MARGIN, SPACE_8, PAGE_MARGIN, 0)
        notice.addWidget(self._banner)
        column.addLayout(notice)
        self._nobody = Text("", tone="muted", wraps=True)
        self._nobody.setContentsMargins(PAGE_MARGIN, SPACE_16, PAGE_MARGIN, 0)
        self._nobody.hide()
        column.addWidget(self._nobody)
        self._list = NamesList(self._model)
        column.addWidget(self._list, 1)
        return side

    def _built_foot(self) -> QWidget:
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, SPACE_12)
        row.setSpacing(SPACE_12)
        back = Button(self.tr("Back"), ButtonKind.QUIET, is_flush=True)
        back.clicked.connect(self._go_back)
        self._count = Text("", tone="muted")
        self._continue = Button(self.tr("Continue"), ButtonKind.PRIMARY)
        self._continue.clicked.connect(self._go_on)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._continue)
        return foot

    @Slot()
    def _show_reading(self) -> None:
        is_reading = self.session.is_reading
        self._side.show_folders(self._reading.lines(), self._reading.looking, is_reading=is_reading)
        self._stop.setVisible(is_reading)
        self._show_nobody()

    @Slot(str)
    def _say_refused(self, words: str) -> None:
        self._banner.say(BannerKind.FAILED, words)

    @Slot()
    def _announce_end(self) -> None:
        announce(self, self.tr("The folders have been read."))

    @Slot(str)
    def _find(self, words: str) -> None:
        self._model.set_words(words)
        self._show_nobody()

    def _show_names(self, names: _Names) -> None:
        self._list.keeping_place(lambda: self._model.set_suggestions(names.suggestions))
        self._side.show_questions(names.questions)
        self._side.private.show_sources(names.sources)
        self._names_shown = True
        self._show_nobody()
        if self._is_due:
            self._ask()

    def _show_nobody(self) -> None:
        """Say so when no name could be ticked beforehand, or when there is none to look through."""
        words = ""
        if not self._names_shown:
            pass
        elif self._model.rowCount() > 0:
            if not self._model.has_likely():
                words = self.tr(
                    "No name in these folders looks like yours. Find yours and tick it."
                )
        elif self._search.text().strip():
            words = self.tr("No name and no address contains this.")
        elif self.session.is_reading:
            words = self.tr("Names stand here as soon as a folder has been read.")
        else:
            words = self.tr("There is no name yet: no folder with commits has been read.")
        self._nobody.setText(words)
        self._nobody.setVisible(bool(words))

    @Slot(str, str)
    def _answer(self, key: str, code: str) -> None:
        self.session.edit(lambda store: question_operations.answer(store, key, code))

    @Slot(str, str)
    def _say_private(self, source_id: str, code: str) -> None:
        self.session.edit(
            lambda store: question_operations.set_confidentiality(store, source_id, code)
        )

    @Slot(int)
    def _show_count(self, count: int) -> None:
        self._count.setText(self.tr("%n name(s) ticked", "", count))
        self._continue.set_available("" if count else self.tr("Tick at least one name first."))

    @Slot()
    def _go_back(self) -> None:
        self.navigator.go("home")

    @Slot()
    def _go_on(self) -> None:
        mine, not_mine = self._model.ticked_keys(), self._model.unticked_keys()
        clock, asked = self.session.clock, self._side.question_keys()

        def store_ticks(store: Store) -> bool:
            with store.reading() as reader:
                is_new = set(mine) != set(reader.identities.confirmed_keys())
                # A name that was emptied since stays empty.
                is_first = not reader.holder().name and not reader.identities.confirmed_keys()
            operations.decide(store, clock, mine=mine, not_mine=not_mine)
            question_operations.settle(store, asked)  # seen as chosen until then
            if is_first and (name := holder_operations.suggest_name(store)):
                holder_operations.set_fields(store, name=name)
            return is_new

        self.session.edit(store_ticks, self._gone_on)

    def _gone_on(self, is_new: bool) -> None:  # noqa: FBT001  (what the edit answered)
        if is_new:
            self._reading.read_again()
        self.navigator.go("documents")


def _load(reader: Reader) -> _Names:
    return _Names(
        tuple(operations.suggestions_of(reader)),
        tuple(reader.questions.all()),
        tuple(each for each in reader.sources.all() if not each.is_unreadable),
    )
