"""Fuzzy matching of typed words against commands and titles, with the letters that matched."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text matches.

    Attributes:
        score: Higher is better; comparable for one query only.
        spans: ``(from, to)`` of the letters that matched, in order.
    """

    score: int
    spans: tuple[tuple[int, int], ...]


def match(query: str, text: str) -> Match | None:
    """Return how ``query`` matches ``text``, or None.

    Best is the whole query at the beginning, then at the beginning of a word, then inside a word,
    then its words each somewhere, then its letters in order at beginnings of words.
    """
    wanted, folded = _fold(query).strip(), _fold(text)
    if not wanted:
        return Match(0, ())
    at = _find_at_word(folded, wanted)
    if at >= 0:
        return Match(3000 - at * 2 + (1000 if at == 0 else 0), ((at, at + len(wanted)),))
    at = folded.find(wanted)
    if at >= 0:
        return Match(2000 - at * 2, ((at, at + len(wanted)),))
    return _match_words(wanted.split(), folded) or _match_initials(wanted, folded)


def _fold(text: str) -> str:
    """Fold letter by letter, so that places in the folded text are places in the text."""
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter)[:1].lower()
    return bare if len(bare) == 1 else letter


def _find_at_word(text: str, wanted: str) -> int:
    at = text.find(wanted)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(wanted, at + 1)
    return -1


def _match_words(words: list[str], text: str) -> Match | None:
    if len(words) < 2:
        return None
    spans = []
    for word in words:
        at = _find_at_word(text, word)
        if at < 0:
            at = text.find(word)
        if at < 0:
            return None
        spans.append((at, at + len(word)))
    return Match(1500 - spans[0][0], _joined(spans))


def _match_initials(wanted: str, text: str) -> Match | None:
    spans: list[tuple[int, int]] = []
    at = 0
    for letter in wanted.replace(" ", ""):
        found = _next_initial(text, letter, at)
        if found < 0:
            return None
        spans.append((found, found + 1))
        at = found + 1
    return Match(500 - spans[-1][0], _joined(spans))


def _next_initial(text: str, letter: str, start: int) -> int:
    if start and start < len(text) and text[start] == letter:  # goes on within the word
        return start
    at = text.find(letter, start)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return -1


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
