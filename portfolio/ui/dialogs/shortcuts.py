"""F1: every shortcut and command, searchable, in the window that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.actions import Command, Commands, Group
from portfolio.ui.matching import match
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.filters import SearchField
from portfolio.ui.widgets.form_parts import leave_room_for_bar
from portfolio.ui.widgets.key_hint import KeyHint
from portfolio.ui.widgets.labels import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShortcutsList(QDialog):
    """The list of commands with their shortcuts, by menu, filtered as you type."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("Keyboard shortcuts"), TextSize.SECTION))
        self.search = SearchField(self.tr("Find a command or a key"))
        self.search.words_changed.connect(self._show)
        column.addWidget(self.search)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("Commands"))
        column.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(620, 560)
        self._show("")
        self.search.setFocus()

    def listed(self) -> list[str]:
        """Return the words of the commands listed (for tests)."""
        return [label.text() for label in self._area.findChildren(Text, "command")]

    @Slot(str)
    def _show(self, query: str) -> None:
        inside = QWidget()
        inside.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        grid = QGridLayout(inside)
        leave_room_for_bar(inside, grid, SPACE_16)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnStretch(0, 1)
        row = 0
        for group, words in self._heads():
            found = [item for item in self._commands.of_group(group) if _fits(query, item)]
            if not found:
                continue
            grid.addWidget(Text(words, TextSize.SMALL_STRONG, "muted"), row, 0)
            row = self._add(grid, row + 1, found)
        if not row:
            grid.addWidget(Text(self.tr("Nothing found."), tone="muted"), 0, 0)
        grid.setRowStretch(row + 1, 1)
        self._area.setWidget(inside)

    def _add(self, grid: QGridLayout, row: int, found: Sequence[Command]) -> int:
        for command in found:
            label = Text(command.text())
            label.setObjectName("command")
            grid.addWidget(label, row, 0)
            if command.keys:
                grid.addWidget(KeyHint(command.keys[0]), row, 1, Qt.AlignmentFlag.AlignRight)
            row += 1
        return row

    def _heads(self) -> list[tuple[Group, str]]:
        return [
            (Group.PAGE, self.tr("This page")),
            (Group.GO, self.tr("Go to")),
            (Group.FILE, self.tr("File")),
            (Group.EDIT, self.tr("Edit")),
            (Group.VIEW, self.tr("View")),
            (Group.HELP, self.tr("Help")),
        ]


def _fits(query: str, command: Command) -> bool:
    if not command.is_listed:
        return False
    keys = " ".join(key.toString() for key in command.keys)
    return match(query, command.text()) is not None or query.casefold() in keys.casefold()
