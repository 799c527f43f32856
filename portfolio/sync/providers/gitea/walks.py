"""Walks through Gitea's listings: issue search, activity feed, comments of a repository.

Issue search sorts by repository and not by change, and its filters ``created`` and ``reviewed``
speak of the token's own person; so each is one period asked for in full, page by page until an
empty one (the Link header there counts pages of the web page, not of the interface). The upper
end of the period is not sent: an item that changes meanwhile would leave the listing, and the
next page would begin one item too late.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from portfolio.clock import to_text
from portfolio.errors import NotAllowedError, NotThereError, UnreadableReplyError
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import parse_items
from portfolio.sync.provider import Ask, Call, Page, Record, Request, SetAside
from portfolio.sync.providers.gitea.parsing import (
    COMMENTS,
    MERGES,
    RELEASES,
    UNKNOWN_REPOSITORY,
    FeedItem,
    Issue,
    Repository,
    author,
    parse_comment,
    parse_feed_comment,
    parse_feed_item,
    parse_issue,
    parse_merge,
    parse_release,
    parse_repository,
    parse_review,
    parse_role,
)

PAGE: Final = 50
"""Items a page; the service gives fewer where its own setting is lower."""
REVIEW_PAGE: Final = 10
"""Pull requests a step while reviews are read: each takes requests of its own."""
_EMPTY_AT_ONCE: Final = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a listing as it came.

    Attributes:
        total: From ``X-Total-Count``; None when it is not there.
    """

    items: list[Any]
    total: int | None


class Repositories:
    """What is known of repositories in one walk: search rows do not say whether one is public."""

    def __init__(self, call: Call, instance: str) -> None:
        self._call = call
        self._instance = instance
        self._known: dict[str, Repository] = {}

    async def named(self, full_name: str) -> Repository:
        """Return a repository by ``owner/name``; one that does not show is taken as not public."""
        if full_name not in self._known:
            self._known[full_name] = await self._asked(full_name)
        return self._known[full_name]

    async def _asked(self, full_name: str) -> Repository:
        try:
            reply = await self._call(Request(f"/repos/{quote(full_name)}"))
        except (NotThereError, NotAllowedError):
            return UNKNOWN_REPOSITORY
        found, _aside = parse_items(
            [reply.json()], lambda raw: parse_repository(raw, self._instance)
        )
        return found[0] if found else UNKNOWN_REPOSITORY


async def searched(call: Call, ask: Ask, what: tuple[str, str], page: int, limit: int) -> Listing:
    """Return one page of issue search.

    ``what`` is ``issues`` or ``pulls``, and the filter that means the token's own person:
    ``created`` or ``reviewed``.
    """
    kind, person = what
    query = [("type", kind), (person, "true"), ("state", "all")]
    since = starts_at(ask)
    if since is not None:
        query.append(("since", to_text(since)))
    return await listed(call, "/repos/issues/search", query, page, limit)


async def listed(
    call: Call, address: str, query: list[tuple[str, str]], page: int, limit: int = PAGE
) -> Listing:
    """Return one page of a listing."""
    pairs = (*query, ("page", str(page)), ("limit", str(limit)))
    reply = await call(Request(address, query=pairs))
    raw = reply.json()
    if raw is None:  # how Go writes a list that is empty
        raw = []
    if not isinstance(raw, list):
        raise UnreadableReplyError("The service's answer is not a list.")
    count = reply.headers.get("x-total-count", "")
    return Listing(raw, int(count) if count.isascii() and count.isdigit() else None)


def starts_at(ask: Ask) -> datetime | None:
    """Return from when on changes are wanted."""
    return ask.window.start if ask.window is not None else ask.since


def page_of(resume: Mapping[str, Any] | None, key: str = "page") -> int:
    """Return the page a walk goes on with; 1 for a fresh one."""
    page = (resume or {}).get(key)
    return page if isinstance(page, int) and page >= 1 else 1


async def issue_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk issues or pull requests the token's person made."""
    sort = "pulls" if ask.kind is Kind.PULL_REQUEST else "issues"
    known = Repositories(call, ask.access.instance)
    page = page_of(ask.resume)
    while True:
        found = await searched(call, ask, (sort, "created"), page, PAGE)
        if not found.items:
            return
        page += 1
        issues, aside = parse_items(found.items, lambda raw: parse_issue(raw, ask.kind))
        records = tuple([await placed(issue, known) for issue in issues])
        yield Page(records, aside, resume={"page": page}, total=found.total)


async def placed(issue: Issue, known: Repositories) -> Record:
    """Return an issue's record with what its repository says of itself."""
    repository = await known.named(issue.full_name)
    return replace(
        issue.record,
        container=repository.holds(issue.record.container),
        visibility=repository.visibility,
    )


