"""The command palette: do something, go somewhere, find something in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtCore import Slot as QtSlot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from portfolio.ui.actions import Group
from portfolio.ui.dialogs.palette_frame import PaletteFrame
from portfolio.ui.dialogs.palette_rows import Role, Row, RowDelegate, command_row, hit_row
from portfolio.ui.matching import match
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_16
from portfolio.ui.widgets.announce import announce

if TYPE_CHECKING:
    from portfolio.model.record import Hit
    from portfolio.ui.actions import Commands
    from portfolio.ui.session import Session

WIDTH = 620
FROM_TOP = 88
BEST = 3
_FIND_PAUSE_MS = 120


class Palette(QWidget):
    """The palette over its scrim; a child of the window that covers it.

    Signals:
        hit_chosen: Something found was chosen (`Hit`).
    """

    hit_chosen = Signal(object)

    def __init__(self, commands: Commands, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._commands, self._session, self._window = commands, session, window
        self._hits: list[Hit] = []
        self._asked = ""
        self._before: QWidget | None = None
        self.hide()
        self._frame = PaletteFrame(self)
        self.field = self._frame.field
        self.list = self._frame.list
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_FIND_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        window.installEventFilter(self)

    def open(self) -> None:
        """Show the palette, empty, with the focus in its field."""
        if self.isVisible():
            self.field.selectAll()
            return
        self._before = QApplication.focusWidget()
        self._hits, self._asked = [], ""
        self.field.clear()
        self._fill()
        self.setGeometry(self._window.rect())
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @QtSlot()
    def close_palette(self) -> None:
        """Hide it and put the focus back."""
        if not self.isVisible():
            return
        self._pause.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def rows(self) -> list[str]:
        """Return the words of what is listed, heads included (for tests)."""
        rows = []
        for at in range(self._model.rowCount()):
            item = self._model.item(at)
            rows.append(str(item.data(Role.HEAD) or item.text()))
        return rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; take the list's keys from the field."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Tab}:
            self._move(1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Backtab}:
            self._move(-1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a press beside the frame."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scrim."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens_of(self).scrim))
        painter.end()

    def _move(self, by: int) -> None:
        count = self._model.rowCount()
        at = self.list.currentIndex().row()
        for _ in range(count):
            at = (at + by) % count
            if self._model.item(at).data(Role.ROW) is not None:
                index = self._model.index(at, 0)
                self.list.setCurrentIndex(index)
                announce(self.list, str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
                return

    @QtSlot()
    def _fill(self) -> None:
        query = self.field.text().strip()
        if query != self._asked:
            self._pause.start() if query else self._pause.stop()
            self._hits = [hit for hit in self._hits if match(query, hit.title)] if query else []
        found = [(self.tr("Do"), self._best(query, go=False))]
        found.append((self.tr("Go to"), self._best(query, go=True)))
        hits = [hit_row(query, hit) for hit in self._hits[:BEST]]
        found.append((self.tr("Find in your record"), hits))
        self._model.clear()
        for head, rows in found:
            if rows:
                self._add_head(head)
                for row in rows:
                    self._add_row(row)
        self._frame.nothing.setVisible(bool(query) and not self._model.rowCount())
        self.list.setVisible(bool(self._model.rowCount()))
        self._move(1)
        self._place()

    def _best(self, query: str, *, go: bool) -> list[Row]:
        found: list[tuple[int, int, Row]] = []
        for place, command in enumerate(self._commands.all()):
            if not command.is_listed or (command.group is Group.GO) != go:
                continue
            how = match(query, command.text())
            if how is not None:
                row = command_row(command, how)
                found.append((-how.score, place, row))
        found.sort(key=lambda entry: entry[:2])
        rows = [row for _, _, row in found]
        can = [row for row in rows if not row.reason]
        cannot = [row for row in rows if row.reason]
        if not query:
            return can[: BEST + 2]
        return can[:BEST] + cannot[:1]  # one that cannot be done now answers "where is it?"

    def _add_head(self, words: str) -> None:
        item = QStandardItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(words, Role.HEAD)
        item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    def _add_row(self, row: Row) -> None:
        item = QStandardItem(row.words)
        item.setData(row, Role.ROW)
        said = ", ".join(part for part in (row.words, row.reason or row.detail) if part)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    @QtSlot()
    def _find(self) -> None:
        query = self.field.text().strip()
        if not query or not self._session.is_open:
            return
        self._asked = query
        self._session.find(query, self._take_hits)

    def _take_hits(self, hits: list[Hit]) -> None:
        if self.isVisible() and self.field.text().strip() == self._asked:
            self._hits = list(hits)
            self._fill()

    @QtSlot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        row = index.data(Role.ROW)
        if not isinstance(row, Row):
            return
        if row.reason:
            announce(self.list, row.reason)
            return
        self.close_palette()
        if row.hit is not None:
            self.hit_chosen.emit(row.hit)
        else:
            self._commands.trigger(row.command_id)

    def _place(self) -> None:
        width = min(WIDTH, self.width() - 2 * SPACE_16)
        top = min(FROM_TOP, max(SPACE_16, self.height() // 8))
        height = min(self._frame.height_wanted(), self.height() - top - SPACE_16)
        self._frame.setGeometry((self.width() - width) // 2, top, width, height)
