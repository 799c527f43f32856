"""Documents: editions as tabs, the form of one, and its pages as they will be saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from portfolio.operations import editions as operations
from portfolio.operations import holder as holder_operations
from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.dialogs.left_out import LeftOutDialog
from portfolio.ui.dialogs.new_edition import EditionNameDialog
from portfolio.ui.models.words import fill
from portfolio.ui.page import Page
from portfolio.ui.page_images import PageImages, draw_pages
from portfolio.ui.pages.edition_form import EditionForm
from portfolio.ui.tasks import RENDER
from portfolio.ui.theme.tokens import HEAD_TOP, PAGE_MARGIN
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.edition_tabs import EditionTabs
from portfolio.ui.widgets.left_out import LeftOutNote
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.page_preview import PagePreview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder
    from portfolio.model.project import Project
    from portfolio.model.story import Story
    from portfolio.operations.export import ExportResult
    from portfolio.operations.preview import Preview
    from portfolio.store.reader import Reader
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session
    from portfolio.ui.tasks import Task

PREVIEW_AFTER_MS = 250
"""The preview is made this long after the last key."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    editions: tuple[Edition, ...]
    holder: Holder
    projects: tuple[Project, ...]
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    preview: Preview
    images: PageImages


class DocumentsPage(Page):
    """Set up a document at the start side, see its pages at the end side."""

    page_id = "documents"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._loaded: _Loaded | None = None
        self._edition: Edition | None = None
        self._drawing: Task | None = None
        self._last: Preview | None = None
        self._wanted_id = ""
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_AFTER_MS)
        self._pause.timeout.connect(self._draw)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Documents")

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Commands of this page."""
        return (
            Command(
                "document.save-pdf",
                self.tr("Save PDF…"),
                self._save_pdf,
                Group.PAGE,
                icon="download",
                keys=keys("Ctrl+S"),
                reason=self._no_edition,
            ),
            Command(
                "edition.new", self.tr("New edition…"), self._new_edition, Group.PAGE, icon="plus"
            ),
            Command(
                "edition.rename",
                self.tr("Rename this edition…"),
                self._rename_edition,
                Group.PAGE,
                icon="pencil",
                reason=self._no_edition,
            ),
            Command(
                "edition.remove",
                self.tr("Delete this edition"),
                self._remove_edition,
                Group.PAGE,
                icon="x",
                reason=self._only_edition,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        """Load the editions and draw the preview anew."""
        touched = change is None or change.touches(
            "edition",
            "holder",
            "project",
            "story",
            "role",
            "deed",
            "identity",
            "source",
            "question",
        )
        if self.session.is_open and touched:
            self.session.read(_load, self._show)

    def show_target(self, target: object) -> None:
        """Show the edition with this id."""
        if isinstance(target, str):
            self._wanted_id = target
            self.refresh(None)

    def focus_first(self) -> None:
        """Start at the name to print."""
        self._form.focus_name()

    def save_state(self) -> dict[str, Any]:
        """Keep which edition was open."""
        return {"edition": self._edition.id if self._edition else ""}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Open the edition that was open."""
        edition_id = state.get("edition")
        if isinstance(edition_id, str):
            self._wanted_id = edition_id

    def _build(self) -> None:
        self._head = PageHead(self.tr("Documents"))
        self._others = Button(self.tr("Other formats"), icon_after="chevron-down")
        self._others.clicked.connect(self._open_formats)
        self._save = Button(self.tr("Save PDF…"), ButtonKind.PRIMARY, icon="download")
        self._save.clicked.connect(self._save_pdf)
        self._head.add_action(self._others, self._save)
        self._tabs = EditionTabs()
        self._tabs.chosen.connect(self._choose)
        self._tabs.new_wanted.connect(self._new_edition)
        bar = QHBoxLayout()
        bar.addWidget(self._tabs, 1)
        self._head.add_bar(bar)
        outer = self._head.layout()
        if outer is not None:  # the tabs stand on the edge of what they show
            outer.setContentsMargins(PAGE_MARGIN, HEAD_TOP, PAGE_MARGIN, 0)
        self._banner = Banner(BannerKind.FAILED, "")
        self._banner.hide()
        self._form = EditionForm()
        self._form.edition_changed.connect(self._store_edition)
        self._form.holder_changed.connect(self._store_holder)
        self._form.typed.connect(self._wait)
        self._left_out = LeftOutNote()
        self._left_out.requested.connect(self._show_left_out)
        self._preview = PagePreview()
        self._preview.width_wanted.connect(self._redraw)
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(self._head)
        left = QWidget()
        left.setAutoFillBackground(True)
        left.setBackgroundRole(left.palette().ColorRole.Base)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self._form, 1)
        self._left_out.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._left_out)
        right = QWidget()
        end = QVBoxLayout(right)
        end.setContentsMargins(0, 0, 0, 0)
        end.setSpacing(0)
        end.addWidget(self._banner)
        end.addWidget(self._preview, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(right, 1)
        self._empty = EmptyState(
            "file-text",
            self.tr("Nothing to print yet. Begin with the folders you worked in."),
            self.tr("Read a folder…"),
        )
        self._empty.requested.connect(self._read_folder)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)
        self.column.addWidget(self._stack, 1)

    def _show(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        edition = self._pick(loaded.editions)
        self._edition = edition
        self._tabs.show_editions([(e.id, e.name) for e in loaded.editions], edition.id)
        self._form.show_edition(edition, loaded.holder, loaded.projects, loaded.stories)
        has_something = bool(loaded.projects or loaded.stories)
        self._stack.setCurrentIndex(0 if has_something else 1)
        self._save.set_available("" if has_something else self.tr("There is nothing to print yet."))
        self._others.set_available(
            "" if has_something else self.tr("There is nothing to print yet.")
        )
        self.navigator.commands_changed()
        if has_something:
            self._wait()

    def _pick(self, editions: Sequence[Edition]) -> Edition:
        wanted = self._wanted_id or (self._edition.id if self._edition else "")
        self._wanted_id = ""
        return next((e for e in editions if e.id == wanted), editions[0])

    @Slot(str)
    def _choose(self, edition_id: str) -> None:
        self._form.settle()
        self._wanted_id = edition_id
        self.refresh(None)

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot(object)
    def _store_edition(self, edition: Edition) -> None:
        self._edition = edition
        self.session.edit(lambda store: operations.change(store, edition))

    @Slot(object)
    def _store_holder(self, holder: Holder) -> None:
        self.session.edit(lambda store: holder_operations.change(store, holder))

    @Slot()
    def _draw(self) -> None:
        edition = self._edition
        if edition is None or not self.session.is_open:
            return
        if self._drawing is not None and self._drawing.is_running:
            self._pause.start()  # one at a time; the newest wins
            return
        store, clock = self.session.store, self.session.clock
        width = self._preview.wanted_width_px()

        def work(_report: Callable[[object], None], _cancelled: Callable[[], bool]) -> _Drawn:
            from portfolio.operations import preview

            made = preview.make(store, clock, edition.id)
            return _Drawn(made, draw_pages(made.data, width_px=width))

        if not self._preview.page_count():
            self._preview.set_state(self.tr("Making the preview…"))
        self._drawing = self.session.run(
            work, on_done=self._show_pages, on_failed=self._show_fault, executor=RENDER
        )

    def _show_pages(self, drawn: _Drawn) -> None:
        self._drawing = None
        self._last = drawn.preview
        self._banner.hide()
        self._preview.set_pages(drawn.images)
        self._preview.set_state(self.tr("Preview, updated as you edit"))
        self._left_out.show_left_out(drawn.preview.left_out)
        self._warn_of_length(drawn.preview)
        if drawn.images.width_px != self._preview.wanted_width_px():
            self._wait()

    def _warn_of_length(self, made: Preview) -> None:
        limit = self._edition.page_limit if self._edition else 0
        if limit and made.body_page_count > limit:
            pages = self.tr("%n pages.", "", made.body_page_count)
            limit_words = self.tr("Your limit is %n.", "pages", limit)
            self._banner.say(BannerKind.NEEDS_YOU, f"{pages} {limit_words}")
        elif made.warnings:
            self._banner.say(BannerKind.NEEDS_YOU, made.warnings[0])

    def _show_fault(self, error: Exception) -> None:
        from portfolio.errors import PortfolioError

        self._drawing = None
        if not isinstance(error, PortfolioError):
            self.session.tell_failed(error)
            return
        self._banner.say(BannerKind.FAILED, str(error))

    @Slot(int)
    def _redraw(self, width_px: int) -> None:
        if self._last is None:
            return
        data = self._last.data

        def work(_report: object, _cancelled: object) -> PageImages:
            return draw_pages(data, width_px=width_px)

        self.session.run(work, on_done=self._preview.set_pages, executor=RENDER)

    @Slot()
    def _show_left_out(self) -> None:
        if self._last is not None:
            LeftOutDialog(self._last.left_out, self).open()

    def _no_edition(self) -> str:
        return "" if self._edition else self.tr("there is no edition")

    def _only_edition(self) -> str:
        several = self._loaded is not None and len(self._loaded.editions) > 1
        return "" if several else self.tr("this is the only edition")

    @Slot()
    def _new_edition(self) -> None:
        dialog = EditionNameDialog(self.tr("New edition"), self.tr("Make edition"), parent=self)
        dialog.named.connect(self._add_edition)
        dialog.open()

    @Slot(str)
    def _add_edition(self, name: str) -> None:
        self.session.edit(lambda store: operations.add(store, name), self._added)

    def _added(self, edition: Edition) -> None:
        self._wanted_id = edition.id
        self.refresh(None)

    @Slot()
    def _rename_edition(self) -> None:
        if self._edition is None:
            return
        dialog = EditionNameDialog(
            self.tr("Rename this edition"), self.tr("Rename"), self._edition.name, parent=self
        )
        dialog.named.connect(self._rename)
        dialog.open()

    @Slot(str)
    def _rename(self, name: str) -> None:
        from dataclasses import replace

        if self._edition is not None:
            self._store_edition(replace(self._edition, name=name))

    @Slot()
    def _remove_edition(self) -> None:
        if self._edition is not None:
            edition_id = self._edition.id
            self._edition = None
            self.session.edit(lambda store: operations.remove(store, edition_id))

    @Slot()
    def _open_formats(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for form, words, _, _ in _formats():
            menu.addAction(words).setData(form)
        menu.triggered.connect(self._save_other)
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    @Slot(QAction)
    def _save_other(self, action: QAction) -> None:
        for form, _, pattern, ending in _formats():
            if action.data() == form:
                self._save_as(form, pattern, ending)

    @Slot()
    def _save_pdf(self) -> None:
        self._save_as("pdf", self.tr("PDF (*.pdf)"), ".pdf")

    def _save_as(self, form: str, pattern: str, ending: str) -> None:
        edition = self._edition
        if edition is None:
            return
        self._form.settle()
        stem = self._last.file_stem if self._last is not None else "CV"
        folder = Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            or Path.home()
        )
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the document"), str(folder / f"{stem}{ending}"), pattern
        )
        if path:
            self.save_to(Path(path), form)

    def save_to(self, path: Path, form: str = "pdf") -> None:
        """Save the open edition to ``path``; the outcome is said in the status line or a banner."""
        edition = self._edition
        if edition is None:
            return
        store, clock = self.session.store, self.session.clock

        def work(_report: object, _cancelled: object) -> ExportResult:
            from portfolio.operations import export

            return export.export(store, clock, edition.id, form, path)

        self.session.run(work, on_done=self._saved, on_failed=self._show_fault, executor=RENDER)

    def _saved(self, result: ExportResult) -> None:
        self.navigator.say(fill(self.tr("Saved %1"), result.path.name), icon="file-check")
        self.session.tell_changed("edition")

    @Slot()
    def _read_folder(self) -> None:
        self.navigator.trigger("folders.add")


def _formats() -> tuple[tuple[str, str, str, str], ...]:
    """Return ``(format, words, file pattern, ending)`` of the formats beside PDF."""
    translate = QCoreApplication.translate
    return (
        ("html", translate("Formats", "Web page…"), "HTML (*.html)", ".html"),
        ("markdown", translate("Formats", "Markdown…"), "Markdown (*.md)", ".md"),
        ("text", translate("Formats", "Plain text…"), "Text (*.txt)", ".txt"),
        ("json-resume", translate("Formats", "JSON Resume…"), "JSON (*.json)", ".json"),
    )


def _load(reader: Reader) -> _Loaded:
    projects = tuple(p for p in reader.projects.all() if p.deed_count or p.what_it_is)
    return _Loaded(
        tuple(operations.all_editions(reader)),
        reader.holder(),
        projects,
        tuple(reader.stories.all()),
    )