async def review_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the pull requests the token's person reviewed, and their reviews of each."""
    known = Repositories(call, ask.access.instance)
    page = page_of(ask.resume)
    while True:
        found = await searched(call, ask, ("pulls", "reviewed"), page, REVIEW_PAGE)
        if not found.items:
            return
        page += 1
        pulls, aside = parse_items(found.items, lambda raw: parse_issue(raw, Kind.PULL_REQUEST))
        records: list[Record] = []
        for pull in pulls:
            more, bad = await _reviews(pull, ask, call, known)
            records += more
            aside += bad
        yield Page(tuple(records), aside, resume={"page": page})


async def _reviews(
    pull: Issue, ask: Ask, call: Call, known: Repositories
) -> tuple[list[Record], tuple[SetAside, ...]]:
    repository = await known.named(pull.full_name)
    me = ask.access.native_id
    address = f"/repos/{quote(pull.full_name)}/pulls/{pull.index}/reviews"
    records: list[Record] = []
    aside: tuple[SetAside, ...] = ()
    page = 1
    while True:
        try:
            found = await listed(call, address, [], page)
        except NotThereError:  # taken away since the search
            return records, aside
        if not found.items:
            return records, aside
        good, bad = parse_items(found.items, lambda raw: parse_review(raw, me, pull, repository))
        records += good
        aside += bad
        if found.total is not None and page * PAGE >= found.total:
            return records, aside
        page += 1


_OF_FEED: Final[Mapping[Kind, tuple[frozenset[str], Callable[[FeedItem], Record | None]]]] = {
    Kind.PULL_REQUEST: (MERGES, parse_merge),
    Kind.COMMENT: (COMMENTS, parse_feed_comment),
    Kind.RELEASE: (RELEASES, parse_release),
}


async def feed_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the activity feed, newest first, down to where it is wanted; one kind of it."""
    since = starts_at(ask)
    page = page_of(ask.resume, "feed")
    address = f"/users/{quote(ask.access.handle, safe='')}/activities/feeds"
    empty = 0
    while True:
        rows = (await listed(call, address, [("only-performed-by", "true")], page)).items
        if not rows:
            return
        page += 1
        reached, found = _of_feed(rows, ask)
        is_done = since is not None and reached is not None and reached < since
        # Months of pushes hold none of a kind: such pages are handed on ten at a time.
        empty = 0 if found.records or found.set_aside or empty >= _EMPTY_AT_ONCE else empty + 1
        if not empty or is_done:
            yield replace(found, resume={"feed": page}, reaches=reached)
        if is_done:
            return


def _of_feed(rows: list[Any], ask: Ask) -> tuple[datetime | None, Page]:
    """Return down to when a page of the feed goes, and what of it is of one kind."""
    sorts, parse = _OF_FEED[ask.kind]
    items, bad = parse_items(rows, lambda raw: parse_feed_item(raw, ask.access.instance))
    records, worse = parse_items([item for item in items if item.sort in sorts], parse)
    return min((item.at for item in items), default=None), Page(records, bad + worse)


async def comment_pages(ask: Ask, call: Call, full_name: str) -> AsyncIterator[Page]:
    """Walk all comments of one repository for those of the person."""
    repository = await Repositories(call, ask.access.instance).named(full_name)
    if repository.container is None:
        raise NotThereError(f"There is no repository {full_name}, or it is not shown.")
    since = starts_at(ask)
    query = [("since", to_text(since))] if since is not None else []
    page = page_of(ask.resume)
    while True:
        address = f"/repos/{quote(full_name)}/issues/comments"
        found = await listed(call, address, query, page)
        if not found.items:
            return
        page += 1

        def mine(raw: Any) -> Record | None:
            is_mine = author(raw) == ask.access.native_id
            return parse_comment(raw, repository) if is_mine else None

        records, aside = parse_items(found.items, mine)
        yield Page(records, aside, resume={"page": page})


async def role_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the repositories the person owns or looks after."""
    access = ask.access
    own = f"/users/{quote(access.handle, safe='')}/repos"
    address = "/user/repos" if access.is_signed_in else own
    page = page_of(ask.resume)
    while True:
        found = await listed(call, address, [], page)
        if not found.items:
            return
        page += 1
        records, aside = parse_items(
            found.items, lambda raw: parse_role(raw, access.instance, access.native_id)
        )
        yield Page(records, aside, resume={"page": page}, total=found.total)


async def read_again(ask: Ask, ref: str, call: Call, known: Repositories) -> Page:
    """Read one issue or pull request by its ``id owner/name number``."""
    native, _blank, rest = ref.partition(" ")
    full_name, _blank, index = rest.rpartition(" ")
    if not (native and full_name and index.isascii() and index.isdigit()):
        return Page()
    try:
        reply = await call(Request(f"/repos/{quote(full_name)}/issues/{index}"))
    except NotThereError:
        return Page(gone=(native,))
    issues, aside = parse_items([reply.json()], lambda raw: parse_issue(raw, ask.kind))
    same = [issue for issue in issues if issue.record.native_id == native]
    if issues and not same:  # the name leads to another repository now
        return Page(gone=(native,))
    return Page(tuple([await placed(issue, known) for issue in same]), aside)
