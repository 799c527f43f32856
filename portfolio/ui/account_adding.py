"""A sign-in under way: runs on the loop, tells each step, takes what is pasted. UI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import (
    AccountError,
    KeychainError,
    NotAllowedError,
    PortfolioError,
    SignInError,
    SignInNeededError,
)
from portfolio.ui.models.signin_words import end_words, page_words, refusal_words

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from portfolio.model.kinds import Kind
    from portfolio.operations.signing_in import SignIn
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task


class AccountAdding(QObject):
    """Adds an account, or signs in to one again.

    Signals:
        stepped: A `SignInStep`.
        added: The `Account`.
        refused: Why what was pasted is not what is needed; another try is waited for.
        failed: ``(words, whether the keyring is what failed, whether the service said no)``.
    """

    stepped = Signal(object)
    added = Signal(object)
    refused = Signal(str)
    failed = Signal(str, bool, bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pasted: asyncio.Future[str] | None = None

    def begin(self, wish: SignIn, kinds: Sequence[Kind] = (), account_id: str = "") -> None:
        """Sign in; with an account's id, to that one again."""
        self.give_up()
        workspace, shown = self._session.workspace, page_words()

        async def sign_in(report: Callable[[Any], None], blocking: Any) -> Any:
            from portfolio.operations import accounts

            desk = accounts.Desk(blocking, report, self._paste, shown)
            if account_id:
                return await accounts.sign_in_again(workspace, account_id, wish, desk)
            return await accounts.add(workspace, wish, desk, kinds=kinds)

        self._task = self._session.run_on_loop(
            sign_in,
            on_progress=self.stepped.emit,
            on_done=self._end,
            on_failed=self._fail,
        )

    @Slot()
    def give_up(self) -> None:
        """End the sign-in that goes on."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @Slot(str)
    def take_pasted(self, text: str) -> None:
        """Hand on what the person pasted."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._set_pasted, text)

    async def _paste(self, problem: str) -> str:
        """Wait for what is pasted, saying why the last was none; on the loop."""
        import asyncio

        if problem:
            self.refused.emit(refusal_words(problem))
        self._loop = asyncio.get_running_loop()
        self._pasted = self._loop.create_future()
        try:
            return await self._pasted
        finally:
            self._pasted = self._loop = None

    def _set_pasted(self, text: str) -> None:
        if self._pasted is not None and not self._pasted.done():
            self._pasted.set_result(text)

    def _end(self, account: object) -> None:
        self._task = None
        self._session.tell_changed("account", "identity", "source")
        self.added.emit(account)

    def _fail(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, (AccountError, PortfolioError)):
            words = end_words(error) if isinstance(error, SignInError) else str(error)
            is_refused = isinstance(error, (SignInError, SignInNeededError, NotAllowedError))
            self.failed.emit(words, isinstance(error, KeychainError), is_refused)
        else:
            self._session.tell_failed(error)
