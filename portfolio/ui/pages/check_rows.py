"""Rows of a report: class of trust, mark, what was found; letters and steps open in place."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from portfolio.model.codes import TrustClass
from portfolio.ui.models import verdict_words
from portfolio.ui.models.letters import kind_word
from portfolio.ui.models.words import class_words, fill
from portfolio.ui.pages.check_claims import ClaimList
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.chip import TrustChip, chip_size
from portfolio.ui.widgets.form_parts import hairline
from portfolio.ui.widgets.labels import DataText, IconLabel, Text
from portfolio.ui.widgets.step_list import StepList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.report import Row
    from portfolio.model.verdict import Step

_MOST_SHOWN: Final = 20_000


def way_of(text: str) -> Qt.LayoutDirection:
    """Return the direction a text is read in: that of its first letter that has one."""
    for letter in text[:1000]:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            break
    return Qt.LayoutDirection.LeftToRight


class CheckRow(QWidget):
    """One row. What it claims, its letter and its steps open below it.

    Args:
        row: What was found.
        shows_class: The class stands before it: the row above is of another.

    Signals:
        link_wanted: The address of a work that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, row: Row, *, shows_class: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._below: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_12, 0, SPACE_12)
        column.setSpacing(SPACE_8)
        line = QHBoxLayout()
        line.setSpacing(SPACE_12)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self._class_part(shows=shows_class), 0, top)
        icon, tone = verdict_words.ICONS[row.step.mark]
        mark = IconLabel(icon, tone, metrics(QApplication.font()).icon)
        mark.setAccessibleName(verdict_words.mark_word(row.step.mark))
        line.addWidget(mark, 0, top)
        line.addLayout(self._words(), 1)
        self.more = Button(self._more_words(), ButtonKind.QUIET, is_small=True, parent=self)
        self.more.setVisible(self.has_more)
        self.more.clicked.connect(self.toggle)
        line.addWidget(self.more, 0, top)
        column.addLayout(line)
        self._column = column
        self._name()

    @property
    def is_open(self) -> bool:
        """What is below it is shown."""
        return self._below is not None and not self._below.isHidden()

    def _class_part(self, *, shows: bool) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(_widest_chip() + SPACE_8)
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        if not shows:
            return holder
        trust = self.row.trust
        if trust is None:
            inside.addWidget(Text(self.tr("The file"), TextSize.STRONG), 0)
        else:
            chip = TrustChip(trust, signer_is_unknown=self.row.signer_is_unknown)
            inside.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        return holder

    def _words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(DataText(self.title(), wraps=True))
        detail = self.detail()
        if detail:
            words.addWidget(DataText(detail, TextSize.SMALL, "muted", wraps=True))
        for line in self.dates():
            words.addWidget(DataText(line, TextSize.SMALL, wraps=True))
        words.addStretch(1)  # beside the mark, also when there is one line
        return words

    def title(self) -> str:
        """Return what was found, behind the name of what it is about."""
        found = verdict_words.title(self.row.step.says)
        name = self._named()
        if not name or name in found:
            return found
        return fill(self.tr("%1: %2", "a letter or badge: what was found"), name, found)

    def _named(self) -> str:
        """Return what it is about: a withdrawal must not read as a testimonial."""
        row = self.row
        if row.letter is None or not row.title:
            return row.title
        return fill(self.tr("%1, %2", "kind of letter, its writer"), kind_word(row.letter),
                    row.title)  # fmt: skip

    def detail(self) -> str:
        """Return the line below, with the number the document gives it."""
        detail = verdict_words.detail(self.row.step.says)
        return " · ".join(part for part in (self.row.reference, detail) if part)

    def dates(self) -> tuple[str, ...]:
        """Return what is odd about its dates, each as a line."""
        return tuple(verdict_words.title(each.says) for each in self.row.dates)

    @property
    def has_more(self) -> bool:
        """There is something below it: claims, a letter's words, steps."""
        return bool(self.row.text or self.row.claims or self._steps())

    def _steps(self) -> tuple[Step, ...]:
        if self.row.verdict is not None:
            return self.row.verdict.steps
        return self.row.step.children

    def _more_words(self) -> str:
        if self.row.text:
            return self.tr("Put letter away") if self.is_open else self.tr("Read letter")
        if self.row.claims:
            return self.tr("Hide details") if self.is_open else self.tr("Show details")
        return self.tr("Hide steps") if self.is_open else self.tr("Show steps")

    def _name(self) -> None:
        trust = self.row.trust
        kind = self.tr("The file")
        if trust is not None:
            kind = class_words(trust, signer_is_unknown=self.row.signer_is_unknown)
        parts = (kind, verdict_words.mark_word(self.row.step.mark), self.title(), self.detail(),
                 *self.dates())  # fmt: skip
        self.setAccessibleName(". ".join(part for part in parts if part))
        name = fill(self.tr("%1: %2", "a button: what it is about"), self._more_words(),
                    self._named() or self.title())  # fmt: skip
        self.more.setAccessibleName(name)

    @Slot()
    def toggle(self) -> None:
        """Open the letter or the steps below the row, or put them away."""
        if self._below is None:
            self._below = self._made_below()
            self._column.addWidget(self._below)
        else:
            self._below.setVisible(not self.is_open)
        self.more.set_words(self._more_words())
        self._name()

    def _made_below(self) -> QWidget:
        below = QWidget(self)
        column = QVBoxLayout(below)
        indent = self._indent()
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        column.setContentsMargins(0 if is_rtl else indent, 0, indent if is_rtl else 0, 0)
        column.setSpacing(SPACE_12)
        if self.row.claims:
            claims = ClaimList(self.row.claims)
            claims.link_wanted.connect(self.link_wanted)
            column.addWidget(claims)
        if self.row.text:
            text = self.row.text
            shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
            words = DataText("", wraps=True)
            words.setLayoutDirection(way_of(text))
            words.set_words(shown)
            column.addWidget(words)
        steps = self._steps()
        if steps:
            listed = StepList()
            listed.show_steps(steps)
            listed.link_wanted.connect(self.link_wanted)
            column.addWidget(hairline())
            column.addWidget(listed)
        below.show()
        return below

    def _indent(self) -> int:
        sizes = metrics(QApplication.font())
        return _widest_chip() + SPACE_8 + 2 * SPACE_12 + sizes.icon


def _widest_chip() -> int:
    unknown = class_words(TrustClass.SELF_REPORTED, signer_is_unknown=True)
    sizes = [chip_size(each) for each in TrustClass]
    sizes.append(chip_size(TrustClass.SELF_REPORTED, unknown))
    return max(size.width() for size in sizes)


class CheckRows(QWidget):
    """All rows of a report under hairlines, in the report's order.

    Signals:
        link_wanted: The address of a work that was pressed.
    """

    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[CheckRow] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; those before them go."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        before: tuple[TrustClass | None, bool] | None = None
        for row in rows:
            now = (row.trust, row.signer_is_unknown)
            made = CheckRow(row, shows_class=now != before)
            made.link_wanted.connect(self.link_wanted)
            before = now
            self._column.addWidget(hairline())
            self._column.addWidget(made)
            self.rows.append(made)
        if len(self.rows) == 1 and self.rows[0].has_more:
            self.rows[0].toggle()  # nothing else is there to be read
        self._column.addSpacing(SPACE_16)
