"""Directions inside a paragraph: the Unicode Bidirectional Algorithm (UAX 9), levels and order."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TELEPHONE: Final = re.compile(r"[+(]?[0-9][0-9 ()/.-]{5,}")
_EDGES: Final = " \u00a0·–—■◆▲○,;:\u200e\u200f"
"""What stands between two texts and belongs to neither."""
_BETWEEN: Final = frozenset("·–—■◆▲○")
_PLACE: Final = "\ufffc"
"""Stands for an isolate in the text around it: a neutral, as its two controls would be."""
_RIGHT = frozenset({"R", "AL", "AN"})
_TAKEN_OUT = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})  # rule X9


def runs_right(text: str) -> bool:
    """Whether something in a text is written from right to left."""
    return any(unicodedata.bidirectional(each) in _RIGHT for each in text)


def is_left_to_right(text: str) -> bool:
    """Whether a text is Latin or the like throughout, or a telephone number."""
    if runs_right(text):
        return False
    has_letter = any(unicodedata.bidirectional(each) == "L" for each in text)
    return has_letter or _TELEPHONE.fullmatch(text.strip(_EDGES)) is not None


def isolates(texts: Sequence[str], *, is_rtl: bool) -> list[tuple[int, int]]:
    """Return where in a paragraph stands what has a direction of its own: begin and end.

    Names and sentences come in pieces of their own, and their numbers, brackets and full stops
    are to stay with them (UAX 9 section 2.7 asks for isolates around such texts).

    Args:
        texts: The pieces of the paragraph.
        is_rtl: The paragraph's direction. From right to left, neighbours that are Latin
            throughout are one text; else each piece with something from right to left is one.
    """
    if not is_rtl:
        wanted = [(runs_right(text), at) for at, text in enumerate(texts)]
    else:
        wanted = [(not runs_right(text) and not _parts(text), -1) for text in texts]
    ends = list(accumulate(map(len, texts)))
    found, at = [], 0
    for (is_wanted, _), run in groupby(wanted):
        until = at + len(list(run))
        start, end = ends[at] - len(texts[at]), ends[until - 1]
        whole = "".join(texts[at:until])
        at = until
        if is_wanted and (not is_rtl or is_left_to_right(whole)):
            start += len(whole) - len(whole.lstrip(_EDGES))
            found.append((start, end - len(whole) + len(whole.rstrip(_EDGES))))
    return found


def _parts(text: str) -> bool:
    """Whether a piece only stands between two texts, and is no comma within one."""
    return not text.strip(_EDGES) and bool(set(text) & _BETWEEN)


def levels(text: str, *, is_rtl: bool, apart: Iterable[tuple[int, int]] = ()) -> list[int]:
    """Return the embedding level of each character; odd ones run right to left.

    ``text`` has no embedding or override controls (`portfolio.model.text.clean` takes them out).

    Args:
        text: A paragraph.
        is_rtl: Its direction.
        apart: Begin and end of texts within it, in order, that are isolated: each has the
            direction of its first letter, and is one neutral for what is around it.
    """
    if not is_rtl and not runs_right(text):
        return [0] * len(text)
    around, inside, at = [], [], 0
    for start, end in apart:
        around += [text[at:start], _PLACE]
        inside.append(_isolated(text[start:end], is_rtl=is_rtl))
        at = end
    given = iter(_plain("".join((*around, text[at:])), is_rtl=is_rtl))
    made, at = [], 0
    for (start, end), own in zip(apart, inside, strict=True):
        made += [next(given) for _ in range(start - at)]
        next(given)
        made += own
        at = end
    return [*made, *given]


def _isolated(text: str, *, is_rtl: bool) -> list[int]:
    """Return the levels of a text within a paragraph of the given direction."""
    kinds = (unicodedata.bidirectional(each) for each in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    goes_right = first != "L"
    lift = 0 if goes_right and not is_rtl else 2
    return [level + lift for level in _plain(text, is_rtl=goes_right)]


def _plain(text: str, *, is_rtl: bool) -> list[int]:
    """Return the levels of a text without anything isolated in it."""
    if not is_rtl and not runs_right(text):
        return [0] * len(text)
    kinds = [unicodedata.bidirectional(each) for each in text]
    found = iter(
        _resolved([c for c, k in zip(text, kinds, strict=True) if k not in _TAKEN_OUT], is_rtl)
    )
    made: list[int] = []
    for kind in kinds:  # joiners are not seen by the algorithm: they go with what is before them
        before = made[-1] if made else int(is_rtl)
        made.append(before if kind in _TAKEN_OUT else next(found))
    return made


def _resolved(text: list[str], is_rtl: bool) -> list[int]:  # noqa: FBT001  (one caller)
    from bidi import algorithm

    storage: Any = algorithm.get_empty_storage()
    storage["base_level"] = 1 if is_rtl else 0
    storage["base_dir"] = "R" if is_rtl else "L"
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)  # noqa: FBT003  (its debug switch)
    algorithm.resolve_implicit_levels(storage, False)  # noqa: FBT003
    return [each["level"] for each in storage["chars"]]


def visual_order(run_levels: list[int]) -> list[int]:
    """Return the order in which runs stand from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    if not run_levels:
        return order
    highest = max(run_levels)
    lowest_odd = min((each for each in run_levels if each % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            if run_levels[order[at]] < level:
                at += 1
                continue
            until = at
            while until < len(order) and run_levels[order[until]] >= level:
                until += 1
            order[at:until] = reversed(order[at:until])
            at = until
    return order
