"""Asks whether an account should go, and whether what it brought goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from portfolio.ui.dialogs.question import Question
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from collections.abc import Callable

translate = QCoreApplication.translate


class RemoveAccount(Question):
    """The safe answer keeps the account; unless ticked, what was read stays.

    Args:
        name: Of the service.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            fill(translate("RemoveAccount", "Remove the account at %1?"), name),
            translate(
                "RemoveAccount",
                "Its token is deleted from the system’s keyring. Your stories, titles and other "
                "decisions stay.",
            ),
            translate("RemoveAccount", "Remove"),
            translate("RemoveAccount", "Keep it"),
            parent,
        )
        self.also_data = QCheckBox(translate("RemoveAccount", "Also delete what was read from it"))
        self.body.insertWidget(2, self.also_data)

    def ask_both(self, then: Callable[[bool], None]) -> None:
        """Open, and call ``then(keeps_data)`` when Remove was chosen."""
        self.ask(lambda: then(not self.also_data.isChecked()))
