"""Stack Exchange: answers, questions, comments, badges and suggested edits at one site.

API: 2.3, always with ``site``. Auth: none; a person is known by their number at the site. Lists:
``/users/ID/…`` from ``min`` on, 100 a page, ``has_more``; no more than 25 pages without a key.
Durable ids: the site's numbers, with the site's name before them. Rate: 300 requests a day and
address without a key; ``backoff`` in a reply must be waited for, errors come with status 400
and ``error_id``. Not to be had: deleted posts, what badges are for. Checked 2026-11; names of
lists and fields are from its documentation and untried.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from portfolio.errors import (
    AccountError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    ThrottledError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    line,
    optional_https_url,
    optional_identifier,
    optional_instant,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    KindInfo,
    Order,
    Page,
    Pause,
    Reply,
    WayInfo,
    Who,
)
from portfolio.sync.providers.stackexchange.walks import (
    listed,
    pages_of,
    read_again,
    site_of,
    user_of,
)

_THROTTLED: Final = 502
_TOKEN_ERRORS: Final = frozenset({401, 402, 403, 406})

ABOUT: Final = About(
    id="stackexchange",
    name="Stack Exchange",
    instances=("https://api.stackexchange.com",),
    is_fixed=True,
    kinds=(
        KindInfo(Kind.ANSWER, Order.OLDEST_FIRST),
        KindInfo(Kind.QUESTION, Order.OLDEST_FIRST),
        KindInfo(Kind.COMMENT, Order.OLDEST_FIRST),
        KindInfo(Kind.BADGE, Order.NEWEST_FIRST),
        KindInfo(Kind.WIKI_EDIT, Order.OLDEST_FIRST),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Everything is public under your number at the site. The name proves nothing: "
            "it stays marked as said by you.",
        ),
    ),
    limits=(
        "Each site of the network is an account of its own: your numbers differ.",
        "All programs at one internet address share 300 requests a day.",
        "Whether an answer was accepted is asked again for half a year.",
    ),
    cannot=(
        "Posts that were deleted.",
        "For which post a badge was given.",
        "Edits made without review: only suggested ones are listed.",
    ),
    docs="https://api.stackexchange.com/docs",
    icon="message-circle",
    handle_words="Your number, as in stackoverflow.com/users/NUMBER (or that address)",
    option_words={"site": "Site, as in stackoverflow, superuser or unix"},
)


class StackExchange(BaseProvider):
    """The network's sites."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 2.3."""
        return f"{instance}/2.3"

    def judge(self, reply: Reply) -> Pause | None:
        """Heed ``backoff``, and read the errors that all come with status 400.

        Raises:
            AccountError: The reply is one.
        """
        is_error = reply.status >= 400
        if not is_error and b'"backoff"' not in reply.body:
            return None
        value = _value(reply)
        seconds = _seconds(value.get("backoff"))
        if not is_error:
            return Pause(seconds) if seconds else None
        number, said = value.get("error_id"), _said(value)
        if number == _THROTTLED and seconds:
            return Pause(seconds, again=True)
        if number == _THROTTLED:
            raise ThrottledError("Stack Exchange asks to wait before it answers again.", said)
        if number in _TOKEN_ERRORS:
            raise SignInNeededError("Stack Exchange does not take the token.", said)
        if number == 404:
            raise NotThereError("Stack Exchange has no such list.", said)
        if isinstance(number, int):
            raise ServiceError("Stack Exchange refused the request.", said)
        return None

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who bears a number at the site.

        Raises:
            NotThereError: Nobody does: the list is empty.
        """
        site = site_of(access.options)
        typed = user_of(access.native_id) or _number(access.handle)
        if not typed:
            raise NotThereError(
                "That is not a number.", "Type the number in the address of your profile."
            )
        found = await listed(call, f"/users/{typed}", site)
        if not found.rows:
            raise NotThereError(f"There is nobody with the number {typed} at {site}.")
        row = found.rows[0]
        try:
            number = identifier(row, "user_id")
            return Who(
                native_id=f"{site}:{number}",
                handle=line(row, "display_name"),
                profile_url=optional_https_url(row, "link"),
                other_accounts=await _elsewhere(call, site, optional_identifier(row, "account_id")),
                active_since=optional_instant(row, "creation_date"),
            )
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not readable.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        async for page in pages_of(ask, call):
            yield page

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read answers and suggested edits again: what became of them."""
        async for page in read_again(ask, refs, call):
            yield page


async def _elsewhere(call: Call, site: str, account_id: str) -> tuple[str, ...]:
    """Return the person's profiles at other sites; they are hints and no more."""
    if not account_id.isdigit():
        return ()
    try:
        found = await listed(call, f"/users/{account_id}/associated", site)
    except AccountError:
        return ()
    profiles, _bad = parse_items(found.rows, _profile)
    return profiles


def _profile(raw: Any) -> str | None:
    address = optional_https_url(raw, "site_url")
    return f"{address}/users/{identifier(raw, 'user_id')}" if address else None


def _number(handle: str) -> str:
    """Return the number in what was typed: itself, or an address of a profile."""
    typed = handle.strip()
    if "/users/" in typed:
        typed = typed.partition("/users/")[2].partition("/")[0]
    return typed if typed.isascii() and typed.isdigit() and len(typed) <= 19 else ""


def _value(reply: Reply) -> Mapping[str, Any]:
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _seconds(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw < 1e9:
        return 0.0
    return min(float(raw), 3_600.0)


def _said(value: Mapping[str, Any]) -> str:
    message = value.get("error_message")
    return f"It said: {message[:300]}" if isinstance(message, str) else ""


PROVIDER: Final = StackExchange()
