"""What delegates of rows with a tick share."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt

TICK_BOX = 18
"""Edge of a tick box in pixels."""


def centred(rect: QRect, edge: int) -> QRect:
    """Return the square of ``edge`` pixels in the middle of ``rect``."""
    top = rect.y() + (rect.height() - edge) // 2
    return QRect(rect.x() + (rect.width() - edge) // 2, top, edge, edge)


def toggle_row(model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex) -> None:
    """Turn the tick of a row."""
    on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
    model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
