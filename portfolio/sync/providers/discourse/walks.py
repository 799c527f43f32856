"""Walks through a forum's listings.

``user_actions`` is paged by offset, newest first, 30 rows a page whatever is asked for. When a row
is deleted meanwhile, the rest moves up and the next page would begin too late: so a full page is
followed by one that begins a few rows earlier, and when none of those is met again, further back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import AccountError, NotThereError
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    optional_listing,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Page, Request
from portfolio.sync.providers.discourse.parsing import (
    ACTION_TYPES,
    Forum,
    parse_action,
    parse_badge,
    parse_category,
    parse_solution,
)

OVERLAP: Final = 5
"""Rows of the page before that the next one begins with."""
_STEP_BACK: Final = 25
_LIMIT: Final = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk by offset is.

    Attributes:
        last: Keys of the rows the next page should begin with.
    """

    offset: int = 0
    last: tuple[str, ...] = ()

    @classmethod
    def of_json(cls, raw: Mapping[str, Any] | None) -> Place:
        """Return what `as_json` wrote; the beginning for anything else."""
        offset, last = (raw or {}).get("offset"), (raw or {}).get("last")
        is_offset = isinstance(offset, int) and offset >= 0
        keys = tuple(str(each) for each in last) if isinstance(last, list) else ()
        return cls(offset, keys) if is_offset and isinstance(offset, int) else cls()

    def as_json(self) -> dict[str, Any]:
        """Return the place as JSON values."""
        return {"offset": self.offset, "last": list(self.last)}


async def forum_of(ask: Ask, call: Call) -> Forum:
    """Return the forum with its categories, as far as it lists them."""
    access = ask.access
    try:
        value = (await call(Request("/site.json"))).json()
        known, _bad = parse_items(optional_listing(value, "categories"), parse_category)
    except (AccountError, BadItemError) as error:
        if isinstance(error, AccountError) and not isinstance(error, NotThereError):
            raise
        known = ()
    return Forum(access.instance, access.is_signed_in, dict(known))


async def action_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the person's actions of one type, until a page brings nothing new."""
    forum: Forum | None = None
    place = Place.of_json(ask.resume)
    while True:
        rows, offset = await _rows(ask, place, call)
        keys = [_key(row) for row in rows]
        new = [row for row, key in zip(rows, keys, strict=True) if key not in place.last]
        if not new:
            return
        forum = known = forum or await forum_of(ask, call)
        records, aside = parse_items(new, partial(parse_action, kind=ask.kind, forum=known))
        last = tuple(keys[-OVERLAP:])
        place = Place(offset + len(rows) - len(last), last)
        yield Page(records, aside, resume=place.as_json())


async def _rows(ask: Ask, place: Place, call: Call) -> tuple[list[Any], int]:
    """Return the rows of a page and where it begins, having gone back when rows moved up."""
    offset = place.offset
    while True:
        rows = await _asked(ask, offset, call)
        if offset == 0 or not place.last or {_key(row) for row in rows} & set(place.last):
            return rows, offset
        offset = max(0, offset - _STEP_BACK)


async def _asked(ask: Ask, offset: int, call: Call) -> list[Any]:
    query = (
        ("username", ask.access.handle),
        ("filter", str(ACTION_TYPES[ask.kind])),
        ("offset", str(offset)),
    )
    reply = await call(Request("/user_actions.json", query=query))
    return list(page_items(reply.json(), "user_actions"))


def _key(row: Any) -> str:
    """Return what makes a row known again; it has no id of its own."""
    names = ("action_type", "topic_id", "post_id", "acting_user_id", "created_at")
    values = row if isinstance(row, dict) else {}
    return "|".join(str(values.get(name)) for name in names) if values else repr(row)[:80]


async def solution_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the person's posts that were accepted as solutions.

    A forum without the plugin has no such listing (404); one with an older version of it has the
    actions of type 15 only. When neither brings anything, nobody can say that there are none.
    """
    forum: Forum | None = None
    offset = _offset(ask.resume)
    while True:
        query = (("username", ask.access.handle), ("offset", str(offset)), ("limit", str(_LIMIT)))
        try:
            reply = await call(Request("/solution/by_user.json", query=query))
        except NotThereError:
            async for page in _older_solutions(ask, call):
                yield page
            return
        rows = page_items(reply.json(), "user_solved_posts")
        if not rows:
            return
        forum = known = forum or await forum_of(ask, call)
        offset += len(rows)
        records, aside = parse_items(rows, partial(parse_solution, forum=known))
        yield Page(records, aside, resume={"solved": offset})


async def _older_solutions(ask: Ask, call: Call) -> AsyncIterator[Page]:
    has_some = ask.resume is not None
    async for page in action_pages(ask, call):
        has_some = True
        yield page
    if not has_some:
        yield Page(missing=("hidden",))


def _offset(resume: Mapping[str, Any] | None) -> int:
    offset = (resume or {}).get("solved")
    return offset if isinstance(offset, int) and offset >= 0 else 0


async def badge_page(ask: Ask, call: Call) -> Page:
    """Return all badges of the person: they come in one answer."""
    name = quote(ask.access.handle, safe="")
    value = (await call(Request(f"/user-badges/{name}.json"))).json()
    forum = Forum(ask.access.instance, ask.access.is_signed_in)
    badges, _bad = parse_items(_side_list(value, "badges"), _by_id)
    records, aside = parse_items(
        page_items(value, "user_badges"), partial(parse_badge, badges=dict(badges), forum=forum)
    )
    return Page(records, aside)


def _by_id(raw: Any) -> tuple[str, Any]:
    return identifier(raw, "id"), raw


def _side_list(value: Any, name: str) -> list[Any]:
    """Return a list beside the one asked for; without it the items say what is missing."""
    rows = found(value, name) if isinstance(value, Mapping) else None
    return list(rows) if isinstance(rows, list) else []
