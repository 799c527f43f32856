"""Segments: one choice out of a few, side by side in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CONTROL
from portfolio.ui.widgets.painting import paint_focus, paint_text

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Segment(QAbstractButton):
    """One choice; the arrow keys move within its group."""

    def __init__(self, words: str, *, is_small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_small = is_small
        self.setText(words.replace("&", "&&"))
        self._words = words
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.is_first = self.is_last = False

    def sizeHint(self) -> QSize:
        """Return the words at their bold width, so that choosing moves nothing."""
        size = TextSize.SMALL_STRONG if self._is_small else TextSize.STRONG
        sizes = metrics(QApplication.font())
        width = QFontMetrics(font(QApplication.font(), size)).horizontalAdvance(self._words)
        return QSize(width + 22, sizes.small_control if self._is_small else sizes.control)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segment with the corners its place asks for."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_on = self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = tokens.selected if is_on else tokens.surface
        if not is_on and self.isEnabled() and self.underMouse():
            fill = tokens.hover
        thick = 2 if is_on and tokens.is_high_contrast else 1
        painter.setPen(QPen(QColor(tokens.control), thick))
        painter.setBrush(QColor(fill))
        painter.drawPath(self._outline())
        size = TextSize.STRONG if is_on else TextSize.BODY
        if self._is_small:
            size = TextSize.SMALL_STRONG if is_on else TextSize.SMALL
        face = font(QApplication.font(), size)
        wide = QFontMetrics(face).horizontalAdvance(self._words)
        inside = self.rect().adjusted((self.width() - wide) // 2, 0, 0, 0)
        inside.setWidth(wide + 1)
        ink = tokens.accent if is_on else tokens.text
        if not self.isEnabled():
            ink = tokens.muted
        paint_text(painter, inside, self._words, font=face, colour=ink)
        if self.hasFocus():
            paint_focus(painter, self.rect().adjusted(1, 1, -1, -1), tokens, radius=4)
        painter.end()

    def _outline(self) -> QPainterPath:
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        round_left = self.is_last if is_mirrored else self.is_first
        round_right = self.is_first if is_mirrored else self.is_last
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not round_right:  # neighbours share one line
            box.setRight(box.right() + 1)
        left = RADIUS_CONTROL if round_left else 0
        right = RADIUS_CONTROL if round_right else 0
        path = QPainterPath()
        path.moveTo(box.left() + left, box.top())
        path.lineTo(box.right() - right, box.top())
        path.arcTo(box.right() - 2 * right, box.top(), 2 * right, 2 * right, 90, -90)
        path.lineTo(box.right(), box.bottom() - right)
        path.arcTo(box.right() - 2 * right, box.bottom() - 2 * right, 2 * right, 2 * right, 0, -90)
        path.lineTo(box.left() + left, box.bottom())
        path.arcTo(box.left(), box.bottom() - 2 * left, 2 * left, 2 * left, 270, -90)
        path.lineTo(box.left(), box.top() + left)
        path.arcTo(box.left(), box.top(), 2 * left, 2 * left, 180, -90)
        return path


class Segments(QWidget):
    """One choice out of a few.

    Args:
        choices: ``(key, words)`` in order.
        name: Accessible name of the whole (the label above it).

    Signals:
        chosen: The holder chose a key (not emitted by `choose`).
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        name: str,
        *,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, words in choices:
            segment = _Segment(words, is_small=is_small, parent=self)
            self._group.addButton(segment, len(self._keys))
            self._keys.append(key)
            row.addWidget(segment)
        buttons = self._group.buttons()
        if buttons:
            first, last = buttons[0], buttons[-1]
            if isinstance(first, _Segment) and isinstance(last, _Segment):
                first.is_first, last.is_last = True, True
        self._group.idClicked.connect(self._report)

    def explain(self, key: str, words: str) -> None:
        """Say more about a choice than its words do."""
        button = self._group.button(self._keys.index(key))
        button.setToolTip(words)
        button.setAccessibleDescription(words)

    def choose(self, key: str) -> None:
        """Show ``key`` as chosen; an unknown key chooses nothing."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def choice(self) -> str:
        """Return the chosen key, "" for none."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    @Slot(int)
    def _report(self, at: int) -> None:
        self.chosen.emit(self._keys[at])
