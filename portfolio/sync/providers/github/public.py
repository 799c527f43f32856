"""Reads what GitHub shows to everybody, by name: no sign-in, 60 requests an hour.

GraphQL takes no question without a token, so issues and pull requests come from the search. It
gives at most 1,000 of what it finds, and of more an arbitrary part: a period that holds more is
halved until it holds less.

::

    all --over 1,000--> newer half, older half --over 1,000--> ... --> an hour --> part of it, said
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotThereError, TooMuchError, UnreadableReplyError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.git.remotes import normalised
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    identifier,
    instant,
    line,
    mapping,
    number,
    optional_flag,
    optional_https_url,
    optional_instant,
    optional_line,
    optional_text,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Container, Page, Record, Reply, Window
from portfolio.sync.providers.github.asking import rest
from portfolio.sync.providers.github.commits import parse_commit

CAP: Final = 1_000
_SIZE: Final = 100
_SMALLEST: Final = timedelta(hours=1)
_BEGINNING: Final = datetime(2008, 1, 1, tzinfo=UTC)  # the service opened that year


async def login_now(ask: Ask, call: Call) -> str:
    """Return the login the account has now: logins are renamed, and used again by others."""
    reply = await call(rest(f"/user/{ask.access.native_id}"))
    try:
        return identifier(reply.json(), "login")
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say who the account is.") from error


# ------------------------------------------------------------------ issues and pull requests


@dataclass(frozen=True, slots=True)
class _Search:
    """A search that is being walked: periods still to do, newest first, and a page of the first.

    Attributes:
        todo: Pairs of instants; None stands for an end that is open.
    """

    login: str
    todo: tuple[tuple[datetime | None, datetime | None], ...] = ((None, None),)
    page: int = 1

    @classmethod
    def of(cls, resume: Mapping[str, Any] | None) -> _Search | None:
        kept = resume or {}
        login, page, todo = kept.get("login"), kept.get("page"), kept.get("todo")
        if not isinstance(login, str) or not isinstance(page, int) or not isinstance(todo, list):
            return None
        try:
            periods = tuple((_mark(pair[0]), _mark(pair[1])) for pair in todo)
        except (BadItemError, IndexError, TypeError, KeyError):
            return None
        return cls(login, periods, page) if periods else None

    def as_json(self) -> dict[str, Any]:
        todo = [[_written(start), _written(end)] for start, end in self.todo]
        return {"login": self.login, "page": self.page, "todo": todo}


def _mark(raw: object) -> datetime | None:
    return None if raw is None else instant(raw)


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _qualifier(name: str, start: datetime | None, end: datetime | None) -> str:
    """Return the qualifier of a period, both ends included; only one of a name counts."""
    if start is None and end is None:
        return ""
    return f" {name}:{_written(start) or '*'}..{_written(end) or '*'}"


async def search_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk issues or pull requests by last change, backwards."""
    search = _Search.of(ask.resume)
    is_first = search is None
    if search is None:
        search = _Search(await login_now(ask, call))
    sort = "is:issue" if ask.kind is Kind.ISSUE else "is:pull-request"
    parse = parse_found_issue if ask.kind is Kind.ISSUE else parse_found_pull_request
    while search.todo:
        start, end = search.todo[0]
        reply = await call(
            rest(
                "/search/issues",
                ("q", f"author:{search.login} {sort}{_qualifier('updated', start, end)}"),
                ("sort", "updated"),
                ("order", "desc"),
                ("per_page", str(_SIZE)),
                ("page", str(search.page)),
                is_conditional=is_first,
            )
        )
        is_first = False
        if reply.is_unchanged:
            yield Page(is_unchanged=True)
            return
        items, total = _results(reply)
        parts = halves(start, end, ask.now) if total > CAP and search.page == 1 else ()
        if parts:
            search = _Search(search.login, (*parts, *search.todo[1:]))
            continue
        is_capped = total > CAP
        search = _after(search, len(items), has_more=bool(call.next_link(reply)))
        records, aside = parse_items(items, parse)
        yield Page(
            records,
            aside,
            search.as_json() if search.todo else None,
            missing=(f"capped:{_written(start)}/{_written(end)}",) if is_capped else (),
            total=total if (start, end) == (None, None) else None,
        )


def _after(search: _Search, count: int, *, has_more: bool) -> _Search:
    """Return where to go on: a short page is not the last one, an empty or unlinked one is."""
    if count and has_more and search.page * _SIZE < CAP:
        return _Search(search.login, search.todo, search.page + 1)
    return _Search(search.login, search.todo[1:])


def halves(
    start: datetime | None, end: datetime | None, now: datetime
) -> tuple[tuple[datetime | None, datetime | None], ...]:
    """Return the halves of a period, the newer first; nothing when it is as short as it gets."""
    first, last = start or _BEGINNING, end or now
    middle = (first + (last - first) / 2).replace(microsecond=0)
    if last - first <= _SMALLEST:
        return ()
    return (middle + timedelta(seconds=1), end), (start, middle)


