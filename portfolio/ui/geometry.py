"""Where the window was: kept in the state folder, taken up only when a screen is still there."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_LOG = logging.getLogger(__name__)
USUAL_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(960, 600)
_LEAST_VISIBLE = QSize(160, 64)


class WindowState:
    """What the window remembers between starts: place, page, what pages restore.

    Args:
        path: A JSON file in the state folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values: dict[str, Any] = {}
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            self.values = raw if isinstance(raw, dict) else {}
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            _LOG.warning("The window's state cannot be read and is forgotten: %s", error)

    def save(self) -> None:
        """Write it; a fault is logged, it is not worth a notice."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path.write_text(json.dumps(self.values), encoding="utf-8")
        except OSError as error:
            _LOG.warning("The window's state cannot be kept: %s", error)

    def note_place(self, window: QWidget) -> None:
        """Remember where the window is."""
        rect = window.normalGeometry() if window.isMaximized() else window.geometry()
        self.values["place"] = [rect.x(), rect.y(), rect.width(), rect.height()]
        self.values["is_maximized"] = window.isMaximized()

    def place(self, window: QWidget) -> None:
        """Put the window where it was, or in the middle when no screen is there any more."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        window.setGeometry(fitting_place(self.values.get("place"), screens))
        if self.values.get("is_maximized") is True:
            window.showMaximized()


def fitting_place(kept: object, screens: Sequence[QRect]) -> QRect:
    """Return a rectangle that a person can reach.

    Args:
        kept: ``[x, y, width, height]`` as kept, or anything else.
        screens: Available areas; the first is the primary one.
    """
    main = screens[0] if screens else QRect(0, 0, USUAL_SIZE.width(), USUAL_SIZE.height())
    if isinstance(kept, list) and len(kept) == 4 and all(type(part) is int for part in kept):
        rect = QRect(*kept)
        rect.setSize(rect.size().expandedTo(LEAST_SIZE))
        for screen in screens:
            seen = screen.intersected(rect)
            reachable = seen.width() >= _LEAST_VISIBLE.width()
            if reachable and seen.height() >= _LEAST_VISIBLE.height() and rect.y() >= screen.y():
                return rect
    size = USUAL_SIZE.boundedTo(main.size()).expandedTo(LEAST_SIZE)
    rect = QRect(main.topLeft(), size)
    rect.moveCenter(main.center())
    rect.moveTop(max(main.y(), rect.y()))
    rect.moveLeft(max(main.x(), rect.x()))
    return rect
