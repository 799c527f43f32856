"""What was done, as choices of a combo box: what people enter by hand first, then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.model.codes import Action
from portfolio.ui.models.words import action_word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

_FIRST: Final = (
    Action.OTHER,
    Action.SPOKE,
    Action.ORGANISED,
    Action.MENTORED,
    Action.TRANSLATED,
    Action.ANSWERED,
    Action.REVIEWED,
    Action.PUBLISHED,
)


def fill_actions(box: QComboBox) -> None:
    """Put every action into a box; its data is the code."""
    for action in _FIRST:
        box.addItem(action_word(action), str(action))
    box.insertSeparator(box.count())
    for word, action in sorted(
        (action_word(action), action) for action in Action if action not in _FIRST
    ):
        box.addItem(word, str(action))


def choose_action(box: QComboBox, action: Action) -> None:
    """Choose an action in a box that `fill_actions` filled."""
    box.setCurrentIndex(max(0, box.findData(str(action))))
