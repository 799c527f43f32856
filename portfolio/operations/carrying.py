"""Which letters and badges editions can carry, and which edition does not carry one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.attestation import Decision, Direction
from portfolio.operations.editions import all_editions

if TYPE_CHECKING:
    from portfolio.model.attestation import Attestation
    from portfolio.model.badge import Badge
    from portfolio.model.edition import Edition
    from portfolio.store.reader import Reader


def shown_letters(reader: Reader) -> list[Attestation]:
    """Return the letters that documents may show, without their files, the latest first."""
    accepted = reader.attestations.all(direction=Direction.RECEIVED, decision=Decision.ACCEPTED)
    return [each for each in accepted if each.shown]


def shown_badges(reader: Reader) -> list[Badge]:
    """Return the badges that documents may show, without their files, the latest first."""
    return [each for each in reader.badges.all() if each.shown]


def without_letter(reader: Reader, letter_id: str) -> list[Edition]:
    """Return the editions whose letters were chosen, and not this one."""
    return [
        each
        for each in all_editions(reader)
        if each.letter_ids is not None and letter_id not in each.letter_ids
    ]


def without_badge(reader: Reader, badge_id: str) -> list[Edition]:
    """Return the editions whose badges were chosen, and not this one."""
    return [
        each
        for each in all_editions(reader)
        if each.badge_ids is not None and badge_id not in each.badge_ids
    ]
