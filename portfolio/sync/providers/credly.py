"""Credly: the badges a person shows there in public.

API: ``/users/NAME/badges.json`` of the web site, which nobody documents or promises: whatever it
answers instead is an error of this kind and touches nothing that is stored. Auth: none; the
documented interface is for those who issue. Paging: ``page`` with ``metadata.total_pages``. Durable
ids: the badge's ``id``; the account has only the name in its address. Not to be had: badges that
are not public.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Final
from urllib.parse import quote

from portfolio.errors import UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.badge_raw import badge_raw
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    optional_flag,
    optional_https_url,
    optional_instant,
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
    WayInfo,
    Who,
)

_SIZE: Final = 48

ABOUT: Final = About(
    id="credly",
    name="Credly",
    instances=("https://www.credly.com",),
    is_fixed=True,
    kinds=(KindInfo(Kind.BADGE, Order.WHOLE, limit="only-public"),),
    ways=(WayInfo(Way.NAME, words="Type the name in the address of your public profile."),),
    limits=("The service does not promise this list: it may stop working at any time.",),
    cannot=(
        "Badges that are not public there, or not accepted.",
        "The signed file of a badge: download its image there and import that.",
    ),
    docs="https://www.credly.com/docs/web_service_api",
    icon="award",
    handle_words="Your name, as in credly.com/users/NAME",
)


class Credly(BaseProvider):
    """Credly's public profiles."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """See whether the profile is there; nothing says more than its name."""
        name = profile_name(access.handle)
        page_items((await _list(name, 1, call)).json(), "data")
        url = f"{access.instance}/users/{_quoted(name)}"
        is_web = url.startswith("https://")
        return Who(native_id=name.casefold(), handle=name, profile_url=url if is_web else "")

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read page by page."""
        name = profile_name(ask.access.handle)
        parse = partial(parse_badge, instance=ask.access.instance)
        known: set[str] = set()
        number: int | None = int((ask.resume or {}).get("page", 1))
        while number:
            reply = await _list(name, number, call, is_conditional=ask.resume is None)
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            body = reply.json()
            pages = _pages(body)
            records, aside = parse_items(page_items(body, "data"), parse)
            ids = {record.native_id for record in records}
            # Without a count, the end is a page that brings nothing new.
            has_more = bool(ids - known) if pages is None else number < pages
            known |= ids
            number = number + 1 if has_more else None
            yield Page(records, aside, {"page": number} if number else None)


async def _list(name: str, number: int, call: Call, *, is_conditional: bool = False) -> Reply:
    query = (("page", str(number)), ("page_size", str(_SIZE)))
    address = f"/users/{_quoted(name)}/badges.json"
    return await call(Request(address, query=query, is_conditional=is_conditional))


def _pages(body: object) -> int | None:
    try:
        return optional_number(body, "metadata", "total_pages")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def profile_name(typed: str) -> str:
    """Return the name of a profile from what was typed: the name, or the profile's address."""
    path = typed.strip().partition("?")[0].removesuffix("/badges").rstrip("/")
    return path.rpartition("/")[2]


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def parse_badge(raw: object, *, instance: str) -> Record:
    """Return the record of a badge."""
    badge = identifier(raw, "id")
    is_web = instance.startswith("https://")
    return Record(
        native_id=badge,
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=line(raw, "badge_template", "name", limit=300),
        occurred_at=optional_instant(raw, "issued_at") or instant(raw, "issued_at_date"),
        container=Container("credly", "Credly", instance if is_web else ""),
        url=f"{instance}/badges/{_quoted(badge)}" if is_web else "",
        excerpt=optional_line(raw, "badge_template", "description", limit=1_000),
        people=issuers(raw),
        visibility=Visibility.RESTRICTED
        if optional_flag(raw, "public") is False
        else Visibility.PUBLIC,
        raw=badge_raw(raw, image=optional_https_url(raw, "badge_template", "image_url")),
    )


def issuers(raw: object) -> tuple[Participant, ...]:
    """Return who gave a badge."""
    entities = optional_listing(raw, "issuer", "entities")
    names = [optional_line(each, "entity", "name", limit=200) for each in entities]
    return tuple(Participant(name, "", "giver") for name in dict.fromkeys(names) if name)


PROVIDER = Credly()
