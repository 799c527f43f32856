"""The dialogs that the Badges page opens: to import, give, endorse, and save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from portfolio.ui.models.words import fill
from portfolio.ui.session import SessionState
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from portfolio.model.edition import Edition
    from portfolio.operations.badges import BadgeView
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
        dialog.given.connect(self._tell_given)
        dialog.open()

    @Slot(str, str)
    def _tell_given(self, badge_id: str, fault: str) -> None:
        self.given.emit(badge_id)
        if fault:
            words = self.tr("The badge is signed and kept here. %1", "what went wrong")
            self.said.emit(BannerKind.FAILED.value, fill(words, fault))

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

    def save_backpack(self, beside: QWidget) -> None:
        """Save what documents show; of several editions one is chosen in a menu."""
        from portfolio.operations.editions import all_editions

        editions = self._session.read_now(all_editions)
        if len(editions) < 2:
            self._save_backpack(editions[0])
            return
        menu = QMenu(beside)
        for edition in editions:
            words = fill(self.tr("What “%1” shows…", "an edition"), edition.name)
            action = QAction(words.replace("&", "&&"), menu)
            action.setData(edition)
            menu.addAction(action)
        menu.triggered.connect(self._choose_edition)
        menu.popup(beside.mapToGlobal(QPoint(0, beside.height())))

    @Slot(QAction)
    def _choose_edition(self, action: QAction) -> None:
        self._save_backpack(action.data())

    def _save_backpack(self, edition: Edition) -> None:
        words = self.tr("Save the backpack")
        path, _ = QFileDialog.getSaveFileName(self._page, words, "backpack.zip", "ZIP (*.zip)")
        if path:
            is_zip = path.lower().endswith(".zip")
            self._work.save_backpack(edition.id, Path(path if is_zip else f"{path}.zip"))
