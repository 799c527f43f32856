"""The commands that are there on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from portfolio.ui.actions import Command, Group, keys
from portfolio.ui.models.words import fill
from portfolio.ui.page import NEW
from portfolio.ui.pages.catalogue import page_words, specs
from portfolio.ui.session import SessionState
from portfolio.ui.step_words import step_words
from portfolio.ui.theme.theme import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.ui.session import Session
    from portfolio.ui.window import MainWindow

_Standard = QKeySequence.StandardKey
translate = QCoreApplication.translate


def all_commands(window: MainWindow, session: Session) -> list[Command]:
    """Return the window's commands, in the order of the menus."""
    return [
        *_adding(window, session),
        *_opening(window),
        *_reading(window, session),
        *_keeping(window, session),
        *_edit(window, session),
        *_go(window, session),
        *_view(window),
        *_help(window),
    ]


def _adding(window: MainWindow, session: Session) -> list[Command]:
    """Return the commands of the file menu that bring something into the record."""
    writable = _needs_record(session, writes=True)
    return [
        Command(
            "folders.add",
            translate("Commands", "Read folders…"),
            window.choose_folders,
            Group.FILE,
            "folder-git-2",
            keys(_Standard.Open),
            writable,
        ),
        Command(
            "contribution.add",
            translate("Commands", "Add by hand…"),
            lambda: window.go("contributions", NEW),
            Group.FILE,
            "plus",
            keys("Ctrl+Shift+N"),
            writable,
        ),
        Command(
            "contribution.import",
            translate("Commands", "Import from a file…"),
            window.import_file,
            Group.FILE,
            "download",
            keys("Ctrl+Shift+O"),
            writable,
        ),
        Command(
            "story.new",
            translate("Commands", "New story"),
            lambda: window.go("stories", NEW),
            Group.FILE,
            "book-open",
            keys(_Standard.New),
            writable,
            is_listed=window.has_page("stories"),
        ),
    ]


def _opening(window: MainWindow) -> list[Command]:
    """Return the commands that open a file of somebody else."""
    return [
        Command(
            "file.open",
            translate("Commands", "Open a file someone sent…"),
            window.choose_sent_file,
            Group.FILE,
            "mail-open",
            keys(),
        ),
        Command(
            "document.check",
            translate("Commands", "Check a document…"),
            window.check_document,
            Group.FILE,
            "shield-question",
            keys("Ctrl+Shift+D"),
        ),
    ]


def _reading(window: MainWindow, session: Session) -> list[Command]:
    """Return the commands that start and stop the reading of what the record has."""
    writable = _needs_record(session, writes=True)
    return [
        Command(
            "record.update",
            translate("Commands", "Bring up to date"),
            window.bring_up_to_date,
            Group.FILE,
            "refresh-cw",
            keys("F5"),
            lambda: writable() or _unless_reading(session),
        ),
        Command(
            "reading.stop",
            translate("Commands", "Stop reading folders"),
            session.stop_reading,
            Group.FILE,
            "circle-slash",
            keys("Ctrl+."),
            lambda: "" if session.is_reading else translate("Commands", "nothing is being read"),
        ),
    ]


def _keeping(window: MainWindow, session: Session) -> list[Command]:
    """Return the commands for the record as a whole, and for leaving."""
    writable = _needs_record(session, writes=True)
    return [
        Command(
            "backup.make",
            translate("Commands", "Back up now"),
            window.back_up,
            Group.FILE,
            "hard-drive",
            (),
            _needs_record(session),
        ),
        Command(
            "backup.restore",
            translate("Commands", "Restore a backup…"),
            window.choose_backup,
            Group.FILE,
            "history",
            (),
            lambda: _unless_reading(session),
        ),
        Command(
            "record.delete",
            translate("Commands", "Delete everything…"),
            window.delete_everything,
            Group.FILE,
            "x",
            (),
            lambda: writable() or _unless_reading(session),
        ),
        Command(
            "sample.open",
            translate("Commands", "Look at sample data"),
            window.open_sample,
            Group.FILE,
            "eye",
            (),
            lambda: translate("Commands", "this is the sample") if window.is_sample else "",
        ),
        Command(
            "app.quit",
            translate("Commands", "Quit"),
            window.leave,
            Group.FILE,
            "x",
            keys("Ctrl+Q"),
        ),
    ]


