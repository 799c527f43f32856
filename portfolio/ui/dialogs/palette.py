"""The command palette: do something, go somewhere, find something in the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtCore import Slot as QtSlot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.actions import Command, Group
from portfolio.ui.matching import Match, match
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CARD, SPACE_4, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.announce import announce
from portfolio.ui.widgets.key_hint import key_names, keys_width, paint_keys
from portfolio.ui.widgets.labels import IconLabel, Text, mark_data
from portfolio.ui.widgets.painting import (
    Line,
    centred,
    direction_of,
    paint_box,
    paint_text,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex

    from portfolio.model.record import Hit
    from portfolio.ui.actions import Commands
    from portfolio.ui.session import Session
    from portfolio.ui.theme.tokens import Tokens

WIDTH = 620
FROM_TOP = 88
BEST = 3
_FIND_PAUSE_MS = 120
_HIT_ICONS = {"deed": "git-commit-horizontal", "project": "folder", "story": "book-open"}


class _Role(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1
    HEAD = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A choice: a command, or something found."""

    words: str
    icon: str
    spans: tuple[tuple[int, int], ...] = ()
    detail: str = ""
    keys: tuple[str, ...] = ()
    reason: str = ""
    command_id: str = ""
    hit: Hit | None = None


class _RowDelegate(QStyledItemDelegate):
    """Paints a choice: icon, words with the match in bold, keys or reason at the end."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a head or a choice."""
        sizes = metrics(QApplication.font())
        return QSize(200, sizes.column_head if index.data(_Role.HEAD) else sizes.row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        tokens = tokens_of(option)
        rect: QRect = option.rect
        painter.save()
        painter.setLayoutDirection(option.direction)
        line = Line(rect.adjusted(SPACE_16, 0, -SPACE_16, 0), option.direction)
        head = index.data(_Role.HEAD)
        if head:
            face = font(QApplication.font(), TextSize.SMALL_STRONG)
            paint_text(painter, line.rest, head, font=face, colour=tokens.muted)
            painter.restore()
            return
        row = index.data(_Role.ROW)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            edge = tokens.control if tokens.is_high_contrast else ""
            box = rect.adjusted(SPACE_8 - 2, 0, -SPACE_8 + 2, 0)
            paint_box(painter, box, fill=tokens.selected, edge=edge)
        self._paint_row(painter, line, row, tokens, is_current=is_current)
        painter.restore()

    def _paint_row(
        self, painter: QPainter, line: Line, row: _Row, tokens: Tokens, *, is_current: bool
    ) -> None:
        size = metrics(QApplication.font()).icon
        ink = tokens.accent if is_current and not row.reason else tokens.muted
        spot = centred(line.start(size, SPACE_12), size, size)
        icons.paint(painter, spot, row.icon or "chevron-right", ink)
        small = font(QApplication.font(), TextSize.SMALL)
        end_words = row.reason or row.detail
        if end_words:
            wide = QFontMetrics(small).horizontalAdvance(end_words) + 2
            spot = line.end(min(wide, line.rest.width() // 2), SPACE_12)
            paint_text(painter, spot, end_words, font=small, colour=tokens.muted, at_end=True)
        elif row.keys:
            names = list(row.keys)
            paint_keys(painter, line.end(keys_width(names), SPACE_12), names, tokens)
        _paint_match(painter, line.rest, row, tokens)


def _paint_match(painter: QPainter, rect: QRect, row: _Row, tokens: Tokens) -> None:
    """Paint the words with the matched letters in bold accent, shaped as one text."""
    face = font(QApplication.font(), TextSize.BODY)
    shown = QFontMetrics(face).elidedText(
        row.words, Qt.TextElideMode.ElideRight, rect.width() - SPACE_8
    )
    layout = QTextLayout(shown, face)
    option = QTextOption()
    option.setTextDirection(direction_of(row.words, painter.layoutDirection()))
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    ranges = []
    for start, end in row.spans:
        if start >= len(shown):
            continue
        span = QTextLayout.FormatRange()
        span.start, span.length = start, min(end, len(shown)) - start
        look = QTextCharFormat()
        look.setFontWeight(600)
        look.setForeground(QColor(tokens.accent))
        span.format = look
        ranges.append(span)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(QColor(tokens.muted if row.reason else tokens.text))
    top = rect.y() + (rect.height() - line.height()) / 2
    layout.draw(painter, QPointF(rect.x(), top))


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
        self._frame = _Frame(self)
        self.field = self._frame.field
        self.list = self._frame.list
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowDelegate(self.list))
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
            rows.append(str(item.data(_Role.HEAD) or item.text()))
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
            if self._model.item(at).data(_Role.ROW) is not None:
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
        hits = [_hit_row(query, hit) for hit in self._hits[:BEST]]
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

    def _best(self, query: str, *, go: bool) -> list[_Row]:
        found: list[tuple[int, int, _Row]] = []
        for place, command in enumerate(self._commands.all()):
            if not command.is_listed or (command.group is Group.GO) != go:
                continue
            how = match(query, command.text())
            if how is not None:
                row = _command_row(command, how)
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
        item.setData(words, _Role.HEAD)
        item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    def _add_row(self, row: _Row) -> None:
        item = QStandardItem(row.words)
        item.setData(row, _Role.ROW)
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
        row = index.data(_Role.ROW)
        if not isinstance(row, _Row):
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


class _Frame(QFrame):
    """Field, list and the hint at the foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, SPACE_4, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE_16, SPACE_4, SPACE_16, SPACE_4)
        top.setSpacing(SPACE_12)
        sizes = metrics(QApplication.font())
        top.addWidget(IconLabel("search", "muted", sizes.icon))
        self.field = QLineEdit()
        self.field.setProperty("frameless", True)  # noqa: FBT003  (Qt's own signature)
        self.field.setFont(font(QApplication.font(), TextSize.BODY))
        self.field.setPlaceholderText(self.tr("Find or do"))
        self.field.setAccessibleName(self.tr("Find or do"))
        mark_data(self.field)
        top.addWidget(self.field, 1)
        column.addLayout(top)
        self._rule = _Rule(self)
        column.addWidget(self._rule)
        self.nothing = Text(self.tr("Nothing found."), tone="muted")
        self.nothing.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        column.addWidget(self.nothing)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("flat", True)  # noqa: FBT003  (Qt's own signature)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.list, 1)
        column.addWidget(_Rule(self))
        column.addWidget(_Foot(self))
        mark_data(self.list)

    def height_wanted(self) -> int:
        """Return the height that shows every row."""
        sizes = metrics(QApplication.font())
        model = self.list.model()
        rows = 0
        for at in range(model.rowCount()):
            index = model.index(at, 0)
            rows += sizes.column_head if index.data(_Role.HEAD) else sizes.row
        if not rows and not self.nothing.isHidden():
            rows = self.nothing.sizeHint().height()
        return sizes.control + 2 * SPACE_8 + rows + sizes.control + SPACE_16 + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the raised ground."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        paint_box(painter, self.rect(), fill=tokens.raised, edge=tokens.control, radius=RADIUS_CARD)
        painter.end()


class _Rule(QWidget):
    """A hairline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens_of(self).border))
        painter.end()


