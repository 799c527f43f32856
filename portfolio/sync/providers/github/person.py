"""Asks GitHub who an account is, with what may help to find the person elsewhere."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotAllowedError, NotThereError, UnreadableReplyError
from portfolio.sync.parsing import (
    BadItemError,
    flag,
    identifier,
    is_https,
    line,
    optional_https_url,
    optional_instant,
    optional_line,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Access, Call, Who
from portfolio.sync.providers.github.asking import rest

_SHOW_PRIVATE: Final = frozenset(("repo",))


async def who(access: Access, call: Call) -> Who:
    """Ask who a token belongs to, or who has a name.

    Raises:
        NotThereError: There is nobody of this name, or it is an organisation's.
    """
    path = "/user" if access.is_signed_in else f"/users/{quote(access.handle, safe='')}"
    try:
        reply = await call(rest(path))
    except NotThereError as error:
        raise NotThereError(
            f"There is nobody called “{access.handle}” on GitHub.",
            "Type the login as it stands in the address of the profile.",
        ) from error
    person = reply.json()
    scopes = tuple(each.strip() for each in reply.headers.get("x-oauth-scopes", "").split(","))
    scopes = tuple(each for each in scopes if each)
    try:
        if optional_line(person, "type") == "Organization":
            raise NotThereError(f"“{access.handle}” is an organisation, not a person.")
        login = identifier(person, "login")
        found = Who(
            native_id=identifier(person, "id"),
            handle=login,
            name=optional_line(person, "name"),
            profile_url=optional_https_url(person, "html_url"),
            scopes=scopes,
            active_since=optional_instant(person, "created_at"),
            shows_private=bool(_SHOW_PRIVATE & set(scopes)),
        )
        emails = [optional_line(person, "email")]
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say who the account is.") from error
    if access.is_signed_in:
        emails += await _emails(call)
    return _completed(found, emails, await _others(login, call))


def _completed(found: Who, emails: list[str], others: tuple[str, ...]) -> Who:
    return Who(
        native_id=found.native_id,
        handle=found.handle,
        name=found.name,
        profile_url=found.profile_url,
        emails=tuple(dict.fromkeys(each for each in emails if each)),
        other_accounts=others,
        scopes=found.scopes,
        active_since=found.active_since,
        shows_private=found.shows_private,
    )


async def _emails(call: Call) -> list[str]:
    """Return the person's own addresses; none without the right to see them."""
    try:
        reply = await call(rest("/user/emails", ("per_page", "100")))
        records, _ = parse_items(page_items(reply.json()), parse_address)
    except (NotAllowedError, NotThereError, UnreadableReplyError):
        return []
    return list(records)


def parse_address(raw: Any) -> str | None:
    """Return an address that was proved to the service to be theirs."""
    return line(raw, "email") if flag(raw, "verified") else None


async def _others(login: str, call: Call) -> tuple[str, ...]:
    try:
        reply = await call(rest(f"/users/{login}/social_accounts", ("per_page", "100")))
        found, _ = parse_items(page_items(reply.json()), lambda each: line(each, "url"))
    except (NotAllowedError, NotThereError, UnreadableReplyError):
        return ()
    return tuple(each for each in found if is_https(each))
