"""The dialogs the window opens: folders, backups, lists of Help. None blocks (``open``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from portfolio.model.text import clean_line
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.record import BackupInfo
    from portfolio.store.store import Store
    from portfolio.ui.window import MainWindow

translate = QCoreApplication.translate
_MISSING: Final = "missing"
_MOST_SHOWN: Final = 3


def choose_folder(window: MainWindow) -> None:
    """Ask for a folder, then read it."""
    dialog = QFileDialog(window, translate("Dialogs", "Read a folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, translate("Dialogs", "Read"))
    folders = window.session.settings.value.reading.folders
    start = Path(folders[-1]).parent if folders else Path.home()
    dialog.setDirectory(str(start if start.is_dir() else Path.home()))
    dialog.fileSelected.connect(lambda name: window.read_folders([Path(name)]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def choose_sent_file(window: MainWindow) -> None:
    """Ask for a file somebody sent, then show it; nothing of it is kept by that."""
    dialog = QFileDialog(window, translate("Dialogs", "Open a file someone sent"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setDirectory(str(Path.home()))
    dialog.fileSelected.connect(lambda name: window.open_file(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def say_missing(window: MainWindow, names: Sequence[str]) -> None:
    """Say which files that were to be opened are not there, and offer to choose another."""
    from portfolio.ui.dialogs.question import Question
    from portfolio.ui.widgets.labels import DataText

    for before in window.findChildren(Question, _MISSING):
        before.reject()
    question = Question(
        translate("Dialogs", "There is no such file or folder"),
        translate("Dialogs", "It may have been moved, renamed or deleted. Nothing was changed."),
        translate("Dialogs", "Choose another file…"),
        translate("Dialogs", "Close"),
        window,
    )
    question.setObjectName(_MISSING)
    shown = [clean_line(name) for name in names[:_MOST_SHOWN]]
    for at, name in enumerate(shown):
        question.body.insertWidget(1 + at, DataText(name, wraps=True, is_ltr=True))
    question.setAccessibleDescription(", ".join(shown))
    question.ask(window.choose_sent_file)


def choose_backup(window: MainWindow) -> None:
    """Ask for a backup, say what happens, then restore it."""
    dialog = QFileDialog(window, translate("Dialogs", "Restore a backup"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(translate("Dialogs", "Backups (*.sqlite);;All files (*)"))
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, translate("Dialogs", "Choose"))
    folder = window.session.paths.backups
    dialog.setDirectory(str(folder if folder.is_dir() else Path.home()))
    dialog.fileSelected.connect(lambda name: confirm_restore(window, Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def confirm_restore(window: MainWindow, backup: Path) -> None:
    """Ask before the record is put aside; an empty one needs no question."""
    from portfolio.ui.dialogs.question import Question

    if not window.session.paths.store.exists():
        window.opener.restore(backup)
        return
    words = translate(
        "Dialogs",
        "The backup “%1” is checked and takes the place of your record. Your present record is "
        "put aside beside it and kept.",
    )
    question = Question(
        translate("Dialogs", "Restore this backup?"),
        fill(words, backup.name),
        translate("Dialogs", "Restore backup"),
        translate("Dialogs", "Keep present record"),
        window,
    )
    question.ask(lambda: window.opener.restore(backup))


def confirm_delete(window: MainWindow) -> None:
    """Ask before everything is deleted; name what goes and what stays."""
    from portfolio.ui.dialogs.question import Question

    words = translate(
        "Dialogs",
        "Your record, every decision and story, all automatic backups, the settings and the log "
        "are deleted from this computer. This cannot be undone. Backups and documents you saved "
        "elsewhere stay, and so do the folders that were read.",
    )
    question = Question(
        translate("Dialogs", "Delete everything?"),
        words,
        translate("Dialogs", "Delete everything"),
        translate("Dialogs", "Keep everything"),
        window,
    )
    question.ask(window.opener.delete_everything)


def make_backup(window: MainWindow) -> None:
    """Make a backup and say where it is."""

    def work(store: Store) -> BackupInfo:
        from portfolio.operations.keeping import back_up

        return back_up(store)

    def done(info: BackupInfo) -> None:
        words = fill(translate("Dialogs", "Backed up as %1."), info.path.name)
        window.say(words, icon="hard-drive")

    window.session.edit(work, done)


def open_shortcuts(window: MainWindow) -> None:
    """Show the list of shortcuts."""
    from portfolio.ui.dialogs.shortcuts import ShortcutsList

    ShortcutsList(window.commands, window).open()


def open_history(window: MainWindow) -> None:
    """Show the history of changes."""
    from portfolio.ui.dialogs.history import HistoryList

    HistoryList(window.session, window).open()


def open_log(window: MainWindow) -> None:
    """Show the log."""
    from portfolio.ui.dialogs.log import LogViewer

    LogViewer(window.ring, window.session.paths.log, window).open()


def open_about(window: MainWindow) -> None:
    """Show what this is."""
    from portfolio.ui.dialogs.about import About

    About(window).open()
