"""Entering contributions oneself: opens the form and the import, and does what they ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from portfolio.errors import PortfolioError
from portfolio.operations import manual
from portfolio.ui.dialogs.manual_entry import ManualEntryDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from portfolio.model.deed import Deed
    from portfolio.operations.manual import Draft
    from portfolio.store.reader import Reader
    from portfolio.ui.session import Session


class Entering(QObject):
    """By hand and from files, for the page of contributions. UI thread.

    Signals:
        entered: Key of the deed that was added or changed.
        imported: How many were taken from a file.
    """

    entered = Signal(str)
    imported = Signal(int)

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._dialog: ManualEntryDialog | None = None
        self._key = ""
        self.draft: dict[str, Any] = {}

    def take_draft(self, kept: object) -> None:
        """Take up what was typed before the last closing (any JSON value)."""
        self.draft = dict(kept) if isinstance(kept, dict) else {}

    def kept(self) -> dict[str, Any]:
        """Return what is typed and not stored, also while the form is still open."""
        is_adding = self._dialog is not None and not self._key
        return self._dialog.typed() if self._dialog is not None and is_adding else self.draft

    def add(self) -> None:
        """Open the empty form, or with what was typed into it last."""
        self._open("", None)

    @Slot(str)
    def change(self, key: str) -> None:
        """Open the form with what is stored of a deed entered by hand."""
        try:
            stored = manual.draft_of(self._session.store, key)
        except PortfolioError as error:
            self._session.tell_failed(error)
            return
        self._open(key, stored)

    @Slot(str)
    def remove(self, key: str) -> None:
        """Remove a deed entered by hand; the status line offers Undo."""
        self._session.edit(lambda store: manual.remove(store, key))

    def import_from(self, path: Path | None) -> None:
        """Open the import of a file; without one, ask for it first."""
        if path is not None:
            self._look_at(path)
            return
        self._choose()

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Import from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Tables (*.csv *.tsv *.txt *.json *.jsonl);;All files (*)"))
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Choose"))
        dialog.setDirectory(str(Path.home()))
        dialog.fileSelected.connect(self._take_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _take_chosen(self, name: str) -> None:
        self._look_at(Path(name))

    def _look_at(self, path: Path) -> None:
        from portfolio.ui.dialogs.import_file import ImportDialog

        dialog = ImportDialog(self._session, path, self._page)
        dialog.imported.connect(self.imported)
        dialog.another_wanted.connect(self._choose)
        dialog.open()
        dialog.begin()

    def _open(self, key: str, stored: Draft | None) -> None:
        projects = self._session.read_now(_projects)
        dialog = ManualEntryDialog(self._session.clock, projects, stored, self._page)
        self._dialog, self._key = dialog, key
        dialog.agreed.connect(self._store)
        dialog.finished.connect(self._forget)
        if stored is None:
            dialog.kept.connect(self._keep)
            dialog.take_up(self.draft)
        dialog.open()

    @Slot(object)
    def _keep(self, typed: dict[str, Any]) -> None:
        self.draft = typed

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(object)
    def _store(self, draft: Draft) -> None:
        clock, key = self._session.clock, self._key
        self._session.edit(
            lambda store: (
                manual.change(store, clock, key, draft) if key else manual.add(store, clock, draft)
            ),
            self._take_stored,
            self._fail,
        )

    def _take_stored(self, deed: Deed) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.entered.emit(deed.key)

    def _fail(self, error: Exception) -> None:
        if self._dialog is not None and isinstance(error, PortfolioError):
            self._dialog.show_failure(str(error))
        else:
            self._session.tell_failed(error)


def _projects(reader: Reader) -> list[tuple[str, str]]:
    found = [(each.key, each.name) for each in reader.projects.all(include_hidden=True)]
    return sorted(found, key=lambda each: each[1].casefold())
