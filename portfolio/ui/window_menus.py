"""The menus, filled from the commands each time one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from portfolio.ui.actions import Commands, Group

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

_AFTER_A_LINE = frozenset({"app.quit", "backup.make", "palette.open", "theme.contrast"})


class WindowMenus(QObject):
    """File, Edit, Go, Page, View, Help."""

    def __init__(self, window: QMainWindow, commands: Commands) -> None:
        super().__init__(window)
        self._commands = commands
        words = (
            (Group.FILE, self.tr("&File")),
            (Group.EDIT, self.tr("&Edit")),
            (Group.GO, self.tr("&Go")),
            (Group.PAGE, self.tr("&Page")),
            (Group.VIEW, self.tr("&View")),
            (Group.HELP, self.tr("&Help")),
        )
        self.menus: dict[Group, QMenu] = {}
        for group, title in words:
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._show_what_can_be_done)
            menu.aboutToHide.connect(self._let_keys_answer)
            self.menus[group] = menu
        commands.changed.connect(self.fill)
        self.fill()

    @Slot()
    def _show_what_can_be_done(self) -> None:
        self.fill()
        for command in self._commands.all():
            self._commands.action(command.id).setEnabled(not command.reason())

    @Slot()
    def _let_keys_answer(self) -> None:
        """Enable all again: a key for what cannot be done now is answered with the reason."""
        for command in self._commands.all():
            self._commands.action(command.id).setEnabled(True)

    @Slot()
    def fill(self) -> None:
        """Take up the commands there are, with the words they have now."""
        self._commands.bring_up_to_date()
        for group, menu in self.menus.items():
            menu.clear()
            listed = self._commands.of_group(group)
            if group is not Group.EDIT:
                listed = [command for command in listed if command.is_listed]
            for command in listed:
                if command.id in _AFTER_A_LINE:
                    menu.addSeparator()
                menu.addAction(self._commands.action(command.id))
            menu.menuAction().setVisible(bool(listed))
