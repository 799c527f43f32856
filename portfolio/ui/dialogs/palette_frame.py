"""The framed part of the command palette: field, list, and which keys do what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.dialogs.palette_rows import Role
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CARD, SPACE_4, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.key_hint import keys_width, paint_keys
from portfolio.ui.widgets.labels import IconLabel, Text, mark_data
from portfolio.ui.widgets.painting import Line, paint_box, paint_text


class PaletteFrame(QFrame):
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
            rows += sizes.column_head if index.data(Role.HEAD) else sizes.row
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
