"""Keys drawn as small framed caps, for the palette and the list of shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from portfolio.ui.theme.metrics import TextSize, font
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.widgets.painting import paint_box, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

_GAP = 6
_PADDING = 7


def key_names(keys: QKeySequence) -> list[str]:
    """Return the caps of a shortcut as this system writes them: ["Ctrl", "Shift", "A"]."""
    text = keys.toString(QKeySequence.SequenceFormat.NativeText)
    if not text:
        return []
    if text.endswith("++"):
        return [*text[:-2].split("+"), "+"]
    return text.split("+")


def keys_width(names: list[str]) -> int:
    """Return the width `paint_keys` needs."""
    measure = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
    widths = [measure.horizontalAdvance(name) + 2 * _PADDING for name in names]
    return sum(widths) + _GAP * max(0, len(widths) - 1)


def paint_keys(painter: QPainter, rect: QRect, names: list[str], tokens: Tokens) -> None:
    """Paint caps side by side, always left to right, as they are on the keyboard's own words."""
    face = font(QApplication.font(), TextSize.SMALL)
    measure = QFontMetrics(face)
    height = measure.height() + 4
    left = rect.x()
    for name in names:
        wide = measure.horizontalAdvance(name) + 2 * _PADDING
        cap = QRect(left, rect.center().y() - height // 2, wide, height)
        paint_box(painter, cap, edge=tokens.border, radius=4)
        inside = cap.adjusted(_PADDING, 0, -_PADDING + 1, 0)
        paint_text(painter, inside, name, font=face, colour=tokens.muted)
        left += wide + _GAP


class KeyHint(QWidget):
    """A shortcut as caps."""

    def __init__(self, keys: QKeySequence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = key_names(keys)
        self.setAccessibleName(" ".join(self._names))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the caps."""
        measure = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
        return QSize(keys_width(self._names), measure.height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the caps."""
        painter = QPainter(self)
        paint_keys(painter, self.rect(), self._names, tokens_of(self))
        painter.end()
