"""What a holder may print of somebody else's words: some of them, with … wherever others stood.

Leaving out one word can turn a sentence round ("did not"), so a reader must see each place where
something is missing, also at the beginning and at the end.
"""

from __future__ import annotations

import re
from typing import Final

GAP: Final = "…"
_GAPS: Final = re.compile(r"\[\s*(?:…|\.{3})\s*\]|…|\.{3,}")
_BEFORE_GAP: Final = ",;:.!?–—-"


def is_shortening(words: str, statement: str) -> bool:
    """Say whether a text is a statement with words left out, each place marked, and no more.

    Marks are ``…``, ``[…]`` and ``...``; blanks and line ends do not count. A word right before a
    mark may lose the punctuation after it.
    """
    whole = [word for word in _tokens(statement) if word != GAP]
    runs = _runs(_tokens(words))
    if not any(runs):
        return False
    at = 0
    for number, run in enumerate(runs):
        is_last = number == len(runs) - 1
        places = range(at, len(whole) - len(run) + 1)
        if number == 0:
            places = places[:1]  # nothing may be missing before it
        if is_last and run:
            places = places[-1:] if number or len(run) == len(whole) else places[:0]
        fits = (place for place in places if _fits(run, whole[place:], is_cut=not is_last))
        found = next(fits, None)
        if found is None:
            return False
        at = found + len(run)
    return True


def _tokens(text: str) -> list[str]:
    return _GAPS.sub(f" {GAP} ", text).split()


def _runs(tokens: list[str]) -> list[list[str]]:
    """Return the words between marks; empty first or last when a mark stands there."""
    runs: list[list[str]] = [[]]
    for token in tokens:
        if token == GAP:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def _fits(run: list[str], words: list[str], *, is_cut: bool) -> bool:
    if not run:
        return True
    *first, last = words[: len(run)]
    is_end = last == run[-1] or (is_cut and last.rstrip(_BEFORE_GAP) == run[-1])
    return first == run[:-1] and is_end
