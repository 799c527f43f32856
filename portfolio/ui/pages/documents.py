"""Documents: editions as tabs, the form of one, and its pages as they will be saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from portfolio.operations import carrying
from portfolio.operations import editions as operations
from portfolio.operations import holder as holder_operations
from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.dialogs.left_out import LeftOutDialog
from portfolio.ui.dialogs.new_edition import EditionNameDialog
from portfolio.ui.models import carried_rows
from portfolio.ui.models.contents_rows import Offered
from portfolio.ui.models.words import fill
from portfolio.ui.page import Page
from portfolio.ui.pages.document_preview import DocumentPreview
from portfolio.ui.pages.document_saving import DocumentSaver, Wish, formats_menu
from portfolio.ui.pages.edition_form import FORM_WIDTH, EditionForm
from portfolio.ui.pages.story_offer import SeeStory, StoryOffer
from portfolio.ui.theme.tokens import HEAD_TOP, PAGE_MARGIN, SPACE_12
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.edition_tabs import EditionTabs
from portfolio.ui.widgets.left_out import LeftOutNote
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from portfolio.errors import PortfolioError
    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder
    from portfolio.operations.export import ExportResult
    from portfolio.operations.preview import Drafted, Preview
    from portfolio.store.reader import Reader
    from portfolio.ui.page import Navigator
    from portfolio.ui.session import Change, Session

SHOWN_KINDS = (
    "edition",
    "holder",
    "project",
    "story",
    "role",
    "deed",
    "identity",
    "source",
    "question",
    "letter",
    "badge",
    "policy",
    "key",
)
"""Kinds of change that may change a document."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    editions: tuple[Edition, ...]
    holder: Holder
    offered: Offered
    asked_at: int  # `Session.edit_mark`

    @property
    def has_something(self) -> bool:
        there = self.offered
        return bool(there.projects or there.stories or there.letters or there.badges)


