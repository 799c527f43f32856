"""Accounts read by themselves while the window is open, as the settings say. UI thread."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from portfolio.model.account import Account, AccountState
from portfolio.ui import power
from portfolio.ui.session import SessionState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.settings import Accounts
    from portfolio.ui.session import Session

_LOOK_MS: Final = 5 * 60 * 1000
_FIRST_MS: Final = 20 * 1000


def due(accounts: Sequence[Account], settings: Accounts, now: datetime) -> list[str]:
    """Return the accounts whose next time has come.

    One that needs the holder is left alone; one that failed is tried again at its next time.
    """
    coming = {each.id: next_at(each, settings) for each in accounts}
    return [account_id for account_id, at in coming.items() if at is not None and at <= now]


def next_at(account: Account, settings: Accounts) -> datetime | None:
    """Return when an account is read next by itself; None when it is not."""
    if settings.interval_hours <= 0 or account.state is not AccountState.READY:
        return None
    if account.last_started_at is None:
        return account.added_at
    return account.last_started_at + timedelta(hours=settings.interval_hours)


class SyncSchedule(QObject):
    """Looks every few minutes whether some account is due."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_repaired = False
        self._timer = QTimer(self)
        self._timer.setInterval(_FIRST_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Read what is due, unless the network or the battery should be spared."""
        self._timer.setInterval(_LOOK_MS)
        session = self._session
        if session.state is not SessionState.OPEN:
            return
        if not self._is_repaired:
            self._is_repaired = True
            session.syncs.repair()
        if session.workspace.is_offline:
            return
        settings = session.settings.value.accounts
        ids = due(session.accounts, settings, session.clock.now())
        if ids and not self._is_spared(settings):
            session.syncs.start(ids, is_attended=False)

    def _is_spared(self, settings: Accounts) -> bool:
        if not settings.on_battery and power.on_battery():
            return True
        return not settings.on_metered and bool(power.is_metered())
