"""The side bar: pages in groups, the button that opens the palette; icons only when narrow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QLocale, QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import (
    SIDE_BAR_NARROW,
    SIDE_BAR_WIDTH,
    SPACE_8,
    SPACE_12,
)
from portfolio.ui.widgets.find_button import FindButton
from portfolio.ui.widgets.painting import (
    Line,
    centred,
    paint_box,
    paint_focus,
    paint_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex

    from portfolio.ui.theme.tokens import Tokens

_SEPARATOR_HEIGHT = 17
_INSET = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the side bar.

    Attributes:
        group: Rows of one group stand together; ``foot`` stands at the bottom.
        keys: Text of the shortcut, for the tooltip.
    """

    page_id: str
    words: str
    icon: str
    group: str
    keys: str = ""


class _Role(IntEnum):
    PAGE_ID = Qt.ItemDataRole.UserRole + 1
    ICON = Qt.ItemDataRole.UserRole + 2
    COUNT = Qt.ItemDataRole.UserRole + 3
    IS_SEPARATOR = Qt.ItemDataRole.UserRole + 4


class _PlaceDelegate(QStyledItemDelegate):
    """Paints a row: icon, words and count, or the icon with a dot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_narrow = False

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a page's row, or of the line between groups."""
        if index.data(_Role.IS_SEPARATOR):
            return QSize(0, _SEPARATOR_HEIGHT)
        return QSize(0, metrics(QApplication.font()).side_bar_row + 2)

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
        if index.data(_Role.IS_SEPARATOR):
            inset = 18 if self.is_narrow else 14
            middle = rect.adjusted(inset, rect.height() // 2, -inset, 0)
            middle.setHeight(1)
            painter.fillRect(middle, QColor(tokens.border))
            painter.restore()
            return
        state = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        box = rect.adjusted(_INSET, 1, -_INSET, -1)
        edge = tokens.control if tokens.is_high_contrast and is_current else ""
        if is_current:
            paint_box(painter, box, fill=tokens.selected, edge=edge)
        elif is_hovered:
            paint_box(painter, box, fill=tokens.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, box, tokens)
        self._paint_face(painter, box, index, tokens, is_current=is_current)
        painter.restore()

    def _paint_face(
        self,
        painter: QPainter,
        box: QRect,
        index: QModelIndex | QPersistentModelIndex,
        tokens: Tokens,
        *,
        is_current: bool,
    ) -> None:
        size = metrics(QApplication.font()).icon
        ink = tokens.accent if is_current else tokens.muted
        count = index.data(_Role.COUNT) or 0
        name = index.data(_Role.ICON)
        if self.is_narrow:
            self._paint_middle(painter, box, size, name, ink)
            if count:
                self._paint_dot(painter, box, size, tokens)
            return
        line = Line(box.adjusted(SPACE_8 + 2, 0, -SPACE_8 - 2, 0), painter.layoutDirection())
        icons.paint(painter, centred(line.start(size, SPACE_12), size, size), name, ink)
        text_size = TextSize.STRONG if is_current else TextSize.BODY
        if count:
            face = font(QApplication.font(), TextSize.SMALL_STRONG)
            words = QLocale().toString(count)
            spot = line.end(28, SPACE_8)
            paint_text(painter, spot, words, font=face, colour=tokens.accent, at_end=True)
        face = font(QApplication.font(), text_size)
        paint_text(painter, line.rest, str(index.data()), font=face, colour=tokens.text)

    @staticmethod
    def _paint_middle(painter: QPainter, box: QRect, size: int, name: str, ink: str) -> None:
        spot = QRect(0, 0, size, size)
        spot.moveCenter(box.center())
        icons.paint(painter, spot, name, ink)

    @staticmethod
    def _paint_dot(painter: QPainter, box: QRect, size: int, tokens: Tokens) -> None:
        is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = -1 if is_mirrored else 1
        dot = QRect(0, 0, 7, 7)
        dot.moveCenter(box.center())
        dot.translate(side * (size // 2 + 2), -size // 2)
        paint_box(painter, dot, fill=tokens.accent, radius=3.5)


class _PlaceList(QListView):
    """One list of pages, as high as its rows."""

    opened = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(QStandardItemModel(self))
        self.delegate = _PlaceDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)  # noqa: FBT003  (Qt's own signature)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def items(self) -> QStandardItemModel:
        """Return the model."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101  (set above)
        return model

    def fill(self, places: Sequence[Place]) -> None:
        """Show the places, a line between groups."""
        model = self.items()
        model.clear()
        group = ""
        for place in places:
            if group and place.group != group:
                line = QStandardItem()
                line.setFlags(Qt.ItemFlag.NoItemFlags)
                line.setData(True, _Role.IS_SEPARATOR)  # noqa: FBT003  (an item's value)
                line.setAccessibleText(" ")
                model.appendRow(line)
            group = place.group
            item = QStandardItem(place.words)
            item.setData(place.page_id, _Role.PAGE_ID)
            item.setData(place.icon, _Role.ICON)
            tip = f"{place.words} ({place.keys})" if place.keys else place.words
            item.setToolTip(tip)
            model.appendRow(item)
        self.updateGeometry()

    def row_of(self, page_id: str) -> int:
        """Return the row of a page, -1 when it is not here."""
        model = self.items()
        for row in range(model.rowCount()):
            if model.item(row).data(_Role.PAGE_ID) == page_id:
                return row
        return -1

    def sizeHint(self) -> QSize:
        """Return all rows."""
        option = QStyleOptionViewItem()
        model = self.items()
        height = sum(
            self.delegate.sizeHint(option, model.index(row, 0)).height()
            for row in range(model.rowCount())
        )
        return QSize(100, height + 2)

    def minimumSizeHint(self) -> QSize:
        """Return all rows: the side bar never scrolls."""
        return self.sizeHint()

    def shown(self) -> QModelIndex:
        """Return the row of the page that is shown, invalid when it is not here."""
        return next(iter(self.selectedIndexes()), QModelIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus without opening anything: Qt would make the first row current."""
        selection = self.selectionModel()
        was_blocked = selection.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            selection.setCurrentIndex(self.model().index(0, 0), flag)
        selection.blockSignals(was_blocked)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go back to the row of the page that is shown."""
        selection = self.selectionModel()
        was_blocked = selection.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
        selection.setCurrentIndex(self.shown(), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.blockSignals(was_blocked)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter or Space, or go into the page when it is the one shown."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        index = self.currentIndex()
        if (is_enter or event.key() == Qt.Key.Key_Space) and index != self.shown():
            self.clicked.emit(index)
        elif is_enter:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class SideBar(QFrame):
    """The side bar.

    Signals:
        chosen: A page was chosen (its id).
        entered: Enter on the current page: put the focus into it.
        find_requested: The palette was asked for.
    """

    chosen = Signal(str)
    entered = Signal()
    find_requested = Signal()

    def __init__(self, find_keys: QKeySequence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE_8, 1, SPACE_8)
        self._column.setSpacing(SPACE_8 + 2)
        self.find_button = FindButton(find_keys, self)
        self.find_button.clicked.connect(self.find_requested)
        holder = QVBoxLayout()
        holder.setContentsMargins(_INSET, 0, _INSET, 0)
        holder.addWidget(self.find_button)
        self._column.addLayout(holder)
        self._main = _PlaceList(self.tr("Pages"), self)
        self._foot = _PlaceList(self.tr("More pages"), self)
        self._column.addWidget(self._main)
        self._column.addStretch(1)
        self._column.addWidget(self._foot)
        self.setFixedWidth(SIDE_BAR_WIDTH)
        for places in (self._main, self._foot):
            places.selectionModel().currentChanged.connect(self._tell)
            places.clicked.connect(self._tell)
            places.opened.connect(self.entered)

    def set_places(self, places: Sequence[Place]) -> None:
        """Show these pages."""
        self._main.fill([place for place in places if place.group != "foot"])
        self._foot.fill([place for place in places if place.group == "foot"])

    def show_current(self, page_id: str) -> None:
        """Mark a page as the one shown."""
        for places in (self._main, self._foot):
            selection = places.selectionModel()
            was_blocked = selection.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
            row = places.row_of(page_id)
            if row < 0:
                selection.clear()
            else:
                places.setCurrentIndex(places.items().index(row, 0))
            selection.blockSignals(was_blocked)
            places.viewport().update()

    def current(self) -> str:
        """Return the page marked, or ""."""
        for places in (self._main, self._foot):
            index = places.shown()
            if index.isValid():
                return str(index.data(_Role.PAGE_ID))
        return ""

    def set_count(self, page_id: str, count: int) -> None:
        """Show a number behind a page (0 shows none)."""
        for places in (self._main, self._foot):
            row = places.row_of(page_id)
            if row >= 0:
                places.items().item(row).setData(count, _Role.COUNT)

    @property
    def is_narrow(self) -> bool:
        """Icons only."""
        return self._is_narrow

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show icons only, or words too."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.find_button.set_narrow(is_narrow=is_narrow)
        for places in (self._main, self._foot):
            places.delegate.is_narrow = is_narrow
            places.viewport().update()
        self.setFixedWidth(SIDE_BAR_NARROW if is_narrow else SIDE_BAR_WIDTH)

    def focus_list(self) -> None:
        """Put the focus on the list that has the current page."""
        places = self._foot if self._foot.shown().isValid() else self._main
        places.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        page_id = index.data(_Role.PAGE_ID)
        if page_id:
            self.chosen.emit(str(page_id))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line at the end side."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        painter.fillRect(self.rect(), QColor(tokens.sidebar))
        edge = Line(self.rect(), self.layoutDirection()).end(1)
        painter.fillRect(edge, QColor(tokens.border))
        painter.end()
