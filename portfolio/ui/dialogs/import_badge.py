"""Takes badges: files that are chosen, or a pasted link or text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data

_WIDTH: Final = 520
SUFFIXES: Final = ("png", "svg", "json", "jsonld", "jwt", "jws", "zip", "txt")
"""How the names of files with badges end."""


class ImportBadge(QDialog):
    """A button for files, and a field for a link or text.

    Signals:
        files_chosen: Paths of files, as a list.
        link_given: A link that is to be fetched now.
        text_given: A badge as text.
        pasted: What stands in the field, at every change.
    """

    files_chosen = Signal(list)
    link_given = Signal(str)
    text_given = Signal(str)
    pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        title = self.tr("Import a badge")
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "A badge is a PNG or SVG picture, a JSON or JWT file, or a zip of those. Its file is "
            "kept exactly as it came. Nobody is asked about it until you say so."
        )
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.files = Button(self.tr("Choose files…"), icon="folder")
        self.files.clicked.connect(self._choose)
        files = QHBoxLayout()
        files.addWidget(self.files)
        files.addStretch(1)
        column.addLayout(files)
        self.what = QPlainTextEdit()
        self.what.setTabChangesFocus(True)
        self.what.setMinimumHeight(120)
        mark_data(self.what)
        self.what.textChanged.connect(self._look)
        column.addWidget(Labelled(self.tr("Or paste a link or the badge’s text"), self.what))
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.do = Button(self.tr("Import"), ButtonKind.PRIMARY)
        self.do.setDefault(True)
        self.do.clicked.connect(self._take)
        row.addWidget(cancel)
        row.addWidget(self.do)
        column.addLayout(row)
        self._look()
        self.files.setFocus()

    def _is_link(self) -> bool:
        text = self.what.toPlainText().strip()
        return text.startswith(("https://", "http://")) and len(text.split()) == 1

    @Slot()
    def _look(self) -> None:
        words = self.tr("Fetch the badge") if self._is_link() else self.tr("Import")
        self.do.set_words(words)
        is_empty = not self.what.toPlainText().strip()
        self.do.set_available(self.tr("Paste something first.") if is_empty else "")
        self.pasted.emit(self.what.toPlainText())

    def show_pasted(self, text: str) -> None:
        """Show what was pasted before and could not be taken in."""
        self.what.setPlainText(text)

    @Slot()
    def _choose(self) -> None:
        patterns = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        paths, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Import badges"), "", f"{self.tr('Badges')} ({patterns})"
        )
        if paths:
            self.files_chosen.emit([Path(each) for each in paths])
            self.accept()

    @Slot()
    def _take(self) -> None:
        text = self.what.toPlainText().strip()
        if self._is_link():
            self.link_given.emit(text)
        else:
            self.text_given.emit(text)
        self.accept()
