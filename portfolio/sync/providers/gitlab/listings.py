"""Walks merge requests, issues, events and projects.

Merge requests and issues come by last change, ascending. Pages counted by number would lose what
moves to the end while they are read, and end at 50,000: so each page asks for what changed since
the last one's end, and what lies on the edge is told apart by id::

    changed since T0 -> page (.. T1) -> changed since T1, without those of T1 known -> ...

Events come newest first by page, from days only. Beyond 50,000 of them the walk goes on with
what was before the last day.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from portfolio.errors import TooMuchError
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import BadItemError, identifier, instant, page_items, parse_items
from portfolio.sync.provider import Ask, Call, Page, Reply, Request
from portfolio.sync.providers.gitlab import parsers
from portfolio.sync.providers.gitlab.projects import Parse, Projects

SIZE: Final = "100"
_A_DAY: Final = timedelta(days=1)
_A_MOMENT: Final = timedelta(milliseconds=1)
_MOST_SEEN: Final = 300
_CHANGING: Final[Mapping[Kind, tuple[str, Parse]]] = {
    Kind.PULL_REQUEST: ("/merge_requests", parsers.parse_merge_request),
    Kind.ISSUE: ("/issues", parsers.parse_issue),
}
# Which events each kind is made of: `action` and `target_type` as the listing takes them.
_EVENTS: Final[Mapping[Kind, tuple[tuple[tuple[str, str], ...], Parse]]] = {
    Kind.COMMENT: ((("action", "commented"), ("target_type", "note")), parsers.parse_comment),
    Kind.REVIEW: (
        (("action", "approved"), ("target_type", "merge_request")),
        parsers.parse_approval,
    ),
    Kind.LOG_ACTION: (
        (("action", "merged"), ("target_type", "merge_request")),
        parsers.parse_merge,
    ),
    Kind.ACTIVITY: ((("action", "pushed"),), parsers.parse_push),
}


def has_more(reply: Reply, count: int, next_link: str) -> bool:
    """Say whether a listing goes on: never judged by how many there were, nor by totals."""
    if next_link or reply.headers.get("x-next-page", "").strip():
        return True
    is_silent = "link" not in reply.headers and "x-next-page" not in reply.headers
    return is_silent and count > 0


# ------------------------------------------------------------------------- by last change


@dataclass(frozen=True, slots=True)
class _Edge:
    """Up to where a listing was read: an instant, what of it is known, and a page from there."""

    after: str = ""
    seen: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def of(cls, resume: Mapping[str, Any] | None, since: datetime | None) -> _Edge:
        kept = resume or {}
        after, seen, page = kept.get("after"), kept.get("seen"), kept.get("page")
        if isinstance(after, str) and isinstance(seen, list) and isinstance(page, int):
            return cls(after, tuple(map(str, seen)), page)
        return cls(since.isoformat() if since is not None else "")

    def as_json(self) -> dict[str, Any]:
        return {"after": self.after, "seen": list(self.seen), "page": self.page}

    def beyond(self, items: Sequence[Any]) -> _Edge:
        """Return the edge after a page: just below its last instant, or else its next page."""
        marks = [each for each in map(_mark, items) if each is not None]
        # A moment early: whether the instant named is included need not be known then.
        after = marks[-1] - _A_MOMENT if marks else None
        if after is None or (self.after and after <= instant(self.after)):
            seen = tuple(dict.fromkeys((*self.seen, *_ids(items))))
            return _Edge(self.after, seen, self.page + 1)
        here = _ids(each for each in items if (_mark(each) or after) >= after)
        return _Edge(after.isoformat(), tuple(dict.fromkeys((*here, *self.seen)))[:_MOST_SEEN])


def _mark(item: Any) -> datetime | None:
    try:
        return instant(item, "updated_at")
    except BadItemError:
        return None


def _ids(items: Any) -> tuple[str, ...]:
    good, _ = parse_items(items, lambda each: identifier(each, "id"))
    return good


async def changing_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk merge requests or issues by last change, ascending."""
    path, parse = _CHANGING[ask.kind]
    edge, projects = _Edge.of(ask.resume, ask.since), Projects(call, ask.access.is_signed_in)
    while True:
        query = [
            ("scope", "all"),
            ("author_id", ask.access.native_id),
            ("state", "all"),
            ("order_by", "updated_at"),
            ("sort", "asc"),
            ("per_page", SIZE),
        ]
        query += [("updated_after", edge.after)] if edge.after else []
        query += [("page", str(edge.page))] if edge.page > 1 else []
        reply = await call(Request(path, tuple(query)))
        items = page_items(reply.json())
        new = [each for each in items if not set(_ids([each])) & set(edge.seen)]
        records, aside = await projects.parsed(new, parse)
        goes_on = has_more(reply, len(new), call.next_link(reply)) and bool(items)
        edge = edge.beyond(items)
        yield Page(records, aside, edge.as_json() if goes_on else None, missing=_hidden(projects))
        if not goes_on:
            return


