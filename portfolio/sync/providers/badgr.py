"""Badgr and what grew out of it (Canvas Badges, Parchment): the badges in a person's backpack.

API: version 2, badgr-server source of January 2021. Auth: a bearer token with ``r:backpack``. List:
``/v2/backpack/assertions``, not paged. Durable ids: ``openBadgeId`` (the badge's own address), else
``entityId``; the account's ``entityId``. A badge's class and issuer may be numbers only: the names
then come from the public address of the class. Not to be had: badges sent to an address that was
not confirmed there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final

from portfolio.errors import AccountError, SignInNeededError, ThrottledError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.badge_raw import badge_raw
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    optional_flag,
    optional_https_url,
    optional_identifier,
    optional_line,
    optional_listing,
    optional_text,
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

_MOST_CLASSES: Final = 100  # looked up by their addresses in one reading
_NO_NAME: Final = "Badge"

ABOUT: Final = About(
    id="badgr",
    name="Badgr / Canvas Badges",
    instances=(
        "https://api.badgr.io",
        "https://api.eu.badgr.io",
        "https://api.au.badgr.io",
        "https://api.ca.badgr.io",
    ),
    kinds=(KindInfo(Kind.BADGE, Order.WHOLE, needs=(Way.TOKEN,), scope="r:backpack"),),
    ways=(
        WayInfo(
            Way.TOKEN,
            scopes=("r:backpack",),
            words="Choose the region your account is in and paste an access token that may read "
            "your backpack (r:backpack) and nothing else.",
        ),
    ),
    limits=("All badges come in one answer; one larger than 30 MB is not read.",),
    cannot=(
        "Badges sent to an e-mail address that is not confirmed there.",
        "Badges you declined.",
    ),
    docs="https://api.badgr.io/docs/v2/",
    icon="award",
    handle_words="Your e-mail address there",
)


class Badgr(BaseProvider):
    """One region of Badgr, or a server of one's own."""

    about = ABOUT

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose the token is."""
        del access
        people = page_items((await call(Request("/v2/users/self"))).json(), "result")
        try:
            return parse_person(people[0] if people else None)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the account asked for.") from (
                error
            )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read the one list; names that are missing are looked up."""
        query = (("expand", "badgeclass"), ("expand", "issuer"))
        request = Request(
            "/v2/backpack/assertions", query=query, is_conditional=True, max_bytes=30_000_000
        )
        reply = await call(request)
        if reply.is_unchanged:
            yield Page(is_unchanged=True)
            return
        items = page_items(reply.json(), "result")
        classes = await _classes(items, call)
        parse = partial(parse_assertion, classes=classes, instance=ask.access.instance)
        yield Page(*parse_items(items, parse), total=len(items))


async def _classes(items: Any, call: Call) -> Mapping[str, Any]:
    """Return the classes of badges that came without a name, by address."""
    found_classes: dict[str, Any] = {}
    for address in list(dict.fromkeys(_unnamed(item) for item in items))[:_MOST_CLASSES]:
        if not address:
            continue
        try:
            reply = await call(Request(call.same_origin(address)))
            found_classes[address] = reply.json()
        except (SignInNeededError, ThrottledError):
            raise
        except AccountError:
            continue  # it is a badge without a name then
    return found_classes


def _unnamed(item: object) -> str:
    """Return the address of an assertion's class when the assertion does not name it."""
    try:
        if isinstance(found(item, "badgeclass"), Mapping):
            return ""
        return optional_identifier(item, "badgeclassOpenBadgeId")
    except BadItemError:
        return ""


def parse_person(raw: object) -> Who:
    """Return who the token belongs to."""
    name = " ".join(
        part for part in (optional_line(raw, "firstName"), optional_line(raw, "lastName")) if part
    )
    emails = [
        (bool(optional_flag(each, "primary")), optional_line(each, "email", limit=200))
        for each in optional_listing(raw, "emails")
        if optional_flag(each, "verified") is not False
    ]
    ordered = [email for _, email in sorted(emails, key=lambda one: not one[0]) if email]
    return Who(
        native_id=identifier(raw, "entityId"),
        handle=ordered[0] if ordered else name,
        name=name,
        emails=tuple(dict.fromkeys(ordered)),
        shows_private=True,
    )


def parse_assertion(raw: object, *, classes: Mapping[str, Any], instance: str) -> Record | None:
    """Return the record of a badge in the backpack; None for one that was declined.

    Args:
        raw: The assertion.
        classes: Classes that were looked up, by their addresses.
        instance: The server.
    """
    if optional_line(raw, "acceptance").casefold() == "rejected":
        return None
    badge = optional_identifier(raw, "openBadgeId") or identifier(raw, "entityId")
    about, address = found(raw, "badgeclass"), optional_identifier(raw, "badgeclassOpenBadgeId")
    about = about if isinstance(about, Mapping) else classes.get(address)
    hosted = optional_https_url(raw, "openBadgeId")
    is_revoked = optional_flag(raw, "revoked") is True
    why = optional_line(raw, "revocationReason", limit=300) if is_revoked else ""
    body = optional_text(raw, "narrative", limit=1_000) or _said(about, "description")
    return Record(
        native_id=badge,
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=_said(about, "name") or _NO_NAME,
        occurred_at=instant(raw, "issuedOn"),
        container=_container(instance),
        url=hosted,
        excerpt=f"Revoked: {why}" if why else body,
        state=Outcome.REVERTED if is_revoked else Outcome.NONE,
        people=_issuer(raw, about),
        visibility=Visibility.RESTRICTED,  # what is in a backpack is shown by choice
        raw=badge_raw(raw, image=optional_https_url(raw, "image"), hosted=hosted),
    )


def _said(about: object, key: str) -> str:
    """Return a text of a class, "" when it is none: only the badge itself must be sound."""
    try:
        return optional_line(about, key, limit=1_000)
    except BadItemError:
        return ""


def _issuer(raw: object, about: object) -> tuple[Participant, ...]:
    for place in (raw, about):
        issuer = place.get("issuer") if isinstance(place, Mapping) else None
        if name := _said(issuer, "name"):
            return (Participant(name, _said(issuer, "email"), "giver"),)
    return ()


def _container(instance: str) -> Container:
    return Container("backpack", "Badgr backpack", instance if instance[:8] == "https://" else "")


PROVIDER = Badgr()
