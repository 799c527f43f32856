"""Mastodon: own posts, and posts of others that mention the person.

API: v1 of Mastodon 3.4 and later, documentation of July 2026. Auth: bearer token with
``read:accounts``, ``read:statuses`` and ``read:notifications``, or a name for public posts. Lists:
statuses and notifications, newest first, by the Link header. Durable ids: the account's ``id`` (of
the instance), a post's ``uri`` (of the whole network). Rate: 300 requests in 5 minutes, reset as
ISO 8601. Not to be had: mentions without a token. Direct messages are left out although the token
could show them.

Posts are walked from the newest down rather than by ``min_id``: a cut walk is then taken up by
times, and no id is guessed at, which other programs of the same interface form differently.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.markup import first_line, link_in, text_of_html
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    found,
    identifier,
    instant,
    line,
    mapping,
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
    Request,
    WayInfo,
    Who,
)

_SCOPES: Final = ("read:accounts", "read:statuses", "read:notifications")
_VISIBILITIES: Final[Mapping[str, Visibility]] = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.PUBLIC,  # open to anybody, only not in the public timelines
    "private": Visibility.RESTRICTED,
}
_COUNTS: Final = {
    "replies": "replies_count",
    "boosts": "reblogs_count",
    "favourites": "favourites_count",
}

ABOUT: Final = About(
    id="mastodon",
    name="Mastodon",
    instances=("https://mastodon.social", "https://fosstodon.org", "https://floss.social"),
    kinds=(
        KindInfo(Kind.POST, Order.NEWEST_FIRST),
        KindInfo(
            Kind.MENTION,
            Order.NEWEST_FIRST,
            needs=(Way.BROWSER, Way.TOKEN),
            scope="read:notifications",
            asked_by_default=False,
            limit="latest-only",
        ),
    ),
    ways=(
        WayInfo(
            Way.BROWSER,
            scopes=_SCOPES,
            words="Sign in on your instance and allow reading your account, posts and "
            "notifications. Portfolio asks for no right to write.",
        ),
        WayInfo(
            Way.TOKEN,
            scopes=_SCOPES,
            page="/settings/applications/new",
            words="Make an application, tick only read:accounts, read:statuses and "
            "read:notifications, and copy “Your access token”.",
        ),
        WayInfo(Way.NAME, words="Type your name on the instance; only public posts are read."),
    ),
    limits=(
        "At most 300 requests in five minutes.",
        "Replies are read only when asked for, boosts never.",
        "A post that is edited later keeps the text it had when it was read.",
    ),
    cannot=(
        "Mentions cannot be had without signing in, and an instance forgets old ones.",
        "Direct messages are never read.",
        "Posts on an instance you moved away from stay there: add that account as well.",
    ),
    docs="https://docs.joinmastodon.org/methods/accounts/",
    icon="message-circle",
    handle_words="Your name on the instance, as in @NAME@instance",
    option_words={
        "tag": "Only posts with this hashtag",
        "replies": "“yes” to read replies as well",
    },
)


class Mastodon(BaseProvider):
    """Any instance that speaks Mastodon's interface."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 1."""
        return f"{instance}/api/v1"

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose the token is, or look a name up."""
        if access.is_signed_in:
            reply = await call(Request("/accounts/verify_credentials"))
        else:
            name = local_name(access.handle, access.instance)
            reply = await call(Request("/accounts/lookup", query=(("acct", name),)))
        try:
            return parse_person(reply.json(), is_own=access.is_signed_in)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the account asked for.") from (
                error
            )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow the links of one listing, newest first."""
        address = str((ask.resume or {}).get("next", ""))
        query = () if address else _query(ask)
        parse = _parser(ask)
        address = address or _path(ask)
        is_first = ask.resume is None
        while address:
            reply = await call(Request(address, query=query, is_conditional=is_first))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            address, query, is_first = call.next_link(reply), (), False
            items = page_items(reply.json())
            if not items:  # the link of an empty page leads nowhere
                address = ""
            records, aside = parse_items(items, parse)
            yield Page(records, aside, {"next": address} if address else None)


def _path(ask: Ask) -> str:
    if ask.kind is Kind.MENTION:
        return "/notifications"
    return f"/accounts/{ask.access.native_id}/statuses"


def _query(ask: Ask) -> tuple[tuple[str, str], ...]:
    if ask.kind is Kind.MENTION:
        return (("types[]", "mention"), ("limit", "80"))
    options = ask.access.options
    tag = options.get("tag", "").strip().lstrip("#")
    replies = options.get("replies", "").strip().casefold() in ("yes", "true", "1")
    return (
        ("limit", "40"),
        ("exclude_reblogs", "true"),
        *(() if replies else (("exclude_replies", "true"),)),
        *((("tagged", tag),) if tag else ()),
    )


