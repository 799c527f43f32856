"""Letters and badges in "What goes in": their rows, and an edition after a tick or a move.

An edition carries all that documents show until somebody chooses; then those that come later
stay out until they are ticked. A row above them says which it is, and ends the choice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import SectionKind
from portfolio.ui.models.contents_row import ContentsRow, RowKind, chosen_of
from portfolio.ui.models.letters import kind_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.model.attestation import Attestation
    from portfolio.model.badge import Badge
    from portfolio.model.edition import Edition

_Thing = TypeVar("_Thing")
translate = QCoreApplication.translate

SECTIONS = {
    SectionKind.TESTIMONIALS: RowKind.LETTER,
    SectionKind.CERTIFICATIONS: RowKind.BADGE,
}
"""The sections, and what stands under each."""
ALL_KINDS = {RowKind.LETTERS: RowKind.LETTER, RowKind.BADGES: RowKind.BADGE}
"""The rows that stand for all of a kind, later ones too."""


@dataclass(frozen=True, slots=True)
class Carriable:
    """One letter or badge that documents show, as a row names it."""

    id: str
    words: str
    note: str


def letter(said: Attestation) -> Carriable:
    """Return a letter as a row names it: who wrote it, and what it is."""
    name = said.issuer.name or translate("ContentsModel", "Writer without a name")
    return Carriable(said.id, name, kind_word(said.kind))


def badge(shown: Badge) -> Carriable:
    """Return a badge as a row names it: its name, and who issued it."""
    name = shown.name or translate("ContentsModel", "Badge without a name")
    return Carriable(shown.id, name, shown.issuer.name)


def chosen_ids(edition: Edition, kind: RowKind) -> tuple[str, ...] | None:
    """Return the letters or badges an edition chose; None when it carries all."""
    return edition.letter_ids if kind is RowKind.LETTER else edition.badge_ids


def with_ids(edition: Edition, kind: RowKind, ids: tuple[str, ...] | None) -> Edition:
    """Return the edition with these letters or badges; None is all, later ones too."""
    if kind is RowKind.LETTER:
        return replace(edition, letter_ids=ids)
    return replace(edition, badge_ids=ids)


def in_chosen_order(
    things: Sequence[_Thing],
    ids: tuple[str, ...] | None,
    before: Sequence[_Thing] = (),
    *,
    name: str = "id",
) -> list[_Thing]:
    """Return the chosen ones first, in their order; where ``before`` fits, nothing moves.

    Somebody who goes down a long list and leaves things out is to find each where it was.

    Args:
        things: Letters, badges, stories or projects.
        ids: The chosen ones; None is all, in the order they have.
        before: The order shown until now.
        name: The attribute that holds a thing's id.
    """
    key = attrgetter(name)
    wanted = {each: at for at, each in enumerate(ids or ())}
    stood = {key(each): at for at, each in enumerate(before)}
    if ids is not None and stood.keys() == {key(each) for each in things}:
        kept = [wanted[each] for each in stood if each in wanted]
        if kept == sorted(kept):
            return sorted(things, key=lambda each: stood[key(each)])
    return sorted(things, key=lambda each: wanted.get(key(each), len(wanted)))


def carried_of(
    edition: Edition, kind: RowKind, things: Sequence[Carriable], *, is_on: bool
) -> list[str]:
    """Return the ids of those an edition carries; none while their section is not printed."""
    ids = chosen_ids(edition, kind)
    named = {each.id for each in things} if ids is None else set(ids)
    return [each.id for each in things if is_on and each.id in named]


def note(edition: Edition, kind: RowKind, things: Sequence[Carriable], *, is_on: bool) -> str:
    """Return how many of them go in, or that there are none."""
    if not things:
        return translate("ContentsModel", "none to show yet")
    carried = carried_of(edition, kind, things, is_on=is_on)
    return chosen_of(len(carried), len(things))


def rows(
    edition: Edition, kind: RowKind, things: Sequence[Carriable], *, is_on: bool
) -> list[ContentsRow]:
    """Return the row for all of a kind, and one for each."""
    is_all = chosen_ids(edition, kind) is None
    carried = set(carried_of(edition, kind, things, is_on=is_on))
    if not things and is_all:
        return []
    whole = next(each for each, of in ALL_KINDS.items() if of is kind)
    words = {
        RowKind.LETTERS: translate("ContentsModel", "All letters, later ones too"),
        RowKind.BADGES: translate("ContentsModel", "All badges, later ones too"),
    }[whole]
    later = "" if is_all or not is_on else translate("ContentsModel", "later ones stay out")
    return [
        ContentsRow(whole, whole, words, later, 1, is_all and is_on),
        *(
            ContentsRow(kind, each.id, each.words, each.note, 1, each.id in carried)
            for each in things
        ),
    ]


def with_tick(
    edition: Edition, row: ContentsRow, things: Sequence[Carriable], *, is_on: bool, shown: bool
) -> Edition:
    """Return the edition with a letter, a badge, or all of them ticked or not.

    Args:
        edition: As it is.
        row: The ticked one.
        things: Of its kind, in the order shown.
        is_on: Their section is printed; when it is not, none of them counts as ticked.
        shown: The tick.
    """
    kind = ALL_KINDS.get(row.kind, row.kind)
    offered = [each.id for each in things]
    before = chosen_ids(edition, kind)
    if row.kind in ALL_KINDS:
        return with_ids(edition, kind, None if shown else tuple(offered if is_on else ()))
    carried = set(carried_of(edition, kind, things, is_on=is_on))
    wanted = [each for each in offered if (shown if each == row.key else each in carried)]
    return with_ids(edition, kind, (*wanted, *_private(before, offered)))


def with_order(edition: Edition, kind: RowKind, keys: Sequence[str]) -> Edition:
    """Return the edition with those it carries in another order."""
    before = chosen_ids(edition, kind)
    return with_ids(edition, kind, (*keys, *_private(before, keys)))


def _private(chosen: tuple[str, ...] | None, offered: Sequence[str]) -> tuple[str, ...]:
    """Return what was chosen and is private now: shown again, it is chosen still."""
    there = set(offered)
    return tuple(each for each in chosen or () if each not in there)
