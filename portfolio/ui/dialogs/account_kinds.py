"""Asks which kinds of an account are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from portfolio.ui.dialogs.question import Question
from portfolio.ui.models.kind_words import kind_name
from portfolio.ui.models.words import fill
from portfolio.ui.theme.tokens import SPACE_4

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.model.account import Account
    from portfolio.model.kinds import Kind
    from portfolio.sync.provider import About

translate = QCoreApplication.translate


class AccountKinds(Question):
    """A tick for each kind; what an account cannot read with its sign-in cannot be ticked."""

    def __init__(self, account: Account, about: About, parent: QWidget | None = None) -> None:
        super().__init__(
            fill(translate("AccountKinds", "What should be read from %1?"), about.name),
            translate(
                "AccountKinds",
                "What was read already stays, also of a kind that is no longer ticked.",
            ),
            translate("AccountKinds", "Read these"),
            translate("AccountKinds", "Cancel"),
            parent,
        )
        self._default = [info.kind for info in about.kinds if info.asked_by_default]
        chosen = account.kinds or tuple(self._default)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self.boxes: dict[Kind, QCheckBox] = {}
        for info in about.kinds:
            box = QCheckBox(kind_name(info.kind))
            is_open = not info.needs or account.way in info.needs
            box.setChecked(info.kind in chosen and is_open)
            box.setEnabled(is_open)
            if not is_open:
                box.setToolTip(translate("AccountKinds", "Needs you to sign in."))
            box.toggled.connect(self._look)
            self.boxes[info.kind] = box
            column.addWidget(box)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.windowTitle())
        area.setWidget(inside)
        area.setMinimumHeight(min(360, inside.sizeHint().height()))
        self.body.insertWidget(2, area, 1)

    def ask_kinds(self, then: Callable[[Sequence[Kind]], None]) -> None:
        """Open, and call ``then`` with the ticked kinds; with none when they are the default."""
        self.ask(lambda: then(self._chosen()))

    def _chosen(self) -> tuple[Kind, ...]:
        ticked = [kind for kind, box in self.boxes.items() if box.isChecked()]
        return () if ticked == self._default else tuple(ticked)

    def _look(self) -> None:
        none = translate("AccountKinds", "Tick at least one.")
        self.verb.set_available("" if any(b.isChecked() for b in self.boxes.values()) else none)
