"""Text from outside, made fit for a document: the one place where it is cleaned.

Names, titles, commit messages and typed stories may hold anything. What `clean` returns has no
control characters, no lone surrogates, no bidi overrides or isolates, no invisible operators and
no noncharacters; it is in Unicode form NFC and no longer than asked. It is plain text: markup is
the renderers' matter, and each of them escapes at one place of its own.

`clean` is idempotent: ``clean(clean(x)) == clean(x)``.
"""

from __future__ import annotations

import re
import unicodedata

MAX_LINE = 400  # characters of a name, a title, an address shown
MAX_TEXT = 6000  # characters of a typed text
MAX_WORD = 200  # longer runs without a blank break layouts; they are cut into pieces
_MAX_MARKS = 30  # on one letter; writing has at most ten (Unicode Annex 15, Stream-Safe Text)
_DOUBLE_MARKS = "\u0f73\u0f75\u0f81"  # say they are none, and are taken apart into two
CUT = "…"
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))  # categories that draw nothing

_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BLANK_CONTROLS = re.compile("[\t\x0b\x0c\x1c-\x1f]")
_UNFIT = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # other C0 and C1 controls
    "\xad\u200b\u2060-\u2064\ufeff"  # invisible: soft hyphen, zero-width space, operators, BOM
    "\u202a-\u202e\u2066-\u206f"  # bidi embeddings, overrides, isolates, deprecated controls
    "\ufdd0-\ufdef\ufff9-\ufffb"  # noncharacters, interlinear annotation
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags, which can carry hidden text
    "]"
    "|[\ufffe\uffff]"
)
_ENDS_OF_PLANES = {plane << 16 | low for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)}
_MANY_MARKS = re.compile(f"[\u0300-\U0010ffff]{{{_MAX_MARKS + 1},}}")  # all marks lie in there
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def clean(text: str, *, limit: int = MAX_TEXT) -> str:
    """Return ``text`` fit for a document, its lines kept.

    Blanks at both ends go, at most one empty line stays between two paragraphs.
    """
    text = _cut_early(text, limit)
    text = _LINE_ENDS.sub("\n", text)
    text = _BLANK_CONTROLS.sub(" ", text)
    text = _UNFIT.sub("", text).translate(dict.fromkeys(_ENDS_OF_PLANES))
    # Putting marks in order takes the square of their number: bounded first. It may make more.
    text = unicodedata.normalize("NFC", _MANY_MARKS.sub(_with_few_marks, text))
    text = _MANY_MARKS.sub(_with_few_marks, text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not any(unicodedata.category(char) not in _UNSEEN for char in text):
        return ""
    return _cut(_LONG_WORD.sub(_in_pieces, text), limit)


def clean_line(text: str, *, limit: int = MAX_LINE) -> str:
    """Return ``text`` cleaned as one line: line ends become blanks."""
    return _cut(" ".join(clean(text, limit=max(limit * 4, limit)).split()), limit)


def paragraphs(text: str, *, limit: int = MAX_TEXT) -> tuple[str, ...]:
    """Return the paragraphs of a text, cleaned, each as one line."""
    blocks = re.split("\n\n+", clean(text, limit=limit))
    return tuple(line for line in (" ".join(block.split()) for block in blocks) if line)


def _cut_early(text: str, limit: int) -> str:
    """Bound the work on hostile input; the exact cut comes after cleaning."""
    return text if len(text) <= limit * 8 else text[: limit * 8]


def _with_few_marks(run: re.Match[str]) -> str:
    """Leave out the marks that no letter can bear."""
    kept, marks = [], 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) or char in _DOUBLE_MARKS else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: _whole_letters(text, limit - len(CUT))].rstrip() + CUT


def _in_pieces(word: re.Match[str]) -> str:
    """Return a long word with blanks in it."""
    text, pieces = word[0], []
    while len(text) > MAX_WORD:
        end = _whole_letters(text, MAX_WORD) or MAX_WORD
        pieces.append(text[:end])
        text = text[end:]
    return " ".join([*pieces, text])


def _whole_letters(text: str, end: int) -> int:
    """Return the last place up to ``end`` that does not part a letter from its marks."""
    while end > 0 and (unicodedata.combining(text[end]) or text[end] in _JOINERS):
        end -= 1
    return end
