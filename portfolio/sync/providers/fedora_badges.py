"""Fedora Badges: badges awarded by the Fedora Project.

API: Tahrir 2.1, source of October 2024, ``/user/NAME/json``, all in one answer. Auth: none. Durable
ids: the badge's id (a person gets each once); the account is its nickname. Times are epoch seconds
with a fraction, computed in the server's zone: a day more or less. Someone unknown, or who opted
out, is a 404 with JSON. Badges are not baked into their images: each has an Open Badge in JSON (of
version 0.5) whose address cannot be told from this list; the badge's page and image can.
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
from portfolio.model.kinds import Kind
from portfolio.sync.badge_raw import badge_raw
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    optional_identifier,
    optional_line,
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

_GIVER: Final = "Fedora Project"

ABOUT: Final = About(
    id="fedora_badges",
    name="Fedora Badges",
    instances=("https://badges.fedoraproject.org",),
    kinds=(KindInfo(Kind.BADGE, Order.WHOLE, overlap_s=86_400),),
    ways=(WayInfo(Way.NAME, words="Type your Fedora account name; badges are public."),),
    limits=("The day of an award may be off by one.",),
    cannot=(
        "Badges of somebody who chose not to be shown.",
        "A signed file: the badges hold only as long as the service itself vouches for them.",
    ),
    docs="https://github.com/fedora-infra/tahrir",
    icon="award",
    handle_words="Your Fedora account name",
)


class FedoraBadges(BaseProvider):
    """Any Tahrir."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Look the name up."""
        name = access.handle.strip()
        reply = await call(Request(_path(name)))
        try:
            said = optional_identifier(reply.json(), "user") or name
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the user asked for.") from error
        return Who(
            native_id=said.casefold(),
            handle=said,
            profile_url=f"{access.instance}/user/{_quoted(said)}"
            if access.instance.startswith("https://")
            else "",
        )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read the one list."""
        reply = await call(Request(_path(ask.access.handle), is_conditional=True))
        if reply.is_unchanged:
            yield Page(is_unchanged=True)
            return
        items = page_items(reply.json(), "assertions")
        parse = partial(parse_award, instance=ask.access.instance)
        records, aside = parse_items(items, parse)
        yield Page(records, aside, total=len(items))


def _path(name: str) -> str:
    return f"/user/{_quoted(name)}/json"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def parse_award(raw: object, *, instance: str) -> Record:
    """Return the record of a badge awarded."""
    badge = identifier(raw, "id")
    name = line(raw, "name", limit=300)
    page = f"{instance}/badge/{_quoted(badge)}" if instance.startswith("https://") else ""
    return Record(
        native_id=badge,
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=name,
        occurred_at=instant(raw, "issued"),
        container=Container("fedora-badges", "Fedora Badges", instance if page else ""),
        url=page,
        excerpt=optional_line(raw, "description", limit=1_000),
        people=(Participant(_GIVER, "", "giver"),),
        raw=badge_raw(raw, image=_image(raw, instance)),
    )


def _image(raw: object, instance: str) -> str:
    """Return the address of a badge's image, which may be given as a path."""
    image = optional_line(raw, "image", limit=1_000)
    return f"{instance}{image}" if image.startswith("/") else image


PROVIDER = FedoraBadges()