class _Foot(QWidget):
    """Which keys do what."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints = (
            (["↑", "↓"], self.tr("choose", "arrow keys")),
            (["Enter"], self.tr("do it", "Enter key")),
            (["Esc"], self.tr("close", "Escape key")),
        )
        self._end = self.tr("F1 lists every shortcut")
        self.setFixedHeight(metrics(QApplication.font()).control + SPACE_8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hints."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        face = font(QApplication.font(), TextSize.SMALL)
        measure = QFontMetrics(face)
        line = Line(self.rect().adjusted(SPACE_16, 0, -SPACE_16, 0), self.layoutDirection())
        wide = measure.horizontalAdvance(self._end) + 2
        spot = line.end(wide, SPACE_12)
        paint_text(painter, spot, self._end, font=face, colour=tokens.muted, at_end=True)
        for keys, words in self._hints:
            paint_keys(painter, line.start(keys_width(keys), SPACE_8), keys, tokens)
            spot = line.start(measure.horizontalAdvance(words) + 2, SPACE_16)
            paint_text(painter, spot, words, font=face, colour=tokens.muted)
        painter.end()


def _command_row(command: Command, how: Match) -> _Row:
    reason = command.reason()
    keys = tuple(key_names(command.keys[0])) if command.keys else ()
    return _Row(
        command.text(),
        command.icon,
        how.spans,
        keys=keys,
        reason=reason,
        command_id=command.id,
    )


def _hit_row(query: str, hit: Hit) -> _Row:
    how = match(query, hit.title)
    spans = how.spans if how is not None else ()
    return _Row(hit.title, _HIT_ICONS.get(hit.kind, "search"), spans, detail=hit.detail, hit=hit)
