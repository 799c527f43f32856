"""Roles: the holder's own, and where there are none those that the actions suggest.

A suggested role is never taken with its dates: they may come from work that is not public. Its
period is found anew from the counts that may be shown, and a role nothing shown supports is
not printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.export.gate import counting, periods
from portfolio.model.codes import Action, Capacity, TrustClass
from portfolio.model.document import Mark, RoleLine
from portfolio.model.roles import role_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.export.gate.pen import Pen
    from portfolio.model.project import Role
    from portfolio.model.tally import MonthTally

# What a suggested role rests on when its code is not known: anything done but bringing in the
# work of others.
_ANY = frozenset(Action) - {Action.INTEGRATED}


def own_lines(pen: Pen, roles: Iterable[Role]) -> tuple[RoleLine, ...]:
    """Return the lines of the roles the holder entered, newest first."""
    return tuple(_line(pen, role) for role in newest_first(roles))


def suggested_lines(
    pen: Pen, roles: Iterable[Role], tallies: list[MonthTally]
) -> tuple[RoleLine, ...]:
    """Return the lines of roles that the actions suggest, with the period they are seen in.

    Args:
        pen: Writes the words.
        roles: Suggestions for one project.
        tallies: The project's counts that may be shown.
    """
    done = {tally.action for tally in tallies}
    lines = []
    for role in roles:
        actions = _shown_grounds(role.code, done)
        if not actions:
            continue
        months = counting.months_of(t for t in tallies if t.action in actions)
        words = pen.line(role.words) or pen.words.role(pen.line(role.code, limit=60))
        if not months:
            lines.append(RoleLine(words, ""))
            continue
        first, last = months[0], months[-1]
        dates = periods.in_words(pen.words, first, last, is_current=False)
        lines.append(RoleLine(words, dates, from_on=first.iso, to_on=last.iso))
    return tuple(dict.fromkeys(lines))


def _shown_grounds(code: str, done: set[Action]) -> set[Action]:
    """Return the actions shown that suggest a role; none when what is shown does not."""
    kind = role_kinds().get(code)
    if kind is None:
        return set(_ANY & done)
    return {action for actions in kind.suggested_when if actions <= done for action in actions}


def employment_line(pen: Pen, role: Role, project_name: str) -> RoleLine:
    """Return the line of a role held for an employer, under the employer's name."""
    line = _line(pen, role)
    words = pen.words
    title = words.phrase("role_in", role=line.role, project=project_name)
    mark = Mark(TrustClass.SELF_REPORTED, words.mark(TrustClass.SELF_REPORTED))
    return RoleLine(
        role=title if project_name else line.role,
        dates=line.dates,
        capacity=line.capacity,
        from_on=line.from_on,
        to_on=line.to_on,
        mark=mark,
    )


def newest_first(roles: Iterable[Role]) -> list[Role]:
    """Return roles in the order of a CV: current ones, then by their end, then their start."""

    def key(role: Role) -> tuple[bool, periods.Month, periods.Month, str]:
        never = periods.Month(0)
        start, end = periods.parse(role.from_on), periods.parse(role.to_on)
        return (role.is_current, end or start or never, start or never, role.id)

    return sorted(roles, key=key, reverse=True)


def _line(pen: Pen, role: Role) -> RoleLine:
    start, end = periods.parse(role.from_on), periods.parse(role.to_on)
    capacity = "" if role.capacity is Capacity.UNSAID else pen.words.capacity(role.capacity)
    code = pen.line(role.code, limit=60)
    return RoleLine(
        role=pen.line(role.words) or (pen.words.role(code) if code else ""),
        dates=periods.in_words(pen.words, start, end, is_current=role.is_current),
        capacity=capacity,
        organisation=pen.line(role.organisation),
        from_on=start.iso if start else "",
        to_on="" if role.is_current or not end else end.iso,
    )
