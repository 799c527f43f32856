"""The wall: badges in places of one size, in as many columns as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListView, QWidget

from portfolio.ui.delegates.badge_tile import BadgeDelegate
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_8, SPACE_16

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from portfolio.ui.badge_pictures import BadgePictures

_PLACE_PX: Final = 208
_LEAST_COLUMNS: Final = 2


class BadgeWall(QListView):
    """Shows a `BadgesModel`; two columns at least.

    Args:
        pictures: Where pictures of badges come from.
    """

    def __init__(self, pictures: BadgePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = BadgeDelegate(pictures, self)
        self.setProperty("flat", True)  # noqa: FBT003  (Qt's own signature)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QListView.DragDropMode.NoDragDrop)
        self.setViewportMargins(PAGE_MARGIN - SPACE_8, PAGE_MARGIN, PAGE_MARGIN - SPACE_8, 0)
        self.setFrameShape(QListView.Shape.NoFrame)
        pictures.drawn.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        bar = self.verticalScrollBar().sizeHint().width()  # there or not, so that nothing jumps
        width = self.width() - 2 * (PAGE_MARGIN - SPACE_8) - bar - 2
        place = width // max(_LEAST_COLUMNS, width // _PLACE_PX)
        height = self._delegate.tile_height()
        self._delegate.set_place(QSize(place, height))
        self.setGridSize(QSize(place, height + SPACE_16))
        super().resizeEvent(event)
