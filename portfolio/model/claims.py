"""Claims in a typed text that a reader would want a source for: sentences with a number.

The story editor underlines them quietly, a document says "(no source given)" after them. A
number that names something (a version, an issue, a commit, a year) is no claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.!?。؟।]+[\"'”’»)\]]*(?=\s|$)|\n+")
_NUMBER = re.compile(r"(?<![\w.,#/:+-])[+-]?\d[\d.,  ]*(?:%| ?(?:percent|per cent))?(?![\w/:])")
_RANGE = re.compile(r"\b\d+(?:\.\d+)+ (?:to|and|through|–|-) \d+(?:\.\d+)+\b", re.IGNORECASE)
_VERSION = re.compile(
    r"\b(?:version|release|released|releases|v|rc)\.? ?\d+(?:\.\d+)*"
    r"|\b\d+\.\d+\.\d+(?:\.\d+)*\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:#|!|\b(?:issue|bug|ticket|pull request|merge request|patch|change|proposal"
    r"|rfc|pep|cve|pr|mr)[ -]?#?)\d[\d-]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    r"\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2}\.? (?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a text: ``text[start:end]``, without the full stop that ends it.

    Attributes:
        sentence_end: Where the sentence's closing marks begin (a note fits in there).
    """

    start: int
    end: int
    sentence_end: int


def unsourced_claims(text: str) -> tuple[Claim, ...]:
    """Return the sentences that carry a number and name no address as its source.

    One claim for each such sentence; ``start`` and ``end`` enclose its first number.
    """
    found = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        if _ADDRESS.search(sentence):
            continue
        number = _first_number(sentence)
        if number is not None:
            found.append(Claim(start + number[0], start + number[1], end))
    return tuple(found)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return where sentences lie, closing marks and blanks left out."""
    places = []
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        places.append((start, mark.start()))
        start = mark.end()
    places.append((start, len(text)))
    trimmed = []
    for first, last in places:
        piece = text[first:last]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            trimmed.append((first + lead, first + len(piece.rstrip())))
    return trimmed


def _first_number(sentence: str) -> tuple[int, int] | None:
    naming = [
        found.span()
        for pattern in (_RANGE, _VERSION, _REFERENCE, _DATE)
        for found in pattern.finditer(sentence)
    ]
    for found in _NUMBER.finditer(sentence):
        start, end = found.start(), found.start() + len(found[0].rstrip(" .,\u00a0\u202f"))
        if _YEAR.fullmatch(sentence[start:end]):
            continue
        if any(first < end and start < last for first, last in naming):
            continue
        if not _follows_a_name(sentence[:start]) or sentence[start:end].endswith(("%", "cent")):
            return start, end
    return None


def _follows_a_name(before: str) -> bool:
    """Say whether a number stands after a name, as in "ported to Qt 6".

    The first word of a sentence has a capital letter anyway and is no sign of a name.
    """
    words = before.split()
    return len(words) > 1 and before[-1:].isspace() and words[-1][0].isupper()
