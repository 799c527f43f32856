"""Icons: SVG outlines recoloured at load, cached per colour, size and scale.

Mirrored in right-to-left windows: those that point along the line (`MIRRORED`); marks such as a
check or a clock never are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from portfolio import resources

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

MIRRORED = frozenset(
    {"arrow-left", "arrow-right", "chevron-right", "send", "log-in", "undo-2", "external-link"}
)


@lru_cache(maxsize=128)
def _outline(name: str) -> str:
    return resources.read_text("icons", f"{name}.svg")


@lru_cache(maxsize=1024)
def pixmap(  # noqa: PLR0913  (the cache's key is every part of the picture)
    name: str,
    colour: str,
    size_px: int = 16,
    ratio: float = 1.0,
    *,
    mirrored: bool = False,
    filled: bool = False,
) -> QPixmap:
    """Return an icon drawn in one colour.

    Args:
        name: File name without ending, e.g. ``git-merge``.
        colour: ``#RRGGBB``.
        size_px: Edge in device-independent pixels.
        ratio: Device pixels per pixel.
        mirrored: The window runs right to left (only `MIRRORED` icons turn).
        filled: Fill the outline too (a chosen star).

    Raises:
        FileNotFoundError: There is no such icon.
    """
    svg = _outline(name).replace("currentColor", colour)
    if filled:
        svg = svg.replace('fill="none"', f'fill="{colour}"', 1)
    edge = max(1, round(size_px * ratio))
    drawn = QPixmap(edge, edge)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    if mirrored and name in MIRRORED:
        drawn = drawn.transformed(QTransform().scale(-1, 1))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, rect: QRect, name: str, colour: str, *, filled: bool = False) -> None:
    """Paint an icon centred in ``rect``; its size is the rectangle's shorter edge."""
    size = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatio()
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    drawn = pixmap(name, colour, size, ratio, mirrored=mirrored, filled=filled)
    left = rect.x() + (rect.width() - size) // 2
    top = rect.y() + (rect.height() - size) // 2
    painter.drawPixmap(left, top, drawn)


def icon(
    name: str, tokens: Tokens, colour: str = "", size_px: int = 16, *, mirrored: bool = False
) -> QIcon:
    """Return a `QIcon` for places that only take one (line edits, combo boxes, tray).

    It keeps the colours it was made with: make it anew on ``PaletteChange``.
    """
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(
            pixmap(name, colour or tokens.text, size_px, ratio, mirrored=mirrored),
            QIcon.Mode.Normal,
        )
        made.addPixmap(
            pixmap(name, tokens.muted, size_px, ratio, mirrored=mirrored), QIcon.Mode.Disabled
        )
    return made