def _results(reply: Reply) -> tuple[list[Any], int]:
    body = reply.json()
    items = list(page_items(body, "items"))
    try:
        return items, number(body, "total_count")
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say how many it found.") from error


def parse_found_issue(raw: object) -> Record | None:
    """Return the record of an issue the search found; None for a pull request."""
    # Its lists of issues hold pull requests too.
    return None if mapping(raw).get("pull_request") is not None else _found(raw, Kind.ISSUE)


def parse_found_pull_request(raw: object) -> Record:
    """Return the record of a pull request the search found."""
    return _found(raw, Kind.PULL_REQUEST)


def _found(raw: object, kind: Kind) -> Record:
    is_issue = kind is Kind.ISSUE
    container = _repository_of(raw)
    said = line(raw, "state")
    state = {"open": Outcome.OPEN, "closed": Outcome.CLOSED_UNMERGED}.get(said, Outcome.NONE)
    if is_issue and said == "closed":
        state = Outcome.CLOSED
    if not is_issue and optional_instant(raw, "pull_request", "merged_at") is not None:
        state = Outcome.MERGED
    return Record(
        # Not its number: of a pull request the search gives the number of its issue.
        native_id=identifier(raw, "node_id"),
        kind=kind,
        action=Action.RAISED if is_issue else Action.PROPOSED,
        title=optional_line(raw, "title"),
        occurred_at=instant(raw, "created_at"),
        updated_at=instant(raw, "updated_at"),
        container=container,
        url=optional_https_url(raw, "html_url"),
        excerpt=optional_text(raw, "body"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=f"/repos/{quote(container.name)}/issues/{number(raw, 'number')}",
        raw="" if said in ("open", "closed") else as_raw(raw),
    )


def _repository_of(raw: object) -> Container:
    """Return the repository of a search result, which gives its name only."""
    name = "/".join(line(raw, "repository_url").split("/repos/", 1)[-1].split("/")[:2])
    page = optional_https_url(raw, "html_url")
    url = page.split(f"/{name}/", 1)[0] + f"/{name}" if f"/{name}/" in page else ""
    if name.count("/") != 1:
        raise BadItemError("“repository_url” names no repository.")
    return Container(id=f"name:{name}", name=name, url=url, remote=normalised(url))


async def found_again(ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
    """Read single issues and pull requests again by their path in the REST interface."""
    parse = parse_found_issue if ask.kind is Kind.ISSUE else parse_found_pull_request
    for ref in refs:
        try:
            reply = await call(rest(ref))
        except NotThereError:
            continue  # not shown any more is not gone: it may have become private
        records, aside = parse_items([reply.json()], parse)
        yield Page(records, aside)


# ----------------------------------------------------------------------------------- commits


async def commit_windows(ask: Ask, call: Call) -> list[Window]:
    """Return one period since the account was made; it is split where it holds too much."""
    reply = await call(rest(f"/user/{ask.access.native_id}"))
    try:
        start = instant(reply.json(), "created_at")
    except BadItemError:
        start = _BEGINNING
    if ask.since is not None:
        start = max(start, ask.since)
    end = ask.now.replace(microsecond=0) + timedelta(seconds=1)
    return [Window(start, end)] if start < end else []


async def commit_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the commits the search finds in one period.

    Raises:
        TooMuchError: There are more than the search gives.
    """
    window, resume = ask.window, ask.resume or {}
    if window is None:
        raise UnreadableReplyError("This is read by periods.")
    login, page = resume.get("login"), resume.get("page")
    if not isinstance(login, str) or not isinstance(page, int):
        login, page = await login_now(ask, call), 1
    last = window.end - timedelta(seconds=1)
    while True:
        reply = await call(
            rest(
                "/search/commits",
                ("q", f"author:{login}{_qualifier('author-date', window.start, last)}"),
                ("sort", "author-date"),
                ("order", "desc"),
                ("per_page", str(_SIZE)),
                ("page", str(page)),
            )
        )
        items, total = _results(reply)
        if total > CAP and not ask.takes_part:
            raise TooMuchError("The search finds more than the service gives out.", total=total)
        records, aside = parse_items(items, _commit_parser(ask))
        page += 1
        has_more = bool(items) and bool(call.next_link(reply)) and (page - 1) * _SIZE < CAP
        yield Page(records, aside, {"login": login, "page": page} if has_more else None)
        if not has_more:
            return


def _commit_parser(ask: Ask) -> Callable[[object], Record | None]:
    def parse(raw: object) -> Record | None:
        repository = mapping(raw, "repository")
        is_private = optional_flag(repository, "private") is not False
        visibility = Visibility.PRIVATE if is_private else Visibility.PUBLIC
        return parse_commit(raw, parse_container(repository), visibility, ask.access.native_id)

    return parse


def parse_container(raw: object) -> Container:
    """Return the container of a repository as the REST interface gives it."""
    url = optional_https_url(raw, "html_url")
    return Container(
        id=identifier(raw, "id"),
        name=line(raw, "full_name"),
        url=url,
        remote=normalised(url),
        is_public=optional_flag(raw, "private") is False,
    )
