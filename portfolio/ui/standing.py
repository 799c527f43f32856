"""What the status line says whenever nothing just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

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
    if session.is_reading:
        words = reading_words or translate("Standing", "Reading folders. No network is used")
        return words, "refresh-cw"
    if session.state is SessionState.OPENING and session.paths.store.exists():
        return translate("Standing", "Opening your record"), "hard-drive"
    if session.state is SessionState.READ_ONLY:
        return translate("Standing", "Open for reading only. Nothing can be changed"), "lock"
    if session.state is SessionState.FAILED:
        return translate("Standing", "Your record is not open"), "triangle-alert"
    words = translate("Standing", "No accounts yet. Nothing has been sent or fetched")
    return words, "circle-slash"
