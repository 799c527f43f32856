"""The order of projects that nobody has put in order: by their newest month, not their size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.model.months import is_partial_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portfolio.model.project import Role
    from portfolio.model.story import Story

_NOW: Final = "9999"


def newest_first(
    worked: Mapping[str, str],
    roles: Iterable[Role],
    stories: Iterable[Story],
    names: Mapping[str, str],
) -> list[str]:
    """Return the keys of all projects with work, a role or a story, the newest first.

    The same month is told apart by name, so that the order is the same each time.

    Args:
        worked: The newest month of work by project key, ``YYYY-MM``, or ``""``.
        roles: A current one makes its project the newest; suggested ones do not count.
        stories: Those that are shown.
        names: Of projects by key.
    """
    newest = dict(worked)

    def seen(key: str, text: str) -> None:
        month = text[:7] if is_partial_date(text) else ""
        newest[key] = max(newest.get(key, ""), month)

    for role in roles:
        if role.is_suggested:
            continue
        seen(role.project_key, role.to_on or role.from_on)
        if role.is_current:
            newest[role.project_key] = _NOW
    for story in stories:
        seen(story.project_key, story.to_on or story.from_on)
    by_name = sorted(newest, key=lambda key: (names.get(key, "").casefold(), key))
    return sorted(by_name, key=lambda key: newest[key], reverse=True)
