"""Reads what GitHub lists by periods only: reviews and the comments within them.

``contributionsCollection`` takes a period of at most a year and is the one listing of reviews by
the date of the review.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from portfolio.errors import (
    ServiceError,
    TooMuchError,
    UnreadableReplyError,
)
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    line,
    listing,
    mapping,
    optional_identifier,
    optional_listing,
    optional_number,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Page, Record, SetAside, Window
from portfolio.sync.providers.github import parsers, queries
from portfolio.sync.providers.github.asking import graphql
from portfolio.sync.providers.github.connections import (
    connection_of,
    listing_of,
    next_cursor,
)

_REVIEWS: Final = {Kind.REVIEW: queries.REVIEWS, Kind.REVIEW_COMMENT: queries.REVIEW_COMMENTS}
_SIZE: Final = {Kind.REVIEW: 100, Kind.REVIEW_COMMENT: 20}
_MOST_MORE: Final = 100


async def windows(ask: Ask, call: Call) -> Sequence[Window]:
    """Return half years, newest first: none is longer than the year the service takes."""
    data, _ = await graphql(call, ask.access.instance, queries.YEARS)
    try:
        listed = listing(data, "viewer", "contributionsCollection", "contributionYears")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the one asked for.") from error
    years = {year for year in listed if isinstance(year, int) and 2000 < year <= ask.now.year + 1}
    if ask.since is not None:
        # Whatever the list says: what is new lies between the mark and now.
        years |= set(range(ask.since.year, ask.now.year + 1))
        years = {year for year in years if year >= ask.since.year}
    end, found = ask.now.replace(microsecond=0) + timedelta(seconds=1), []
    for year in sorted(years, reverse=True):
        new_year, july = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 7, 1, tzinfo=UTC)
        for start, stop in ((july, datetime(year + 1, 1, 1, tzinfo=UTC)), (new_year, july)):
            if start < end:
                found.append(Window(start, min(stop, end)))
    return found


def period_of(window: Window | None) -> Window:
    """Return the period asked for."""
    if window is None:
        raise ServiceError("This is read by periods.")
    return window


def span(start: datetime, end: datetime) -> dict[str, str]:
    """Return a period as variables; both its ends are included there."""
    last = max(start, end - timedelta(seconds=1))
    return {"from": written(start), "to": written(last)}


def written(at: datetime) -> str:
    """Return an instant as GitHub takes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def restricted(collection: object) -> tuple[str, ...]:
    """Return the code for how much the service counts but does not show."""
    try:
        hidden = optional_number(collection, "restrictedContributionsCount")
    except BadItemError:
        return ()
    return (f"restricted:{hidden}",) if hidden else ()


# ----------------------------------------------------------------------------------- reviews


async def review_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the reviews of one period, or the comments within them.

    Raises:
        TooMuchError: The service finds the period too heavy; it is to be split.
    """
    window = period_of(ask.window)
    after = optional_identifier(ask.resume or {}, "after") or None
    size = _SIZE[ask.kind]
    while True:
        try:
            data, _ = await graphql(
                call,
                ask.access.instance,
                _REVIEWS[ask.kind],
                size=size,
                after=after,
                **span(window.start, window.end),
            )
        except TooMuchError:
            if not ask.takes_part:
                raise
            if size == 1:
                yield Page(missing=("failed",))
                return
            size = max(1, size // 4)
            continue
        collection = connection_of(data, "viewer", "contributionsCollection")
        connection = connection_of(collection, "pullRequestReviewContributions")
        after = next_cursor(connection, after) or None
        nodes = [each for each in listing_of(connection) if each is not None]
        records, aside = await _reviews(nodes, ask, call)
        yield Page(
            records, aside, {"after": after} if after else None, missing=restricted(collection)
        )
        if after is None:
            return


async def _reviews(
    nodes: Sequence[Any], ask: Ask, call: Call
) -> tuple[tuple[Record, ...], tuple[SetAside, ...]]:
    if ask.kind is Kind.REVIEW:
        return parse_items(nodes, parsers.parse_review)
    records: list[Record] = []
    aside: list[SetAside] = []
    for node in nodes:
        comments, bad = parse_items([node], _comments_of)
        aside += bad
        for listed, more, review, pull_request in comments:
            every = [*listed, *await _more_comments(review, more, ask, call)]
            good, bad = parse_items(
                (each for each in every if each is not None),
                partial(parsers.parse_review_comment, pull_request=pull_request),
            )
            records += good
            aside += bad
    return tuple(records), tuple(aside)


def _comments_of(raw: object) -> tuple[list[Any], str, str, Mapping[str, Any]] | None:
    """Return a review's comments, where they go on, its id, and what it is about."""
    if line(raw, "pullRequestReview", "state") == "PENDING":
        return None
    comments = list(optional_listing(raw, "pullRequestReview", "comments", "nodes"))
    more = ""
    if mapping(raw, "pullRequestReview", "comments", "pageInfo").get("hasNextPage") is True:
        more = identifier(raw, "pullRequestReview", "comments", "pageInfo", "endCursor")
    return comments, more, identifier(raw, "pullRequestReview", "id"), mapping(raw, "pullRequest")


async def _more_comments(review: str, after: str, ask: Ask, call: Call) -> list[Any]:
    found: list[Any] = []
    for _ in range(_MOST_MORE):
        if not after:
            break
        query = queries.MORE_REVIEW_COMMENTS
        data, _lacking = await graphql(call, ask.access.instance, query, id=review, after=after)
        connection = connection_of(data, "node", "comments")
        found += listing_of(connection)
        after = next_cursor(connection, after)
    return found
