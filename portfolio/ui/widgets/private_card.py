"""Asks which repositories are private where that cannot be seen from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from portfolio.model.codes import Confidentiality
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.source import Source

_KEPT = frozenset({Confidentiality.LEAVE_OUT, Confidentiality.COUNT_ONLY})


class PrivateCard(Card):
    """One tick a repository; a ticked one is left out of every document.

    Signals:
        said: ``(source id, code)``: `Confidentiality.LEAVE_OUT`, or "" for public again.
    """

    said = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self.column.addWidget(Text(self.tr("Is one of these private?"), TextSize.SMALL, wraps=True))
        why = self.tr(
            "That cannot be seen from here: sites hold public and private work alike. What you"
            " tick is left out of every document."
        )
        self.column.addWidget(Text(why, TextSize.SMALL, "muted", wraps=True))
        self.hide()

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show those not known to be private already; boxes that are there stay."""
        asked = sorted(
            (each for each in sources if each.is_public is not False),
            key=lambda each: (each.label.casefold(), each.id),
        )
        if list(self._boxes) != [each.id for each in asked]:
            self._make_boxes(asked)
        for source in asked:
            box = self._boxes[source.id]
            box.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
            box.setChecked(source.confidentiality in _KEPT)
            box.blockSignals(False)  # noqa: FBT003  (Qt's own signature)
        self.setVisible(bool(asked))

    def boxes(self) -> list[QCheckBox]:
        """Return the boxes in their order."""
        return list(self._boxes.values())

    def _make_boxes(self, asked: Sequence[Source]) -> None:
        for box in self._boxes.values():
            self.column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for source in asked:
            box = QCheckBox(source.label.replace("&", "&&"))
            mark_data(box)
            box.setToolTip(source.remotes[0] if source.remotes else source.place)
            box.setProperty("source", source.id)
            box.toggled.connect(self._tell)
            self.column.addWidget(box)
            self._boxes[source.id] = box

    @Slot(bool)
    def _tell(self, is_private: bool) -> None:  # noqa: FBT001  (Qt's signal)
        sender = self.sender()
        if sender is not None:
            code = Confidentiality.LEAVE_OUT.value if is_private else ""
            self.said.emit(str(sender.property("source")), code)
