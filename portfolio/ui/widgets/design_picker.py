"""Pictures a badge can be made with, side by side: one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from portfolio.ui.badge_pictures import draw
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CONTROL, SPACE_8
from portfolio.ui.widgets.flow import FlowLayout
from portfolio.ui.widgets.painting import paint_box, paint_focus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.attest.badges.designs import Design

_EDGE: Final = 60
_INSET: Final = 8
SVG: Final = "image/svg+xml"


class DesignButton(QAbstractButton):
    """One picture."""

    def __init__(self, name: str, picture: bytes, media_type: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture, self.media_type = picture, media_type
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return the size of a place."""
        return QSize(_EDGE, _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, framed when it is chosen."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        if self.isChecked():
            paint_box(painter, self.rect(), fill=tokens.surface, edge=tokens.accent,
                      radius=RADIUS_CONTROL, width=2)  # fmt: skip
        elif self.underMouse():
            paint_box(painter, self.rect(), fill=tokens.hover, radius=RADIUS_CONTROL)
        inside = self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        paint_drawn(painter, inside, pixmap(self.picture, self.media_type, inside.width(), self))
        if self.hasFocus():
            paint_focus(painter, self.rect().adjusted(1, 1, -1, -1), tokens, radius=RADIUS_CONTROL)
        painter.end()


class DesignPicker(QWidget):
    """The pictures; the arrow keys move within them.

    Signals:
        changed: Another one is chosen.
    """

    changed = Signal()

    def __init__(self, designs: Sequence[Design], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._row = FlowLayout(self, gap=SPACE_8)
        for design in designs:
            self._add(design.name, design.svg, SVG)
        self._group.buttons()[0].setChecked(True)
        self._group.idClicked.connect(self._tell)

    def add_own(self, name: str, picture: bytes, media_type: str) -> None:
        """Offer a picture of the person's own, and choose it."""
        self._add(name, picture, media_type).setChecked(True)
        self.changed.emit()

    def chosen(self) -> DesignButton:
        """Return the chosen one."""
        button = self._group.checkedButton()
        assert isinstance(button, DesignButton)  # noqa: S101  (there are no others)
        return button

    def _add(self, name: str, picture: bytes, media_type: str) -> DesignButton:
        button = DesignButton(name, picture, media_type, self)
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    @Slot(int)
    def _tell(self, _button: int) -> None:
        self.changed.emit()


def pixmap(picture: bytes, media_type: str, edge: int, widget: QWidget) -> QPixmap | None:
    """Return a small picture drawn for a widget's screen; None where it cannot be drawn."""
    ratio = widget.devicePixelRatioF()
    image = draw(picture, media_type, round(edge * ratio))
    if image is None:
        return None
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made


def paint_drawn(painter: QPainter, place: QRect, drawn: QPixmap | None) -> None:
    """Paint a picture into the middle of a place."""
    if drawn is None:
        return
    size = drawn.deviceIndependentSize().toSize()
    left = place.x() + (place.width() - size.width()) // 2
    painter.drawPixmap(left, place.y() + (place.height() - size.height()) // 2, drawn)
