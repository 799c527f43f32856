"""Mentor and mentee: one relation, of which each side signs its own letter.

Two letters are about one relation when one says "I mentored them", the other "they mentored me",
and each names the writer of the other: by an account, or by the key that signed it. A name alone
joins nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.attest.onlooker import account_key
from portfolio.model.attestation import Attestation, Mentoring, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Agreement(StrEnum):
    """How far the two sides say the same."""

    BOTH = "both"  # each names the other, and whose letters they are is known here
    UNPROVED = "unproved"  # each names the other, but an account is only claimed
    ONE_SIDED = "one-sided"


@dataclass(frozen=True, slots=True)
class Signed:
    """A letter that holds and says who mentored whom.

    Attributes:
        proved: Whose it is, as far as known here: the fingerprint of the key that signed it, and
            the accounts (`account_key`) that list that key.
    """

    letter: Attestation
    proved: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """One person mentored another, as one of them or both say.

    Attributes:
        by_mentor / by_mentee: The latest letter of each side; None while there is none.
    """

    by_mentor: Signed | None
    by_mentee: Signed | None
    agreement: Agreement

    @property
    def mentor(self) -> Party:
        """Return the mentor as they name themselves, else as the other does."""
        return _party(self.by_mentor, self.by_mentee)

    @property
    def mentee(self) -> Party:
        """Return the mentee as they name themselves, else as the other does."""
        return _party(self.by_mentee, self.by_mentor)


def relations(letters: Iterable[Signed]) -> tuple[Relation, ...]:
    """Join letters into relations; the order they come in makes no difference.

    Letters of one side about the same person are one statement, of which the latest counts.
    """
    said = sorted(
        (each for each in letters if each.letter.mentoring is not None), key=_age, reverse=True
    )
    mentors = _statements(said, Mentoring.MENTOR)
    mentees = _statements(said, Mentoring.MENTEE)
    found: list[Relation] = []
    for agreement, meets in ((Agreement.BOTH, _proves), (Agreement.UNPROVED, _claims)):
        for mentor in list(mentors):
            mentee = next(
                (each for each in mentees if meets(mentor, each) and meets(each, mentor)), None
            )
            if mentee is not None:
                mentors.remove(mentor)
                mentees.remove(mentee)
                found.append(Relation(mentor[0], mentee[0], agreement))
    found += [Relation(each[0], None, Agreement.ONE_SIDED) for each in mentors]
    found += [Relation(None, each[0], Agreement.ONE_SIDED) for each in mentees]
    return tuple(sorted(found, key=_order))


def mirrored(each: Signed) -> Signed:
    """Return the letter its writer would have written from the other side of a relation."""
    said = each.letter
    other = said.mentoring.other if said.mentoring is not None else None
    return replace(each, letter=replace(said, mentoring=other))


def names(party: Party) -> frozenset[str]:
    """Return the accounts and the key a letter names a party by."""
    key = {party.key} if party.key else set()
    return frozenset(key | {account_key(each) for each in party.accounts})


def _statements(said: Sequence[Signed], side: Mentoring) -> list[list[Signed]]:
    """Return what each writer of one side says of each person, the latest letter first."""
    found: list[list[Signed]] = []
    for each in said:
        if each.letter.mentoring is not side:
            continue
        same = next((others for others in found if _is_same(others[0], each)), None)
        if same is None:
            found.append([each])
        else:
            same.append(each)
    return found


def _is_same(one: Signed, other: Signed) -> bool:
    about = names(one.letter.subject) & names(other.letter.subject)
    return bool(one.proved & other.proved) and bool(about)


def _proves(writer: Sequence[Signed], other: Sequence[Signed]) -> bool:
    """Say whether whose letter the first one is, is who the second one is about."""
    return bool(writer[0].proved & names(other[0].letter.subject))


def _claims(writer: Sequence[Signed], other: Sequence[Signed]) -> bool:
    first = writer[0]
    return bool((first.proved | names(first.letter.issuer)) & names(other[0].letter.subject))


def _party(own: Signed | None, others: Signed | None) -> Party:
    if own is not None:
        return own.letter.issuer
    return others.letter.subject if others is not None else Party("")


def _age(each: Signed) -> tuple[float, str]:
    issued = each.letter.issued_at
    return (issued.timestamp() if issued else 0.0, each.letter.id)


def _order(each: Relation) -> tuple[float, str]:
    """Return what the latest relations come first by."""
    ages = [_age(one) for one in (each.by_mentor, each.by_mentee) if one is not None]
    at, letter_id = max(ages)
    return (-at, letter_id)
