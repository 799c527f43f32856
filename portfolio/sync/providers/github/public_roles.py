"""Reads the memberships and repositories GitHub shows with a name to everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from portfolio.errors import NotThereError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import (
    identifier,
    instant,
    line,
    optional_flag,
    optional_https_url,
    optional_line,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Ask, Call, Container, Page, Record
from portfolio.sync.providers.github.asking import rest
from portfolio.sync.providers.github.public import login_now, parse_container


async def role_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Walk the organisations shown with a person, then their own repositories."""
    resume = ask.resume or {}
    address = resume.get("next")
    part = resume.get("part") if resume.get("part") in ("orgs", "repos") else "orgs"
    login = await login_now(ask, call)
    if not isinstance(address, str) or not address:
        address = f"/users/{login}/orgs"
    while True:
        reply = await call(rest(address, *_first_page(address, part)))
        items = page_items(reply.json())
        if part == "orgs":
            page = await _memberships(items, call)
        else:
            page = Page(*parse_items(items, parse_owned))
        address = call.next_link(reply)
        if not address and part == "orgs":
            address, part = f"/users/{login}/repos", "repos"
        place = {"next": address, "part": part} if address else None
        yield Page(page.records, page.set_aside, place, missing=page.missing)
        if not address:
            return


def _first_page(address: str, part: object) -> tuple[tuple[str, str], ...]:
    if not address.startswith("/"):
        return ()
    kind = (("type", "owner"), ("sort", "created")) if part == "repos" else ()
    return (*kind, ("per_page", "100"))


async def _memberships(items: Any, call: Call) -> Page:
    """Return memberships; when an organisation was made takes a request of its own."""
    wanted, aside = parse_items(items, lambda each: identifier(each, "login"))
    records: list[Record] = []
    missing: list[str] = []
    for login in wanted:
        try:
            reply = await call(rest(f"/orgs/{quote(login, safe='')}"))
        except NotThereError:
            missing.append(f"hidden:{login}")
            continue
        good, bad = parse_items([reply.json()], parse_membership)
        records += good
        aside += bad
    return Page(tuple(records), tuple(aside), missing=tuple(missing))


def parse_membership(raw: object) -> Record:
    """Return the record of a membership shown to all, dated by the organisation's own start."""
    name = optional_line(raw, "name") or line(raw, "login")
    key = f"organization:{identifier(raw, 'id')}"
    url = optional_https_url(raw, "html_url")
    return Record(
        native_id=key,
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"Member of {name}",
        occurred_at=instant(raw, "created_at"),
        container=Container(id=key, name=name, url=url),
        url=url,
    )


def parse_owned(raw: object) -> Record | None:
    """Return the record of owning a repository; None for a copy of another one."""
    if optional_flag(raw, "fork") is True:
        return None
    container = parse_container(raw)
    is_public = container.is_public is True
    return Record(
        native_id=f"repository:{container.id}",
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"Administrator of {container.name}",
        occurred_at=instant(raw, "created_at"),
        container=container,
        url=container.url,
        visibility=Visibility.PUBLIC if is_public else Visibility.PRIVATE,
    )
