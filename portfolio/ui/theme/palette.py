"""Tokens to `QPalette` and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

from portfolio.ui.theme.tokens import ALL, DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOption, QWidget

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of ``tokens`` with all three groups set."""
    roles = {
        _Role.Window: tokens.bg,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.hover,
        _Role.ToolTipBase: tokens.raised,
        _Role.ToolTipText: tokens.text,
        _Role.PlaceholderText: tokens.muted,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.on_accent,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.hover,
        _Role.Mid: tokens.border,
        _Role.Dark: tokens.control,
        _Role.Shadow: tokens.control,
        _Role.Highlight: tokens.accent,
        _Role.HighlightedText: tokens.on_accent,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.accent,
        _Role.Accent: tokens.accent,
    }
    made = QPalette()
    for role, colour in roles.items():
        for group in (_Group.Active, _Group.Inactive, _Group.Disabled):
            made.setColor(group, role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(_Group.Disabled, role, QColor(tokens.muted))
    made.setColor(_Group.Disabled, _Role.Highlight, QColor(tokens.border))
    made.setColor(_Group.Disabled, _Role.HighlightedText, QColor(tokens.text))
    return made


_BY_LINK = {QColor(tokens.accent).rgb(): tokens for tokens in ALL}


def tokens_of(thing: QWidget | QStyleOption | QPalette) -> Tokens:
    """Return the tokens behind the palette of a widget, a style option or a palette itself.

    Every set has its own link colour, which no widget changes; a palette of somebody else's is
    answered by the lightness of its window.
    """
    found = thing if isinstance(thing, QPalette) else _palette(thing)
    tokens = _BY_LINK.get(found.color(_Group.Active, _Role.Link).rgb())
    if tokens is not None:
        return tokens
    return DARK if found.color(_Role.Window).lightness() < 128 else LIGHT


def _palette(thing: QWidget | QStyleOption) -> QPalette:
    held = thing.palette
    found: QPalette = held() if callable(held) else held
    return found
