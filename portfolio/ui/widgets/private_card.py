"""Asks which repositories on well-known sites are private, which cannot be seen from here."""

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

MOST_SHOWN = 30


def may_be_private(source: Source) -> bool:
    """Return whether a source is on a public site, which may keep private work as well."""
    return source.is_public is True


class PrivateCard(Card):
    """One tick a repository; a ticked one is left out of every document.

    Signals:
        changed: ``(source id, code)``: `Confidentiality.LEAVE_OUT`, or "" for public again.
    """

    changed = Signal(str, str)

    def __init__(self, sources: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(Text(self.tr("Is one of these private?"), TextSize.SMALL, wraps=True))
        why = self.tr(
            "Their sites keep public and private work alike. What you tick is left out of"
            " documents."
        )
        self.column.addWidget(Text(why, TextSize.SMALL, "muted", wraps=True))
        for source in sorted(sources, key=lambda each: each.label.casefold())[:MOST_SHOWN]:
            box = QCheckBox(source.label.replace("&", "&&"))
            mark_data(box)
            box.setToolTip(source.remotes[0] if source.remotes else source.place)
            box.setProperty("source", source.id)
            private = {Confidentiality.LEAVE_OUT, Confidentiality.COUNT_ONLY}
            box.setChecked(source.confidentiality in private)
            box.toggled.connect(self._tell)
            self.column.addWidget(box)

    @Slot(bool)
    def _tell(self, is_private: bool) -> None:  # noqa: FBT001  (Qt's signal)
        sender = self.sender()
        if sender is not None:
            code = Confidentiality.LEAVE_OUT.value if is_private else ""
            self.changed.emit(str(sender.property("source")), code)
