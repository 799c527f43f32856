"""Asks the services again for one contribution, and says what came of it. UI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.operations.item_asking import ItemAnswer
    from portfolio.ui.session import Session


class ItemAsking(QObject):
    """One deed at a time is asked for again; another click on the same one changes nothing.

    Signals:
        said: What came of it, as one sentence, and an icon.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: set[str] = set()

    @Slot(str)
    def ask(self, deed_key: str) -> None:
        """Ask again for a deed."""
        if deed_key in self._asked or not self._session.is_open:
            return
        self._asked.add(deed_key)
        self.said.emit(self.tr("Asking the service…"), "refresh-cw")
        workspace = self._session.workspace

        async def work(_report: Callable[[Any], None], blocking: Any) -> ItemAnswer:
            from portfolio.operations.item_asking import ask_again

            return await ask_again(workspace, deed_key, blocking=blocking)

        self._session.run_on_loop(
            work,
            on_done=self._tell,
            on_failed=partial(self._fail, deed_key),
            on_cancelled=partial(self._asked.discard, deed_key),
        )

    def _tell(self, answer: ItemAnswer) -> None:
        from portfolio.operations.item_asking import Came

        self._asked.discard(answer.deed_key)
        words = {
            Came.CHANGED: self.tr("It has changed, and the record with it."),
            Came.SAME: self.tr("It is as it was."),
            Came.GONE: self.tr("The service has it no more. The copy here is kept."),
            Came.FINAL: self.tr("Nothing more can become of it there, so it was not asked for."),
        }
        if answer.came in {Came.CHANGED, Came.GONE}:
            self._session.tell_changed("deed", "source")
        self.said.emit(words[answer.came], "check")

    def _fail(self, deed_key: str, error: Exception) -> None:
        self._asked.discard(deed_key)
        if isinstance(error, PortfolioError):
            self.said.emit(str(error), "triangle-alert")
        else:
            self._session.tell_failed(error)
