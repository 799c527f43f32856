"""The words of a check in the window's language, from ``resources/verdicts.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from portfolio.model import verdict_words
from portfolio.model.verdict import StepMark
from portfolio.ui.models import dates

if TYPE_CHECKING:
    from portfolio.model.verdict import Saying

ICONS = {
    StepMark.HELD: ("check", "ok"),
    StepMark.CANNOT_CHECK: ("circle-dashed", "muted"),
    StepMark.REFUSED: ("circle-question-mark", "warn"),
    StepMark.BROKEN: ("triangle-alert", "error"),
    StepMark.NOTE: ("info", "muted"),
}
"""Icon and colour token of each mark; a dead issuer is never a warning."""


_MAY_BREAK: Final = "\u200b"
_RUN: Final = 10
_FINGERPRINT: Final = "SHA256:"


def title(saying: Saying) -> str:
    """Return a saying's title; what comes from outside in it is plain text."""
    return _filled(verdict_words.templates()[saying.code].title, saying)


def detail(saying: Saying) -> str:
    """Return the line below a title, "" when there is none."""
    return _filled(verdict_words.templates()[saying.code].detail, saying)


def mark_word(mark: StepMark) -> str:
    """Return what a mark says to somebody who does not see it."""
    translate = QCoreApplication.translate
    return {
        StepMark.HELD: translate("verdict", "Holds"),
        StepMark.CANNOT_CHECK: translate("verdict", "Cannot be checked"),
        StepMark.REFUSED: translate("verdict", "Unknown"),
        StepMark.BROKEN: translate("verdict", "Does not hold"),
        StepMark.NOTE: translate("verdict", "Worth knowing"),
    }[mark]


def _filled(template: str, saying: Saying) -> str:
    if not template:
        return ""
    words = QCoreApplication.translate("verdict", template)
    filled = verdict_words.filled(words, saying, dates.long_day)
    for name, value in saying.facts:
        if name == "key" or value.startswith(_FINGERPRINT):
            filled = filled.replace(value, _breakable(value))
    return filled


def _breakable(print_: str) -> str:
    """Return a key's fingerprint with places where a narrow column may break it."""
    return _MAY_BREAK.join(print_[at : at + _RUN] for at in range(0, len(print_), _RUN))
