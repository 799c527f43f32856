"""Looks up projects: items name theirs by number only, and not who may see it.

What was found is remembered for one walk, since there is a limit for this call of its own
(400 a minute).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from portfolio.errors import NotAllowedError, NotThereError
from portfolio.sync.parsing import BadItemError, parse_items
from portfolio.sync.provider import Call, Record, Request, SetAside
from portfolio.sync.providers.gitlab.parsers import (
    Project,
    hidden_project,
    parse_project,
    project_id,
)

Parse = Callable[[Any, Project], Record]


@dataclass(slots=True)
class Projects:
    """The projects met in one walk.

    Attributes:
        hidden: Numbers of those that are not shown (any more).
    """

    call: Call
    is_signed_in: bool
    hidden: set[str] = field(default_factory=set)
    _known: dict[str, Project] = field(default_factory=dict)

    async def parsed(
        self, items: Iterable[Any], parse: Parse
    ) -> tuple[tuple[Record, ...], tuple[SetAside, ...]]:
        """Parse the items of a page, each with its project."""
        listed = list(items)
        ids, _ = parse_items(listed, project_id)
        for each in dict.fromkeys(ids):
            await self.get(each)
        return parse_items(listed, lambda item: parse(item, self._known[project_id(item)]))

    async def get(self, wanted: str) -> Project:
        """Return a project; one that is gone or closed is known by its number only."""
        if wanted not in self._known:
            self._known[wanted] = await self._asked(wanted)
        return self._known[wanted]

    async def _asked(self, wanted: str) -> Project:
        if wanted.isascii() and wanted.isdigit():
            try:
                return parse_project((await self.call(Request(f"/projects/{wanted}"))).json())
            except (NotThereError, NotAllowedError, BadItemError):
                pass
        self.hidden.add(wanted)
        return hidden_project(wanted, is_public=not self.is_signed_in)
