"""Which of these are you? Folders are read while the holder ticks their names.

::

    ReadFolders --> looking for repositories --> reading them --> ready
                         (names appear as each one is read; Continue works at any time)
    Continue --> ticks are stored --> read again for newly ticked names --> Documents or Home
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from portfolio.errors import PortfolioError
from portfolio.model.codes import CoverageState
from portfolio.model.progress import Progress
from portfolio.operations import folders as folder_operations
from portfolio.operations import holder as holder_operations
from portfolio.operations import identities as operations
from portfolio.operations import questions as question_operations
from portfolio.ui.delegates.identity_row import IdentityRowDelegate
from portfolio.ui.delegates.ticks import toggle_row
from portfolio.ui.models import dates
from portfolio.ui.models.identities import IdentitiesModel, RowKind
from portfolio.ui.models.words import fill
from portfolio.ui.page import Page, ReadFolders
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.folder_list import FolderLine, FolderList, FolderState
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.question_card import QuestionCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.clock import Clock
    from portfolio.model.identity import IdentitySuggestion
    from portfolio.model.source import Question
    from portfolio.operations.folders import ReadResult
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store
    from portfolio.sync.git import FoundRepository
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

SIDE_WIDTH = 304


@dataclass(frozen=True, slots=True)
class _Found:
    """Report: the repositories that will be read."""

    repositories: tuple[FoundRepository, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    suggestions: tuple[IdentitySuggestion, ...]
    questions: tuple[Question, ...]


class WhichAreYouPage(Page):
    """Names at the start side, folders and questions at the end side. Target: `ReadFolders`."""

    page_id = "which-are-you"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._lines: dict[str, FolderLine] = {}
        self._found: tuple[FoundRepository, ...] = ()
        self._task: Task | None = None
        self._model = IdentitiesModel(self)
        self._model.ticks_changed.connect(self._show_count)
        self._build()
        self._show_count(0)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Which of these are you?")

    def refresh(self, change: Change | None) -> None:
        """Show names and questions as they are stored."""
        if self.session.is_open and (
            change is None or change.touches("identity", "source", "question")
        ):
            self.session.read(_load, self._show_names)

    def show_target(self, target: object) -> None:
        """Read folders."""
        if isinstance(target, ReadFolders):
            self._read(target)

    def focus_first(self) -> None:
        """Start at the names."""
        self._list.setFocus()

    def focus_filter(self) -> bool:
        """Go to the field that finds names."""
        self._search.setFocus()
        return True

    def _build(self) -> None:
        self._head = PageHead(
            self.tr("Which of these are you?"),
            self.tr("Only ticked names count as your work. You can change this at any time."),
            has_line=True,
        )
        self._stop = Button(self.tr("Stop reading"))
        self._stop.clicked.connect(self.session.stop_reading)
        self._stop.hide()
        self._head.add_action(self._stop)
        self.column.addWidget(self._head)
        self._banner = Banner(BannerKind.FAILED, "")
        self._banner.hide()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._built_names(), 1)
        body.addWidget(self._built_side())
        self.column.addLayout(body, 1)
        self.column.addWidget(self._built_foot())

    def _built_names(self) -> QWidget:
        side = QWidget()
        side.setAutoFillBackground(True)
        side.setBackgroundRole(side.palette().ColorRole.Base)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, 0)
        self._search = SearchField(self.tr("Find a name or an address"))
        self._search.words_changed.connect(self._model.set_words)
        self._search.setMinimumWidth(300)
        bar.addWidget(self._search)
        bar.addStretch(1)
        column.addLayout(bar)
        notice = QVBoxLayout()
        notice.setContentsMargins(PAGE_MARGIN, SPACE_8, PAGE_MARGIN, 0)
        notice.addWidget(self._banner)
        column.addLayout(notice)
        self._nobody = Text("", tone="muted", wraps=True)
        self._nobody.setContentsMargins(PAGE_MARGIN, SPACE_16, PAGE_MARGIN, 0)
        column.addWidget(self._nobody)
        self._list = QListView()
        self._list.setModel(self._model)
        delegate = IdentityRowDelegate(self._list)
        delegate.opened.connect(self._model.toggle_open)
        delegate.more_wanted.connect(self._model.show_others)
        self._list.setItemDelegate(delegate)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Names found. Space ticks a name"))
        self._list.installEventFilter(self)
        column.addWidget(self._list, 1)
        return side

    def _built_side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        column.setSpacing(SPACE_12)
        self._reading = Text(self.tr("Folders"), TextSize.STRONG)
        column.addWidget(self._reading)
        self._looking = Text("", TextSize.SMALL, "muted", wraps=True)
        self._looking.hide()
        column.addWidget(self._looking)
        self._folders = FolderList()
        column.addWidget(self._folders)
        self._asks = Text("", TextSize.STRONG)
        self._asks.hide()
        column.addSpacing(SPACE_8)
        column.addWidget(self._asks)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(SPACE_12)
        column.addLayout(self._questions)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFixedWidth(SIDE_WIDTH)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        return scroll

    def _built_foot(self) -> QWidget:
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, SPACE_12)
        row.setSpacing(SPACE_12)
        back = Button(self.tr("Back"), ButtonKind.QUIET)
        back.clicked.connect(self._go_back)
        self._count = Text("", tone="muted")
        self._continue = Button(self.tr("Continue"), ButtonKind.PRIMARY)
        self._continue.clicked.connect(self._go_on)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._continue)
        return foot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list: Space ticks, Enter opens spellings or shows more."""
        is_key = watched is self._list and event.type() == QEvent.Type.KeyPress
        if not (is_key and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        index = self._list.currentIndex()
        row = self._model.row_at(index)
        if row is None:
            return False
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if row.kind is RowKind.MORE and (is_enter or event.key() == Qt.Key.Key_Space):
            self._model.show_others()
        elif event.key() == Qt.Key.Key_Space and row.kind is RowKind.IDENTITY:
            toggle_row(self._model, index)
        elif is_enter and row.suggestion is not None:
            self._model.toggle_open(row.suggestion.key)
        else:
            return False
        return True

    # Reading

    def _read(self, target: ReadFolders) -> None:
        if not self.session.is_open:
            return
        self._banner.hide()
        self._lines = {}
        self._found = ()
        self._looking.setText(self.tr("Looking for repositories…"))
        self._looking.show()
        self._task = self.session.run_reading(
            _Reading(self.session.store, self.session.clock, target),
            on_progress=self._take_report,
            on_done=self._end,
            on_failed=self._fail,
            on_cancelled=self._stopped,
        )
        self._stop.show()
        self._show_lines()

    def _take_report(self, report: object) -> None:
        if isinstance(report, _Found):
            self._take_found(report)
        elif isinstance(report, folder_operations.RepositoryRead):
            self._take_result(report.result)
            self.session.tell_changed("source", "deed", "project", "identity", "question")
        elif isinstance(report, Progress):
            self._take_progress(report)

    def _take_found(self, found: _Found) -> None:
        self._found = found.repositories
        for each in found.repositories:
            place = str(each.path)
            waiting = FolderLine(each.label, FolderState.WAITING, self.tr("Next"))
            failed = FolderLine(each.label, FolderState.FAILED, each.problem)
            self._lines[place] = failed if each.problem else waiting
        self._looking.setVisible(not found.repositories)
        if not found.repositories:
            self._looking.setText(self.tr("There is no git repository in this folder."))
        self._show_lines()

    def _take_progress(self, progress: Progress) -> None:
        if progress.step == "scan":
            words = self.tr("Looking for repositories. %n folder(s) so far.", "", progress.done)
            self._looking.setText(words)
            return
        for place, line in self._lines.items():
            if line.label == progress.label and line.state is not FolderState.FAILED:
                words = (
                    self.tr("Reading sizes of changes, %n so far", "", progress.done)
                    if progress.step == "statistics"
                    else self.tr("Reading, %n commit(s) so far", "", progress.done)
                )
                is_over = line.state in {FolderState.READY, FolderState.IN_PART}
                if not is_over:
                    self._lines[place] = FolderLine(line.label, FolderState.READING, words)
                break
        self._show_lines()

    def _take_result(self, result: ReadResult) -> None:
        self._lines[result.place] = _result_line(result)
        self._looking.hide()
        self._show_lines()

    def _show_lines(self) -> None:
        self._folders.show_lines(list(self._lines.values()))
        reading = any(line.state is FolderState.READING for line in self._lines.values())
        self._reading.setText(
            self.tr("Folders being read")
            if reading or self.session.is_reading
            else self.tr("Folders")
        )

    def _end(self, results: object) -> None:
        if isinstance(results, list):
            for result in results:
                self._lines[result.place] = _result_line(result)
        self._stop.hide()
        self._looking.setVisible(not self._lines)
        if not self._lines:
            self._looking.setText(self.tr("There is no git repository in this folder."))
        self._show_lines()
        announce(self, self.tr("The folders have been read."))

    def _fail(self, error: Exception) -> None:
        self._stop.hide()
        if isinstance(error, PortfolioError):
            self._banner.say(BannerKind.FAILED, str(error))
            return
        self.session.tell_failed(error)

    def _stopped(self) -> None:
        self._stop.hide()
        for place, line in self._lines.items():
            if line.state in {FolderState.READING, FolderState.WAITING}:
                words = self.tr("Not read to its end. What was read is kept.")
                self._lines[place] = FolderLine(line.label, FolderState.IN_PART, words)
        self._looking.setText(self.tr("Reading was stopped. What was read is kept."))
        self._looking.show()
        self._show_lines()

    # Names and questions

    def _show_names(self, names: _Names) -> None:
        chosen = self._list.currentIndex().row()
        self._model.set_suggestions(names.suggestions)
        if 0 <= chosen < self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(chosen))
        nobody = bool(names.suggestions) and not self._model.ticked_keys()
        self._nobody.setText(
            self.tr("No name in these folders looks like yours. Find and tick it below.")
        )
        self._nobody.setVisible(nobody)
        self._show_questions(names.questions)

    def _show_questions(self, questions: Sequence[Question]) -> None:
        while (item := self._questions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for question in questions:
            card = QuestionCard(question)
            card.answered.connect(self._answer)
            self._questions.addWidget(card)
        self._asks.setText(self.tr("%n question(s)", "", len(questions)))
        self._asks.setVisible(bool(questions))

    @Slot(str, str)
    def _answer(self, key: str, code: str) -> None:
        self.session.edit(lambda store: question_operations.answer(store, key, code))

    @Slot(int)
    def _show_count(self, count: int) -> None:
        self._count.setText(self.tr("%n name(s) ticked", "", count))
        self._continue.set_available("" if count else self.tr("Tick at least one name first."))

    # Going on

    @Slot()
    def _go_back(self) -> None:
        self.navigator.go("home")

    @Slot()
    def _go_on(self) -> None:
        mine, not_mine = self._model.ticked_keys(), self._model.unticked_keys()
        clock = self.session.clock

        def store_ticks(store: Store) -> bool:
            with store.reading() as reader:
                is_new = set(mine) != set(reader.identities.confirmed_keys())
                is_first = not reader.holder().name
            operations.decide(store, clock, mine=mine, not_mine=not_mine)
            if is_first and (name := holder_operations.suggest_name(store)):
                holder_operations.set_fields(store, name=name)
            return is_new

        self.session.edit(store_ticks, self._gone_on)

    def _gone_on(self, is_new: bool) -> None:  # noqa: FBT001  (what the edit answered)
        if is_new:
            found = self._found
            self.session.run_reading(
                _ReadingAgain(self.session.store, self.session.clock, found),
                on_progress=self._take_report,
                on_done=self._end,
                on_failed=self._fail,
                on_cancelled=self._stopped,
            )
            self._stop.show()
        self.navigator.go("documents")


class _Reading:
    """Looks for repositories and reads them, away from the UI thread."""

    def __init__(self, store: Store, clock: Clock, target: ReadFolders) -> None:
        self._store, self._clock, self._target = store, clock, target

    def __call__(
        self, report: Callable[[object], None], cancelled: Callable[[], bool]
    ) -> list[ReadResult]:
        """Return what each repository came to."""
        if not self._target.folders:
            return folder_operations.read_again(
                self._store, self._clock, report=report, cancelled=cancelled
            )
        found = folder_operations.scan(
            self._target.folders,
            report=report,
            cancelled=cancelled,
            max_depth=self._target.max_depth,
        )
        report(_Found(tuple(found)))
        return folder_operations.read(
            self._store, self._clock, found, report=report, cancelled=cancelled
        )


class _ReadingAgain:
    """Reads the same repositories once more, for names that were ticked meanwhile."""

    def __init__(self, store: Store, clock: Clock, found: tuple[FoundRepository, ...]) -> None:
        self._store, self._clock, self._found = store, clock, found

    def __call__(
        self, report: Callable[[object], None], cancelled: Callable[[], bool]
    ) -> list[ReadResult]:
        """Return what each repository came to."""
        if not self._found:
            return folder_operations.read_again(
                self._store, self._clock, report=report, cancelled=cancelled
            )
        return folder_operations.read(
            self._store, self._clock, self._found, report=report, cancelled=cancelled
        )


def _load(reader: Reader) -> _Names:
    return _Names(tuple(operations.suggestions_of(reader)), tuple(reader.questions.all()))


def _result_line(result: ReadResult) -> FolderLine:
    from PySide6.QtCore import QCoreApplication

    translate = QCoreApplication.translate
    if result.problem:
        state = FolderState.IN_PART if result.source_id else FolderState.FAILED
        return FolderLine(result.label, state, result.problem)
    commits = next((each for each in result.coverage if each.kind == "commits"), None)
    if commits is None or commits.from_at is None or commits.to_at is None:
        ready = translate("WhichAreYouPage", "Ready")
        return FolderLine(result.label, FolderState.READY, ready)
    first, last = commits.from_at, commits.to_at
    if commits.state is not CoverageState.COMPLETE:
        shallow = translate("WhichAreYouPage", "Ready. A shallow copy that starts in %1")
        words = fill(shallow, dates.month_and_year(first.year, first.month))
        return FolderLine(result.label, FolderState.IN_PART, words)
    if first.year == last.year:
        one = translate("WhichAreYouPage", "Ready. Whole history, %1")
        return FolderLine(result.label, FolderState.READY, fill(one, str(first.year)))
    whole = translate("WhichAreYouPage", "Ready. Whole history, %1 to %2")
    return FolderLine(result.label, FolderState.READY, fill(whole, str(first.year), str(last.year)))
