"""Sizes from the font in use: four text sizes, and every height as line height plus padding.

At 10 points with an 18 pixel line the heights are those of the look; another font or a larger
text size moves them along.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication


class TextSize(Enum):
    """Text sizes as a factor of the system font's, with their weight."""

    SMALL = (0.9, QFont.Weight.Normal)
    SMALL_STRONG = (0.9, QFont.Weight.DemiBold)
    BODY = (1.0, QFont.Weight.Normal)
    STRONG = (1.0, QFont.Weight.DemiBold)
    SECTION = (1.25, QFont.Weight.DemiBold)
    TITLE = (1.6, QFont.Weight.DemiBold)


def font(base: QFont, size: TextSize) -> QFont:
    """Return ``base`` (the application's font, unscaled) in one of the text sizes."""
    factor, weight = size.value
    made = QFont(base)
    if base.pointSizeF() > 0:
        made.setPointSizeF(base.pointSizeF() * factor)
    else:  # a platform that states its font in pixels only
        made.setPixelSize(max(1, round(base.pixelSize() * factor)))
    made.setWeight(weight)
    return made


@dataclass(frozen=True, slots=True)
class Metrics:
    """Heights in pixels, made by `metrics`."""

    line: int
    small_line: int
    section_line: int

    @property
    def control(self) -> int:
        """Buttons, fields."""
        return max(24, self.line + 14)

    @property
    def small_control(self) -> int:
        """A control inside a row."""
        return max(24, self.line + 10)

    @property
    def row(self) -> int:
        """A one-line list row."""
        return self.line + 18

    @property
    def two_line_row(self) -> int:
        """A row with a second, small line."""
        return self.line + self.small_line + 18

    @property
    def column_head(self) -> int:
        """The head of a table's columns, and a group head."""
        return self.small_line + 16

    @property
    def tab(self) -> int:
        """A tab."""
        return self.line + 18

    @property
    def lane(self) -> int:
        """One lane of the timeline."""
        return self.line + self.small_line + 22

    @property
    def tile(self) -> int:
        """A first-run tile."""
        return self.section_line + self.line + self.small_line + 64

    @property
    def status_line(self) -> int:
        """The status line."""
        return self.small_line + 12

    @property
    def side_bar_row(self) -> int:
        """A row of the side bar."""
        return max(24, self.line + 14)

    @property
    def chip(self) -> int:
        """A trust chip."""
        return self.small_line + 6

    @property
    def coverage_line(self) -> int:
        """The line at the foot of a list."""
        return self.small_line + 20

    @property
    def icon(self) -> int:
        """An icon beside body text."""
        return max(16, round(self.line * 0.9))

    @property
    def small_icon(self) -> int:
        """An icon beside small text."""
        return max(13, round(self.small_line * 0.85))


def metrics(base: QFont) -> Metrics:
    """Return the heights that follow from ``base``, the application's font.

    Lists ask for each of their rows, so the last answer is kept.
    """
    return _measured(base.key(), QGuiApplication.primaryScreen().logicalDotsPerInch())


@lru_cache(maxsize=4)
def _measured(key: str, _dots_per_inch: float) -> Metrics:
    base = QFont()
    base.fromString(key)
    return Metrics(
        line=QFontMetrics(font(base, TextSize.BODY)).height(),
        small_line=QFontMetrics(font(base, TextSize.SMALL)).height(),
        section_line=QFontMetrics(font(base, TextSize.SECTION)).height(),
    )
