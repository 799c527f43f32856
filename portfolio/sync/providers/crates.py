"""crates.io: crates a person owns.

API: version 1, server source of August 2026. Auth: none (``/me`` takes a browser's cookie only).
Durable ids: the crate's name; the user's number. Paging: ``meta.next_page`` is the query of the
next page, to be followed as it is: it may change from page numbers to a ``seek`` mark. Rate: one
request a second, with a User-Agent. Not to be had: crates owned only through a team, and who
published what.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from portfolio.errors import UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    mapping,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
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
    Request,
    WayInfo,
    Who,
)

CRATES_BASE: Final = "https://crates.io"

ABOUT: Final = About(
    id="crates",
    name="crates.io",
    instances=(CRATES_BASE,),
    kinds=(KindInfo(Kind.PACKAGE, Order.WHOLE),),
    ways=(WayInfo(Way.NAME, words="Type your GitHub login; which crates you own is public."),),
    limits=("At most one request a second.",),
    cannot=(
        "Since when you own a crate: shown is when it was first published.",
        "Crates you own only as a member of a team, and who published which version.",
        "Whether the login is yours: it is public and only typed in.",
    ),
    docs="https://doc.rust-lang.org/cargo/reference/registry-web-api.html",
    icon="package",
    handle_words="Your login, as in crates.io/users/LOGIN",
    spacing_s=1.0,
)


class Crates(BaseProvider):
    """The registry of Rust's crates."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 1."""
        return f"{instance}/api/v1"

    async def who(self, access: Access, call: Call) -> Who:
        """Look the login up."""
        login = quote(access.handle.strip().removeprefix("@"), safe="", errors="replace")
        reply = await call(Request(f"/users/{login}"))
        try:
            return parse_user(reply.json())
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the user asked for.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow ``meta.next_page``."""
        first = f"?user_id={quote(ask.access.native_id, safe='')}&per_page=100&sort=alpha"
        query: str | None = str((ask.resume or {}).get("query", first))
        while query:
            reply = await call(Request(f"/crates{query}", is_conditional=ask.resume is None))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            body = reply.json()
            records, aside = parse_items(page_items(body, "crates"), parse_crate)
            query, total = parse_meta(body)
            yield Page(records, aside, {"query": query} if query else None, total=total)


def parse_meta(body: object) -> tuple[str, int | None]:
    """Return the query of the next page ("" after the last one) and how many crates there are.

    Raises:
        UnreadableReplyError: What is said about the listing is not what is promised.
    """
    try:
        query = optional_identifier(body, "meta", "next_page")
        total = optional_number(body, "meta", "total")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error
    if query and not query.startswith("?"):
        raise UnreadableReplyError("The service named a next page that is none.")
    return query, total


def parse_user(raw: object) -> Who:
    """Return who a user is; the address of their GitHub account is a hint."""
    user = mapping(raw, "user")
    login = line(user, "login", limit=200)
    elsewhere = optional_https_url(user, "url")
    return Who(
        native_id=identifier(user, "id"),
        handle=login,
        name=optional_line(user, "name", limit=200),
        profile_url=f"{CRATES_BASE}/users/{quote(login, safe='', errors='replace')}",
        other_accounts=(elsewhere,) if elsewhere else (),
    )


def parse_crate(raw: object) -> Record:
    """Return the record of a crate."""
    name = line(raw, "name", limit=200)
    url = f"{CRATES_BASE}/crates/{quote(name, safe='', errors='replace')}"
    downloads = optional_number(raw, "downloads")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.PACKAGE,
        action=Action.MAINTAINED,
        title=name,
        occurred_at=instant(raw, "created_at"),
        updated_at=optional_instant(raw, "updated_at"),
        container=Container(identifier(raw, "id"), name, url),
        url=url,
        excerpt=optional_line(raw, "description", limit=500),
        metrics={"downloads": downloads} if downloads is not None and downloads >= 0 else {},
    )


PROVIDER = Crates()
