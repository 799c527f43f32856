"""``testimonial mentoring``: who mentored whom, and whether both sides say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from portfolio.attest.mentoring import Agreement
from portfolio.cli.groups import group
from portfolio.cli.letter_answers import period
from portfolio.cli.session import session_of
from portfolio.model.attestation import Decision, Mentoring

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.mentoring import Mentored

app = group("See who mentored whom.")


@app.command()
def mentoring(context: typer.Context) -> None:
    """List your mentors and mentees: who agreed, and where only one side says so."""
    from portfolio.operations import mentoring as operations

    session = session_of(context)
    workspace = session.workspace(read_only=True)
    found = operations.found(workspace.store, workspace.clock)
    sides = ((Mentoring.MENTEE, found.mentors), (Mentoring.MENTOR, found.mentees))
    session.list(
        [_mentored(each, was) for was, people in sides for each in people],
        _mentored_line,
        nothing="No letter says who mentored whom yet.",
    )


def _mentored(each: Mentored, was: Mentoring) -> dict[str, object]:
    since, until = each.period
    theirs = each.theirs.attestation if each.theirs is not None else None
    return {
        "name": each.other.name,
        "accounts": each.other.accounts,
        "you_were": was,
        "agreement": each.agreement,
        "listed": each.is_listed,
        "relation_from": since,
        "relation_to": until,
        "your_letter": each.own.id if each.own else None,
        "their_letter": theirs.id if theirs else None,
        "their_letter_is": theirs.decision if theirs else None,
    }


def _mentored_line(each: object) -> str:
    assert isinstance(each, dict)  # noqa: S101  (narrowing only)
    name = each["name"]
    is_mentor = each["you_were"] is Mentoring.MENTOR
    when = period(each["relation_from"], each["relation_to"])
    what = f"You mentored {name}" if is_mentor else f"{name} mentored you"
    return f"{what}{when}  · {_agreed(each, is_mentor=is_mentor)}"


def _agreed(each: dict[str, object], *, is_mentor: bool) -> str:
    """Return how far both sides say the same, in one sentence."""
    name, decision = each["name"], each["their_letter_is"]
    if each["agreement"] is Agreement.ONE_SIDED and each["their_letter"] is None:
        other = f"you mentored {name}" if is_mentor else f"{name} mentored you"
        return f"Only you state that {other}. Not listed until they sign too."
    if decision in {Decision.PENDING, Decision.ASKED_CHANGE}:
        return "Their letter waits for your decision."
    if decision is Decision.PRIVATE:
        return "You keep their letter private."
    if each["agreement"] is Agreement.ONE_SIDED:
        other = "you mentored them" if is_mentor else "they mentored you"
        return f"{name} states that {other}. You have not signed it."
    if each["agreement"] is Agreement.UNPROVED:
        return "Both letters are here, but whose key signed theirs is not known here."
    return "Both say so." if each["listed"] else "Both say so. Left out of your page."
