"""Colours: contrast and completeness."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette

from portfolio import resources
from portfolio.ui.theme.palette import palette, tokens_of
from portfolio.ui.theme.tokens import ALL, COLOUR_NAMES, Tokens, contrast

WORDS = ("text", "muted", "accent", "ok", "warn", "error", "evidence", "attested", "certified")
SOFT = ("ok", "warn", "error", "evidence", "attested", "certified")

each_theme = pytest.mark.parametrize("tokens", ALL, ids=lambda tokens: tokens.name)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@each_theme
@pytest.mark.parametrize("name", WORDS)
def test_words_stand_out_from_every_ground(tokens: Tokens, name: str) -> None:
    for ground in tokens.grounds:
        assert contrast(getattr(tokens, name), ground) >= 4.5


@each_theme
def test_words_stand_out_from_their_soft_ground(tokens: Tokens) -> None:
    for name in SOFT:
        assert contrast(getattr(tokens, name), getattr(tokens, f"{name}_soft")) >= 4.5
        assert contrast(tokens.text, getattr(tokens, f"{name}_soft")) >= 4.5
        assert contrast(tokens.accent, getattr(tokens, f"{name}_soft")) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5


@each_theme
def test_edges_and_the_focus_ring_stand_out(tokens: Tokens) -> None:
    for ground in tokens.grounds:
        assert contrast(tokens.control, ground) >= 3
        assert contrast(tokens.accent, ground) >= 3


@each_theme
def test_colours_are_written_as_hex(tokens: Tokens) -> None:
    for name in COLOUR_NAMES:
        assert re.fullmatch(r"#(?:[0-9A-F]{2})?[0-9A-F]{6}", getattr(tokens, name)), name


@each_theme
def test_the_tokens_are_found_from_a_palette(tokens: Tokens) -> None:
    made = palette(tokens)
    assert tokens_of(made) is tokens
    changed = QPalette(made)
    changed.setColor(QPalette.ColorRole.Window, QColor("#123456"))
    assert tokens_of(changed) is tokens


def test_a_strange_palette_is_answered_by_its_lightness() -> None:
    strange = QPalette(QColor("#202020"))
    strange.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    assert tokens_of(strange).is_dark


@each_theme
def test_every_group_of_the_palette_is_set(tokens: Tokens) -> None:
    made = palette(tokens)
    groups = QPalette.ColorGroup
    for group in (groups.Active, groups.Inactive, groups.Disabled):
        assert made.color(group, QPalette.ColorRole.Window) == QColor(tokens.bg)
        assert made.color(group, QPalette.ColorRole.Base) == QColor(tokens.surface)
    assert made.color(groups.Disabled, QPalette.ColorRole.Text) == QColor(tokens.muted)


@each_theme
def test_marks_of_the_style_sheet_have_the_tokens_colours(tokens: Tokens) -> None:
    tick = resources.read_text("icons", "marks", f"tick-{tokens.name}.svg")
    assert f'stroke="{tokens.on_accent}"' in tick
    chevron = resources.read_text("icons", "marks", f"chevron-{tokens.name}.svg")
    assert f'stroke="{tokens.text}"' in chevron
