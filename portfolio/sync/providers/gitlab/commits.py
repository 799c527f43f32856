"""Reads commits, project by project: GitLab has no listing of a person's commits.

The projects are those it lists as contributed to; in each, the commits of every address known to
the account. A period goes by when commits were made (committed), as the listing does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from portfolio.errors import NotAllowedError, NotThereError, ServiceError
from portfolio.sync.parsing import page_items, parse_items
from portfolio.sync.provider import Ask, Call, Page, Request, Window
from portfolio.sync.providers.gitlab.listings import SIZE, contributed, has_more
from portfolio.sync.providers.gitlab.parsers import parse_commit, parse_project
from portfolio.sync.providers.gitlab.person import addresses

_BEGINNING: Final = datetime(2011, 9, 1, tzinfo=UTC)  # GitLab's first release was later
_MOST_PAGES: Final = 200


async def windows(ask: Ask) -> list[Window]:
    """Return one period: commits are listed by project, not by time."""
    start = ask.since or _BEGINNING
    end = ask.now.replace(microsecond=0) + timedelta(seconds=1)
    return [Window(start, end)] if start < end else []


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a walk is.

    Attributes:
        todo: Projects still to do, as much of each as `parse_project` reads.
        address: Which of the person's addresses, in order.
    """

    todo: tuple[Mapping[str, Any], ...] = ()
    address: int = 0
    page: int = 1

    @classmethod
    def of(cls, resume: Mapping[str, Any] | None) -> _Place:
        kept = resume or {}
        todo, address, page = kept.get("todo"), kept.get("address"), kept.get("page")
        if not (isinstance(todo, list) and isinstance(address, int) and isinstance(page, int)):
            return cls()
        good, _ = parse_items(todo, _brief)
        return cls(good, address, page)

    def as_json(self) -> dict[str, Any] | None:
        if not self.todo:
            return None
        todo = [dict(each) for each in self.todo]
        return {"todo": todo, "address": self.address, "page": self.page}

    def next_page(self) -> _Place:
        """Return the next page of the same project and address."""
        return replace(self, page=self.page + 1)

    def next_address(self, count: int) -> _Place:
        """Return the next address of the project, or the next project."""
        if self.address + 1 < count:
            return _Place(self.todo, self.address + 1)
        return _Place(self.todo[1:])


def _brief(raw: object) -> Mapping[str, Any]:
    project = parse_project(raw)
    visibility = raw.get("visibility") if isinstance(raw, Mapping) else None
    container = project.container
    return {
        "id": container.id,
        "path_with_namespace": container.name,
        "web_url": container.url,
        "visibility": visibility,
    }


async def commit_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the commits of one period, project by project, address by address."""
    window, place = ask.window, _Place.of(ask.resume)
    if window is None:
        raise ServiceError("This is read by periods.")
    emails = sorted({each.casefold() for each in await addresses(call)})
    if not emails:
        yield Page(missing=("hidden",))
        return
    if not place.todo:
        place = _Place(await _contributed(ask, call))
    if not place.todo:
        yield Page()
    while place.todo:
        page, goes_on = await _commits(place, window, emails, call)
        place = place.next_page() if goes_on else place.next_address(len(emails))
        yield replace(page, resume=place.as_json())


async def _contributed(ask: Ask, call: Call) -> tuple[Mapping[str, Any], ...]:
    found: list[Mapping[str, Any]] = []
    for page in range(1, _MOST_PAGES):
        reply = await call(contributed(ask.access.native_id, page))
        items = page_items(reply.json())
        good, _ = parse_items(items, _brief)
        found += good
        if not items or not has_more(reply, len(items), call.next_link(reply)):
            break
    return tuple(found)


async def _commits(
    place: _Place, window: Window, emails: list[str], call: Call
) -> tuple[Page, bool]:
    """Return a page of a project's commits, and whether there is another one."""
    project = parse_project(place.todo[0])
    email = emails[min(place.address, len(emails) - 1)]
    request = Request(
        f"/projects/{project.container.id}/repository/commits",
        (
            ("author", email),
            ("since", window.start.isoformat()),
            ("until", window.end.isoformat()),
            ("with_stats", "true"),
            ("per_page", SIZE),
            ("page", str(place.page)),
        ),
    )
    try:
        reply = await call(request)
    except (NotThereError, NotAllowedError):
        # Gone, empty, or its repository is closed to this account: the others go on.
        return Page(missing=(f"hidden:{project.container.name}",)), False
    items = page_items(reply.json())
    only = frozenset((email,))
    records, aside = parse_items(items, lambda each: parse_commit(each, project, only))
    goes_on = bool(items) and has_more(reply, len(items), call.next_link(reply))
    return Page(records, aside), goes_on
