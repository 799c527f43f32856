"""How alike two names are: accents, Unicode forms, scripts, initials, order and handles.

Names are compared in three strengths: *the same* (`fold` of the model: Unicode form and case do
not count), *alike* (`alike` here) and not at all. Alike means "worth showing to the holder",
never "the same person".

A name is first turned into plain tokens: lower case, without marks, Cyrillic and Greek in Latin
letters. Tokens are then brought near, so that common transcriptions meet (Sergey, Sergei; Müller,
Mueller; Aleksey, Alexei). The rules are rough on purpose and were made by hand for this program.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from portfolio.model.identity import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_HANDLE = 5  # letters from which on a run-together name says anything
LEAST_TOKEN = 3  # letters from which on a shared token says anything

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "ng",
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "dj", "е": "e",
        "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i", "ј": "j", "к": "k", "л": "l",
        "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "џ": "dz",
        "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th",
        "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
_NEAR = {
    "ae": "a", "oe": "o", "ue": "u", "aa": "a", "ou": "u", "oy": "u", "ph": "f", "kh": "h",
    "th": "t",
    "zh": "z", "tsch": "c", "tch": "c", "sch": "s", "sh": "s", "ch": "c", "cz": "c", "ts": "c",
    "tz": "c", "ck": "k", "x": "ks", "w": "v", "j": "i", "y": "i", "q": "k",
}  # fmt: skip
_NEAR_PARTS = re.compile("|".join(sorted(_NEAR, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_WORDS = re.compile(r"[^\W\d_]+")


# Names that fresh machines and converters give to whoever works on them.
_NOBODY = frozenset(
    {"", "(no author)", "admin", "administrator", "developer", "no author", "no name", "none"}
    | {"nobody", "root", "ubuntu", "unknown", "user", "you", "your name"}
)


@dataclass(frozen=True, slots=True)
class NameShape:
    """A name prepared for `alike`.

    Attributes:
        tokens: Near forms of its words, in their order.
        handle: Near form of the words run together.
    """

    tokens: tuple[str, ...]
    handle: str


def shape(name: str) -> NameShape:
    """Return the shape of a name, or of the local part of an address."""
    words = _WORDS.findall(plain(name))
    return NameShape(tuple(filter(None, map(near, words))), near("".join(words)))


def plain(name: str) -> str:
    """Return a name in lower case without marks, in Latin letters as far as the tables go."""
    folded = fold(name)
    if folded.isascii():
        return folded
    letters = unicodedata.normalize("NFKD", folded)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(_LETTERS).split())


@lru_cache(maxsize=1 << 16)
def near(word: str) -> str:
    """Return a form in which usual transcriptions of one word meet."""
    return _DOUBLED.sub(r"\1", _NEAR_PARTS.sub(lambda part: _NEAR[part[0]], word))


def is_nobody(name: str) -> bool:
    """Tell whether a name says nothing about whose it is: root, unknown, Your Name."""
    return fold(name) in _NOBODY


def alike(one: NameShape, other: NameShape) -> bool:
    """Tell whether two names may be one person's."""
    if not one.tokens or not other.tokens:
        return False
    if one.handle == other.handle or sorted(one.tokens) == sorted(other.tokens):
        return _is_telling(one.handle) or min(len(one.tokens), len(other.tokens)) > 1
    if len(one.tokens) == 1:
        return one.handle in handles(other)
    if len(other.tokens) == 1:
        return other.handle in handles(one)
    return is_short_for(one, other) or is_short_for(other, one)


def handles(name: NameShape) -> frozenset[str]:
    """Return the handles people make of a name: noorv, nvantongeren, vantongerennoor."""
    if len(name.tokens) < 2:
        return frozenset()
    first, last = name.tokens[0], name.tokens[-1]
    made = {name.handle, first + last, last + first, first[0] + last, last + first[0]}
    made |= {first + last[0], "".join(token[0] for token in name.tokens[:-1]) + last}
    return frozenset(filter(_is_telling, made))


def _is_telling(handle: str) -> bool:
    """Tell whether a run-together name is rare enough; two Chinese letters are a whole name."""
    return len(handle) >= (LEAST_HANDLE if handle.isascii() else 2)


def is_short_for(short: NameShape, long: NameShape, *, least: int = 2) -> bool:
    """Tell whether every word of ``short`` is a word of ``long``, whole or as an initial.

    At least one word must be whole, and at least ``least`` must match: "N. Vantongeren" is short
    for "Noor Vantongeren", "Noor" is not unless ``least`` is 1.
    """
    left = list(long.tokens)
    initials: list[str] = []
    whole = 0
    for token in short.tokens:
        if token in left:
            left.remove(token)
            whole += len(token) >= LEAST_TOKEN
        else:
            initials.append(token)
    for token in initials:
        match = next((rest for rest in left if _is_initial(token, rest)), None)
        if match is None:
            return False
        left.remove(match)
    return whole >= 1 and len(short.tokens) >= least


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def written_forms(names: Iterable[str]) -> list[tuple[str, int]]:
    """Return each name as it reads, with the number of Unicode forms it is stored in.

    Two names that look the same on paper may be different bytes: "ö" is one character or two. The
    order is that of first appearance.
    """
    forms: dict[str, set[str]] = {}
    for name in names:
        forms.setdefault(unicodedata.normalize("NFC", name), set()).add(name)
    return [(name, len(stored)) for name, stored in forms.items()]
