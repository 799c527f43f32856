"""Translations: loading them, and a pseudo-translation that shows what is not translated.

Every text a person sees goes through ``tr`` or ``QCoreApplication.translate`` as one whole
sentence. English itself has a catalogue too, for its plurals only.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator

from portfolio import resources

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

_LOG = logging.getLogger(__name__)
PSEUDO_START, PSEUDO_END = "⟦", "⟧"
_ACCENTS = str.maketrans("aeiouAEIOU", "àéîõüÀÉÎÕÜ")


class PseudoTranslator(QTranslator):
    """Wraps every text in ⟦ ⟧ and accents its vowels, keeping %1, %n and {names} as they are."""

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | bytes | None = None,
        n: int = -1,
    ) -> str:
        """Return the wrapped text."""
        del context, disambiguation, n
        if not source_text:
            return ""
        return f"{PSEUDO_START}{_accent(source_text)}{PSEUDO_END}"

    def isEmpty(self) -> bool:
        """Return False, or Qt would never ask."""
        return False


def _accent(text: str) -> str:
    pieces, inside = [], False
    for letter in text:
        inside = letter == "{" or (inside and letter != "}")
        pieces.append(letter if inside else letter.translate(_ACCENTS))
    return "".join(pieces)


def is_pseudo(text: str) -> bool:
    """Return whether `PseudoTranslator` made the text, or it has nothing to translate."""
    return PSEUDO_START in text or not any(letter.isalpha() for letter in text)


def install(application: QApplication, language: str = "") -> list[QObject]:
    """Install the translators for ``language`` ("" is the system's) and set the direction.

    A language without a catalogue of ours stays English, left to right, so that the window's
    direction is always that of its words.

    Returns:
        The translators; they belong to the application.
    """
    wanted = QLocale(language) if language else QLocale.system()
    installed: list[QObject] = []
    if os.environ.get("PORTFOLIO_PSEUDO") == "1":
        pseudo = PseudoTranslator(application)
        application.installTranslator(pseudo)
        return [pseudo]
    english = _load(application, QLocale(QLocale.Language.English))
    ours = _load(application, wanted) if wanted.language() != QLocale.Language.English else None
    installed += [item for item in (english, ours) if item is not None]
    if ours is not None:
        qt = QTranslator(application)
        where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load(wanted, "qtbase", "_", where):
            application.installTranslator(qt)
            installed.append(qt)
        application.setLayoutDirection(wanted.textDirection())
        QLocale.setDefault(wanted)
        return installed
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    if wanted.language() != QLocale.Language.English:
        # Dates and numbers in the words' own language: "18 November", never a mixture.
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    else:
        QLocale.setDefault(wanted)
    return installed


def _load(application: QApplication, locale: QLocale) -> QTranslator | None:
    translator = QTranslator(application)
    folder = resources.path("i18n")
    if folder.is_dir() and translator.load(locale, "portfolio", "_", str(folder)):
        application.installTranslator(translator)
        return translator
    if locale.language() not in {QLocale.Language.English, QLocale.Language.C}:
        _LOG.info("There is no translation for %s", locale.name())
    return None
