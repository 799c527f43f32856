"""The dialog for a fault nobody expected: plain words, redacted details, and a choice."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio.log import redact
from portfolio.ui.dialogs.about import program_version, versions_line
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from portfolio.log import Ring

_LOG_LINES = 40


def details(error: BaseException, ring: Ring | None) -> str:
    """Return what helps to mend the fault, without tokens, addresses and home folders."""
    trace = "".join(traceback.format_exception(error))
    lines = [line.text for line in ring.lines()[-_LOG_LINES:]] if ring is not None else []
    text = "\n".join(
        [f"Portfolio {program_version()}", versions_line(), "", trace.rstrip(), "", *lines]
    )
    return redact(text, str(Path.home()))


class CrashDialog(QDialog):
    """Says what happened and what is safe; sends nothing anywhere.

    Signals:
        log_requested: "Show the log" was pressed.
        quit_requested: "Quit" was pressed.
    """

    log_requested = Signal()
    quit_requested = Signal()

    def __init__(
        self, error: BaseException, ring: Ring | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("Something went wrong in Portfolio"), TextSize.SECTION))
        words = self.tr(
            "What you did last may not have worked. Everything you decided before is kept. You can "
            "go on working, or quit and start again."
        )
        column.addWidget(Text(words, wraps=True))
        words = self.tr(
            "These details help to mend the fault. Addresses, tokens and the name of your home "
            "folder are left out. Nothing is sent anywhere."
        )
        column.addWidget(Text(words, tone="muted", wraps=True))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Details"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setPlainText(details(error, ring))
        mark_data(self.text)
        column.addWidget(self.text, 1)
        column.addLayout(self._buttons())
        self.resize(680, 480)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        copy = Button(self.tr("Copy details"))
        copy.clicked.connect(self.copy_details)
        log = Button(self.tr("Show the log"))
        log.clicked.connect(self.log_requested)
        leave = Button(self.tr("Quit"))
        leave.clicked.connect(self.quit_requested)
        self.go_on = Button(self.tr("Continue"), ButtonKind.PRIMARY)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addWidget(log)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.go_on)
        return row

    @Slot()
    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
