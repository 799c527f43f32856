"""npm: packages a person maintains, and the versions they published.

API: the registry's search with ``maintainer:NAME`` (at most 250 a page) and the document of each
package. Auth: none. Durable ids: the package's name, and with ``@`` the version; a person has
nothing but the user name. Rate: not said; one request at a time. Not to be had: since when somebody
maintains a package; packages the search does not list. The search lags behind by minutes to hours.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotThereError, TooLargeReplyError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.model.text import clean_line
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    mapping,
    optional_line,
    optional_listing,
    optional_number,
    page_items,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Container,
    KindInfo,
    Order,
    Page,
    Record,
    Reply,
    Request,
    SetAside,
    WayInfo,
    Who,
)

NPM_BASE: Final = "https://registry.npmjs.org"
_PAGES: Final = "https://www.npmjs.com"
_SIZE: Final = 250
_MAX_PACKAGE: Final = 60_000_000
_DAY_S: Final = 86_400

ABOUT: Final = About(
    id="npm",
    name="npm",
    instances=(NPM_BASE,),
    kinds=(
        KindInfo(Kind.PACKAGE, Order.WHOLE),
        KindInfo(Kind.RELEASE, Order.OLDEST_FIRST, overlap_s=_DAY_S),
    ),
    ways=(WayInfo(Way.NAME, words="Type your user name; what you maintain is public."),),
    limits=(
        "The registry's search lists new packages only after a while.",
        "A package whose versions fill more than 60 MB is set aside.",
    ),
    cannot=(
        "Since when you maintain a package: shown is when it was last published.",
        "Private packages, and versions that were published by a robot under its own name.",
        "Whether the user name is yours: it is public and only typed in.",
    ),
    docs="https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md",
    icon="package",
    handle_words="Your user name, as in npmjs.com/~NAME",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A package as the search names it."""

    name: str
    changed_at: datetime


class Npm(BaseProvider):
    """The npm registry."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whether anything is maintained under a name; there is nothing more to ask."""
        name = access.handle.strip().lstrip("~")
        reply = await _search(name, 0, call)
        if not page_items(reply.json(), "objects"):
            raise NotThereError(f"npm lists no package of {clean_line(name, limit=60)}.")
        return Who(
            native_id=name.lower(), handle=name, profile_url=f"{_PAGES}/~{quote(name, safe='')}"
        )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk the search, or the packages it lists one by one."""
        walk = _packages if ask.kind is Kind.PACKAGE else _releases
        async for page in walk(ask, call):
            yield page


async def _search(user: str, start: int, call: Call, *, is_conditional: bool = False) -> Reply:
    query = (("text", f"maintainer:{user}"), ("size", str(_SIZE)), ("from", str(start)))
    return await call(Request("/-/v1/search", query=query, is_conditional=is_conditional))


def _user(ask: Ask) -> str:
    return ask.access.handle.strip().lstrip("~")


async def _packages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    start = int((ask.resume or {}).get("from", 0))
    parse = partial(parse_found, user=_user(ask))
    while True:
        reply = await _search(_user(ask), start, call, is_conditional=ask.resume is None)
        if reply.is_unchanged:
            yield Page(is_unchanged=True, resume=None)
            return
        body = reply.json()
        items, total = page_items(body, "objects"), _total(body)
        records, aside = parse_items(items, parse)
        start += len(items)
        # Fewer than asked for is no end: only the total or an empty page is.
        has_more = bool(items) and (total is None or start < total)
        yield Page(records, aside, {"from": start} if has_more else None, total=total)
        if not has_more:
            return


def _total(body: object) -> int | None:
    try:
        return optional_number(body, "total")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


async def _releases(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Read packages in the order of their last change, those that changed since the mark."""
    listed: list[Listed] = []
    lost: list[SetAside] = []
    searched = _packages(Ask(ask.access, Kind.PACKAGE, ask.now, resume={"from": 0}), call)
    async for page in searched:
        listed += [Listed(one.title, one.updated_at or one.occurred_at) for one in page.records]
        lost += page.set_aside
    wanted = sorted(
        (one for one in listed if ask.since is None or one.changed_at >= ask.since),
        key=_place,
    )
    after = [str(part) for part in (ask.resume or {}).get("after", ())]
    wanted = [one for one in wanted if not after or list(_place(one)) > after]
    yield Page(set_aside=tuple(lost), resume={"after": after} if wanted else None)
    for index, package in enumerate(wanted):
        records, aside = await _versions(package, ask, call)
        is_last = index == len(wanted) - 1
        yield Page(records, aside, None if is_last else {"after": list(_place(package))})


def _place(package: Listed) -> tuple[str, str]:
    return package.changed_at.isoformat(), package.name


async def _versions(
    package: Listed, ask: Ask, call: Call
) -> tuple[tuple[Record, ...], tuple[SetAside, ...]]:
    try:
        reply = await call(Request(f"/{quote(package.name, safe='@')}", max_bytes=_MAX_PACKAGE))
    except NotThereError:
        return (), ()  # unpublished since the search last looked
    except TooLargeReplyError:
        return (), (SetAside("A package has too many versions to be read.", package.name),)
    body = reply.json()
    versions, times = found_mapping(body, "versions"), found_mapping(body, "time")
    parse = partial(parse_version, name=package.name, times=times, user=_user(ask))
    records, aside = parse_items(versions.values(), parse)
    since = ask.since
    return tuple(one for one in records if since is None or one.occurred_at >= since), aside


def found_mapping(body: object, key: str) -> Mapping[str, Any]:
    """Return an object of a package's document, an empty one when it has none.

    Raises:
        UnreadableReplyError: The document is no package's.
    """
    try:
        return {} if found(body, key) is None else mapping(body, key)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the package asked for.") from error


def parse_found(raw: object, *, user: str) -> Record | None:
    """Return the record of a package in the search; None when somebody else maintains it."""
    package = mapping(raw, "package")
    names = _names(optional_listing(package, "maintainers"))
    if names and user.casefold() not in names:
        return None  # the search also finds what is only alike
    name = identifier(package, "name")
    at = instant(package, "date")
    url = package_page(name)
    return Record(
        native_id=name,
        kind=Kind.PACKAGE,
        action=Action.MAINTAINED,
        title=name,
        occurred_at=at,
        updated_at=at,
        container=Container(name, clean_line(name) or "package", url),
        url=url,
        excerpt=optional_line(package, "description", limit=500),
    )


def _names(people: Sequence[Any]) -> frozenset[str]:
    given = [each.get("username") for each in people if isinstance(each, Mapping)]
    return frozenset(name.casefold() for name in given if isinstance(name, str))


def parse_version(raw: object, *, name: str, times: Mapping[str, Any], user: str) -> Record | None:
    """Return the record of a version; None when somebody else published it, or nobody is named.

    Args:
        raw: The version as the package's document has it.
        name: Of the package.
        times: When each version was published, by its number.
        user: Whose releases are wanted.
    """
    publisher = optional_line(raw, "_npmUser", "name")
    if publisher.casefold() != user.casefold():
        return None
    version = line(raw, "version", limit=200)
    return Record(
        native_id=f"{name}@{identifier(raw, 'version')}",
        kind=Kind.RELEASE,
        action=Action.RELEASED,
        title=f"{name} {version}",
        occurred_at=instant(times, version),
        container=Container(name, clean_line(name) or "package", package_page(name)),
        url=f"{package_page(name)}/v/{quote(version, safe='')}",
    )


def package_page(name: str) -> str:
    """Return the web page of a package."""
    return f"{_PAGES}/package/{quote(name, safe='@/', errors='replace')}"


PROVIDER = Npm()
