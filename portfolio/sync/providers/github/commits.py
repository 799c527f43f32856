"""Reads commits: which repositories were committed to in a period, then each one's commits.

The first list is GraphQL's and has counts but no commits; the commits come from the REST
interface, repository by repository.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    TooMuchError,
    UnreadableReplyError,
)
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    listing,
    mapping,
    number,
    offset_min,
    optional_https_url,
    optional_identifier,
    optional_line,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Container, Page, Record, Window
from portfolio.sync.providers.github import parsers, queries
from portfolio.sync.providers.github.asking import graphql, rest
from portfolio.sync.providers.github.connections import connection_of
from portfolio.sync.providers.github.contributions import period_of, restricted, span, written

# The list ends at 100 repositories, at 25 where the service does not heed what was asked. A shorter
# one is not cut off: what it lacks is hidden, and splitting the period would not bring it.
_LEAST_CAP: Final = 25
# Days, not instants, are what contributions are filed under there.
_A_DAY: Final = timedelta(days=1)
# The REST listing goes by when a commit was made anew (rebased, say), records by when it was
# written: looking so far beyond a period finds those made anew later.
_REBASED_WITHIN: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a walk is: repositories still to do, and the next page of the first of them."""

    login: str = ""
    todo: tuple[Mapping[str, Any], ...] = ()
    next: str = ""

    @classmethod
    def of(cls, resume: Mapping[str, Any] | None) -> _Place:
        kept = resume or {}
        login, todo, address = kept.get("login"), kept.get("todo"), kept.get("next")
        if not isinstance(login, str) or not isinstance(todo, list):
            return cls()
        good, _ = parse_items(todo, _readable)
        return cls(login, good, address if isinstance(address, str) else "")

    def as_json(self) -> dict[str, Any] | None:
        if not self.todo:
            return None
        todo = [dict(each) for each in self.todo]
        return {"login": self.login, "todo": todo, "next": self.next}


def _readable(repository: object) -> Mapping[str, Any]:
    parsers.parse_repository(repository)
    return mapping(repository)


async def commit_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the commits of one period, repository by repository.

    Raises:
        TooMuchError: There were more repositories than the service lists.
    """
    window = period_of(ask.window)
    place = _Place.of(ask.resume)
    missing: tuple[str, ...] = ()
    if not place.todo:
        place, missing = await _committed(window, ask, call)
        if not place.todo:
            yield Page(missing=missing)
    while place.todo:
        page, address = await _commits(place, window, ask, call)
        todo = place.todo if address else place.todo[1:]
        place = _Place(place.login, todo, address)
        yield Page(page.records, page.set_aside, place.as_json(), missing=(*missing, *page.missing))
        missing = ()


async def _committed(window: Window, ask: Ask, call: Call) -> tuple[_Place, tuple[str, ...]]:
    """Return the repositories committed to in a period, and codes of what is missing."""
    around = span(window.start - _A_DAY, min(window.end, ask.now) + _A_DAY)
    data, _ = await graphql(call, ask.access.instance, queries.COMMITTED, **around)
    collection = connection_of(data, "viewer", "contributionsCollection")
    try:
        rows = listing(collection, "commitContributionsByRepository")
        total = number(collection, "totalRepositoriesWithContributedCommits")
        login = identifier(data, "viewer", "login")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the one asked for.") from error
    is_cut = total > len(rows) >= _LEAST_CAP
    if is_cut and not ask.takes_part:
        raise TooMuchError("There were more repositories than are listed.", total=total)
    good, bad = parse_items(rows, _committed_to)
    missing = list(restricted(collection))
    if is_cut:
        missing.append(f"capped:{len(rows)}")
    elif bad or total > len(rows):
        missing.append("hidden")
    return _Place(login, good), tuple(missing)


def _committed_to(raw: object) -> Mapping[str, Any]:
    return _readable(mapping(raw, "repository"))


async def _commits(place: _Place, window: Window, ask: Ask, call: Call) -> tuple[Page, str]:
    """Return a page of the first repository's commits and the address of its next one."""
    repository = place.todo[0]
    container = parsers.parse_repository(repository)
    request = rest(
        f"/repos/{quote(container.name)}/commits",
        ("author", place.login),
        ("since", written(window.start - _A_DAY)),
        ("until", written(min(window.end + _REBASED_WITHIN, ask.now + _A_DAY))),
        ("per_page", "100"),
    )
    try:
        reply = await call(rest(place.next) if place.next else request)
    except (NotThereError, NotAllowedError):
        # Gone, empty, renamed since, or behind an organisation's own sign-in: the others go on.
        return Page(missing=(f"hidden:{container.name}",)), ""
    visibility = parsers.visibility_of(repository)
    records, aside = parse_items(
        page_items(reply.json()),
        lambda each: parse_commit(each, container, visibility, ask.access.native_id),
    )
    kept = [each for each in records if window.start <= each.occurred_at < window.end]
    return Page(tuple(kept), aside), call.next_link(reply)


def parse_commit(
    raw: object, container: Container, visibility: Visibility, native_id: str
) -> Record | None:
    """Return the record of a commit; None for one of somebody else.

    Args:
        raw: As the listing of a repository's commits and the search give it.
        container: Its repository.
        visibility: Of the repository.
        native_id: The person's; a commit whose address GitHub knows no account for has none.
    """
    author = optional_identifier(raw, "author", "id")
    if author and native_id and author != native_id:
        return None
    sha = line(raw, "sha").lower()
    if len(sha) not in (40, 64) or not all(digit in "0123456789abcdef" for digit in sha):
        raise BadItemError("“sha” is not a commit's hash.")
    message = mapping(raw, "commit").get("message")
    first = message.strip().split("\n", 1)[0] if isinstance(message, str) else ""
    return Record(
        # The same commit may be in several repositories.
        native_id=f"{container.id}:{sha}",
        kind=Kind.COMMIT,
        action=Action.AUTHORED,
        title=optional_line({"title": first}, "title") or sha[:12],
        occurred_at=instant(raw, "commit", "author", "date"),
        container=container,
        url=optional_https_url(raw, "html_url"),
        commit=sha,
        tz_offset_min=offset_min(raw, "commit", "author", "date"),
        visibility=visibility,
    )
