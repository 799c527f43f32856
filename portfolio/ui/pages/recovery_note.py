"""A sentence right after something was signed with a key that no recovery file was saved of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from portfolio.model.keys import OWN, KeyKind
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from portfolio.store.reader import Reader
    from portfolio.ui.pages.key_work import KeyWork
    from portfolio.ui.session import Change, Session


class RecoveryNote(Banner):
    """Hidden until `look` finds a key that could be lost; gone once its file was saved.

    Args:
        session: The window's.
        work: Saves the file, and says what became of it.
    """

    def __init__(self, session: Session, work: KeyWork, parent: QWidget | None = None) -> None:
        super().__init__(BannerKind.NEEDS_YOU, "", parent=parent)
        self._session, self._work = session, work
        self._key = ""
        self.hide()
        self.requested.connect(self._save)
        session.changed.connect(self._note_change)

    @Slot()
    def look(self) -> None:
        """Look whether the key in use could be lost, off the UI thread."""
        self._session.read(_unsaved, self._show_key)

    def _show_key(self, key: str) -> None:
        self._key = key
        if not key:
            self.hide()
            return
        words = self.tr(
            "Your signing key is on this computer only. If it is lost, nothing you signed can be "
            "taken back."
        )
        self.say(BannerKind.NEEDS_YOU, words, self.tr("Save recovery file…"))

    @Slot(object)
    def _note_change(self, change: Change) -> None:
        if self.isVisible() and change.touches("key"):
            self.look()

    @Slot()
    def _save(self) -> None:
        self._work.save_recovery(self._key)


def _unsaved(reader: Reader) -> str:
    """Return the fingerprint of this program's key that has no recovery file, or ""."""
    return next(
        (
            each.fingerprint
            for each in reader.keys.all()
            if each.owner == OWN
            and each.kind is KeyKind.APP
            and not each.replaced_by
            and each.recovery_at is None
        ),
        "",
    )
