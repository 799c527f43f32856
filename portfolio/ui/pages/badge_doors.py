"""The dialogs that the Badges page opens: to import, give, endorse, and save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from portfolio.ui.session import SessionState
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from portfolio.operations.badges import BadgeView
    from portfolio.ui.dialogs.save_backpack import BackpackWish, SaveBackpack
    from portfolio.ui.pages.badge_work import BadgeWork
    from portfolio.ui.session import Session


class BadgeDoors(QObject):
    """Opens dialogs over a page.

    Args:
        session: Whose record is read and written.
        work: What does what the dialogs were asked for.
        page: Over whose window they open.

    Signals:
        said: (kind of banner, words).
        given: Id of a badge the holder gave.
    """

    said = Signal(str, str)
    given = Signal(str)

    def __init__(self, session: Session, work: BadgeWork, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._work = work
        self._page = page
        self._pasted = ""  # until it is taken in: neither a fault nor Escape loses it
        work.opened.connect(self._endorse_file)
        work.came.connect(self._forget_pasted)

    def refusal(self) -> str:
        """Return why nothing can be written now, "" when it can."""
        if self._session.state is SessionState.OPEN:
            return ""
        return self.tr("The record can only be read now.")

    def _may_write(self) -> bool:
        if self.refusal():
            self.said.emit(BannerKind.PLAIN.value, self.refusal())
        return not self.refusal()

    @Slot()
    def take_in(self) -> None:
        """Import badges: files, a link, a text."""
        from portfolio.ui.dialogs.import_badge import ImportBadge

        if not self._may_write():
            return
        dialog = ImportBadge(self._page.window())
        dialog.files_chosen.connect(self._work.take_in)
        dialog.link_given.connect(self._work.fetch)
        dialog.text_given.connect(self._work.take_text)
        dialog.pasted.connect(self._keep_pasted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show_pasted(self._pasted)
        dialog.open()

    @Slot(str)
    def _keep_pasted(self, text: str) -> None:
        self._pasted = text

    @Slot()
    def _forget_pasted(self) -> None:
        self._pasted = ""

    @Slot()
    def give(self) -> None:
        """Give a badge to somebody."""
        from portfolio.ui.dialogs.give_badge import GiveBadge

        if not self._may_write():
            return
        dialog = GiveBadge(self._session, self._page.window())
        dialog.given.connect(self.given)
        dialog.open()

    def endorse(self, view: BadgeView) -> None:
        """Speak for a badge of the wall."""
        self._work.open_to_endorse(view.badge.raw)

    @Slot()
    def endorse_file(self) -> None:
        """Speak for a badge somebody handed over as a file."""
        words = self.tr("The badge to endorse")
        path, _ = QFileDialog.getOpenFileName(self._page, words)
        if path:
            self._work.read_to_endorse(Path(path))

    @Slot(bytes, str, list)
    def _endorse_file(self, raw: bytes, name: str, about: list[str]) -> None:
        from portfolio.ui.dialogs.endorse_badge import EndorseBadge

        if not self._may_write():
            return
        dialog = EndorseBadge(self._session, raw, name, tuple(about), self._page.window())
        dialog.endorsed.connect(self._work.tell_saved)
        dialog.open()

    def save(self, view: BadgeView) -> None:
        """Save a badge's file where the person wants it."""
        name = self._work.file_name(view)
        path, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save the badge"), name)
        if path:
            self._work.save(view, Path(path))

    # Backpack

    def save_backpack(self) -> None:
        """Say what goes into a backpack, and save it where the person wants it."""
        from portfolio.operations.editions import all_editions
        from portfolio.ui.dialogs.save_backpack import SaveBackpack

        editions = self._session.read_now(all_editions)
        dialog = SaveBackpack(self._session, editions, self._page.window())
        dialog.wanted.connect(lambda wish: self._save_backpack(dialog, wish))
        dialog.open()

    def _save_backpack(self, dialog: SaveBackpack, wish: BackpackWish) -> None:
        words = self.tr("Save the backpack")
        path, _ = QFileDialog.getSaveFileName(dialog, words, "backpack.zip", "ZIP (*.zip)")
        if path:
            dialog.hide()  # what was ticked is there again if it cannot be saved there
            is_zip = path.lower().endswith(".zip")
            self._work.save_backpack(
                wish,
                Path(path if is_zip else f"{path}.zip"),
                on_saved=dialog.accept,
                on_fault=dialog.open_again,
            )
