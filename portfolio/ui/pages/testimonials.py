"""Testimonials: the inbox, what was accepted, and what the holder wrote for others (look/07)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from portfolio.model.attestation import Decision, Direction
from portfolio.ui.actions import Command, Group
from portfolio.ui.delegates.letter_row import LetterDelegate
from portfolio.ui.models.letters import LettersModel
from portfolio.ui.models.roles import Role
from portfolio.ui.page import Page
from portfolio.ui.pages.letter_pane import LetterPane
from portfolio.ui.pages.letter_work import LetterWork
from portfolio.ui.pages.request_list import RequestList
from portfolio.ui.session import SessionState
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.model.letter_request import LetterRequest
    from portfolio.operations.letters import LetterView
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

    Read = tuple[list[LetterView], list[LetterView], list[LetterRequest]]

LIST_PX: Final = 300
INBOX, ACCEPTED, ASKED, GIVEN = range(4)
SUFFIXES: Final = ("testimonial", "vouch", "thanks", "claim", "affiliation", "certificate",
                   "withdrawal", "key-change", "request")  # fmt: skip
"""How the files of letters and requests end."""


class TestimonialsPage(Page):
    """List and letter. Target: a letter's id, or the path of a letter's file."""

    page_id = "testimonials"
    __test__ = False  # the name is no test's

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._views: list[LetterView] = []
        self._given: list[LetterView] = []
        self._asked_count = 0
        self._kept_id = ""
        self._is_open_in_place = False
        self._model = LettersModel(self)
        self.work = LetterWork(session, self)
        self.work.said.connect(self._say)
        self.work.came.connect(self._go_to)
        self.work.asking_changed.connect(self._show_letter)
        self.work.request_came.connect(self._answer)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Testimonials")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title)
        self.take_in = Button(self.tr("Take in…"), icon="mail-open")
        self.take_in.clicked.connect(self._choose_file)
        paste = Button(self.tr("Paste…"), icon="link-2")
        paste.clicked.connect(self._paste)
        self.write = Button(self.tr("Write for someone…"), icon="pencil")
        self.write.clicked.connect(self._write)
        self.ask = Button(self.tr("Ask someone…"), icon="send")
        self.ask.clicked.connect(self._ask)
        self.head.add_action(self.take_in, paste, self.write, self.ask)
        self.column.addWidget(self.head)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.title)
        for words in (
            self.tr("Inbox"), self.tr("Accepted"), self.tr("Asked for"), self.tr("Given"),
        ):  # fmt: skip
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(self._show_list)
        self.head.add_bar(self._tab_row())
        self.banner = Banner(BannerKind.PLAIN, "")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self._build_lists()
        self._build_pane()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack)
        body.addWidget(self.pane, 1)
        self.column.addLayout(body, 1)

    def _build_lists(self) -> None:
        self.list = QListView()
        self.list.setAccessibleName(self.title)
        self.list.setItemDelegate(LetterDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self._model)
        self.list.activated.connect(self._open_current)
        self.list.selectionModel().currentChanged.connect(self._note_current)
        self.empty = EmptyState("quote", "")
        self.empty.requested.connect(self._leave_empty)
        self.stack = QStackedWidget()
        self.requests = RequestList()
        self.requests.mail_wanted.connect(self._copy_mail)
        self.requests.files_wanted.connect(self._save_request)
        self.requests.reminded.connect(self._remind)
        self.requests.remove_wanted.connect(self._remove_request)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.requests)

    def _build_pane(self) -> None:
        self.pane = LetterPane()
        self.pane.hide()
        self.pane.back_wanted.connect(self._close_detail)
        self.pane.decided.connect(self._decide)
        self.pane.online_wanted.connect(self._ask_online)
        self.pane.link_wanted.connect(self.work.open_link)
        self.pane.save_wanted.connect(self._save)
        self.pane.shown_wanted.connect(self._set_shown)
        self.pane.remove_wanted.connect(self._remove)
        self.pane.withdraw_wanted.connect(self._withdraw)

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        return row

    # What is shown

    def refresh(self, change: Change | None) -> None:
        """Judge every letter anew, off the UI thread, and show them."""
        kinds = ("letter", "key", "holder", "identity", "account", "source", "request")
        if not self.session.is_open or (change is not None and not change.touches(*kinds)):
            return
        workspace = self.session.workspace

        def work(_report: object, _cancelled: object) -> Read:
            from portfolio.operations import letter_requests, letters

            received = letters.all_views(workspace.store, workspace.clock)
            given = letters.all_views(workspace.store, workspace.clock, direction=Direction.GIVEN)
            return received, given, letter_requests.all_requests(workspace.store)

        self.session.run(work, on_done=self._take)

    def _take(self, read: Read) -> None:
        self._views, self._given, asked = read
        self._asked_count = len(asked)
        self.requests.show_requests(asked, self.session.clock.now(), self._refusal())
        waiting = sum(view.attestation.decision is Decision.PENDING for view in self._views)
        inbox = self.tr("Inbox")
        count = self.locale().toString(waiting)
        self.tabs.setTabText(INBOX, f"{inbox}  {count}" if waiting else inbox)
        self._show_list()

    @Slot()
    def _show_list(self) -> None:
        groups = self._groups()
        self._model.show(groups, self.session.clock.now().date())
        is_asked = self.tabs.currentIndex() == ASKED
        has_rows = self._asked_count > 0 if is_asked else self._model.rowCount() > 0
        filled = self.requests if is_asked else self.list
        self.stack.setCurrentWidget(filled if has_rows else self.empty)
        if not has_rows:
            self._say_empty()
        row = self._model.row_of(self._kept_id)
        row = row if row >= 0 else self._model.first()
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))
        self._show_letter()

    def _groups(self) -> list[tuple[str, list[LetterView]]]:
        tab = self.tabs.currentIndex()
        if tab == ASKED:
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

    def _say_empty(self) -> None:
        tab = self.tabs.currentIndex()
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

    @Slot()
    def _leave_empty(self) -> None:
        tab = self.tabs.currentIndex()
        if tab == GIVEN:
            self._write()
        elif tab == ASKED:
            self._ask()
        else:
            self._choose_file()

    @Slot(QModelIndex, QModelIndex)
    def _note_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        letter_id = current.data(Role.KEY) if current.isValid() else None
        if isinstance(letter_id, str) and letter_id != self._kept_id:
            self._kept_id = letter_id
            self._show_letter()

    @Slot()
    def _show_letter(self) -> None:
        view = self._current()
        if view is not None:
            self._kept_id = view.attestation.id
            is_asking = self.work.is_asking(view.attestation.id)
            self.pane.show_view(view, reason=self._refusal(), is_asking=is_asking)
        self._show_detail()

    def _current(self) -> LetterView | None:
        if self.stack.currentWidget() is not self.list:
            return None
        return self._model.view(self.list.currentIndex().row())

    def _refusal(self) -> str:
        if self.session.state is SessionState.OPEN:
            return ""
        return self.tr("The record can only be read now.")

    # Doing

    @Slot(str)
    def _decide(self, code: str) -> None:
        view = self._current()
        if view is None:
            return
        decision = Decision(code)
        self.work.decide(view, decision)
        if decision is Decision.ASKED_CHANGE:
            QGuiApplication.clipboard().setText(self._asking(view))
            self.navigator.say(self.tr("A note to the writer is in the clipboard."), icon="send")

    def _asking(self, view: LetterView) -> str:
        words = self.tr(
            "Thank you for your letter about me. Before I show it to anybody I would like to ask "
            "you for a change:\n\n\nIf you agree, please write and sign it anew; I cannot edit it."
        )
        name = view.attestation.issuer.name
        return f"{name},\n\n{words}\n"

    @Slot(bool)
    def _set_shown(self, is_shown: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        view = self._current()
        if view is not None:
            self.work.show(view, is_shown=is_shown)

    @Slot()
    def _ask_online(self) -> None:
        view = self._current()
        if view is not None:
            self.work.ask_online(view)

    @Slot()
    def _remove(self) -> None:
        view = self._current()
        if view is not None:
            self.work.remove(view)

    @Slot()
    def _save(self) -> None:
        view = self._current()
        if view is None:
            return
        name = f"{self.work.file_name(view)}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the letter"), name)
        if path:
            self.work.save(view, Path(path))

    @Slot()
    def _withdraw(self) -> None:
        view = self._current()
        if view is None:
            return
        words = self.tr("Take back the letter")
        path, _ = QFileDialog.getSaveFileName(self, words, "taken-back.withdrawal")
        if path:
            self.work.withdraw(view, Path(path))

    @Slot()
    def _choose_file(self) -> None:
        patterns = " ".join(f"*.{suffix}" for suffix in (*SUFFIXES, "txt"))
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Take in a letter"), "", f"{self.tr('Letters')} ({patterns})"
        )
        if path:
            self.work.take_in(Path(path))

    @Slot()
    def _paste(self) -> None:
        from portfolio.ui.dialogs.paste_letter import PasteLetter

        dialog = PasteLetter(self.window())
        dialog.link_given.connect(self.work.fetch)
        dialog.words_given.connect(self.work.quote)
        dialog.open()

    @Slot()
    def _write(self) -> None:
        from portfolio.ui.dialogs.write_letter import WriteLetter

        if self._refusal():
            self._say(BannerKind.PLAIN.value, self._refusal())
            return
        dialog = WriteLetter(self.session, self.window())
        dialog.written.connect(self._go_to)
        dialog.open()

    @Slot(object)
    def _answer(self, asked: LetterRequest) -> None:
        from portfolio.ui.dialogs.write_letter import WriteLetter

        dialog = WriteLetter(self.session, self.window(), asked=asked)
        dialog.written.connect(self._go_to)
        dialog.open()

    @Slot()
    def _ask(self) -> None:
        from portfolio.ui.dialogs.ask_someone import AskSomeone

        stories = self.session.read_now(
            lambda reader: [(each.id, each.title) for each in reader.stories.all()]
        )
        if not stories:
            words = self.tr("Write a story first: what you ask about are its works.")
            self._say(BannerKind.PLAIN.value, words)
            return
        dialog = AskSomeone(self.session, stories, self.window())
        dialog.asked.connect(self._tell_asked)
        dialog.open()

    @Slot()
    def _tell_asked(self) -> None:
        self.tabs.setCurrentIndex(ASKED)
        words = self.tr("The files are saved, and the text of the mail is in the clipboard.")
        self.navigator.say(words, icon="send")

    @Slot(str)
    def _copy_mail(self, request_id: str) -> None:
        self.work.copy_mail(request_id)
        self.navigator.say(self.tr("The text of the mail is in the clipboard."), icon="send")

    @Slot(str)
    def _save_request(self, request_id: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Where to save the files"))
        if folder:
            self.work.save_request(request_id, Path(folder))

    @Slot(str)
    def _remind(self, request_id: str) -> None:
        self.work.remind(request_id)
        words = self.tr("The mail is in the clipboard once more. One reminder is enough.")
        self.navigator.say(words, icon="send")

    @Slot(str)
    def _remove_request(self, request_id: str) -> None:
        self.work.remove_request(request_id)

    @Slot(str, str)
    def _say(self, kind: str, words: str) -> None:
        self.banner.say(BannerKind(kind), words)
        self.banner.setVisible(bool(words))

    @Slot(str, bool)
    def _go_to(self, letter_id: str, is_given: bool) -> None:  # noqa: FBT001  (a signal's value)
        self._kept_id = letter_id
        self.banner.hide()
        self.tabs.setCurrentIndex(GIVEN if is_given else INBOX)
        self.refresh(None)

    # Room

    def _show_detail(self) -> None:
        has_letter = self._current() is not None
        narrow = self.is_narrow()
        in_place = narrow and self._is_open_in_place and has_letter
        self.pane.set_narrow(is_narrow=narrow, in_place=in_place)
        self.head.setVisible(not in_place)
        self.stack.setVisible(not in_place)
        is_beside = has_letter and not narrow
        self.stack.setMaximumWidth(LIST_PX if is_beside else 16_777_215)
        self.stack.setMinimumWidth(LIST_PX if is_beside else 0)
        self.pane.setVisible(is_beside or in_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the letter beside the list, or in its place."""
        super().resizeEvent(event)
        self._show_detail()

    @Slot()
    def _open_current(self) -> None:
        if self._current() is None:
            return
        self._is_open_in_place = True
        self._show_detail()
        self.pane.focus_first()

    @Slot()
    def _close_detail(self) -> None:
        self._is_open_in_place = False
        self._show_detail()
        self.list.setFocus()

    # The window asks

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands of the page."""
        page = Group.PAGE
        decide = partial(self._decide, Decision.ACCEPTED.value)
        return (
            Command("letter.take-in", self.tr("Take in a letter…"), self._choose_file, page,
                    "mail-open", reason=self._refusal),
            Command("letter.paste", self.tr("Paste a link or words…"), self._paste, page,
                    "link-2", reason=self._refusal),
            Command("letter.ask", self.tr("Ask someone…"), self._ask, page, "send",
                    reason=self._refusal),
            Command("letter.write", self.tr("Write for someone…"), self._write, page, "pencil",
                    reason=self._refusal),
            Command("letter.accept", self.tr("Accept the letter"), decide, page, "check",
                    reason=self._no_letter),
        )  # fmt: skip

    def _no_letter(self) -> str:
        return "" if self._current() is not None else self.tr("No letter is chosen.")

    def show_target(self, target: object) -> None:
        """Go to a letter by its id, or look at a file."""
        if isinstance(target, Path):
            self.work.take_in(target)
        elif isinstance(target, str) and target:
            self._go_to(target, is_given=False)

    def focus_first(self) -> None:
        """Put the focus into the list."""
        first = self.list if self.stack.currentWidget() is self.list else self.take_in
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_state(self) -> dict[str, Any]:
        """Return the letter in work."""
        return {"letter": self._kept_id, "tab": self.tabs.currentIndex()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to the letter in work."""
        self._kept_id = str(state.get("letter") or "")
        tab = state.get("tab")
        if isinstance(tab, int) and 0 <= tab < self.tabs.count():
            self.tabs.setCurrentIndex(tab)
