"""Authorship that may not be work: titles that look like work of others brought in."""

from __future__ import annotations

import re
from typing import Final

FEWEST: Final = 5

# All are matched against the start of the folded title.
_TRANSLATIONS: Final = re.compile(
    # "Updated German translation", "Add Brazilian Portuguese translation by ..."; but "Add support
    # for translations" is about the program.
    r"(?:updat(?:e|ed|es|ing)|add(?:ed|s|ing)?|new|import(?:ed|s|ing)?|sync):? "
    r"(?:(?!(?:support|for|to|of|missing|the way)\b)\S+ ){0,4}?"
    r"\(?(?:translations?|l10n|locali[sz]ations?|(?:\S{0,40}\.)?po files?)\b"
    r"|translations? (?:update|updated|updates|import|sync)\b"
    r"|translated using (?:weblate|pontoon|crowdin)"
    r"|(?:new )?(?:translations?|l10n|i18n)(?:\([^)]*\))?:? (?:updates?|import|sync|by|from)\b"
    r"|svn_silent made messages|git_silent (?:sync|made)|merge translations\b"
    r"|(?:import|merge|sync)(?:ed|ing)? .{0,60}\btranslations\b"
)
_UPSTREAM: Final = re.compile(
    r"merge (?:changes|upstream|branch 'upstream|.{0,40}\bfrom upstream\b)"
    r"|(?:sync|import|imported|update|merge|pull)(?:ed|ing)? (?:with |from |to )?upstream\b"
    r"|import(?:ed|ing|s)? (?:\S+ ){1,6}from \S"
    r"|import upstream version|new upstream (?:version|release|snapshot)|imported upstream"
)
_VENDORED: Final = re.compile(
    r"(?:bump|update|updated|upgrade|import|add|sync|roll|re-?vendor)\b.{0,40}"
    r"(?:\bvendored\b|\bvendor/|\bthird[_-]party\b|\b3rdparty\b|\bnode_modules\b)"
    r"|(?:vendor|vendored|third[_-]party|3rdparty)(?:/\S+)?: "
    r"|(?:vendor|re-?vendor)(?:ed|ing)? (?:in )?\S+ (?:v?\d|at|from)"
)

_PATTERNS: Final = (
    ("translations", _TRANSLATIONS),
    ("vendored", _VENDORED),
    ("upstream", _UPSTREAM),
)


def pattern_of(title: str) -> str:
    """Return the name of the pattern a title fits, ``translations`` and so on, or ``""``."""
    folded = " ".join(title[:300].casefold().split())
    for name, fits in _PATTERNS:
        if fits.match(folded):
            return name
    return ""
