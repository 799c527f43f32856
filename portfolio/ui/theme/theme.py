"""Choosing and applying a theme: system, light or dark, and high contrast, at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from portfolio.ui.theme.metrics import metrics
from portfolio.ui.theme.palette import palette
from portfolio.ui.theme.sheet import style_sheet
from portfolio.ui.theme.tokens import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class ThemeMode(StrEnum):
    """What the holder asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Applies token sets to the application; lives on the UI thread, owned by the application.

    Signals:
        applied: A set of tokens (`Tokens`) is in force.
    """

    applied = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._mode = ThemeMode.SYSTEM
        self._high_contrast = False
        self._tokens = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def tokens(self) -> Tokens:
        """The tokens in force."""
        return self._tokens

    @property
    def mode(self) -> ThemeMode:
        """What was asked for."""
        return self._mode

    @property
    def is_high_contrast(self) -> bool:
        """High contrast was asked for."""
        return self._high_contrast

    def apply(self, mode: ThemeMode, *, high_contrast: bool = False) -> None:
        """Apply a mode to every widget at once."""
        self._mode, self._high_contrast = mode, high_contrast
        hints = self._application.styleHints()
        schemes = {
            ThemeMode.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeMode.LIGHT: Qt.ColorScheme.Light,
            ThemeMode.DARK: Qt.ColorScheme.Dark,
        }
        hints.setColorScheme(schemes[mode])  # for the frame the system draws round the window
        self._use(self._wanted())

    def _wanted(self) -> Tokens:
        dark = self._mode is ThemeMode.DARK or (
            self._mode is ThemeMode.SYSTEM
            and self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        if self._high_contrast:
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _use(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._application.setPalette(palette(tokens))
        self._application.setStyleSheet(style_sheet(tokens, metrics(self._application.font())))
        self.applied.emit(tokens)

    @Slot(Qt.ColorScheme)
    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._use(self._wanted())
