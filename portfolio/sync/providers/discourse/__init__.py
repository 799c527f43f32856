"""Discourse: topics, posts, likes, solutions and badges of one person in one forum.

API: the forum's own ``.json`` addresses (2026), also of forums in a folder of a site. Auth: none,
or a user API key (handshake; header ``User-Api-Key``). Lists: ``user_actions`` by offset, newest
first, 30 rows a page; ``solution/by_user``; ``user-badges``. Durable ids: numbers of users,
topics, posts and badges given. Rate: 20 a minute and 2,880 a day with a key, more without; a
refusal (429) says how long in ``Retry-After`` or ``extras.wait_seconds``. Never read: private
messages; types 12 and 13 are not asked for, and what has no category is dropped. Not to be had:
deleted topics. Checked 2026-11.
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotThereError, SignInNeededError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    line,
    mapping,
    optional_instant,
    optional_line,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Credential,
    KindInfo,
    Order,
    Page,
    Pause,
    Reply,
    Request,
    WayInfo,
    Who,
)
from portfolio.sync.providers.discourse.walks import action_pages, badge_page, solution_pages

_DAY_S: Final = 86_400
_OVERLOADED: Final = 529

ABOUT: Final = About(
    id="discourse",
    name="Discourse",
    instances=(
        "https://discourse.mozilla.org",
        "https://meta.discourse.org",
        "https://discuss.python.org",
        "https://users.rust-lang.org",
        "https://discourse.gnome.org",
        "https://discussion.fedoraproject.org",
    ),
    kinds=(
        KindInfo(Kind.TOPIC, Order.NEWEST_FIRST, overlap_s=_DAY_S),
        KindInfo(Kind.POST, Order.NEWEST_FIRST, overlap_s=_DAY_S),
        KindInfo(Kind.LIKE_RECEIVED, Order.NEWEST_FIRST, overlap_s=_DAY_S),
        KindInfo(Kind.SOLUTION, Order.WHOLE),
        KindInfo(Kind.BADGE, Order.WHOLE),
    ),
    ways=(
        WayInfo(Way.NAME, words="Nearly everything is public under your user name."),
        WayInfo(
            Way.USER_KEY,
            scopes=("read",),
            words="The forum shows a page that asks to let Portfolio read, then a text to paste "
            "back here. It proves the account is yours; reading is slower that way.",
        ),
    ),
    limits=(
        "With a key, a forum answers 20 requests a minute; by name it answers more.",
        "Each forum is an account of its own; a forum in a folder of a site is one too.",
    ),
    cannot=(
        "Private messages: they are never read, also when the forum would give them.",
        "Topics and posts that were deleted: they leave the listing without a word.",
        "Solutions, where the forum does not mark any: then they are unknown, not none.",
    ),
    docs="https://docs.discourse.org/",
    icon="messages-square",
    handle_words="Your user name, as in forum/u/NAME",
)


class Discourse(BaseProvider):
    """Any forum that runs Discourse."""

    about = ABOUT

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the user API key in the header that is only for it."""
        del access
        return Credential(headers={"User-Api-Key": secret})

    def judge(self, reply: Reply) -> Pause | None:
        """Find how long a refusal asks to wait in its body."""
        if reply.status == _OVERLOADED:
            return Pause(_waits(reply) or 30.0, again=True)
        if reply.status != 429 or "retry-after" in reply.headers:
            return None
        seconds = _waits(reply)
        return Pause(seconds, again=True) if seconds else None

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the account is.

        Raises:
            NotThereError: There is nobody of this name, or the profile is hidden.
            SignInNeededError: The forum took the request for an anonymous one.
        """
        handle = access.handle
        if access.is_signed_in:
            try:
                session = (await call(Request("/session/current.json"))).json()
                handle = line(mapping(session, "current_user"), "username")
            except (NotThereError, BadItemError) as error:
                raise SignInNeededError("The forum does not take the key.") from error
        reply = await call(Request(f"/u/{quote(handle, safe='')}.json"))
        return replace(_person(reply.json(), access), shows_private=access.is_signed_in)

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        if ask.kind is Kind.BADGE:
            yield await badge_page(ask, call)
            return
        walk = solution_pages if ask.kind is Kind.SOLUTION else action_pages
        async for page in walk(ask, call):
            yield page
        yield Page()


def _person(raw: Any, access: Access) -> Who:
    try:
        user = mapping(raw, "user")
        name = line(user, "username")
        return Who(
            native_id=identifier(user, "id"),
            handle=name,
            name=optional_line(user, "name"),
            profile_url=f"{access.instance}/u/{quote(name, safe='')}",
            active_since=optional_instant(user, "created_at"),
        )
    except BadItemError as error:
        raise UnreadableReplyError("The forum's answer is not readable.") from error


def _waits(reply: Reply) -> float:
    """Return the seconds a refusal asks to wait; 0 when it does not say."""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return 0.0
    extras = value.get("extras") if isinstance(value, Mapping) else None
    seconds = extras.get("wait_seconds") if isinstance(extras, Mapping) else None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return 0.0
    try:
        return max(0.0, float(seconds)) if math.isfinite(seconds) else 0.0
    except OverflowError:
        return 0.0


PROVIDER: Final = Discourse()
