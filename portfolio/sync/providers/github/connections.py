"""Walks the listings GraphQL pages by cursor: by last change, or in full.

::

    listing 1: page -> page -> end      listing 2: page -> end
    resume:    {part, after, size}      after the last page of the last listing: None

A page that costs the service too much is asked for again with fewer items: the same question
never gets another answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from portfolio.errors import ServiceError, TooMuchError, UnreadableReplyError
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    flag,
    found,
    identifier,
    listing,
    mapping,
    optional_identifier,
    optional_number,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Page, Record, SetAside
from portfolio.sync.providers.github import parsers, queries
from portfolio.sync.providers.github.asking import graphql

_SMALLER: Final = 3
_MOST_RELEASES: Final = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """One connection of the person signed in.

    Attributes:
        field: Its name below ``viewer``.
        size: How many to ask for at once, at first.
        scope: Right without which some of it is not shown.
    """

    query: str
    field: str
    parse: Callable[[Any], Record | None]
    size: int = 50
    scope: str = ""


LISTINGS: Final[Mapping[Kind, tuple[Listing, ...]]] = {
    Kind.PULL_REQUEST: (
        Listing(queries.PULL_REQUESTS, "pullRequests", parsers.parse_pull_request),
    ),
    Kind.ISSUE: (Listing(queries.ISSUES, "issues", parsers.parse_issue, 100),),
    Kind.COMMENT: (Listing(queries.COMMENTS, "issueComments", parsers.parse_comment, 100),),
    Kind.DISCUSSION: (
        Listing(queries.DISCUSSIONS, "repositoryDiscussions", parsers.parse_discussion),
    ),
    Kind.ANSWER: (
        Listing(queries.DISCUSSION_COMMENTS, "repositoryDiscussionComments", parsers.parse_answer),
    ),
    Kind.POST: (
        Listing(queries.DISCUSSION_COMMENTS, "repositoryDiscussionComments", parsers.parse_post),
    ),
    Kind.SPONSORSHIP: (
        Listing(queries.SPONSORED, "sponsorshipsAsSponsor", parsers.parse_sponsored),
        Listing(queries.SPONSORS, "sponsorshipsAsMaintainer", parsers.parse_sponsor),
    ),
    Kind.ROLE: (
        Listing(queries.ORGANIZATIONS, "organizations", parsers.parse_membership, scope="read:org"),
        Listing(queries.REPOSITORIES, "repositories", parsers.parse_repository_role, 100),
    ),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a walk is."""

    part: int = 0
    after: str | None = None
    size: int = 0

    @classmethod
    def of(cls, resume: Mapping[str, Any] | None) -> _Place:
        kept = resume or {}
        part, after, size = kept.get("part"), kept.get("after"), kept.get("size")
        return cls(
            part if isinstance(part, int) and part >= 0 else 0,
            after if isinstance(after, str) else None,
            size if isinstance(size, int) and size > 0 else 0,
        )

    def as_json(self) -> dict[str, Any]:
        return {"part": self.part, "after": self.after, "size": self.size}


