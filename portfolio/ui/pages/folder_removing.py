"""Takes a folder out of the record: asks which one, counts what goes, and does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError
from portfolio.ui.models.words import fill
from portfolio.ui.tasks import READER
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from portfolio.model.source import Source
    from portfolio.operations.folder_removal import FolderRemoval
    from portfolio.store.store import Store
    from portfolio.ui.dialogs.remove_folder import RemoveFolder
    from portfolio.ui.session import Session


class FolderRemoving(QObject):
    """Opens the dialog and calls the operations.

    Signals:
        said: ``(banner kind, words)`` for the page.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._dialog: RemoveFolder | None = None

    def ask(self, folders: Sequence[Source]) -> None:
        """Ask which folder is to go."""
        from portfolio.ui.dialogs.remove_folder import RemoveFolder

        if self._session.is_reading:
            words = self.tr("Folders are being read. Remove one when that has ended.")
            self.said.emit(BannerKind.PLAIN.value, words)
            return
        dialog = RemoveFolder(folders, self._page)
        dialog.chosen.connect(self._count)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.ask_one(self._remove)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(str)
    def _count(self, source_id: str) -> None:
        store = self._session.store

        def work(
            _report: Callable[[object], None], _cancelled: Callable[[], bool]
        ) -> FolderRemoval:
            from portfolio.operations import folder_removal

            return folder_removal.going(store, source_id)

        self._session.run(
            work, on_done=self._show_removal, on_failed=self._tell_fault, executor=READER
        )

    def _show_removal(self, removal: FolderRemoval) -> None:
        if self._dialog is not None:  # it may be closed by now
            self._dialog.show_removal(removal)

    def _remove(self, removal: FolderRemoval) -> None:
        def work(store: Store) -> FolderRemoval:
            from portfolio.operations import folder_removal

            folder_removal.remove(store, removal)
            return removal

        self._session.edit(work, self._tell_removed, self._tell_fault)

    @Slot(object)
    def _tell_removed(self, removal: FolderRemoval) -> None:
        self._session.tell_changed("source", "deed", "project", "identity", "question")
        words = fill(self.tr("%1 is no longer in the record."), ", ".join(removal.places))
        self.said.emit(BannerKind.PLAIN.value, words)

    def _tell_fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.said.emit(BannerKind.FAILED.value, str(error))
        else:
            self._session.tell_failed(error)