class DocumentsPage(Page):
    """Set up a document at the start side, see its pages at the end side.

    Target: the id of an edition (`str`), or a story that is to be seen in it (`SeeStory`).
    """

    page_id = "documents"

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, navigator, parent)
        self._loaded: _Loaded | None = None
        self._edition: Edition | None = None
        self._wanted_id = ""
        self._is_behind = False  # what was read last was older than what the form shows
        self._refused: Wish | None = None
        self._saver = DocumentSaver(session, self)
        self._saver.saved.connect(self._tell_saved)
        self._saver.failed.connect(self._tell_not_saved)
        self._build()
        session.reading_changed.connect(self._show_what_there_is)

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
        touched = change is None or change.touches(*SHOWN_KINDS) or self._is_behind
        if self.session.is_open and touched:
            self.session.read(_Load(self.session.edit_mark), self._show)

    def show_target(self, target: object) -> None:
        """Show the edition with this id."""
        self._story.want(target.story_id if isinstance(target, SeeStory) else "")
        if isinstance(target, str):
            self._wanted_id = target
        if isinstance(target, (str, SeeStory)):
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one side at a time in a narrow window."""
        super().resizeEvent(event)
        self._sides.set_narrow(is_narrow=self.is_narrow())

    def _build(self) -> None:
        self.column.addWidget(self._built_head())
        self._fault = Banner(BannerKind.FAILED, "")
        self._fault.hide()
        self._fault.requested.connect(self._save_elsewhere)
        notices = QVBoxLayout()
        notices.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        self._story = StoryOffer()
        self._story.accepted.connect(self._take_story)
        notices.addWidget(self._fault)
        notices.addWidget(self._story)
        self.column.addLayout(notices)
        self._preview = DocumentPreview(self.session, self._drafted)
        self._preview.made.connect(self._take_preview)
        self._sides = SideBySide(
            self._built_form(),
            self._preview,
            start_width=FORM_WIDTH,
            words=(self.tr("Set up"), self.tr("Preview")),
            name=self.tr("Set up or preview"),
        )
        self._empty = EmptyState("file-text", "")
        self._empty.requested.connect(self._read_folder)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sides)
        self._stack.addWidget(self._empty)
        self.column.addWidget(self._stack, 1)

    def _built_head(self) -> PageHead:
        head = PageHead(self.tr("Documents"), has_line=True)
        self._others = Button(self.tr("Other formats"), icon_after="chevron-down")
        self._others.clicked.connect(self._open_formats)
        self._save = Button(self.tr("Save PDF…"), ButtonKind.PRIMARY, icon="download")
        self._save.clicked.connect(self._save_pdf)
        head.add_action(self._others, self._save)
        self._tabs = EditionTabs()
        self._tabs.chosen.connect(self._choose)
        self._tabs.new_wanted.connect(self._new_edition)
        self._tabs.more_wanted.connect(self._open_more)
        bar = QHBoxLayout()
        bar.addWidget(self._tabs, 1)
        head.add_bar(bar)
        outer = head.layout()
        if outer is not None:  # the tabs stand on the edge of what they show
            outer.setContentsMargins(PAGE_MARGIN, HEAD_TOP, PAGE_MARGIN, 0)
        return head

    def _built_form(self) -> QWidget:
        side = QWidget()
        side.setAutoFillBackground(True)
        side.setBackgroundRole(side.palette().ColorRole.Base)
        self._form = EditionForm()
        self._form.edition_changed.connect(self._store_edition)
        self._form.holder_changed.connect(self._store_holder)
        self._form.typed.connect(self._wait)
        self._left_out = LeftOutNote()
        self._left_out.requested.connect(self._show_left_out)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._form, 1)
        note = QVBoxLayout()
        note.setContentsMargins(PAGE_MARGIN, SPACE_12, PAGE_MARGIN, SPACE_12)
        note.addWidget(self._left_out)
        column.addLayout(note)
        return side

    def _show(self, loaded: _Loaded) -> None:
        """Show what was read; where the form was changed since it was asked, that knows better."""
        self._loaded = loaded
        edition = self._pick(loaded.editions)
        self._tabs.show_editions([(e.id, e.name) for e in loaded.editions], edition.id)
        is_same = self._edition is not None and self._edition.id == edition.id
        self._is_behind = is_same and self.session.is_older(loaded.asked_at)
        if not self._is_behind:
            self._edition = edition
            self._form.show_edition(edition, loaded.holder, loaded.offered)
        self._show_what_there_is()
        self._story.look(self._edition, loaded.offered.stories)
        self.navigator.commands_changed()
        if loaded.has_something:
            self._preview.draw()

    @Slot()
    def _show_what_there_is(self) -> None:
        """Show the form and the pages, or why there are none yet."""
        has_something = self._loaded is not None and self._loaded.has_something
        self._stack.setCurrentIndex(0 if has_something else 1)
        missing = "" if has_something else self.tr("There is nothing to print yet.")
        self._save.set_available(missing)
        self._others.set_available(missing)
        if self.session.is_reading:
            words = self.tr("Your folders are being read. Your document shows here in a moment.")
            self._empty.say(words, icon="refresh-cw")
        elif self._loaded is not None:
            words = self.tr("Nothing to print yet. Begin with the folders you worked in.")
            self._empty.say(words, self.tr("Read a folder…"), icon="file-text")

    @Slot(object)
    def _take_story(self, edition: Edition) -> None:
        if self._loaded is not None:
            self._form.settle()
            self._form.show_edition(edition, self._loaded.holder, self._loaded.offered)
            self._store_edition(edition)

    def _pick(self, editions: Sequence[Edition]) -> Edition:
        wanted = self._wanted_id or (self._edition.id if self._edition else "")
        self._wanted_id = ""
        return next((e for e in editions if e.id == wanted), editions[0])

    def _drafted(self) -> Drafted | None:
        from portfolio.operations.preview import Drafted

        drafted = self._form.drafted()
        return Drafted(*drafted) if drafted is not None else None

    @Slot(str)
    def _choose(self, edition_id: str) -> None:
        self._form.settle()
        self._wanted_id = edition_id
        self.refresh(None)

    @Slot()
    def _wait(self) -> None:
        self._preview.wait()

    @Slot(object)
    def _store_edition(self, edition: Edition) -> None:
        self._edition = edition
        self._preview.draw()
        self.session.edit(lambda store: operations.change(store, edition), failed=self._not_stored)

    @Slot(object)
    def _store_holder(self, holder: Holder) -> None:
        self.session.edit(
            lambda store: holder_operations.change(store, holder), failed=self._not_stored
        )

    def _not_stored(self, error: Exception) -> None:
        self.session.tell_failed(error)
        self.refresh(None)

    @Slot(object)
    def _take_preview(self, made: Preview) -> None:
        self._left_out.show_left_out(made.left_out)

    @Slot()
    def _show_left_out(self) -> None:
        if self._preview.last is not None:
            LeftOutDialog(self._preview.last.left_out, self).open()

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
        if self._edition is not None:
            self._store_edition(replace(self._edition, name=name))

    @Slot()
    def _remove_edition(self) -> None:
        if self._edition is not None:
            edition_id = self._edition.id
            self._edition = None
            self.session.edit(lambda store: operations.remove(store, edition_id))

    @Slot(QPoint)
    def _open_more(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("This edition"))
        menu.addAction(self.tr("Rename this edition…"), self._rename_edition)
        remove = menu.addAction(self.tr("Delete this edition"), self._remove_edition)
        remove.setEnabled(not self._only_edition())
        menu.popup(at)

    @Slot()
    def _open_formats(self) -> None:
        menu = formats_menu(self)
        menu.triggered.connect(self._save_other)
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    @Slot(QAction)
    def _save_other(self, action: QAction) -> None:
        self._ask_where(action.data())

    @Slot()
    def _save_pdf(self) -> None:
        self._ask_where("pdf")

    @Slot()
    def _save_elsewhere(self) -> None:
        self._fault.hide()
        self._ask_where(self._refused.form if self._refused is not None else "pdf")

    def _ask_where(self, form: str) -> None:
        if self._edition is not None:
            self._form.settle()
            last = self._preview.last
            self._saver.ask(self._edition, last.file_stem if last is not None else "CV", form)

    def save_to(self, path: Path, form: str = "pdf") -> None:
        """Save the open edition to ``path``; the outcome is said in the status line or a banner."""
        if self._edition is not None:
            self._form.settle()
            self._saver.save(Wish(self._edition.id, path, form))

    @Slot(object)
    def _tell_saved(self, result: ExportResult) -> None:
        self._fault.hide()
        self.navigator.say(fill(self.tr("Saved %1"), result.path.name), icon="file-check")
        self.session.tell_changed("edition")

    @Slot(object, object)
    def _tell_not_saved(self, wish: Wish, error: PortfolioError) -> None:
        self._refused = wish
        self._fault.say(BannerKind.FAILED, str(error), self.tr("Save elsewhere…"))

    @Slot()
    def _read_folder(self) -> None:
        self.navigator.trigger("folders.add")


class _Load:
    """What the page shows, asked in one reading."""

    def __init__(self, asked_at: int) -> None:
        self._asked_at = asked_at

    def __call__(self, reader: Reader) -> _Loaded:
        """Return editions, the holder and what an edition can choose from."""
        projects = tuple(p for p in reader.projects.all() if p.deed_count or p.what_it_is)
        return _Loaded(
            tuple(operations.all_editions(reader)),
            reader.holder(),
            Offered(
                projects,
                tuple(reader.stories.all()),
                tuple(carried_rows.letter(each) for each in carrying.shown_letters(reader)),
                tuple(carried_rows.badge(each) for each in carrying.shown_badges(reader)),
                tuple(reader.roles.all()),
            ),
            self._asked_at,
        )
