"""What is missing: how completely each source was read, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.models import coverage
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_4, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.form_parts import leave_room_for_bar
from portfolio.ui.widgets.labels import DataText, IconLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portfolio.model.source import Source

_WIDTH, _HEIGHT = 560, 480


class CoverageDialog(QDialog):
    """A plain list; open it with ``open()``, it deletes itself when closed."""

    def __init__(self, sources: Sequence[Source], today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is missing?"))
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Text(self.tr("What is missing?"), TextSize.SECTION))
        told = self.tr("This is what each source let Portfolio read. Nothing is guessed.")
        column.addWidget(Text(told, tone="muted", wraps=True))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Sources"))
        area.setWidget(self._list(sources, today))
        column.addWidget(area, 1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def _list(self, sources: Sequence[Source], today: date) -> QWidget:
        body = QWidget()
        body.setProperty("pagebody", True)  # noqa: FBT003  (Qt's own signature)
        column = QVBoxLayout(body)
        leave_room_for_bar(body, column, SPACE_4)
        column.setSpacing(SPACE_12)
        if not sources:
            column.addWidget(Text(self.tr("Nothing has been read yet."), tone="muted"))
        for source in sources:
            column.addWidget(self._card(source, today))
        column.addStretch(1)
        return body

    def _card(self, source: Source, today: date) -> Card:
        card = Card()
        card.column.addWidget(DataText(source.label, TextSize.STRONG))
        card.column.addWidget(DataText(source.place, TextSize.SMALL, "muted", is_ltr=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_8)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnStretch(2, 1)
        edge = metrics(QApplication.font()).icon
        top = Qt.AlignmentFlag.AlignTop
        for row, said in enumerate(coverage.sentences(source, today)):
            grid.addWidget(IconLabel(said.icon, said.tone, edge), row, 0, top)
            grid.addWidget(Text(said.kind), row, 1, top)
            grid.addWidget(Text(said.words, tone="muted", wraps=True), row, 2)
        card.column.addLayout(grid)
        if source.last_error:
            card.column.addWidget(DataText(source.last_error, TextSize.SMALL, "error", wraps=True))
        return card
