"""Testimonials: the inbox, what was accepted, and what the holder wrote for others (look/07)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from portfolio.model.attestation import Decision, Direction
from portfolio.ui.actions import Command, Group
from portfolio.ui.outside_link import open_outside
from portfolio.ui.page import Page
from portfolio.ui.pages.key_work import KeyWork
from portfolio.ui.pages.letter_doors import LetterDoors
from portfolio.ui.pages.letter_lists import ASKED, GIVEN, INBOX, LetterLists
from portfolio.ui.pages.letter_pane import LetterPane
from portfolio.ui.pages.letter_work import LetterWork
from portfolio.ui.pages.recovery_note import RecoveryNote
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.model.attestation import Work
    from portfolio.operations.letters import LetterView
    from portfolio.ui.page import Navigator
    from portfolio.ui.pages.letter_lists import Read
    from portfolio.ui.session import Change, Session

LIST_PX: Final = 300


@dataclass(frozen=True, slots=True)
class Thank:
    """Target: thank somebody for this work."""

    about: Work


class TestimonialsPage(Page):
    """List and letter. Target: a letter's id, the path of a letter's file, or a `Thank`."""

    page_id = "testimonials"
    __test__ = False  # the name is no test's

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._kept_id = ""
        self._is_open_in_place = False
        self.work = LetterWork(session, self)
        self.work.said.connect(self._say)
        self.work.came.connect(self._go_to)
        self.work.asking_changed.connect(self._show_letter)
        self.doors = LetterDoors(session, self.work, self)
        self.doors.said.connect(self._say)
        self.doors.came.connect(self._go_to)
        self.doors.asked.connect(self._show_asked)
        self.keys = KeyWork(session, self)
        self.keys.said.connect(self._say)
        self.doors.copied.connect(partial(navigator.say, icon="send"))
        self.work.request_came.connect(self.doors.answer)
        self._build()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Testimonials")

    # Building

    def _build(self) -> None:
        self.head = PageHead(self.title)
        self.take_in = Button(self.tr("Take in…"), icon="mail-open")
        self.take_in.clicked.connect(self.doors.choose_file)
        paste = Button(self.tr("Paste…"), icon="link-2")
        paste.clicked.connect(self.doors.paste)
        self.write = Button(self.tr("Write for someone…"), icon="pencil")
        self.write.clicked.connect(self.doors.write)
        self.ask = Button(self.tr("Ask someone…"), icon="send")
        self.ask.clicked.connect(self.doors.ask)
        self.head.add_action(self.take_in, paste, self.write, self.ask)
        self.column.addWidget(self.head)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.title)
        for words in (
            self.tr("Inbox"), self.tr("Accepted"), self.tr("Asked for"), self.tr("Given"),
            self.tr("Mentors and mentees"),
        ):  # fmt: skip
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(self._show_list)
        self.head.add_bar(self._tab_row())
        self.banner = Banner(BannerKind.PLAIN, "")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self.recovery = RecoveryNote(self.session, self.keys)
        self.column.addWidget(self.recovery)
        self._build_lists()
        self._build_pane()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack)
        body.addWidget(self.pane, 1)
        self.column.addLayout(body, 1)

    def _build_lists(self) -> None:
        self.stack = LetterLists(self.title)
        self.list = self.stack.list
        self.stack.chosen.connect(self._note_chosen)
        self.stack.opened.connect(self._open_current)
        self.stack.empty_left.connect(self._leave_empty)
        requests = self.stack.requests
        requests.mail_wanted.connect(self.doors.copy_mail)
        requests.files_wanted.connect(self.doors.save_request)
        requests.reminded.connect(self.doors.remind)
        requests.remove_wanted.connect(self.work.remove_request)
        people = self.stack.mentoring
        people.new_wanted.connect(self.doors.write_mentoring)
        people.sign_wanted.connect(self.doors.sign_mentoring)
        people.ask_wanted.connect(self.doors.ask_mentoring)
        people.letter_wanted.connect(self._show_one)
        people.shown_wanted.connect(self.work.show_letter)
        people.back_wanted.connect(self.doors.withdraw)

    def _build_pane(self) -> None:
        self.pane = LetterPane()
        self.pane.hide()
        self.pane.back_wanted.connect(self._close_detail)
        self.pane.decided.connect(self._decide)
        self.pane.online_wanted.connect(self._ask_online)
        self.pane.link_wanted.connect(open_outside)
        self.pane.save_wanted.connect(self._save)
        self.pane.copy_wanted.connect(self._copy)
        self.pane.shown_wanted.connect(self._set_shown)
        self.pane.remove_wanted.connect(self._remove)
        self.pane.withdraw_wanted.connect(self._withdraw)
        self.pane.know_wanted.connect(self._know)
        self.pane.correct_wanted.connect(self._correct)
        self.pane.consent_wanted.connect(self._consent)
        self.pane.about_wanted.connect(self._about)
        self.pane.endorsement_wanted.connect(self._endorse)
        self.pane.never_wanted.connect(self._never)
        self.pane.card.answered.connect(self._answer_work)
        self.pane.card.correct_wanted.connect(self._correct_work)

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.tabs, 1)  # all the room: the chosen one is bold, and then wider
        self.thank = Button(self.tr("Thank someone…"), icon="heart-handshake", is_small=True)
        self.thank.clicked.connect(self._thank)
        row.addWidget(self.thank)
        return row

    # What is shown

    def refresh(self, change: Change | None) -> None:
        """Judge every letter anew, off the UI thread, and show them."""
        kinds = ("letter", "key", "holder", "identity", "account", "source", "request")
        if not self.session.is_open or (change is not None and not change.touches(*kinds)):
            return
        workspace = self.session.workspace

        def work(_report: object, _cancelled: object) -> Read:
            from portfolio.operations import letter_requests, letters, mentoring
            from portfolio.operations.onlooking import own_accounts

            received = letters.all_views(workspace.store, workspace.clock)
            given = letters.all_views(workspace.store, workspace.clock, direction=Direction.GIVEN)
            with workspace.store.reading() as reader:
                own = own_accounts(reader)
            people = mentoring.of_views(received, given, own)
            return received, given, letter_requests.all_requests(workspace.store), people

        self.session.run(work, on_done=self._take)

    def _take(self, read: Read) -> None:
        waiting = self.stack.take(read, self.session.clock.now(), self.doors.refusal())
        inbox = self.tr("Inbox")
        count = self.locale().toString(waiting)
        self.tabs.setTabText(INBOX, f"{inbox}  {count}" if waiting else inbox)
        self._show_list()

    @Slot()
    def _show_list(self) -> None:
        self.stack.show_tab(self.tabs.currentIndex(), self.session.clock.now(), self._kept_id)
        self._show_letter()

    @Slot()
    def _leave_empty(self) -> None:
        doors = {GIVEN: self.doors.write, ASKED: self.doors.ask}
        doors.get(self.tabs.currentIndex(), self.doors.choose_file)()

    @Slot(str)
    def _note_chosen(self, letter_id: str) -> None:
        if letter_id != self._kept_id:
            self._kept_id = letter_id
            self._show_letter()

    @Slot()
    def _show_letter(self) -> None:
        view = self._current()
        if view is not None:
            self._kept_id = view.attestation.id
            is_asking = self.work.is_asking(view.attestation.id)
            self.pane.show_view(view, reason=self.doors.refusal(), is_asking=is_asking)
        self._show_detail()

    def _current(self) -> LetterView | None:
        return self.stack.current()

    # Doing

    @Slot(str)
    def _decide(self, code: str) -> None:
        view = self._current()
        if view is None:
            return
        decision = Decision(code)
        self.work.decide(view, decision)
        if decision is Decision.ASKED_CHANGE:
            self.doors.ask_change(view)

    @Slot(bool)
    def _set_shown(self, is_shown: bool) -> None:  # noqa: FBT001  (Qt's own signature)
        view = self._current()
        if view is not None:
            self.work.show_letter(view.attestation.id, is_shown)

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
        if view is not None:
            self.doors.save(view)

    @Slot()
    def _copy(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.copy_letter(view)

    @Slot()
    def _consent(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.consent(view)

    @Slot()
    def _about(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.about(view)

    @Slot()
    def _endorse(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.endorse(view)

    @Slot()
    def _withdraw(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.withdraw(view.attestation)

    @Slot()
    def _correct(self) -> None:
        view = self._current()
        if view is not None:
            self.doors.correct(view)

    @Slot(int, str)
    def _answer_work(self, number: int, code: str) -> None:
        view = self._current()
        if view is not None:
            self.work.answer_work(view.attestation.id, number, code)

    @Slot(int)
    def _correct_work(self, number: int) -> None:
        view = self._current()
        if view is not None:
            self.doors.correct_work(view, number)

    @Slot()
    def _never(self) -> None:
        view = self._current()
        if view is not None:
            self.work.never_from(view)

    @Slot()
    def _open_policies(self) -> None:
        from portfolio.ui.dialogs.policies import PoliciesDialog

        if self.session.is_open:
            PoliciesDialog(self.session, self.doors.refusal(), self.window()).open()

    @Slot()
    def _know(self) -> None:
        view = self._current()
        if view is not None:
            self.keys.ask_known(view)

    @Slot()
    def _thank(self) -> None:
        self.doors.thank()

    @Slot()
    def _show_asked(self) -> None:
        self.tabs.setCurrentIndex(ASKED)

    @Slot(str, str)
    def _say(self, kind: str, words: str) -> None:
        self.banner.say(BannerKind(kind), words)
        self.banner.setVisible(bool(words))

    @Slot(str, bool)
    def _go_to(self, letter_id: str, is_given: bool) -> None:  # noqa: FBT001  (a signal's value)
        self._kept_id = letter_id
        self._is_open_in_place = True  # whoever opens one wants to read it
        self.banner.hide()
        self.tabs.setCurrentIndex(GIVEN if is_given else INBOX)
        self.refresh(None)
        if is_given:
            self.recovery.look()

    @Slot(str, bool)
    def _show_one(self, letter_id: str, is_given: bool) -> None:  # noqa: FBT001  (a signal's value)
        self._kept_id = letter_id
        self._is_open_in_place = True
        self.tabs.setCurrentIndex(GIVEN if is_given else INBOX)

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
            Command("letter.take-in", self.tr("Take in a letter…"), self.doors.choose_file, page,
                    "mail-open", reason=self.doors.refusal),
            Command("letter.paste", self.tr("Paste a link or words…"), self.doors.paste, page,
                    "link-2", reason=self.doors.refusal),
            Command("letter.ask", self.tr("Ask someone…"), self.doors.ask, page, "send",
                    reason=self.doors.refusal),
            Command("letter.write", self.tr("Write for someone…"), self.doors.write, page, "pencil",
                    reason=self.doors.refusal),
            Command("letter.thank", self.tr("Thank someone…"), self._thank, page,
                    "heart-handshake", reason=self.doors.refusal),
            Command("letter.claim", self.tr("Write down what somebody did…"),
                    self.doors.write_down, page, "pencil", reason=self.doors.refusal),
            Command("letter.policies", self.tr("Vouch policies…"), self._open_policies, page,
                    "award"),
            Command("letter.accept", self.tr("Accept the letter"), decide, page, "check",
                    reason=self._no_letter),
        )  # fmt: skip

    def _no_letter(self) -> str:
        return "" if self._current() is not None else self.tr("No letter is chosen.")

    def show_target(self, target: object) -> None:
        """Go to a letter by its id, or look at a file."""
        if isinstance(target, Path):
            self.work.take_in(target)
        elif isinstance(target, Thank):
            self.doors.thank(target.about)
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