def _parser(ask: Ask) -> Callable[[object], Record | None]:
    parse = parse_mention if ask.kind is Kind.MENTION else parse_post
    return partial(parse, instance=ask.access.instance)


def local_name(typed: str, instance: str) -> str:
    """Return the name to look up for what was typed: ``@ada@instance`` is ``ada`` there.

    Raises:
        NotThereError: The account is of another instance.
    """
    name = typed.strip().rstrip("/").rpartition("/")[2].removeprefix("@")
    name, _, host = name.partition("@")
    if host and host.casefold() != (urlsplit(instance).hostname or "").casefold():
        # Instances may answer to a shorter name than their host's (ada@example.org at
        # social.example.org): only what is plainly another one is refused.
        here = (urlsplit(instance).hostname or "").casefold()
        if not here.endswith(f".{host.casefold()}"):
            raise NotThereError(
                f"This account is on {host}.", f"Add it with the address https://{host}."
            )
    return name


def parse_person(raw: object, *, is_own: bool = False) -> Who:
    """Return who an account is."""
    listed = [
        link_in(value)
        for item in optional_listing(raw, "fields")
        if isinstance(item, Mapping)
        and item.get("verified_at")
        and isinstance(value := item.get("value"), str)
    ]
    moved = optional_https_url(raw, "moved", "url")
    others = tuple(dict.fromkeys(address for address in (*listed, moved) if address))
    return Who(
        native_id=identifier(raw, "id"),
        handle=line(raw, "acct"),
        name=optional_line(raw, "display_name"),
        profile_url=optional_https_url(raw, "url"),
        other_accounts=others,
        active_since=optional_instant(raw, "created_at"),
        shows_private=is_own,
    )


def parse_post(raw: object, *, instance: str) -> Record | None:
    """Return the record of an own post; None for a boost or a direct message."""
    visibility = _visibility(raw)
    if visibility is None or found(raw, "reblog") is not None:
        return None
    title, body = _words(raw)
    metrics = {name: _count(raw, key) for name, key in _COUNTS.items()}
    return Record(
        native_id=identifier(raw, "uri"),
        kind=Kind.POST,
        action=Action.POSTED,
        title=title,
        occurred_at=instant(raw, "created_at"),
        container=_container(instance),
        url=optional_https_url(raw, "url"),
        excerpt=body,
        metrics={name: value for name, value in metrics.items() if value is not None},
        visibility=visibility,
    )


def parse_mention(raw: object, *, instance: str) -> Record | None:
    """Return the record of a post that mentions the person; None for any other notice."""
    if line(raw, "type") != "mention" or found(raw, "status") is None:
        return None
    post = mapping(raw, "status")
    visibility = _visibility(post)
    if visibility is None:
        return None
    title, body = _words(post)
    return Record(
        native_id=identifier(post, "uri"),
        kind=Kind.MENTION,
        action=Action.OTHER,  # whether it is thanks is for the person to say
        title=title,
        occurred_at=instant(raw, "created_at"),
        container=_container(instance),
        url=optional_https_url(post, "url"),
        excerpt=body,
        people=_author(raw),
        visibility=visibility,
        raw=as_raw(raw),
    )


def _visibility(raw: object) -> Visibility | None:
    """Return who may see a post; None for a direct message, RESTRICTED for what is unknown."""
    said = optional_line(raw, "visibility")
    return None if said == "direct" else _VISIBILITIES.get(said, Visibility.RESTRICTED)


def _words(raw: object) -> tuple[str, str]:
    content, warning = found(raw, "content"), optional_line(raw, "spoiler_text", limit=200)
    if content is not None and not isinstance(content, str):
        raise BadItemError("“content” is not text.")
    body = text_of_html(content or "")
    return warning or first_line(body) or "Post without words", body


def _count(raw: object, key: str) -> int | None:
    count = optional_number(raw, key)
    return count if count is not None and count >= 0 else None


def _author(raw: object) -> tuple[Participant, ...]:
    name, handle = (
        optional_line(raw, "account", "display_name"),
        optional_line(raw, "account", "acct"),
    )
    if optional_flag(raw, "account", "suspended") or not (name or handle):
        return ()
    return (Participant(name or handle, handle, "giver"),)


def _container(instance: str) -> Container:
    parts = urlsplit(instance)
    host = parts.netloc or instance
    return Container(host, host, instance if parts.scheme == "https" else "")


PROVIDER = Mastodon()
