"""The button at the top of the side bar that opens the command palette."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12
from portfolio.ui.widgets.painting import Line, centred, paint_box, paint_focus, paint_text


class FindButton(QPushButton):
    """The button at the top: "Find or do", with its shortcut."""

    def __init__(self, keys: QKeySequence, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
        self._is_narrow = False
        self.setText(self.tr("Find or do"))
        self.setToolTip(f"{self.text()} ({self._keys})")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show the icon only."""
        self._is_narrow = is_narrow
        self.update()

    def sizeHint(self) -> QSize:
        """Return the control height."""
        return QSize(40, metrics(QApplication.font()).control)

    def minimumSizeHint(self) -> QSize:
        """Return the narrow button."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a field that is a button."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_hot = self.underMouse() or self.isDown()
        edge = tokens.control if is_hot or tokens.is_high_contrast else tokens.border
        fill = tokens.hover if is_hot else tokens.surface
        paint_box(painter, self.rect(), fill=fill, edge=edge)
        size = metrics(QApplication.font()).icon
        if self._is_narrow:
            spot = QRect(0, 0, size, size)
            spot.moveCenter(self.rect().center())
            icons.paint(painter, spot, "search", tokens.muted)
        else:
            line = Line(self.rect().adjusted(SPACE_12, 0, -SPACE_8, 0), self.layoutDirection())
            icons.paint(painter, centred(line.start(size, 10), size, size), "search", tokens.muted)
            small = font(QApplication.font(), TextSize.SMALL)
            painter.setFont(small)
            wide = painter.fontMetrics().horizontalAdvance(self._keys) + 2
            spot = line.end(wide, SPACE_8)
            paint_text(painter, spot, self._keys, font=small, colour=tokens.muted, at_end=True)
            body = font(QApplication.font(), TextSize.BODY)
            paint_text(painter, line.rest, self.text(), font=body, colour=tokens.muted)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens)
        painter.end()