def _hidden(projects: Projects) -> tuple[str, ...]:
    return ("hidden",) if projects.hidden else ()


# --------------------------------------------------------------------------------- events


async def event_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk events of one sort, newest first."""
    wanted, parse = _EVENTS[ask.kind]
    projects = Projects(call, ask.access.is_signed_in)
    page, before = _event_place(ask.resume)
    last = ""
    while True:
        query = [*wanted, ("sort", "desc"), ("per_page", SIZE), ("page", str(page))]
        if ask.since is not None:
            # The day named is not included.
            query.append(("after", (ask.since - _A_DAY).date().isoformat()))
        if before:
            query.append(("before", before))
        try:
            reply = await call(Request(f"/users/{ask.access.native_id}/events", tuple(query)))
        except TooMuchError:
            if not last or last == before:
                raise
            page, before = 1, last
            continue
        items = page_items(reply.json())
        records, aside = await projects.parsed(_with_projects(items), parse)
        last = _day_after_last(items) or last
        goes_on = has_more(reply, len(items), call.next_link(reply)) and bool(items)
        page += 1
        resume = {"page": page, "before": before} if goes_on else None
        yield Page(records, aside, resume, missing=_hidden(projects))
        if not goes_on:
            return


def _event_place(resume: Mapping[str, Any] | None) -> tuple[int, str]:
    kept = resume or {}
    page, before = kept.get("page"), kept.get("before")
    return (page if isinstance(page, int) else 1, before if isinstance(before, str) else "")


def _with_projects(items: Sequence[Any]) -> list[Any]:
    """Leave out what was done outside of projects (in a group, say): there is no page of it."""
    return [
        each
        for each in items
        if not (isinstance(each, Mapping) and "project_id" in each and each["project_id"] is None)
    ]


def _day_after_last(items: Sequence[Any]) -> str:
    marks, _ = parse_items(items, lambda each: instant(each, "created_at"))
    return (min(marks) + _A_DAY).date().isoformat() if marks else ""


# ------------------------------------------------------------------------------- projects


async def role_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the projects the person contributed to."""
    page = (ask.resume or {}).get("page")
    page = page if isinstance(page, int) else 1
    while True:
        reply = await call(contributed(ask.access.native_id, page))
        items = page_items(reply.json())
        records, aside = parse_items(items, parsers.parse_role)
        goes_on = has_more(reply, len(items), call.next_link(reply)) and bool(items)
        page += 1
        yield Page(records, aside, {"page": page} if goes_on else None)
        if not goes_on:
            return


def contributed(native_id: str, page: int) -> Request:
    """Return the request for a page of the projects contributed to."""
    query = (("order_by", "created_at"), ("sort", "asc"), ("per_page", SIZE), ("page", str(page)))
    return Request(f"/users/{native_id}/contributed_projects", query)


def parse_found(kind: Kind) -> Parse:
    """Return what parses single items of a kind."""
    return _CHANGING[kind][1]


def path_of(kind: Kind) -> str:
    """Return where items of a kind are, below a project."""
    return _CHANGING[kind][0]
