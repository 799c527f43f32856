"""Asks GitLab who an account is, and which addresses are theirs."""

from __future__ import annotations

from typing import Final

from portfolio.errors import NotAllowedError, NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    line,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_listing,
    page_items,
    parse_items,
)
from portfolio.sync.provider import Access, Call, Request, Who

_OWN: Final = ("email", "commit_email", "public_email")


async def who(access: Access, call: Call) -> Who:
    """Ask who a token belongs to, or who has a name.

    Raises:
        NotThereError: There is nobody of this name.
    """
    person = await (_signed_in(call) if access.is_signed_in else _named(access.handle, call))
    try:
        return Who(
            native_id=identifier(person, "id"),
            handle=line(person, "username"),
            name=optional_line(person, "name"),
            profile_url=optional_https_url(person, "web_url"),
            emails=tuple(await addresses(call, person)) if access.is_signed_in else _own(person),
            scopes=await _scopes(call) if access.way is Way.TOKEN else access.scopes,
            active_since=optional_instant(person, "created_at"),
            shows_private=access.is_signed_in,
        )
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say who the account is.") from error


async def _signed_in(call: Call) -> object:
    return (await call(Request("/user"))).json()


async def _named(handle: str, call: Call) -> object:
    reply = await call(Request("/users", (("username", handle),)))
    for each in page_items(reply.json()):
        try:
            if line(each, "username").casefold() == handle.casefold():
                return each
        except BadItemError:
            continue
    raise NotThereError(
        f"There is nobody called “{handle}” there.",
        "Type the user name as it stands in the address of the profile.",
    )


def _own(person: object) -> tuple[str, ...]:
    """Return the addresses the service gives with a person."""
    found = [optional_line(person, name) for name in _OWN]
    return tuple(dict.fromkeys(each for each in found if "@" in each))


async def addresses(call: Call, person: object = None) -> list[str]:
    """Return every address known to the account signed in.

    Raises:
        UnreadableReplyError: The service does not say who that is.
    """
    try:
        found = list(_own(person if person is not None else await _signed_in(call)))
    except BadItemError as error:
        raise UnreadableReplyError("The service does not say who the account is.") from error
    try:
        reply = await call(Request("/user/emails", (("per_page", "100"),)))
        more, _ = parse_items(page_items(reply.json()), _confirmed)
    except (NotAllowedError, NotThereError, UnreadableReplyError):
        more = ()
    return list(dict.fromkeys([*found, *more]))


def _confirmed(raw: object) -> str | None:
    """Return an address that was proved to the service to be theirs."""
    return line(raw, "email") if optional_identifier(raw, "confirmed_at") else None


async def _scopes(call: Call) -> tuple[str, ...]:
    """Return the rights of a personal token; older versions do not say."""
    try:
        reply = await call(Request("/personal_access_tokens/self"))
        listed = optional_listing(reply.json(), "scopes")
    except (NotAllowedError, NotThereError, UnreadableReplyError, BadItemError):
        return ()
    return tuple(str(each) for each in listed if isinstance(each, str))
