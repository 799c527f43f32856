"""Saving a document: where to, in which format, and what is said afterwards."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from portfolio.errors import PortfolioError
from portfolio.model.share import SUFFIX as SHARE
from portfolio.ui.dialogs.share_terms import ShareTerms, TypedTerms
from portfolio.ui.tasks import RENDER, WRITER

if TYPE_CHECKING:
    from portfolio.clock import Clock
    from portfolio.model.edition import Edition
    from portfolio.operations.export import ExportResult
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be saved where; a share file also with what was agreed."""

    edition_id: str
    path: Path
    form: str
    agreed: TypedTerms | None = None


class DocumentSaver(QObject):
    """Asks where a document is to go and saves it. UI thread.

    Signals:
        saved: The `ExportResult`.
        failed: ``(Wish, PortfolioError)``; an old file of that name is as it was.
    """

    saved = Signal(object)
    failed = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent
        self._waiting: list[Wish] = []
        self._in_work: list[Wish] = []
        self._typed: dict[str, TypedTerms] = {}

    def ask(self, edition: Edition, stem: str, form: str = "pdf") -> None:
        """Ask for a file name, beginning with ``stem`` in the folder used last, and save.

        For a share file it is asked first what it is for; what is typed is there again next time.
        """
        if form != SHARE:
            self._ask_where(edition.id, stem, form)
            return
        known = self._typed.get(edition.id) or TypedTerms(edition.audience)
        dialog = ShareTerms(known, self._window.window())
        dialog.finished.connect(lambda _: self._typed.update({edition.id: dialog.typed}))
        dialog.agreed.connect(lambda agreed: self._ask_where(edition.id, stem, form, agreed))
        dialog.open()

    def _ask_where(
        self, edition_id: str, stem: str, form: str, agreed: TypedTerms | None = None
    ) -> None:
        pattern, ending = _patterns()[form]
        path, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the document"),
            str(self._folder() / f"{stem}{ending}"),
            pattern,
        )
        if path:
            self.save(Wish(edition_id, Path(path), form, agreed))

    def save(self, wish: Wish) -> None:
        """Save, once every edit asked for before is stored."""
        self._waiting.append(wish)
        self._session.run(_after_the_edits, on_done=self._begin, executor=WRITER)

    def _begin(self, _: object) -> None:
        wish = self._waiting.pop(0)
        self._in_work.append(wish)
        work = _Saving(self._session.store, self._session.clock, wish)
        self._session.run(work, on_done=self._end, on_failed=self._fail, executor=RENDER)

    def _end(self, result: ExportResult) -> None:
        self._in_work.pop(0)
        settings = self._session.settings
        with contextlib.suppress(PortfolioError):  # the document is saved all the same
            settings.change("documents", folder=str(result.path.parent))
        self.saved.emit(result)
        if settings.value.documents.opens_saved:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.path)))

    def _fail(self, error: Exception) -> None:
        wish = self._in_work.pop(0)
        if isinstance(error, PortfolioError):
            self.failed.emit(wish, error)
        else:
            self._session.tell_failed(error)

    def _folder(self) -> Path:
        last = self._session.settings.value.documents.folder
        if last and Path(last).is_dir():
            return Path(last)
        usual = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(usual) or Path.home())


class _Saving:
    """Makes and saves one document, away from the UI thread."""

    def __init__(self, store: Store, clock: Clock, wish: Wish) -> None:
        self._store, self._clock, self._wish = store, clock, wish

    def __call__(self, _report: object, _cancelled: object) -> ExportResult:
        """Return what was saved."""
        from portfolio.operations import export, sharing

        wish, typed = self._wish, self._wish.agreed
        if typed is not None:
            until = self._clock.now().date() + timedelta(days=typed.days)
            agreed = sharing.terms(self._clock, typed.audience, typed.purpose, until)
            return sharing.export(self._store, self._clock, wish.edition_id, agreed, wish.path)
        return export.export(self._store, self._clock, wish.edition_id, wish.form, wish.path)


def _after_the_edits(_report: object, _cancelled: object) -> None:
    """Do nothing: the writer comes to it when the edits before are stored."""


def formats_menu(parent: QWidget) -> QMenu:
    """Return a menu of the formats beside PDF; each action's data is the format."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(translate("Formats", "Other formats"))
    for form, words in (
        ("html", translate("Formats", "Web page…")),
        ("markdown", translate("Formats", "Markdown…")),
        ("text", translate("Formats", "Plain text…")),
        ("json-resume", translate("Formats", "JSON Resume…")),
        (SHARE, translate("Formats", "Share file, for one purpose…")),
    ):
        action = QAction(words, menu)
        action.setData(form)
        menu.addAction(action)
    return menu


def _patterns() -> dict[str, tuple[str, str]]:
    """Return ``(file pattern, ending)`` of each format."""
    return {
        "pdf": (translate("Formats", "PDF (*.pdf)"), ".pdf"),
        "html": (translate("Formats", "Web page (*.html)"), ".html"),
        "markdown": (translate("Formats", "Markdown (*.md)"), ".md"),
        "text": (translate("Formats", "Plain text (*.txt)"), ".txt"),
        "json-resume": (translate("Formats", "JSON Resume (*.json)"), ".json"),
        SHARE: (translate("Formats", "Share file (*.share)"), ".share"),
    }
