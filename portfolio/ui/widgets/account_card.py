"""One account: who and where, how it stands, and a line for each kind that is read (look/09)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize, metrics
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.labels import DataText, ElidedLabel, IconLabel, Text
from portfolio.ui.widgets.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.kinds import Kind
    from portfolio.ui.models.account_words import KindLine, Standing

_KIND_WIDTH = 216


@dataclass(frozen=True, slots=True)
class AccountView:
    """What a card shows.

    Attributes:
        key: Account id, or the name of a group such as ``folders``.
        icon: Of the service.
        place: Host and login.
        is_reading: A reading of it goes on: Cancel in place of the menu, with a bar.
        done / total: For the bar; without a total it has no end.
        choices: ``(code, words)`` of the menu; a code of "" is a line between.
    """

    key: str
    icon: str
    name: str
    place: str
    standing: Standing
    lines: tuple[KindLine, ...]
    is_reading: bool = False
    done: int = 0
    total: int | None = None
    choices: tuple[tuple[str, str], ...] = field(default=())


class AccountCard(Card):
    """A card for one account; `show_view` changes it in place, so the focus stays.

    Signals:
        chosen: ``(key, code)``: a menu entry, ``needs`` for the button that says what is needed,
            ``cancel``.
        asked: ``(key, problem)``: Details of a line.
        gone_accepted: ``(key, kinds)``: What their listings suddenly lacked is really gone.
    """

    chosen = Signal(str, str)
    asked = Signal(str, str)
    gone_accepted = Signal(str, object)

    def __init__(self, view: AccountView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = view.key
        self._view: AccountView | None = None
        self._is_narrow = False
        self._edge = metrics(QApplication.font()).icon
        self._head = QHBoxLayout()
        self._head.setSpacing(SPACE_12)
        self._icon = IconLabel(view.icon, "muted", self._edge)
        self._name = ElidedLabel(view.name, TextSize.STRONG)
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._place = ElidedLabel(view.place, tone="muted")
        self._mark = IconLabel("log-in", "warn", self._edge)
        self._standing = Text("", TextSize.SMALL, "muted")
        self._do = Button("", is_small=False)
        self._do.clicked.connect(self._answer)
        self._menu = IconButton("ellipsis", self.tr("More for this account"))
        self._menu.clicked.connect(self._open_menu)
        self._head.addWidget(self._icon)
        self._head.addWidget(self._name)
        self._head.addWidget(self._place, 1)
        for at_end in (self._mark, self._standing, self._do, self._menu):
            self._head.addWidget(at_end)
        self.column.addLayout(self._head)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.column.addWidget(self._bar)
        self._lines = QWidget()
        self.column.addWidget(self._lines)
        self.show_view(view)

    def show_view(self, view: AccountView, *, is_primary: bool = False) -> None:
        """Show an account; with ``is_primary`` its button is the page's one filled button."""
        before, self._view = self._view, view
        self.setAccessibleName(f"{view.name} {view.place}".strip())
        self._icon.set_icon(view.icon)
        self._name.set_words(view.name)
        self._place.set_words(view.place)
        self._standing.setText(view.standing.words)
        self._mark.setVisible(bool(view.standing.icon))
        self._standing.set_tone("text" if view.standing.icon else "muted")
        if view.standing.icon:
            self._mark.set_icon(view.standing.icon, "warn")
        self._show_button(view, is_primary=is_primary)
        self._bar.setVisible(view.is_reading)
        if view.total:
            self._bar.setRange(0, max(view.total, view.done))
            self._bar.setValue(view.done)
        else:
            self._bar.setRange(0, 0)
        if before is None or before.lines != view.lines:
            self._show_lines(view.lines)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Put the sentences under the kinds, or beside them."""
        if is_narrow != self._is_narrow and self._view is not None:
            self._is_narrow = is_narrow
            self._show_lines(self._view.lines)

    def _show_button(self, view: AccountView, *, is_primary: bool) -> None:
        words = self.tr("Cancel") if view.is_reading else view.standing.needs
        self._do.setVisible(bool(words))
        self._do.set_kind(ButtonKind.PRIMARY if is_primary and words else ButtonKind.PLAIN)
        if words != self._do.words():
            self._do.set_words(words)
        self._menu.setVisible(bool(view.choices) and not view.is_reading)

    def _show_lines(self, lines: Sequence[KindLine]) -> None:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(self._edge + SPACE_12, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnStretch(2, 1)
        at = 0
        for line in lines:
            at = self._add_line(grid, at, line)
        self.column.replaceWidget(self._lines, made)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = made
        made.setVisible(bool(lines))

    def _add_line(self, grid: QGridLayout, at: int, line: KindLine) -> int:
        """Add a line and return where the next one goes."""
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(IconLabel(line.icon, line.tone, self._edge), at, 0, top)
        name = DataText(line.name, wraps=True) if line.is_data else Text(line.name, wraps=True)
        if not self._is_narrow:
            name.setFixedWidth(_KIND_WIDTH)
        words = self._words_of(line)
        if self._is_narrow:
            pair = QWidget()
            column = QVBoxLayout(pair)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(name)
            column.addWidget(words)
            grid.addWidget(pair, at, 1, 1, 2)
            return at + 1
        grid.addWidget(name, at, 1, top)
        grid.addWidget(words, at, 2, top)
        return at + 1

    def _words_of(self, line: KindLine) -> QWidget:
        words = Text(line.words, tone="muted", wraps=True)
        if not line.problem and line.may_be_gone:
            return self._with_way_out(words, line)
        if not line.problem:
            return words
        # Short, and followed at once by the way to the details.
        words.setWordWrap(False)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        details = Link(self.tr("Details"), is_data=False)
        details.setAccessibleName(self.tr("Details about what could not be read"))
        details.clicked.connect(partial(self._ask, line.problem))
        row.addWidget(words)
        row.addWidget(details)
        row.addStretch(1)
        return both

    def _with_way_out(self, words: Text, line: KindLine) -> QWidget:
        """Return words over the link that accepts what they say."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        accept = Link(self.tr("These are really gone"), is_data=False)
        accept.setAccessibleName(fill(self.tr("%1: these are really gone"), line.name))
        accept.clicked.connect(partial(self._accept_gone, line.kinds))
        column.addWidget(words)
        column.addWidget(accept, 0, Qt.AlignmentFlag.AlignLeading)
        return both

    def _accept_gone(self, kinds: tuple[Kind, ...], _checked: object = None) -> None:
        self.gone_accepted.emit(self.key, kinds)

    @Slot()
    def _answer(self) -> None:
        if self._view is not None:
            self.chosen.emit(self.key, "cancel" if self._view.is_reading else "needs")

    @Slot()
    def _open_menu(self) -> None:
        if self._view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, words in self._view.choices:
            if not code:
                menu.addSeparator()
                continue
            action = QAction(words, menu)
            action.triggered.connect(partial(self._choose, code))
            menu.addAction(action)
        menu.popup(self._menu.mapToGlobal(QPoint(0, self._menu.height())))

    def _choose(self, code: str, _checked: object = None) -> None:
        self.chosen.emit(self.key, code)

    def _ask(self, problem: str, _checked: object = None) -> None:
        self.asked.emit(self.key, problem)


GAP = SPACE_16
"""Between two cards."""
