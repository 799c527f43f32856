"""Directions inside a paragraph: the Unicode Bidirectional Algorithm (UAX 9), levels and order."""

from __future__ import annotations

import unicodedata
from typing import Any

_RIGHT = frozenset({"R", "AL", "AN"})
_TAKEN_OUT = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})  # rule X9


def levels(text: str, *, is_rtl: bool) -> list[int]:
    """Return the embedding level of each character; odd ones run right to left.

    ``text`` has no embedding or override controls (`portfolio.model.text.clean` takes them out).
    """
    if not is_rtl and not any(unicodedata.bidirectional(each) in _RIGHT for each in text):
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
