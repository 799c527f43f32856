"""Help > Log: the last lines, by level and module, to copy and to find on disk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.labels import ElidedLabel, Text, mark_data
from portfolio.ui.widgets.painting import MIDDLE
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.log import Ring

_EVERY_MS = 1000
_LEVELS = {"all": logging.DEBUG, "warning": logging.WARNING, "error": logging.ERROR}


class LogViewer(QDialog):
    """The lines kept in memory. They are redacted already."""

    def __init__(self, ring: Ring, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring, self._path, self._shown = ring, path, ""
        self.setWindowTitle(self.tr("Log"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("Log"), TextSize.SECTION))
        words = self.tr("Addresses, tokens and the name of your home folder are left out.")
        column.addWidget(Text(words, tone="muted", wraps=True))
        choices = [
            ("all", self.tr("Everything")),
            ("warning", self.tr("Warnings and faults")),
            ("error", self.tr("Faults")),
        ]
        self.level = Segments(choices, self.tr("Level"))
        self.level.choose("all")
        self.level.chosen.connect(self.show_lines)
        self.search = SearchField(self.tr("Filter by words or module"))
        self.search.words_changed.connect(self.show_lines)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.level)
        column.addLayout(bar)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Lines of the log"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self.text)
        column.addWidget(self.text, 1)
        column.addLayout(self._buttons())
        self.resize(860, 560)
        self.show_lines()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.show_lines)
        self._timer.start()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addWidget(ElidedLabel(str(self._path), TextSize.SMALL, "muted", elide=MIDDLE), 1)
        copy = Button(self.tr("Copy"))
        copy.clicked.connect(self._copy)
        folder = Button(self.tr("Open folder"))
        folder.clicked.connect(self._open_folder)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        for button in (copy, folder, close):
            row.addWidget(button)
        return row

    @Slot()
    def show_lines(self) -> None:
        """Show the lines that fit the filter; keep the place when nothing is new."""
        least = _LEVELS[self.level.choice() or "all"]
        wanted = self.search.text().casefold()
        lines = [
            line.text
            for line in self._ring.lines()
            if line.level >= least and wanted in line.text.casefold()
        ]
        text = "\n".join(lines)
        if text == self._shown:
            return
        self._shown = text
        bar = self.text.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum()
        self.text.setPlainText(text)
        if was_at_end:
            bar.setValue(bar.maximum())

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
