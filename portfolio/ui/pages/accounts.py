"""Accounts: what was read from where, what is missing, and what needs the holder (look/09)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.actions import Command, Group
from portfolio.ui.models import accounts as views
from portfolio.ui.models.account_words import needs_holder
from portfolio.ui.page import Page
from portfolio.ui.pages.account_deeds import AccountDeeds
from portfolio.ui.pages.folder_removing import FolderRemoving
from portfolio.ui.sync_schedule import next_at
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_16
from portfolio.ui.widgets.account_card import AccountCard
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from portfolio.ui.models.accounts import Told
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.widgets.account_card import AccountView

ADD = "add"
"""Target: begin to add an account."""


class AccountsPage(Page):
    """One card an account, and one for the folders.

    Target: `ADD`, or an account's id.
    """

    page_id = "accounts"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._told: Told | None = None
        self._cards: dict[str, AccountCard] = {}
        self._waiting: object = None
        self.deeds = AccountDeeds(session, navigator, self)
        self.deeds.said.connect(self._say)
        self.folders = FolderRemoving(session, self)
        self.folders.said.connect(self._say)
        self._build()
        session.syncs.changed.connect(self._show_running)
        session.syncs.ended.connect(self._tell_end)
        session.syncs.failed.connect(self._tell_failure)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Accounts")

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Adding and reading accounts."""
        sync = self.tr("Bring all accounts up to date")
        return (
            Command("account.add", self.tr("Add account…"), self._add, Group.PAGE, "plus"),
            Command(
                "account.sync",
                sync,
                self._sync_all,
                Group.PAGE,
                "refresh-cw",
                reason=self._none_to_sync,
            ),
        )

    def _none_to_sync(self) -> str:
        return "" if self._told and self._told.accounts else self.tr("There is no account yet.")

    def refresh(self, change: Change | None) -> None:
        """Show the accounts and folders, and how far each was read."""
        if change is not None and not change.touches("account", "source", "question"):
            return
        if self.session.is_open:
            self.session.read(partial(views.read, self.session.workspace), self._show)

    def show_target(self, target: object) -> None:
        """Begin to add an account, or show one."""
        self._waiting = target
        self._follow_target()

    def _build(self) -> None:
        words = self.tr(
            "What was read from where, and what is missing. "
            "Passwords and tokens are in the system’s keyring."
        )
        head = PageHead(self.title, words)
        self._update = Button(self.tr("Bring all up to date"), icon="refresh-cw")
        self._update.clicked.connect(self._bring_up_to_date)
        add = Button(self.tr("Add account…"), icon="plus")
        add.clicked.connect(self._add)
        head.add_action(self._update, add)
        self.column.addWidget(head)
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_MARGIN)
        self._body.setSpacing(SPACE_16)
        self._banner = Banner(BannerKind.PLAIN, "")
        self._banner.hide()
        self._body.addWidget(self._banner)
        self._empty = EmptyState(
            "plug",
            self.tr(
                "No accounts yet. Add one to read what you did there, or read folders with git "
                "repositories on this computer. You see what will be read before you sign in."
            ),
            self.tr("Read folders…"),
        )
        self._empty.requested.connect(self._read_folders)
        self._empty.hide()
        self._body.addWidget(self._empty)
        self._body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.title)
        area.setWidget(body)
        self.column.addWidget(area, 1)

    def _show(self, told: Told) -> None:
        self._told = told
        wanted = [each.id for each in told.accounts]
        if told.folders:
            wanted.append(views.FOLDERS)
        for key in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(key)
            self._body.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, key in enumerate(wanted):
            self._show_card(key, at)
        self._empty.setVisible(not wanted)
        nothing = self.tr("Nothing to read yet")
        self._update.set_available("" if wanted else nothing)
        self.navigator.commands_changed()
        self._follow_target()

    def _show_card(self, key: str, at: int) -> None:
        view = self._view(key)
        if view is None:
            return
        card = self._cards.get(key)
        if card is None:
            card = AccountCard(view)
            card.chosen.connect(self._do)
            card.asked.connect(self.deeds.show_problem)
            card.gone_accepted.connect(self.deeds.accept_gone)
            card.set_narrow(is_narrow=self.is_narrow())
            self._cards[key] = card
        # After the banner and the empty state.
        self._body.insertWidget(at + 2, card)
        card.show_view(view, is_primary=key == self._first_in_need())

    def _view(self, key: str) -> AccountView | None:
        if self._told is None:
            return None
        now = self.session.clock.now()
        if key == views.FOLDERS:
            return views.folders_view(self._told, now)
        for account in self._told.accounts:
            if account.id == key:
                coming = next_at(account, self.session.settings.value.accounts)
                return views.account_view(self._told, account, self.session.syncs, now, coming)
        return None

    def _first_in_need(self) -> str:
        """Return the account whose button is the page's one filled button."""
        accounts = self._told.accounts if self._told is not None else ()
        return next((each.id for each in accounts if needs_holder(each)), "")

    @Slot(str)
    def _show_running(self, account_id: str) -> None:
        view, card = self._view(account_id), self._cards.get(account_id)
        if view is not None and card is not None:
            card.show_view(view, is_primary=account_id == self._first_in_need())

    @Slot(str, object)
    def _tell_end(self, account_id: str, outcome: object) -> None:
        self.deeds.tell_end(account_id, outcome)

    @Slot(str, str)
    def _tell_failure(self, _account_id: str, words: str) -> None:
        self._say(BannerKind.FAILED.value, words)

    @Slot(str, str)
    def _say(self, kind: str, words: str) -> None:
        self._banner.say(BannerKind(kind), words)
        self._banner.setVisible(bool(words))

    @Slot(str, str)
    def _do(self, key: str, code: str) -> None:
        if self._told is None:
            return
        if key == views.FOLDERS and code == "remove-folder":
            self.folders.ask(self._told.folders)
            return
        if key == views.FOLDERS:
            self.navigator.trigger("folders.add" if code == "add-folders" else "record.update")
            return
        account = next((each for each in self._told.accounts if each.id == key), None)
        if account is not None:
            self.deeds.do(account, code, self._told)

    @Slot()
    def _add(self) -> None:
        self.deeds.add(self._told)

    @Slot()
    def _sync_all(self) -> None:
        if self._told is not None:
            self.deeds.sync_all(self._told.accounts)

    @Slot()
    def _bring_up_to_date(self) -> None:
        if self._told is not None and self._told.folders:
            self.navigator.trigger("record.update")  # and the accounts with them
        else:
            self._sync_all()

    @Slot()
    def _read_folders(self) -> None:
        self.navigator.trigger("folders.add")

    def _follow_target(self) -> None:
        if self._told is None or self._waiting is None:
            return
        target, self._waiting = self._waiting, None
        if target == ADD:
            self._add()
        elif isinstance(target, str) and target in self._cards:
            self._cards[target].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put sentences under the kinds in a narrow window."""
        super().resizeEvent(event)
        for card in self._cards.values():
            card.set_narrow(is_narrow=self.is_narrow())
