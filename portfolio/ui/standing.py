"""What the status line says whenever nothing just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.ui.models.account_words import ago, needs_holder
from portfolio.ui.models.words import fill
from portfolio.ui.session import SessionState

if TYPE_CHECKING:
    from portfolio.ui.session import Session


def standing(session: Session, reading_words: str = "") -> tuple[str, str]:
    """Return the words and the icon of how things stand.

    Args:
        session: The record.
        reading_words: Where a reading is, when it said so.
    """
    translate = QCoreApplication.translate
    if session.syncs.is_running:
        return translate("Standing", "Reading accounts. You can go on working"), "refresh-cw"
    if session.is_reading:
        words = reading_words or translate("Standing", "Reading folders. No network is used")
        return words, "refresh-cw"
    if session.state is SessionState.OPENING and session.paths.store.exists():
        return translate("Standing", "Opening your record"), "hard-drive"
    if session.state is SessionState.READ_ONLY:
        return translate("Standing", "Open for reading only. Nothing can be changed"), "lock"
    if session.state is SessionState.FAILED:
        return translate("Standing", "Your record is not open"), "triangle-alert"
    return _of_accounts(session)


def _of_accounts(session: Session) -> tuple[str, str]:
    """Say what the network was used for."""
    translate = QCoreApplication.translate
    if session.is_open and session.workspace.is_offline:
        return translate("Standing", "Working without a network"), "unlink"
    accounts = session.accounts
    if not accounts:
        words = translate("Standing", "No accounts yet. Nothing is sent or fetched by itself")
        return words, "circle-slash"
    read = [each.last_ok_at for each in accounts if each.last_ok_at is not None]
    if not read:
        return translate("Standing", "Accounts were not read yet"), "circle-slash"
    when = ago(min(read), session.clock.now())
    return fill(translate("Standing", "Accounts up to date %1"), when), "cloud-check"


def needs(session: Session) -> str:
    """Return how many accounts need the holder, in words; "" when none does."""
    count = sum(needs_holder(each) for each in session.accounts)
    if not count:
        return ""
    return QCoreApplication.translate("Standing", "Needs you: %n account(s)", None, count)
