"""Folders being read: one line each with its state in words, a bar for the one in work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.labels import DataText, ElidedLabel, IconLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 14


class FolderState(StrEnum):
    """Where the reading of a folder stands."""

    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    IN_PART = "in-part"
    FAILED = "failed"


_ICONS = {
    FolderState.WAITING: ("clock", "muted"),
    FolderState.READING: ("refresh-cw", "accent"),
    FolderState.READY: ("check", "ok"),
    FolderState.IN_PART: ("contrast", "muted"),
    FolderState.FAILED: ("triangle-alert", "error"),
}


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One folder: its name, its state, and a sentence about it (translated, with data in it)."""

    label: str
    state: FolderState
    words: str


class _Line(QWidget):
    def __init__(self, line: FolderLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_8)
        grid.setVerticalSpacing(1)
        self._icon = IconLabel("clock", "muted", metrics(QApplication.font()).icon)
        self._label = ElidedLabel(line.label)
        self._words = DataText("", TextSize.SMALL, "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress"))
        grid.addWidget(self._icon, 0, 0)
        grid.addWidget(self._label, 0, 1)
        grid.addWidget(self._words, 1, 1)
        grid.addWidget(self._bar, 2, 1)
        grid.setColumnStretch(1, 1)
        self.show_line(line)

    def show_line(self, line: FolderLine) -> None:
        """Show another state."""
        name, tone = _ICONS[line.state]
        self._icon.set_icon(name, tone)
        self._label.set_words(line.label)
        self._label.set_tone("muted" if line.state is FolderState.WAITING else "text")
        self._words.set_words(line.words)
        self._bar.setVisible(line.state is FolderState.READING)


class FolderList(QWidget):
    """The lines, at most `MOST_SHOWN`; the rest is said in one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_12)
        self._lines: list[_Line] = []
        self._more = Text("", TextSize.SMALL, "muted", wraps=True)
        self._more.hide()
        self._column.addWidget(self._more)

    def show_lines(self, lines: Sequence[FolderLine]) -> None:
        """Show these folders; those in work and those with a fault first when there are many."""
        shown = list(lines)
        if len(shown) > MOST_SHOWN:
            urgent = {FolderState.READING: 0, FolderState.FAILED: 1, FolderState.IN_PART: 2}
            shown = sorted(shown, key=lambda line: urgent.get(line.state, 3))[:MOST_SHOWN]
        while len(self._lines) > len(shown):
            gone = self._lines.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, line in enumerate(shown):
            if at < len(self._lines):
                self._lines[at].show_line(line)
            else:
                made = _Line(line)
                self._lines.append(made)
                self._column.insertWidget(at, made)
        left = len(lines) - len(shown)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("and %n more folder(s)", "", left))
