"""Walks through lists of the Stack Exchange API.

A list is sorted by activity or creation, oldest first, and asked for from ``min`` on. Without a key
no page after the 25th is given out: there the walk goes on with the first page from the last item's
time. The timeline of badges is newest first and goes on in the same way with ``todate``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    UnreadableReplyError,
)
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    instant,
    line,
    optional_flag,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Page, Request
from portfolio.sync.providers.stackexchange.parsing import Site, reader

MOST_PAGES: Final = 25
SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class List:
    """How one kind is listed.

    Attributes:
        path: Below ``/users/ID``.
        sort: What it is sorted by; "" for the timeline, which has an order of its own.
        mark: Field that holds what it is sorted by.
        more: Fields the default filter leaves out.
    """

    path: str
    sort: str
    mark: str
    more: tuple[str, ...] = ()


LISTS: Final[Mapping[Kind, List]] = {
    Kind.ANSWER: List(
        "answers",
        "activity",
        "last_activity_date",
        ("answer.title", "answer.link", "answer.body_markdown"),
    ),
    Kind.QUESTION: List("questions", "activity", "last_activity_date", ("question.body_markdown",)),
    Kind.COMMENT: List(
        "comments",
        "creation",
        "creation_date",
        ("comment.link", "comment.body_markdown", "comment.post_type"),
    ),
    Kind.WIKI_EDIT: List("suggested-edits", "creation", "creation_date", ("suggested_edit.title",)),
    Kind.BADGE: List("timeline", "", "creation_date"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is.

    Attributes:
        edge: Seconds since 1970 to begin at (for the timeline: to end at); None for all.
        filter: Id of the filter made for this walk; "" for the default one.
    """

    page: int = 1
    edge: int | None = None
    filter: str = ""

    @classmethod
    def of_json(cls, raw: Mapping[str, Any] | None, edge: int | None) -> Place:
        """Return what `as_json` wrote; the beginning for anything else."""
        page, kept = (raw or {}).get("page"), (raw or {}).get("edge")
        name = (raw or {}).get("filter")
        if not isinstance(page, int) or page < 1:
            return cls(edge=edge)
        return cls(page, kept if isinstance(kept, int) else None, str(name or ""))

    def as_json(self) -> dict[str, Any]:
        """Return the place as JSON values."""
        return {"page": self.page, "edge": self.edge, "filter": self.filter}


@dataclass(frozen=True, slots=True)
class Found:
    """A page as it came."""

    rows: Sequence[Any]
    has_more: bool


def site_of(ask_options: Mapping[str, str]) -> str:
    """Return the site an account is at."""
    return ask_options.get("site", "").strip().lower() or "stackoverflow"


def user_of(native_id: str) -> str:
    """Return the person's number at their site: durable ids are ``site:number``."""
    return native_id.rpartition(":")[2]


async def listed(call: Call, path: str, site: str, query: Sequence[tuple[str, str]] = ()) -> Found:
    """Return one page of a list.

    Raises:
        UnreadableReplyError: It is none.
    """
    reply = await call(Request(path, query=(("site", site), *query)))
    value = reply.json()
    rows = page_items(value, "items")
    try:
        return Found(rows, bool(optional_flag(value, "has_more")))
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not readable.") from error


async def pages_of(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk one kind."""
    name = site_of(ask.access.options)
    how, site = LISTS[ask.kind], Site(name, ask.now)
    parse = reader(ask.kind, site)
    since = int(ask.since.timestamp()) if ask.since is not None else None
    place = Place.of_json(ask.resume, since if how.sort else None)
    path = f"/users/{user_of(ask.access.native_id)}/{how.path}"
    while True:
        found = await listed(call, path, name, _query(how, place, since))
        if found.rows and not place.filter and place.page == 1 and how.more:
            # Only when there is something to read is it worth a request for its titles.
            place = replace(place, filter=await made_filter(call, how.more))
            if place.filter:
                found = await listed(call, path, name, _query(how, place, since))
        records, aside = parse_items(found.rows, parse)
        going_on, stuck = _next(how, place, found)
        place = going_on or place
        dates, _bad = parse_items(found.rows, lambda raw: instant(raw, how.mark))
        yield Page(
            records,
            aside,
            going_on.as_json() if going_on else None,
            missing=(f"capped:{MOST_PAGES * SIZE}",) if stuck else (),
            reaches=min(dates, default=None) if not how.sort else None,
        )
        if going_on is None:
            return


def _query(how: List, place: Place, since: int | None) -> list[tuple[str, str]]:
    query = [("page", str(place.page)), ("pagesize", str(SIZE))]
    if place.filter:
        query.append(("filter", place.filter))
    if how.sort:
        query += [("order", "asc"), ("sort", how.sort)]
        return query if place.edge is None else [*query, ("min", str(place.edge))]
    if since is not None:
        query.append(("fromdate", str(since)))
    return query if place.edge is None else [*query, ("todate", str(place.edge))]


def _next(how: List, place: Place, found: Found) -> tuple[Place | None, bool]:
    """Return where to go on, and whether the service gives out no more of what there is."""
    if not found.has_more:
        return None, False
    if place.page < MOST_PAGES:
        return replace(place, page=place.page + 1), False
    dates, _bad = parse_items(found.rows, lambda raw: instant(raw, how.mark))
    if not dates:
        return None, True
    edge = int((max(dates) if how.sort else min(dates)).timestamp())
    is_stuck = edge == place.edge
    return (None if is_stuck else replace(place, page=1, edge=edge)), is_stuck


async def made_filter(call: Call, more: Sequence[str]) -> str:
    """Return a filter that adds fields to the default one; "" when none could be made."""
    query = (("include", ";".join(more)), ("base", "default"), ("unsafe", "false"))
    try:
        value = (await call(Request("/filters/create", query=query))).json()
        (row, *_rest) = page_items(value, "items")
        return line(row, "filter", limit=200)
    except (ServiceError, NotThereError, NotAllowedError, BadItemError, ValueError):
        return ""  # titles are missing then, and nothing else


async def read_again(ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
    """Read answers or suggested edits again, a hundred at a time."""
    name = site_of(ask.access.options)
    parse = reader(ask.kind, Site(name, ask.now))
    how = LISTS[ask.kind]
    filter_ = await made_filter(call, how.more)
    for at in range(0, len(refs), SIZE):
        some = refs[at : at + SIZE]
        query = [("pagesize", str(SIZE)), *([("filter", filter_)] if filter_ else [])]
        found = await listed(call, f"/{how.path}/{';'.join(some)}", name, query)
        records, aside = parse_items(found.rows, parse)
        there = {record.native_id for record in records}
        gone = [f"{name}:{ref}" for ref in some if f"{name}:{ref}" not in there]
        yield Page(records, aside, gone=() if aside else tuple(gone))
