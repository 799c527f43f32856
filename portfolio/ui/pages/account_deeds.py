"""What can be done with accounts from their page: add, sign in, read, choose, pause, remove."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import UsageError
from portfolio.model.account import AccountState
from portfolio.secret import Secret
from portfolio.ui.account_adding import AccountAdding
from portfolio.ui.models import account_words
from portfolio.ui.models.words import fill
from portfolio.ui.outside_link import open_outside
from portfolio.ui.sync_schedule import next_at
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from portfolio.model.account import Account, SyncRun
    from portfolio.model.kinds import Kind
    from portfolio.operations.accounts import Removal
    from portfolio.operations.signing_in import SignIn, WayOffer
    from portfolio.sync.provider import About
    from portfolio.ui.dialogs.account_details import AccountAsked
    from portfolio.ui.dialogs.add_account import AddAccountDialog
    from portfolio.ui.models.accounts import Told
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Session


class AccountDeeds(QObject):
    """Opens the dialogs and calls the operations.

    Signals:
        said: ``(banner kind, words)`` for the page.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, navigator: Navigator, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._navigator, self._page = session, navigator, page
        self._dialog: AddAccountDialog | None = None
        self._wish: tuple[SignIn, tuple[Kind, ...], str] | None = None
        self._adding = AccountAdding(session, self)
        self._adding.stepped.connect(self._show_step)
        self._adding.added.connect(self._end_adding)
        self._adding.failed.connect(self._show_failure)
        self._adding.refused.connect(self._show_refusal)

    def add(self, told: Told | None) -> None:
        """Open the dialog that adds an account."""
        if told is not None:
            self._open_dialog(list(told.abouts.values()), "")

    def do(self, account: Account, code: str, told: Told) -> None:
        """Do what was chosen on an account's card."""
        about = told.abouts.get(account.provider)
        if code == "needs":
            code = self._needed(account)
        deeds: dict[str, Callable[[], object]] = {
            "cancel": partial(self._session.syncs.cancel, account.id),
            "sync": partial(self._session.syncs.start, [account.id]),
            "profile": partial(open_outside, account.profile_url),
            "pause": partial(self._change, "pause", account),
            "resume": partial(self._change, "resume", account),
            "facts": partial(self._ask_facts, account, about.name if about else account.provider),
        }
        if about is not None:
            deeds["sign-in"] = partial(self._open_dialog, [about], account.id)
            deeds["kinds"] = partial(self._ask_kinds, account, about)
        deeds["remove"] = partial(self._ask_removal, account, about)
        if code in deeds:
            deeds[code]()

    def sync_all(self, accounts: Sequence[Account]) -> None:
        """Read every account that can be read."""
        self._session.syncs.start_all(accounts)

    @Slot(str, str)
    def show_problem(self, _key: str, problem: str) -> None:
        """Show what a service or the program said about a kind that could not be read."""
        self.said.emit(BannerKind.NEEDS_YOU.value, problem)

    @Slot(str, object)
    def accept_gone(self, account_id: str, kinds: Sequence[Kind]) -> None:
        """Take for gone what the listings of kinds suddenly lacked."""
        clock = self._session.clock

        def accept(store: Any) -> int:
            from portfolio.operations.account_gone import accept_gone

            return sum(each.count for each in accept_gone(store, clock, account_id, kinds))

        self._session.edit(accept, self._tell_gone)

    def _tell_gone(self, count: int) -> None:
        self._session.tell_changed("account", "deed", "source")
        words = self.tr("%n item(s) marked as gone. Your copies are kept.", "", count)
        self._navigator.say(words, icon="check")

    def tell_end(self, _account_id: str, outcome: Any) -> None:
        """Say what a reading came to, in the status line."""
        if outcome is None:
            self._navigator.say(self.tr("Stopped. What was read so far is kept."), icon="info")
            return
        new, changed = outcome.new, outcome.changed
        if not new and not changed:
            words = self.tr("Nothing new.")
        else:
            words = self.tr("%n new", "", new)
            if changed:
                words = fill(self.tr("%1, %2."), words, self.tr("%n changed", "", changed))
        self._navigator.say(words, icon="check")
        for note in outcome.notes:
            self.said.emit(BannerKind.PLAIN.value, note)

    def _needed(self, account: Account) -> str:
        needs = {
            AccountState.SIGN_IN: "sign-in",
            AccountState.NO_SECRET: "sign-in",
            AccountState.REMOVED: "remove",
        }
        return needs.get(account.state, "sync")

    def _open_dialog(self, abouts: Sequence[About], account_id: str) -> None:
        from portfolio.ui.dialogs.add_account import AddAccountDialog

        dialog = AddAccountDialog(abouts, self._page)
        dialog.offers_wanted.connect(self._ask_offers)
        dialog.begun.connect(partial(self._begin, account_id))
        dialog.pasted.connect(self._adding.take_pasted)
        dialog.given_up.connect(self._adding.give_up)
        dialog.way_out.connect(self._begin_for_session)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()
        dialog.begin()

    @Slot(object, str)
    def _ask_offers(self, about: About, instance: str) -> None:
        workspace = self._session.workspace

        def ask(_report: object, _cancelled: object) -> list[WayOffer]:
            from portfolio.operations import accounts

            try:
                return accounts.offer(workspace, about.id, instance)
            except UsageError:
                # Not an address yet: what is open at the well-known one is shown meanwhile.
                return accounts.offer(workspace, about.id) if about.instances else []

        self._session.run(ask, on_done=self._show_offers)

    def _show_offers(self, offers: Sequence[WayOffer]) -> None:
        if self._dialog is not None:
            self._dialog.show_offers(offers)

    def _begin(self, account_id: str, asked: AccountAsked) -> None:
        from portfolio.operations.signing_in import SignIn

        wish = SignIn(
            provider=asked.provider,
            way=asked.way,
            instance=asked.instance,
            handle=asked.handle,
            options={key: value for key, value in asked.options.items() if value},
            token=Secret(asked.token) if asked.token else None,
            tool=asked.tool,
        )
        self._wish = (wish, asked.kinds, account_id)
        self._adding.begin(wish, asked.kinds, account_id)

    @Slot()
    def _begin_for_session(self) -> None:
        """Sign in once more, keeping the token in memory only."""
        if self._wish is None or self._dialog is None:
            return
        wish, kinds, account_id = self._wish
        self._dialog.show_waiting()
        self._adding.begin(replace(wish, for_session=True), kinds, account_id)

    @Slot(object)
    def _show_step(self, step: Any) -> None:
        if self._dialog is not None:
            self._dialog.show_step(step)

    @Slot(str, bool, bool)
    def _show_failure(
        self,
        words: str,
        is_keyring: bool,  # noqa: FBT001  (a signal's)
        is_refused: bool,  # noqa: FBT001
    ) -> None:
        if self._dialog is not None:
            if is_refused:
                self._dialog.forget_token()
            action = self.tr("Keep it for this session only") if is_keyring else ""
            self._dialog.show_failure(words, action)

    @Slot(str)
    def _show_refusal(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.show_refusal(words)

    @Slot(object)
    def _end_adding(self, account: Account) -> None:
        self._wish = None
        if self._dialog is not None:
            self._dialog.accept()
        self._session.syncs.start([account.id])
        words = self.tr("This is %1. Reading begins, newest first.")
        if account.scopes:
            rights = ", ".join(account.scopes)
            words = fill(self.tr("This is %1. Rights granted: %2."), account.handle, rights)
        else:
            words = fill(words, account.handle)
        self.said.emit(BannerKind.PLAIN.value, words)

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None
        self._wish = None  # the token goes with it

    def _change(self, what: str, account: Account) -> None:
        def change(store: Any) -> Any:
            from portfolio.operations import accounts

            return (accounts.pause if what == "pause" else accounts.resume)(store, account.id)

        self._session.syncs.cancel(account.id)
        self._session.edit(change, self._tell_changed)

    def _tell_changed(self, _account: object = None) -> None:
        self._session.tell_changed("account")

    def _ask_kinds(self, account: Account, about: About) -> None:
        from portfolio.ui.dialogs.account_kinds import AccountKinds

        AccountKinds(account, about, self._page).ask_kinds(partial(self._set_kinds, account))

    def _set_kinds(self, account: Account, kinds: Sequence[Kind]) -> None:
        def change(store: Any) -> Any:
            from portfolio.operations import accounts

            return accounts.choose_kinds(store, account.id, kinds)

        self._session.edit(change, partial(self._sync_again, account.id))

    def _sync_again(self, account_id: str, _account: object = None) -> None:
        self._session.tell_changed("account")
        self._session.syncs.start([account_id])

    def _ask_facts(self, account: Account, name: str) -> None:
        self._session.read(
            lambda reader: reader.accounts.runs(account.id, 50),
            partial(self._show_facts, account, name),
        )

    def _show_facts(self, account: Account, name: str, runs: Sequence[SyncRun]) -> None:
        from portfolio.ui.dialogs.account_facts import AccountFacts

        coming = next_at(account, self._session.settings.value.accounts)
        soon = account_words.coming(coming, self._session.clock.now()) if coming else ""
        AccountFacts(account, name, runs, soon, self._page).open()

    def _ask_removal(self, account: Account, about: About | None) -> None:
        from portfolio.ui.dialogs.remove_account import RemoveAccount

        name = about.name if about is not None else account.provider
        RemoveAccount(name, self._page).ask_both(partial(self._remove, account))

    def _remove(self, account: Account, keeps_data: bool) -> None:  # noqa: FBT001  (a callback)
        self._session.syncs.cancel(account.id)
        workspace = self._session.workspace

        async def remove(_report: object, blocking: Any) -> Removal:
            from portfolio.operations import accounts

            desk = accounts.Desk(blocking=blocking)
            return await accounts.remove(workspace, account.id, desk, keeps_data=keeps_data)

        self._session.run_on_loop(remove, on_done=self._tell_removal, on_failed=self._tell_fault)

    def _tell_removal(self, removal: Removal) -> None:
        self._session.tell_changed("account", "source", "deed", "project", "identity", "question")
        if not removal.is_finished:
            self.said.emit(BannerKind.NEEDS_YOU.value, removal.problem)

    def _tell_fault(self, error: Exception) -> None:
        from portfolio.errors import PortfolioError

        self._session.tell_changed("account")
        if isinstance(error, PortfolioError):
            self.said.emit(BannerKind.FAILED.value, str(error))
        else:
            self._session.tell_failed(error)
