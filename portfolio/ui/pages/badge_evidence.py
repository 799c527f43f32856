"""The works a badge names as its evidence, each opened outside when it is pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.attestation import Work


class EvidenceList(QWidget):
    """Titles of works under a heading; hidden when there are none.

    Signals:
        link_wanted: The address of a work that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works: tuple[Work, ...] = ()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._column.addWidget(Text(self.tr("Evidence"), TextSize.STRONG))
        self.hide()

    def show_works(self, works: Sequence[Work]) -> None:
        """Show other works; the same ones stay, with the focus."""
        if tuple(works) == self._works:
            return
        self._works = tuple(works)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(work) for work in self._works]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def _row(self, work: Work) -> QWidget:
        if not work.url.startswith("https://"):
            return DataText(work.title or work.url, wraps=True)
        link = Link(work.title or work.url, is_address=work.title in {"", work.url})
        link.setToolTip(work.url)
        link.clicked.connect(partial(self.link_wanted.emit, work.url))
        return link
