"""The main window: side bar, pages, status line, menus; the `Navigator` of the pages."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from portfolio.errors import PortfolioError
from portfolio.ui import window_dialogs
from portfolio.ui.actions import Commands
from portfolio.ui.geometry import LEAST_SIZE, WindowState
from portfolio.ui.handed_over import dropped, dropped_files, page_for, sorted_out
from portfolio.ui.models.words import fill
from portfolio.ui.page import NEW, ImportFile, Page, ReadFolders
from portfolio.ui.page_stack import PageStack
from portfolio.ui.pages.catalogue import page_words, spec_of, specs
from portfolio.ui.pages.fault import FaultPage
from portfolio.ui.session import Change, Session, SessionState
from portfolio.ui.standing import needs, standing
from portfolio.ui.step_words import step_words
from portfolio.ui.theme.theme import ThemeMode
from portfolio.ui.theme.tokens import NARROW_BELOW, PAGE_MARGIN, SPACE_8
from portfolio.ui.updating import Updating
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.side_bar import Place, SideBar
from portfolio.ui.widgets.status_line import StatusLine
from portfolio.ui.window_commands import all_commands, why_not_writable
from portfolio.ui.window_menus import WindowMenus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent

    from portfolio.log import Ring
    from portfolio.model.journal import Entry
    from portfolio.model.record import Hit
    from portfolio.ui.dialogs.palette import Palette
    from portfolio.ui.opening import Opener
    from portfolio.ui.theme.theme import Theme

_FOLDERS_KEPT = 10
_HIT_PAGES = {"deed": "contributions", "project": "projects", "story": "stories"}


class MainWindow(QMainWindow):
    """The window. Made and used on the UI thread.

    Args:
        session: The record, open or not.
        opener: Opens and restores it.
        theme: Applied already.
        state: Where the window was.
        ring: Lines for the log viewer.
        is_sample: This window shows sample data.

    Signals:
        sample_requested: A window with sample data was asked for.
        painted: It was shown for the first time.
    """

    sample_requested = Signal()
    painted = Signal()

    def __init__(  # noqa: PLR0913  (everything it needs is handed to it)
        self,
        session: Session,
        opener: Opener,
        theme: Theme,
        state: WindowState,
        ring: Ring,
        *,
        is_sample: bool = False,
    ) -> None:
        super().__init__()
        self.session, self.opener, self.theme = session, opener, theme
        self.ring, self.is_sample = ring, is_sample
        self._state = state
        self._wanted: tuple[str, object] | None = None
        self._reading_words = ""
        self._updating = Updating(session, self)
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        self._build()
        self.commands = Commands(self)
        self.commands.add(*all_commands(self, session))
        self.commands.refused.connect(self._say_refused)
        self.menus = WindowMenus(self, self.commands).menus
        self._palette: Palette | None = None
        self._connect()
        self._take_state()
        self.go(str(state.values.get("page") or "home"))

    # Building

    def _build(self) -> None:
        self.side_bar = SideBar(QKeySequence("Ctrl+K"))
        self.side_bar.set_places(
            [
                Place(spec.page_id, page_words(spec.page_id), spec.icon, spec.group)
                for spec in specs()
                if spec.group
            ]
        )
        undo_keys = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
        self.status = StatusLine(undo_keys)
        self._stack = PageStack(self.session, self, self._state.values.get("pages"))
        self.fault = FaultPage(self.session.paths.store)
        self._stack.addWidget(self.fault)
        self._banner = Banner(BannerKind.FAILED, "", self.tr("Dismiss"))
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(PAGE_MARGIN, SPACE_8, PAGE_MARGIN, 0)
        above.addWidget(self._banner)
        self._above.hide()
        self._banner.requested.connect(self._above.hide)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._above)
        right.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.side_bar)
        across.addLayout(right, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.side_bar.chosen.connect(self._go_from_side_bar)
        self.side_bar.entered.connect(self._enter_page)
        self.side_bar.find_requested.connect(self.open_palette)
        self.status.undo_requested.connect(self.session.undo)
        self.session.changed.connect(self._take_change)
        self.session.state_changed.connect(self._take_session_state)
        self.session.stepped.connect(self._announce_step)
        self.session.unstepped.connect(self._announce_unstep)
        self.session.failed.connect(self._show_failure)
        self.session.reading_changed.connect(self._show_standing)
        self.session.accounts_changed.connect(self._show_standing)
        self.status.needs_requested.connect(self._go_to_accounts)
        self.session.glanced.connect(self._take_glance)
        self._updating.progressed.connect(self._show_reading)
        self._updating.ended.connect(self._announce_update)
        self._updating.failed.connect(self.session.tell_failed)
        self.opener.deleted.connect(self._announce_deleted)
        self.opener.restored.connect(self._announce_restored)
        self.fault.retry_requested.connect(self.opener.open)
        self.fault.read_only_requested.connect(self.opener.open_read_only)
        self.fault.restore_requested.connect(self.choose_backup)
        self.fault.log_requested.connect(self.open_log)
        self._show_standing()

    # Going somewhere (Navigator)

    def has_page(self, page_id: str) -> bool:
        """Return whether there is such a page."""
        return spec_of(page_id) is not None

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._stack.page

    @property
    def page_id(self) -> str:
        """The id of the page that is shown; "" for none."""
        return self._stack.current_id

    def go(self, page_id: str, target: object = None) -> None:
        """Show a page and hand it ``target``."""
        if self.session.state is SessionState.FAILED:
            return
        wanted = self._in_place_of(page_id)
        if wanted is None:
            self._wanted = (page_id, target)  # until it is known whether there is a record
            self.side_bar.show_current("home" if spec_of(page_id) is None else page_id)
            return
        spec = spec_of(wanted)
        if spec is None:
            self.commands.refused.emit(self.tr("There is no such page."))
            return
        focused = cast("QWidget | None", self.focusWidget())
        # At the start Qt puts the focus on the first widget there is: the button of the palette.
        is_nowhere = focused is None or focused is self.side_bar.find_button
        had_focus = is_nowhere or self._stack.isAncestorOf(cast("QWidget", focused))
        is_other = self.page_id != wanted
        page = self._stack.show_page(wanted)
        self.side_bar.show_current(spec.under or wanted)
        self.setWindowTitle(fill(self.tr("%1 - Portfolio", "window title"), page.title))
        if is_other:
            self.commands.set_page_commands(page.actions())
        if target is not None:
            page.show_target(target)
        if is_other and (had_focus or target is not None):
            page.focus_first()

    def say(self, words: str, *, icon: str = "info") -> None:
        """Show words in the status line for 8 seconds."""
        self.status.say(words, icon=icon)

    def trigger(self, command_id: str) -> None:
        """Run a command, if it is available now."""
        self.commands.trigger(command_id)

    def commands_changed(self) -> None:
        """Take the page's commands anew."""
        if self.page is not None:
            self.commands.set_page_commands(self.page.actions())

    def _in_place_of(self, page_id: str) -> str | None:
        """Return the page to show for ``page_id``; None when that is not known yet."""
        if page_id not in {"home", "first-run"}:
            return page_id
        is_empty = self._is_record_empty()
        if is_empty is None:
            return None
        return "first-run" if is_empty or not self.has_page("home") else "home"

    def _is_record_empty(self) -> bool | None:
        if self.session.is_open:
            totals = self.session.read_now(lambda reader: reader.totals())
            return totals.source_count == 0 and totals.deed_count == 0
        if self.session.glance is not None:
            totals = self.session.glance.totals
            return totals.source_count == 0 and totals.deed_count == 0
        return None if self.session.paths.store.exists() else True

    @Slot(str)
    def _go_from_side_bar(self, page_id: str) -> None:
        spec = spec_of(self.page_id)
        if spec is None or (spec.under or spec.page_id) != page_id or spec.under:
            self.go(page_id)

    @Slot()
    def _enter_page(self) -> None:
        if self.page is not None:
            self.page.focus_first()

    @Slot(object)
    def _go_to_hit(self, hit: Hit) -> None:
        self.go(_HIT_PAGES[hit.kind], hit.key)

    # What happens to the record

    @Slot(object)
    def _take_change(self, change: Change) -> None:
        if self.page_id == "first-run" and not self._is_record_empty():
            self.go("home")
        self._stack.take_change(change)
        self._show_standing()
        if self.session.is_open and change.touches("letter"):
            self.session.read(lambda reader: reader.attestations.pending(), self._show_unread)

    def _show_unread(self, count: int) -> None:
        self.side_bar.set_count("testimonials", count)

    @Slot()
    def _take_session_state(self) -> None:
        state = self.session.state
        if state is SessionState.FAILED and self.session.error is not None:
            self._stack.setCurrentWidget(self.fault)
            self.side_bar.setEnabled(False)
            self.setWindowTitle(self.tr("Portfolio"))
            self.fault.explain(self.session.error)
        elif self.session.is_open:
            self.side_bar.setEnabled(True)
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                self.go(*wanted)
            elif self.page_id:
                self.go(self.page_id)
            else:
                self.go("home")
        self._show_standing()

    @Slot(object)
    def _take_glance(self, _glance: object) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.go(*wanted)

    @Slot(object)
    def _announce_step(self, entry: Entry) -> None:
        words = fill(self.tr("%1.", "a step was done"), step_words(entry))
        self.status.say(words, icon="undo-2", offers_undo=True)

    @Slot(object, bool)
    def _announce_unstep(self, entry: Entry, is_redo: bool) -> None:  # noqa: FBT001  (a slot)
        pattern = self.tr("Done again: %1.") if is_redo else self.tr("Undone: %1.")
        self.status.say(fill(pattern, step_words(entry)), icon="undo-2")

    @Slot(object)
    def _show_failure(self, error: PortfolioError) -> None:
        self._complain(str(error))

    def _complain(self, words: str) -> None:
        self._above.show()
        self._banner.say(BannerKind.FAILED, words, self.tr("Dismiss"))

    @Slot(str)
    def _show_reading(self, words: str) -> None:
        self._reading_words = words
        self._show_standing()

    @Slot(str, bool)
    def _announce_update(self, words: str, has_fault: bool) -> None:  # noqa: FBT001  (a slot)
        self._reading_words = ""
        self.status.say(words, icon="triangle-alert" if has_fault else "check")

    @Slot(object)
    def _announce_restored(self, aside: Path) -> None:
        words = self.tr("The backup is restored. The record before it was kept as %1.")
        self.status.say(fill(words, aside.name), icon="history")

    @Slot(list)
    def _announce_deleted(self, left: list[str]) -> None:
        if left:
            names = ", ".join(left)
            words = fill(self.tr("These could not be deleted: %1."), names)
            self._complain(words)
        else:
            self.status.say(self.tr("Everything is deleted."), icon="check")
        self.go("home")

    @Slot()
    def _go_to_accounts(self) -> None:
        self.go("accounts")

    @Slot(str)
    def _say_refused(self, reason: str) -> None:
        self.status.say(fill(self.tr("Not now: %1.", "why a command cannot run"), reason))

    @Slot()
    def _show_standing(self) -> None:
        words, icon = standing(self.session, self._reading_words)
        self.status.set_standing(words, icon)
        self.status.set_needs(needs(self.session))
        if self.is_sample:
            self.status.set_kept(self.tr("Sample data. Gone when you close Portfolio"), "eye")

    # Commands

    def choose_folders(self) -> None:
        """Ask for a folder and read it."""
        window_dialogs.choose_folder(self)

    def read_folders(self, folders: Sequence[Path]) -> None:
        """Go and read these folders."""
        settings = self.session.settings
        reading = settings.value.reading
        places = tuple(str(folder) for folder in folders)
        known = [place for place in reading.folders if place not in places]
        with contextlib.suppress(PortfolioError):  # forgetting them is no reason not to read
            settings.change("reading", folders=(*known, *places)[-_FOLDERS_KEPT:])
        self.go("which-are-you", ReadFolders(tuple(folders), reading.max_depth))

    def import_file(self, path: Path | None = None) -> None:
        """Go and show what importing a file would do; without one, ask for it first."""
        reason = why_not_writable(self.session)
        if reason:
            self.commands.refused.emit(reason)
        else:
            self.go("contributions", ImportFile(path))

    def bring_up_to_date(self) -> None:
        """Read the known folders and the accounts again, in the background."""
        self._updating.start()
        self.session.syncs.start_all(self.session.accounts)

    @Slot()
    def choose_backup(self) -> None:
        """Ask for a backup and restore it."""
        window_dialogs.choose_backup(self)

    def back_up(self) -> None:
        """Make a backup now."""
        window_dialogs.make_backup(self)

    def delete_everything(self) -> None:
        """Ask, then delete everything of this profile."""
        window_dialogs.confirm_delete(self)

    def open_sample(self) -> None:
        """Open a window with sample data."""
        self.sample_requested.emit()

    @property
    def palette_box(self) -> Palette:
        """The command palette; made when first asked for, or by `warm_up` after the first paint."""
        if self._palette is None:
            from portfolio.ui.dialogs.palette import Palette

            self._palette = Palette(self.commands, self.session, self)
            self._palette.hit_chosen.connect(self._go_to_hit)
        return self._palette

    @Slot()
    def warm_up(self) -> None:
        """Make what the first paint does not need and what must open at once later."""
        _ = self.palette_box

    @Slot()
    def open_palette(self) -> None:
        """Open the command palette."""
        self.commands.bring_up_to_date()
        self.palette_box.open()

    def focus_filter(self) -> None:
        """Put the focus into the page's search field."""
        if self.page is None or not self.page.focus_filter():
            self.commands.refused.emit(self.tr("this page has no filter"))

    def choose_theme(self, mode: ThemeMode) -> None:
        """Apply a theme at once and keep it."""
        self.theme.apply(mode, high_contrast=self.theme.is_high_contrast)
        self.session.settings.change("appearance", theme=mode.value)

    def toggle_contrast(self) -> None:
        """Turn high contrast on or off."""
        wanted = not self.theme.is_high_contrast
        self.theme.apply(self.theme.mode, high_contrast=wanted)
        self.session.settings.change("appearance", high_contrast=wanted)

    def open_shortcuts(self) -> None:
        """Show the list of shortcuts."""
        self.palette_box.close_palette()
        window_dialogs.open_shortcuts(self)

    def open_history(self) -> None:
        """Show the history of changes."""
        window_dialogs.open_history(self)

    @Slot()
    def open_log(self) -> None:
        """Show the log."""
        window_dialogs.open_log(self)

    def open_about(self) -> None:
        """Show what this is."""
        window_dialogs.open_about(self)

    def reset_to_safe(self) -> None:
        """Forget place, page and colours (safe mode); the record is not touched."""
        self._state.values = {}
        self._state.place(self)
        self.theme.apply(ThemeMode.SYSTEM)
        self.session.settings.reset("appearance")
        self.go("home")

    def leave(self) -> None:
        """Close the window."""
        self.close()

    def take_arguments(self, names: Sequence[str]) -> None:
        """Come to the front, and open folders, a file or a place handed over by a start."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        handed = sorted_out(names)
        if handed.folders:
            self.read_folders(list(handed.folders))
        elif handed.files:
            self.open_file(handed.files[0])
        elif handed.places:
            page_id, shown = handed.places[0]
            self.go(page_id, shown or None)
        if len(handed.files) > 1:
            words = self.tr("Files are opened one at a time. This is %1.", "a file")
            self.say(fill(words, handed.files[0].name))
        if handed.missing:
            window_dialogs.say_missing(self, handed.missing)

    def open_file(self, path: Path) -> None:
        """Show a file somebody handed over; what no page knows by its name is looked at."""
        page_id = page_for(path, self.page_id) or "check"
        if page_id == "contributions":
            self.import_file(path)
        else:
            self.go(page_id, path)

    def choose_sent_file(self) -> None:
        """Ask for a file somebody sent and show it."""
        window_dialogs.choose_sent_file(self)

    def check_document(self) -> None:
        """Ask for a file and check it."""
        self.go("check", NEW)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.side_bar.set_narrow(is_narrow=self.width() < NARROW_BELOW)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where work starts."""
        super().showEvent(event)
        if self.page is not None and cast("QWidget | None", self.focusWidget()) is None:
            self.page.focus_first()
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where things were."""
        self._keep_state()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders, and one file that a page knows."""
        if _dropped_folders(event) or self._takes_dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read dropped folders; open a dropped file on the page that takes its kind."""
        folders, files = _dropped_folders(event), dropped_files(event)
        if folders:
            event.acceptProposedAction()
            self.read_folders(folders)
        elif self._takes_dropped(event):
            event.acceptProposedAction()
            self.open_file(files[0])

    def _takes_dropped(self, event: QDropEvent) -> bool:
        files = dropped_files(event)
        return bool(files) and bool(page_for(files[0], self.page_id))

    def _take_state(self) -> None:
        self._state.place(self)

    def _keep_state(self) -> None:
        self._state.note_place(self)
        if self.page_id and self.page_id not in {"first-run", "which-are-you"}:
            self._state.values["page"] = self.page_id
        self._state.values["pages"] = self._stack.kept()
        self._state.save()


def _dropped_folders(event: QDropEvent) -> list[Path]:
    return [place for place in dropped(event) if place.is_dir()]
