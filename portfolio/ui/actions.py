"""Every command of the holder once: menus, shortcuts, palette and the list of shortcuts agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


class Group(StrEnum):
    """Where a command belongs: its menu, and its place in the palette."""

    FILE = "file"
    EDIT = "edit"
    PAGE = "page"  # commands of the page that is shown; in the menu Page
    GO = "go"
    VIEW = "view"
    HELP = "help"


def always() -> str:
    """Say that a command can be used at any time."""
    return ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        id: Durable name, e.g. ``story.new``.
        words: What it does, translated, with "…" when a dialog follows. Plain text; a callable
            when the words change (Undo names its step).
        run: What it does; UI thread.
        group: Its menu and palette group.
        icon: Icon in the palette.
        keys: Shortcuts, the first one is shown.
        reason: Says why it cannot be used now, "" when it can.
        is_listed: In the palette and the list of shortcuts.
        checked: For commands with a tick in the menu: whether it is set.
    """

    id: str
    words: str | Callable[[], str]
    run: Callable[[], None]
    group: Group
    icon: str = ""
    keys: tuple[QKeySequence, ...] = ()
    reason: Callable[[], str] = always
    is_listed: bool = True
    checked: Callable[[], bool] | None = None

    def text(self) -> str:
        """Return its words now."""
        return self.words if isinstance(self.words, str) else self.words()


def keys(*sequences: str | QKeySequence.StandardKey) -> tuple[QKeySequence, ...]:
    """Return shortcuts from text ("Ctrl+N") or Qt's standard keys, the system's first."""
    made: list[QKeySequence] = []
    for sequence in sequences:
        if isinstance(sequence, str):
            made.append(QKeySequence(sequence))
        else:
            made += QKeySequence.keyBindings(sequence)
    return tuple(made)


class Commands(QObject):
    """The registry. A `QAction` per command sits on the window, so its shortcut works anywhere.

    Signals:
        refused: The reason a command that was asked for cannot be used now.
        changed: The set of commands is another.
    """

    refused = Signal(str)
    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._of_page: list[str] = []

    def add(self, *commands: Command) -> None:
        """Add commands that are always there.

        Raises:
            ValueError: A command of that id is there already.
        """
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"The command {command.id} is there already.")
            self._commands[command.id] = command
            self._actions[command.id] = self._action(command)
        self.changed.emit()

    def set_page_commands(self, commands: Sequence[Command]) -> None:
        """Replace the commands of the page that was shown."""
        for command_id in self._of_page:
            action = self._actions.pop(command_id)
            self._window.removeAction(action)
            action.deleteLater()
            del self._commands[command_id]
        self._of_page = [command.id for command in commands]
        self.add(*commands)

    def all(self) -> list[Command]:
        """Return all commands in the order they were added."""
        return list(self._commands.values())

    def get(self, command_id: str) -> Command | None:
        """Return one command."""
        return self._commands.get(command_id)

    def action(self, command_id: str) -> QAction:
        """Return the action of a command, for menus.

        Raises:
            KeyError: There is no such command.
        """
        return self._actions[command_id]

    def of_group(self, group: Group) -> list[Command]:
        """Return the commands of one menu."""
        return [command for command in self._commands.values() if command.group is group]

    def trigger(self, command_id: str) -> bool:
        """Run a command; False when it is unknown or cannot be used now (`refused` says why)."""
        command = self._commands.get(command_id)
        if command is None:
            return False
        reason = command.reason()
        if reason:
            self.refused.emit(reason)
            return False
        command.run()
        return True

    def bring_up_to_date(self) -> None:
        """Take words, ticks and availability into the actions (before a menu opens)."""
        for command_id, command in self._commands.items():
            action = self._actions[command_id]
            reason = command.reason()
            action.setText(command.text().replace("&", "&&"))
            action.setToolTip(reason or command.text())
            if command.checked is not None:
                action.setChecked(command.checked())

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text().replace("&", "&&"), self._window)
        action.setObjectName(command.id)
        action.setShortcuts(list(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(self._run_sender)
        self._window.addAction(action)
        return action

    @Slot()
    def _run_sender(self) -> None:
        action = self.sender()
        if action is not None:
            self.trigger(action.objectName())
