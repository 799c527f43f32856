"""Icons in the colours of the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication

from portfolio import resources
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics

ROOT = Path(__file__).resolve().parents[3]


def colours(image: QImage) -> set[str]:
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            colour = image.pixelColor(x, y)
            if colour.alpha() == 255:
                found.add(colour.name())
    return found


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication) -> None:
    drawn = icons.pixmap("plus", "#12566b", 24, 2.0)
    assert drawn.width() == 48
    assert drawn.devicePixelRatio() == 2
    assert colours(drawn.toImage()) == {"#12566b"}


def test_only_icons_that_point_along_the_line_are_mirrored(qapp: QApplication) -> None:
    def images(name: str) -> tuple[QImage, QImage]:
        straight = icons.pixmap(name, "#000000", 24)
        turned = icons.pixmap(name, "#000000", 24, mirrored=True)
        return straight.toImage(), turned.toImage()

    straight, turned = images("chevron-right")
    assert straight != turned
    assert straight.flipped(Qt.Orientation.Horizontal) == turned
    for name in ("check", "quote", "search", "clock"):
        straight, turned = images(name)
        assert straight == turned


def test_a_missing_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000")


def test_every_icon_named_in_the_code_is_there() -> None:
    there = {path.stem for path in resources.path("icons").glob("*.svg")}
    named = set()
    for path in (ROOT / "portfolio" / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:icon=|icon_after=|IconLabel\()"([a-z0-9-]+)"', text))
    assert named
    assert named <= there


def test_icons_are_kept_with_their_licence() -> None:
    assert "ISC License" in resources.read_text("icons", "LICENSE")
    for path in resources.path("icons").glob("*.svg"):
        assert "currentColor" in path.read_text(encoding="utf-8")


def test_heights_follow_the_font(qapp: QApplication) -> None:
    base = QFont(qapp.font())
    base.setPointSizeF(10)
    usual = metrics(base)
    base.setPointSizeF(20)
    large = metrics(base)
    assert large.control > usual.control
    assert large.row > usual.row
    assert usual.two_line_row > usual.row
    assert usual.control >= 24


def test_text_sizes_are_factors_of_the_system_font(qapp: QApplication) -> None:
    base = QFont(qapp.font())
    base.setPointSizeF(10)
    assert font(base, TextSize.SMALL).pointSizeF() == pytest.approx(9)
    assert font(base, TextSize.TITLE).pointSizeF() == pytest.approx(16)
    assert font(base, TextSize.SECTION).weight() == QFont.Weight.DemiBold
    assert font(base, TextSize.BODY).family() == base.family()


def test_colour_names_are_valid(qapp: QApplication) -> None:
    assert QColor("#59141A18").alpha() == 0x59
