"""What a file claims, below its row: each claim as words, with its address where it has one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.models import verdict_words
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8
from portfolio.ui.widgets.labels import DataText, Text
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.verdict import Saying


class ClaimList(QWidget):
    """Claims under a line that says that they are no more than that.

    Signals:
        link_wanted: An address that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, claims: Sequence[Saying], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(Text(self.tr("It says"), TextSize.STRONG))
        for claim in claims:
            column.addLayout(self._claim(claim))

    def _claim(self, claim: Saying) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(DataText(verdict_words.title(claim), wraps=True))
        url = dict(claim.facts).get("url", "")
        detail = verdict_words.detail(claim)
        if url.startswith("https://") and not url.endswith("…"):
            link = Link(url, is_address=True, size=TextSize.SMALL)
            link.clicked.connect(partial(self.link_wanted.emit, url))
            words.addWidget(link)
        elif detail:
            words.addWidget(DataText(detail, TextSize.SMALL, "muted", wraps=True))
        return words
