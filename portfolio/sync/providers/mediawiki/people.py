"""Who somebody is in a wiki, and in which others they have the same account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import AccountError, NotThereError, SignInNeededError, UnreadableReplyError
from portfolio.sync.parsing import (
    BadItemError,
    https_url,
    identifier,
    line,
    optional_instant,
    optional_number,
)
from portfolio.sync.provider import Who

Asked = Callable[[list[tuple[str, str]]], Awaitable[dict[str, Any]]]
_MOST_OTHERS: Final = 50


async def person(asked: Asked, instance: str, handle: str) -> Who:
    """Return who bears a name.

    Raises:
        NotThereError: Nobody does: the wiki answers with an empty list or a row marked missing.
    """
    rows = await _rows(
        asked,
        "users",
        [("list", "users"), ("ususers", handle), ("usprop", "registration|editcount")],
    )
    row = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(row, dict) or row.get("missing") or row.get("invalid"):
        raise NotThereError("There is nobody of this name in this wiki.", "Check the spelling.")
    return _who(row, instance, id_key="userid", date_key="registration")


async def signed_in_person(asked: Asked, instance: str) -> Who:
    """Return whose token it is.

    Raises:
        SignInNeededError: The wiki took the request for an anonymous one.
    """
    row = await _rows(
        asked,
        "userinfo",
        [("meta", "userinfo"), ("uiprop", "editcount|groups|registrationdate")],
    )
    if not isinstance(row, dict) or row.get("anon") or not row.get("id"):
        raise SignInNeededError("The wiki does not take the token.", "Make a new one.")
    return _who(row, instance, id_key="id", date_key="registrationdate")


async def global_accounts(asked: Asked, who: Who) -> Who:
    """Add the other wikis in which a person has the same account, where the wiki tells."""
    query = [("meta", "globaluserinfo"), ("guiuser", who.handle), ("guiprop", "merged|editcount")]
    try:
        row = await _rows(asked, "globaluserinfo", query)
    except AccountError:  # not every wiki is one of many; it is a hint and no more
        return who
    merged = row.get("merged") if isinstance(row, dict) else None
    found = [_address(each, who.handle) for each in merged] if isinstance(merged, list) else []
    others = [address for address in found if address and address != who.profile_url]
    return replace(who, other_accounts=tuple(others[:_MOST_OTHERS]))


async def _rows(asked: Asked, name: str, query: list[tuple[str, str]]) -> Any:
    value = await asked(query)
    found = value.get("query")
    return found.get(name) if isinstance(found, dict) else None


def _who(row: dict[str, Any], instance: str, *, id_key: str, date_key: str) -> Who:
    try:
        name = line(row, "name")
        return Who(
            native_id=identifier(row, id_key),
            handle=name,
            profile_url=f"{instance}/wiki/User:{_title(name)}",
            active_since=optional_instant(row, date_key),
        )
    except BadItemError as error:
        raise UnreadableReplyError("The wiki's answer is not readable.") from error


def _address(raw: Any, name: str) -> str:
    """Return a user page in another wiki in which the person has edited, or ""."""
    try:
        if not optional_number(raw, "editcount"):
            return ""
        return f"{https_url(raw, 'url')}/wiki/User:{_title(name)}"
    except BadItemError:
        return ""


def _title(name: str) -> str:
    return quote(name.replace(" ", "_"), safe="/:@!$*,;()")