async def pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the listings of one kind."""
    listings, place = LISTINGS[ask.kind], _Place.of(ask.resume)
    while place.part < len(listings):
        now = listings[place.part]
        size = place.size or now.size
        data, lacking, size = await ask_smaller(call, ask, now.query, size, after=place.after)
        connection = _connection(data, "viewer", now.field)
        after = next_cursor(connection, place.after)
        place = _Place(place.part, after, size) if after else _Place(place.part + 1)
        nodes = listing_of(connection)
        records, aside = parse_items((each for each in nodes if each is not None), now.parse)
        missing = [f"scope:{now.scope}" if now.scope else "scope" for _ in lacking]
        if any(each is None for each in nodes):
            missing.append("hidden")
        yield Page(
            records,
            aside,
            place.as_json() if place.part < len(listings) else None,
            missing=tuple(missing),
            total=_total(connection) if len(listings) == 1 else None,
        )


async def ask_smaller(
    call: Call, ask: Ask, query: str, size: int, **variables: Any
) -> tuple[Mapping[str, Any], tuple[str, ...], int]:
    """Ask for a page, for a smaller one each time it is too heavy.

    Returns:
        The data, codes of what is lacking, and the size that was not too much.

    Raises:
        ServiceError: Even a single item is too much.
    """
    while True:
        try:
            data, lacking = await graphql(call, ask.access.instance, query, size=size, **variables)
        except TooMuchError as error:
            if size == 1:
                raise ServiceError(
                    "GitHub finds every question about this too heavy.", "Try again later."
                ) from error
            size = max(1, size // _SMALLER)
        else:
            return data, lacking, size


def _connection(data: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """Return a connection.

    Raises:
        UnreadableReplyError: There is none.
    """
    try:
        return mapping(data, *keys)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the one asked for.") from error


connection_of = _connection


def listing_of(connection: Mapping[str, Any]) -> list[Any]:
    """Return the nodes of a connection; null stands for what the token may not see.

    Raises:
        UnreadableReplyError: There are none.
    """
    try:
        return list(listing(connection, "nodes"))
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the one asked for.") from error


def next_cursor(connection: Mapping[str, Any], before: str | None) -> str:
    """Return where the next page begins; "" after the last one.

    Raises:
        UnreadableReplyError: The service says there is more but not where.
    """
    try:
        has_more = flag(connection, "pageInfo", "hasNextPage")
        cursor = optional_identifier(connection, "pageInfo", "endCursor")
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say whether there is more.") from error
    if has_more and (not cursor or cursor == before):
        raise UnreadableReplyError("The service says there is more but not where.")
    return cursor if has_more else ""


def _total(connection: Mapping[str, Any]) -> int | None:
    try:
        return optional_number(connection, "totalCount")
    except BadItemError:
        return None


async def release_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the releases of every repository the person may write to."""
    place = _Place.of(ask.resume)
    while True:
        size = place.size or 20
        data, lacking, size = await ask_smaller(
            call, ask, queries.RELEASES, size, after=place.after
        )
        repositories = _connection(data, "viewer", "repositories")
        after = next_cursor(repositories, place.after)
        page = Page(missing=("hidden",) if lacking else ())
        for each in listing_of(repositories):
            page = await _with_releases(page, each, ask, call)
        resume = _Place(0, after, size).as_json() if after else None
        yield Page(page.records, page.set_aside, resume, missing=page.missing)
        if not after:
            return
        place = _Place(0, after, size)


async def _with_releases(page: Page, repository: object, ask: Ask, call: Call) -> Page:
    """Return a page with the releases of one repository, however many there are."""
    if repository is None:
        return page
    good_ones, bad_ones = parse_items([repository], mapping)
    if not good_ones:
        return replace(page, set_aside=(*page.set_aside, *bad_ones))
    records, aside, for_parsing = list(page.records), list(page.set_aside), good_ones[0]
    seen, count, current = "", 0, for_parsing
    while True:
        try:
            nodes = listing(current, "releases", "nodes")
        except BadItemError as error:
            return replace(page, set_aside=(*aside, SetAside(error.why)), records=tuple(records))
        good, bad = parse_items(
            (each for each in nodes if each is not None),
            lambda each: parsers.parse_release(each, for_parsing, ask.access.native_id),
        )
        records += good
        aside += bad
        after, count = _more_releases(current), count + 1
        if not after or after == seen or count > _MOST_RELEASES:
            return Page(tuple(records), tuple(aside), missing=page.missing)
        seen = after
        data, _ = await graphql(
            call,
            ask.access.instance,
            queries.MORE_RELEASES,
            id=identifier(for_parsing, "id"),
            after=after,
        )
        current = _connection(data, "node")


def _more_releases(repository: Mapping[str, Any]) -> str:
    try:
        if found(repository, "releases", "pageInfo", "hasNextPage") is not True:
            return ""
        identifier(repository, "id")
        return optional_identifier(repository, "releases", "pageInfo", "endCursor")
    except BadItemError:
        return ""
