"""Letters and badges of an edition: as typed, and as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.cli.letter_ids import PREFIX, is_meant
from portfolio.errors import NotFoundError, UsageError
from portfolio.operations.carrying import shown_badges, shown_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.model.edition import Edition
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

ALL = "all"
NONE = "none"


def chosen_fields(
    store: Store, letters: list[str] | None, badges: list[str] | None
) -> dict[str, object]:
    """Return what an edition is to carry, by its field; nothing of what was not named.

    Raises:
        NotFoundError: Documents show no such letter or badge.
        UsageError: Several begin as typed.
    """
    fields: dict[str, object] = {}
    with store.reading() as reader:
        if letters is not None:
            fields["letter_ids"] = letter_ids(reader, letters)
        if badges is not None:
            fields["badge_ids"] = badge_ids(reader, badges)
    return fields


def letter_ids(reader: Reader, typed: list[str]) -> tuple[str, ...] | None:
    """Return the ids of letters that documents show; None when all are wanted."""
    if typed in ([ALL], [NONE]):
        return None if typed == [ALL] else ()
    known = [each.id for each in shown_letters(reader)]
    return tuple(_one("letter", "testimonial", each, known) for each in typed)


def badge_ids(reader: Reader, typed: list[str]) -> tuple[str, ...] | None:
    """Return the ids of badges that documents show; None when all are wanted."""
    if typed in ([ALL], [NONE]):
        return None if typed == [ALL] else ()
    known = [each.id for each in shown_badges(reader)]
    return tuple(_one("badge", "badge", each, known) for each in typed)


def words(reader: Reader, edition: Edition) -> Iterator[str]:
    """Yield a line on the letters, one on the badges, and one for each that was chosen."""
    letters = {each.id: f"{each.kind}, {each.issuer.name}" for each in shown_letters(reader)}
    badges = {
        each.id: ", ".join(part for part in (each.name, each.issuer.name) if part)
        for each in shown_badges(reader)
    }
    yield from _listed("Letters", edition.letter_ids, letters)
    yield from _listed("Badges", edition.badge_ids, badges)


def not_in(without: Iterable[Edition], things: str) -> str:
    """Say which editions do not have a letter or badge since theirs were chosen; "" for none."""
    names = [f"“{each.name}”" for each in without]
    if not names:
        return ""
    listed = ", ".join(names)
    return f"It is not in {listed}: you chose the {things} there. “edition set” adds it."


def _listed(heading: str, ids: tuple[str, ...] | None, shown: dict[str, str]) -> Iterator[str]:
    if ids is None:
        yield f"{heading}: all that documents show ({len(shown)} now), later ones too."
        return
    carried = [each for each in ids if each in shown]
    rest = len(shown) - len(carried)
    more = f" {rest} more shown in documents, not in this edition." if rest else ""
    yield f"{heading}: {len(carried)} chosen; later ones stay out.{more}"
    yield from (f"  {shown[each]}  {each.removeprefix(PREFIX)}" for each in carried)


def _one(thing: str, command: str, typed: str, known: Iterable[str]) -> str:
    found = [each for each in known if is_meant(each, typed)]
    if not found:
        raise NotFoundError(
            f"Documents show no {thing} with the id “{typed}”.",
            f"“portfolio {command} list” names them. A private one is in no edition.",
        )
    if len(found) > 1:
        raise UsageError(f"Several {thing}s begin with {typed}.")
    return found[0]
