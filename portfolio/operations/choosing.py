"""Reads the store into what the gate chooses from; leaving out is the gate's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.curate.rollups import suggested_roles
from portfolio.export.chosen import Chosen
from portfolio.model.codes import Action, SectionKind
from portfolio.model.deed_query import DeedQuery
from portfolio.operations.attested_choice import chosen_badges, chosen_letters
from portfolio.operations.mentoring_choice import chosen_mentoring
from portfolio.operations.policies import vouch_marks

if TYPE_CHECKING:
    from datetime import date

    from portfolio.model.deed import Deed
    from portfolio.model.edition import Edition
    from portfolio.store.reader import Reader

PAGE = 500


def chosen_for(reader: Reader, edition: Edition, made_on: date | None = None) -> Chosen:
    """Return everything ``edition`` may draw from, of one snapshot.

    Args:
        reader: The snapshot.
        edition: What is made.
        made_on: The day of a document; None for a table of deeds, which quotes nobody.
    """
    stories = tuple(reader.stories.all())
    named = [item.deed_key for s in stories if s.id in edition.story_ids for item in s.items]
    deeds = reader.deeds.by_keys([*dict.fromkeys([*named, *edition.redacted_deed_keys])])
    deeds.update({deed.key: deed for deed in _releases(reader)})
    letters = chosen_letters(reader, made_on) if made_on is not None else ()
    badges = chosen_badges(reader, made_on) if made_on is not None else ()
    is_named = any(each.kind is SectionKind.MENTORING and each.shown for each in edition.sections)
    people = chosen_mentoring(reader, made_on) if made_on is not None and is_named else ()
    signed = [side for each in people for side in (each.theirs, each.own) if side is not None]
    keys = [key for each in (*letters, *signed) for key in each.work_keys]
    keys += [key for each in badges for key in each.work_keys]
    deeds.update(reader.deeds.by_keys(keys))
    roles = tuple(reader.roles.all())
    roll_ups = reader.projects.roll_ups()
    return Chosen(
        holder=reader.holder(),
        projects=tuple(reader.projects.all(include_hidden=True)),
        roles=roles,
        suggested_roles=tuple(suggested_roles(roll_ups, roles)),
        stories=stories,
        deeds=deeds,
        contributions={key: tuple(reader.deeds.contributions(key)) for key in deeds},
        tallies=tuple(reader.tallies()),
        sources=tuple(reader.sources.all()),
        answers=reader.questions.answers(),
        identities=tuple(reader.identities.decided()),
        letters=letters,
        badges=badges,
        mentoring=people,
        vouch_marks=vouch_marks(reader, made_on, edition.letter_ids) if made_on is not None else (),
    )


def _releases(reader: Reader) -> list[Deed]:
    query = DeedQuery(actions=(Action.RELEASED,), include_hidden=True)
    found: list[Deed] = []
    after = None
    while True:
        page = reader.deeds.page(query, after=after, limit=PAGE)
        found += page.deeds
        after = page.next
        if after is None:
            return found
