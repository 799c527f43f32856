"""What an edition carries of the letters and badges: those it names, in its order, or all.

Done before anything else, so that no other part of the gate gets to see one that was left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.export.chosen import Chosen
    from portfolio.model.edition import Edition

_Thing = TypeVar("_Thing")


def carried(edition: Edition, chosen: Chosen) -> Chosen:
    """Return what an edition may draw from, without the letters and badges it does not carry.

    Whom a letter that is left out mentored, and a mark that rests on it, go with it.
    """
    ids = edition.letter_ids
    return replace(
        chosen,
        letters=_named(chosen.letters, ids, lambda each: each.letter.id),
        badges=_named(chosen.badges, edition.badge_ids, lambda each: each.badge.id),
        mentoring=tuple(
            each for each in chosen.mentoring if ids is None or each.theirs.letter.id in ids
        ),
        vouch_marks=tuple(
            each for each in chosen.vouch_marks if ids is None or set(each.letter_ids) <= set(ids)
        ),
    )


def _named(
    things: Iterable[_Thing], ids: tuple[str, ...] | None, id_of: Callable[[_Thing], str]
) -> tuple[_Thing, ...]:
    if ids is None:
        return tuple(things)
    by_id = {id_of(each): each for each in things}
    return tuple(by_id[each] for each in dict.fromkeys(ids) if each in by_id)
