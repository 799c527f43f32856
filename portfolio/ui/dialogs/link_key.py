"""Which SSH keys of this computer are the holder's: only their public parts are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.keys import OWN
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.labels import DataText, Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.attest.ssh_programs import PublicKey
    from portfolio.model.keys import KeyRecord

_WIDTH: Final = 560


class LinkKey(QDialog):
    """A tick for each key.

    Args:
        found: Keys of this computer, each with what the record says of it.

    Signals:
        chosen: Public lines of the keys that were ticked and were not the holder's before.
    """

    chosen = Signal(list)

    def __init__(
        self,
        found: Sequence[tuple[PublicKey, KeyRecord | None]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        title = self.tr("Use an SSH key")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "Letters can be signed with a key you have for SSH. Its private part stays where it "
            "is: the SSH agent signs. Only public keys were looked at."
        )
        column.addWidget(Text(told, tone="muted", wraps=True))
        self.boxes: list[tuple[QCheckBox, str]] = []
        for key, known in found:
            column.addLayout(self._row(key, is_own=known is not None and known.owner == OWN))
        if not found:
            column.addWidget(Text(self.tr("This computer has no SSH keys."), wraps=True))
        column.addLayout(self._buttons(has_keys=bool(found)))

    def _row(self, key: PublicKey, *, is_own: bool) -> QVBoxLayout:
        row = QVBoxLayout()
        row.setSpacing(SPACE_4)
        box = QCheckBox((key.comment or key.path or key.fingerprint).replace("&", "&&"))
        box.setChecked(is_own)
        box.setEnabled(not is_own)
        mark_data(box)
        self.boxes.append((box, key.line))
        row.addWidget(box)
        line = QHBoxLayout()
        line.addSpacing(SPACE_24)
        words = DataText(key.fingerprint, TextSize.SMALL, "muted", wraps=True)
        line.addWidget(words, 1)
        row.addLayout(line)
        state = self.tr("in the SSH agent") if key.in_agent else self.tr("not in the SSH agent now")
        if is_own:
            state = fill(self.tr("yours already, %1", "a key; where it is"), state)
        below = QHBoxLayout()
        below.addSpacing(SPACE_24)
        below.addWidget(Text(state, TextSize.SMALL, "muted"), 1)
        row.addLayout(below)
        return row

    def _buttons(self, *, has_keys: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel") if has_keys else self.tr("Close"))
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        self.go_on = Button(self.tr("These are mine"), ButtonKind.PRIMARY, parent=self)
        self.go_on.setVisible(has_keys)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._choose)
        row.addWidget(self.go_on)
        return row

    @Slot()
    def _choose(self) -> None:
        ticked = [line for box, line in self.boxes if box.isChecked() and box.isEnabled()]
        if ticked:
            self.chosen.emit(ticked)
        self.accept()
