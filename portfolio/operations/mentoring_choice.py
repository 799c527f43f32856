"""The mentors and mentees a document may name: those whose own letter is accepted and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.attest.mentoring import Agreement
from portfolio.export.chosen import ChosenMentoring
from portfolio.model.attestation import Decision
from portfolio.operations import mentoring
from portfolio.operations.attested_choice import chosen_letter
from portfolio.operations.document_day import moment

if TYPE_CHECKING:
    from datetime import date, datetime

    from portfolio.operations.mentoring import Mentored
    from portfolio.store.reader import Reader


@dataclass(frozen=True, slots=True)
class _Day:
    """A clock that stands still on the day of the document."""

    on: date

    def now(self) -> datetime:
        return moment(self.on)


def chosen_mentoring(reader: Reader, made_on: date) -> tuple[ChosenMentoring, ...]:
    """Return mentors, then mentees.

    Args:
        reader: One snapshot.
        made_on: The day of the document: what expires later is still good.
    """
    found = mentoring.found_in(reader, _Day(made_on))
    sides = ((False, found.mentors), (True, found.mentees))
    return tuple(
        chosen
        for is_mentor, people in sides
        for each in people
        if (chosen := _chosen(reader, each, made_on, is_mentor=is_mentor)) is not None
    )


def _chosen(
    reader: Reader, each: Mentored, made_on: date, *, is_mentor: bool
) -> ChosenMentoring | None:
    said = each.theirs.attestation if each.theirs is not None else None
    if said is None or said.decision is not Decision.ACCEPTED or not said.shown:
        return None
    theirs = chosen_letter(reader, said.id, made_on)
    if theirs is None:
        return None
    is_both = each.own is not None and each.agreement is Agreement.BOTH
    own = chosen_letter(reader, each.own.id, made_on) if each.own and is_both else None
    return ChosenMentoring(theirs, own, is_mentor)
