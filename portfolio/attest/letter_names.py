"""Which names letters, requests and consents may bear.

A name stands inside sentences that the program says itself. It must not hold what reads as one of
them, nor anything that nobody sees: two names that look alike would not be the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from portfolio.attest.name_characters import SYMBOLS, UNSEEN
from portfolio.model.text import MAX_LINE, MAX_WORD, clean_line

if TYPE_CHECKING:
    from portfolio.model.attestation import Party

_JOINING: Final = (  # scripts whose letters join, so that a joiner says how (Unicode Annex 31, 2.3)
    "\u0600-\u0dff\u0e80-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_JOINERS: Final = re.compile(
    f"(?<=[{_JOINING}])(?:\u200c(?=[{_JOINING}])|\u200d(?=[{_JOINING} -]|\\Z))"
)
_UNSEEN: Final = re.compile(f"[{UNSEEN}]")
_REAL: Final = "+|~°®™№`´㈱㈲"  # symbols that stand in names of people or organisations
_SYMBOL: Final = re.compile(f"(?![{_REAL}])[{SYMBOLS}]")
_CLAUSE: Final = re.compile(r":\s|：")
_RUN: Final = re.compile(rf"\S{{{MAX_WORD + 1},}}")


def bad_name(*parties: Party) -> str:
    """Return why the name of one of them is none, as a sentence; "" when all are names."""
    return next(filter(None, (_problem(each.name) for each in parties)), "")


def _problem(name: str) -> str:
    bare = _JOINERS.sub("", name)
    shown = clean_line(name, limit=60)
    if _UNSEEN.search(bare):
        return f"The name “{shown}” holds characters that nobody sees."
    if symbol := _SYMBOL.search(bare):
        return f"The name “{shown}” holds “{symbol[0]}”, which is not part of a name."
    if _CLAUSE.search(name):
        return f"The name “{shown}” holds a colon, as if it said something."
    if len(name) > MAX_LINE or _RUN.search(name):
        return f"The name “{shown}” is too long."
    return ""
