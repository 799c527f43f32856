"""What the roll-ups of a project suggest: roles from what was done, never from how much.

One review makes a reviewer, a thousand make no better one. The period is that of the years in
which the actions behind the role fall; whether it still goes on is the holder's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.codes import Capacity
from portfolio.model.project import Role, YearRollUp
from portfolio.model.roles import RoleKind, role_kinds, role_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.model.codes import Action

MOST_ROLES = 3  # of one project; further ones would only repeat the totals


def suggested_roles(roll_ups: Iterable[YearRollUp], decided: Iterable[Role] = ()) -> list[Role]:
    """Return the roles that the actions of each project suggest.

    The order is that of the projects' keys, within a project that of the roles' places. A project
    in which the holder named a role has none: what they say of themselves is enough.

    Args:
        roll_ups: Years of any number of projects, in any order.
        decided: Roles the holder named.
    """
    settled = {role.project_key for role in decided if not role.is_suggested}
    years: dict[str, dict[Action, set[int]]] = {}
    for one in roll_ups:
        if one.project_key not in settled:
            done = years.setdefault(one.project_key, {})
            for action, count in one.counts:
                if count > 0:
                    done.setdefault(action, set()).add(one.year)
    return [role for key in sorted(years) for role in _of_project(key, years[key])]


def lane_roles(roles: Iterable[Role], suggested: Iterable[Role]) -> dict[str, tuple[str, ...]]:
    """Return English words for the roles of each project, the holder's before suggested ones."""
    words: dict[str, dict[str, None]] = {}
    for role in (*roles, *suggested):
        words.setdefault(role.project_key, {})[role.words or role_words(role.code)] = None
    return {key: tuple(found) for key, found in words.items()}


def _of_project(key: str, years: Mapping[Action, set[int]]) -> list[Role]:
    fitting = [kind for kind in role_kinds().values() if _periods(kind, years)]
    covered = {code for kind in fitting for code in kind.covers}
    shown = sorted(
        (kind for kind in fitting if kind.code not in covered), key=lambda kind: kind.place
    )
    return [_role(key, kind, _periods(kind, years)) for kind in shown[:MOST_ROLES]]


def _periods(kind: RoleKind, years: Mapping[Action, set[int]]) -> set[int]:
    """Return the years of the actions that suggest ``kind``; empty when they do not."""
    return {
        year
        for actions in kind.suggested_when
        if actions <= years.keys()
        for action in actions
        for year in years[action]
    }


def _role(key: str, kind: RoleKind, years: set[int]) -> Role:
    first, last = _dated(years)
    return Role(
        id=f"suggested:{key}:{kind.code}",
        project_key=key,
        code=kind.code,
        words="",
        from_on=first,
        to_on=last,
        is_current=False,
        capacity=Capacity.UNSAID,
        is_suggested=True,
    )


def _dated(years: set[int]) -> tuple[str, str]:
    """Return the first and last year as dates; a year 0 stands for a clock that was wrong."""
    right = [year for year in years if year > 0]
    return (f"{min(right):04}", f"{max(right):04}") if right else ("", "")