def _undo_and_redo(session: Session) -> list[Command]:
    def undo_words() -> str:
        if session.undo_entry is None:
            return translate("Commands", "Undo")
        return fill(translate("Commands", "Undo: %1"), step_words(session.undo_entry))

    def redo_words() -> str:
        if session.redo_entry is None:
            return translate("Commands", "Redo")
        return fill(translate("Commands", "Redo: %1"), step_words(session.redo_entry))

    def why_no_undo() -> str:
        none = session.undo_entry is None
        return translate("Commands", "nothing to undo") if none else ""

    def why_no_redo() -> str:
        none = session.redo_entry is None
        return translate("Commands", "nothing to redo") if none else ""

    return [
        Command(
            "edit.undo",
            undo_words,
            session.undo,
            Group.EDIT,
            "undo-2",
            keys("Ctrl+Z"),
            why_no_undo,
        ),
        Command(
            "edit.redo",
            redo_words,
            session.redo,
            Group.EDIT,
            "rotate-cw",
            keys("Ctrl+Shift+Z", "Ctrl+Y"),
            why_no_redo,
        ),
    ]


def _edit(window: MainWindow, session: Session) -> list[Command]:
    return [
        *_undo_and_redo(session),
        Command(
            "palette.open",
            translate("Commands", "Find or do…"),
            window.open_palette,
            Group.EDIT,
            "search",
            keys("Ctrl+K"),
            is_listed=False,
        ),
        Command(
            "page.filter",
            translate("Commands", "Filter this page"),
            window.focus_filter,
            Group.EDIT,
            "list-filter",
            keys(_Standard.Find),
        ),
    ]


def _go(window: MainWindow, session: Session) -> list[Command]:
    made = []
    for place, spec in enumerate((spec for spec in specs() if spec.group), start=1):
        made.append(
            Command(
                f"go.{spec.page_id}",
                page_words(spec.page_id),
                _opener(window, spec.page_id),
                Group.GO,
                spec.icon,
                keys(f"Ctrl+{place % 10}") if place <= 10 else (),
            )
        )
    made.append(
        Command(
            "go.history",
            translate("Commands", "History of changes"),
            window.open_history,
            Group.GO,
            "history",
            reason=_needs_record(session),
        )
    )
    made.append(
        Command(
            "go.side-bar",
            translate("Commands", "Side bar"),
            window.side_bar.focus_list,
            Group.GO,
            "ellipsis",
            keys("F6"),
        )
    )
    return made


def _opener(window: MainWindow, page_id: str) -> Callable[[], None]:
    return lambda: window.go(page_id)


def _view(window: MainWindow) -> list[Command]:
    words = {
        ThemeMode.SYSTEM: translate("Commands", "Colours of the system"),
        ThemeMode.LIGHT: translate("Commands", "Light colours"),
        ThemeMode.DARK: translate("Commands", "Dark colours"),
    }
    made = [
        Command(
            f"theme.{mode.value}",
            words[mode],
            _chooser(window, mode),
            Group.VIEW,
            "contrast",
            checked=_is_mode(window, mode),
        )
        for mode in ThemeMode
    ]
    made.append(
        Command(
            "theme.contrast",
            translate("Commands", "High contrast"),
            window.toggle_contrast,
            Group.VIEW,
            "contrast",
            checked=lambda: window.theme.is_high_contrast,
        )
    )
    return made


def _chooser(window: MainWindow, mode: ThemeMode) -> Callable[[], None]:
    return lambda: window.choose_theme(mode)


def _is_mode(window: MainWindow, mode: ThemeMode) -> Callable[[], bool]:
    return lambda: window.theme.mode is mode


def _help(window: MainWindow) -> list[Command]:
    return [
        Command(
            "help.shortcuts",
            translate("Commands", "Keyboard shortcuts"),
            window.open_shortcuts,
            Group.HELP,
            "info",
            keys("F1"),
        ),
        Command("help.log", translate("Commands", "Log"), window.open_log, Group.HELP, "file-text"),
        Command(
            "help.about",
            translate("Commands", "About Portfolio"),
            window.open_about,
            Group.HELP,
            "info",
        ),
    ]


def why_not_writable(session: Session) -> str:
    """Return why nothing can be added to the record now, or ""."""
    return _needs_record(session, writes=True)()


def _needs_record(session: Session, *, writes: bool = False) -> Callable[[], str]:
    def reason() -> str:
        if session.state is SessionState.OPENING:
            return translate("Commands", "your record is being opened")
        if not session.is_open:
            return translate("Commands", "your record is not open")
        if writes and session.state is SessionState.READ_ONLY:
            return translate("Commands", "your record is open for reading only")
        return ""

    return reason


def _unless_reading(session: Session) -> str:
    return translate("Commands", "folders are being read") if session.is_reading else ""
