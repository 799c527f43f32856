"""How the window says who mentored whom, and how far both sides say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.attest.mentoring import Agreement
from portfolio.model.attestation import Decision, Mentoring
from portfolio.ui.models import dates
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from portfolio.model.attestation import Attestation
    from portfolio.operations.mentoring import Mentored

translate = QCoreApplication.translate


def period_words(since: str, until: str) -> str:
    """Return a period: "March 2019 to 2021", "since 2019", "" for none."""
    first, last = map(dates.write_month, (since, until))
    if first and last:
        return fill(translate("Mentoring", "%1 to %2", "two dates"), first, last)
    if first:
        return fill(translate("Mentoring", "since %1", "a date"), first)
    return fill(translate("Mentoring", "to %1", "a date"), last) if last else ""


def stated(said: Attestation) -> str:
    """Return what a letter says of who mentored whom, "" for nothing."""
    if said.mentoring is None:
        return ""
    is_mentor = said.mentoring is Mentoring.MENTOR
    pattern = translate("Mentoring", "States: %1 mentored %2.", "two persons")
    names = (said.issuer.name, said.subject.name)
    when = "" if said.basis else period_words(said.relation_from, said.relation_to)
    if when:  # with a basis, the period stands there
        pattern = translate("Mentoring", "States: %1 mentored %2, %3.", "two persons, a period")
    return fill(pattern, *(names if is_mentor else reversed(names)), *filter(None, [when]))


def standing(each: Mentored, side: Mentoring) -> str:
    """Return how far both sides say so, in one sentence.

    Args:
        each: One person.
        side: What the holder was to them.
    """
    decision = each.theirs.attestation.decision if each.theirs is not None else None
    name = each.other.name
    if decision is None:
        return fill(_only_you(side), name)
    if decision in {Decision.PENDING, Decision.ASKED_CHANGE}:
        return translate("Mentoring", "Their letter waits for your decision.")
    if decision is Decision.PRIVATE:
        return translate("Mentoring", "You keep their letter private.")
    if each.agreement is Agreement.ONE_SIDED:
        return fill(_only_they(side), name)
    return _both(each)


def _both(each: Mentored) -> str:
    if each.agreement is Agreement.UNPROVED:
        return translate(
            "Mentoring",
            "Both letters are here. Whose key signed theirs is not known yet: check it online.",
        )
    if each.is_listed:
        return translate("Mentoring", "Both say so.")
    return translate("Mentoring", "Both say so. Left out of your documents.")


def _only_you(side: Mentoring) -> str:
    if side is Mentoring.MENTOR:
        return translate(
            "Mentoring", "Only you state it. No document names %1 until they sign too.", "a person"
        )
    return translate("Mentoring", "Only you state that %1 mentored you.", "a person")


def _only_they(side: Mentoring) -> str:
    if side is Mentoring.MENTOR:
        return translate(
            "Mentoring", "%1 states that you mentored them. You have not signed it.", "a person"
        )
    return translate(
        "Mentoring", "%1 states that they mentored you. You have not signed it.", "a person"
    )
