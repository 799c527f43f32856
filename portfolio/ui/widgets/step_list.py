"""Steps of a verdict in the order they were made: mark, words, a small line, links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.ui.models import verdict_words
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_12, SPACE_24
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import DataText, IconLabel
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.verdict import Step


class StepList(QWidget):
    """Rows under hairlines; each is read out as mark, words and detail.

    Signals:
        link_wanted: The address of a work that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show steps; those before them go."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for step in steps:
            self._add(step, 0)

    def _add(self, step: Step, depth: int) -> None:
        row = QWidget()
        icon, tone = verdict_words.ICONS[step.mark]
        title = verdict_words.title(step.says)
        detail = verdict_words.detail(step.says)
        row.setAccessibleName(
            ". ".join(part for part in (verdict_words.mark_word(step.mark), title, detail) if part)
        )
        line = QHBoxLayout(row)
        line.setContentsMargins(depth * SPACE_24, SPACE_12 - 2, 0, SPACE_12 - 2)
        line.setSpacing(SPACE_12)
        edge = metrics(QApplication.font()).icon
        mark = IconLabel(icon, tone, edge)
        mark.setAccessibleName(verdict_words.mark_word(step.mark))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(DataText(title, wraps=True))
        if detail:
            words.addWidget(DataText(detail, TextSize.SMALL, "muted", wraps=True))
        for each in step.links:
            link = Link(each.title or each.url, size=TextSize.SMALL)
            link.setToolTip(each.url)
            link.clicked.connect(partial(self.link_wanted.emit, each.url))
            words.addWidget(link)
        line.addLayout(words, 1)
        if self._column.count():
            self._column.addWidget(hairline())
        self._column.addWidget(row)
        for child in step.children:
            self._add(child, depth + 1)
