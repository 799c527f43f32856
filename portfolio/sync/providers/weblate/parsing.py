"""Weblate's changes, users and addresses: what they say, as records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, unquote

from portfolio.errors import UnreadableReplyError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    number,
    optional_identifier,
    optional_line,
    optional_link,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Access, Ask, Container, Record, Who

SUGGESTED: Final = 4
ACTIONS: Final[Mapping[Kind, tuple[int, ...]]] = {
    # Changed, suggested, added, uploaded.
    Kind.TRANSLATION: (2, SUGGESTED, 5, 9),
    # Suggestion accepted, approved, marked for edit.
    Kind.TRANSLATION_REVIEW: (7, 36, 37),
    Kind.COMMENT: (3,),
}
_SLUG = r"[\w+@-][\w.+@-]*"
_PLACE = re.compile(rf"https?://[^?#]+/(?:components|translations)/({_SLUG}(?:/{_SLUG}){{1,9}})/")
_USER = re.compile(r"https?://[^?#]+/users/([^/?#]+)/")


def name_of(access: Access) -> str:
    """Return the user name of what was typed: a name, or the address of a profile."""
    typed = (access.handle.strip() or access.options.get("user", "").strip()).strip("/")
    return (typed.rpartition("/user/")[2] or typed).removeprefix("@")


def profile_of(base: str, name: str) -> str:
    """Return the address of a person's page."""
    return f"{base}/user/{quote(name, safe='', errors='replace')}/"


def next_of(body: object) -> str:
    """Return the address of the next page, "" after the last one.

    Raises:
        UnreadableReplyError: It is none.
    """
    try:
        return optional_link(body, "next")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def parse_person(raw: object, base: str) -> Who:
    """Return who a user is; older servers give no number, then the name stands for it."""
    name = identifier(raw, "username")
    ident = optional_number(raw, "id")
    return Who(
        native_id=name if ident is None else str(ident),
        handle=name,
        name=optional_line(raw, "full_name", limit=200),
        profile_url=profile_of(base, name),
    )


def user_of(raw: object) -> str:
    """Return the user name in a change's address of its user, "" when the user is gone."""
    link = _USER.fullmatch(optional_identifier(raw, "user"))
    return unquote(link[1]) if link else ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one string.

    Attributes:
        place: Slugs of project, categories and component, joined by slashes.
        language: Its code, "" when the change is of no translation.
        words: What was said in it.
    """

    ident: str
    at: datetime
    place: str
    language: str = ""
    is_suggestion: bool = False
    words: str = ""


def parse_change(raw: object, ask: Ask) -> Change | None:
    """Return a change, None when it is somebody else's or of another kind."""
    user, action = user_of(raw), number(raw, "action")
    if (user and user != name_of(ask.access)) or action not in ACTIONS[ask.kind]:
        return None
    place = _slugs(raw, "component")
    translation = _slugs(raw, "translation") if optional_identifier(raw, "translation") else ()
    is_inside = len(translation) == len(place) + 1 and translation[: len(place)] == place
    words = optional_text(raw, "target") if ask.kind is Kind.COMMENT else ""
    return Change(
        ident=str(number(raw, "id")),
        at=instant(raw, "timestamp"),
        place="/".join(place),
        language=translation[-1] if is_inside else "",
        is_suggestion=action == SUGGESTED,
        words=words,
    )


def _slugs(raw: object, key: str) -> tuple[str, ...]:
    # Categories are part of the component's slug, and escaped once more.
    link = _PLACE.fullmatch(unquote(unquote(identifier(raw, key))))
    if link is None:
        raise BadItemError(f"“{key}” is not the address of one.")
    return tuple(link[1].split("/"))


def container_of(place: str, base: str) -> Container:
    """Return the component of slugs."""
    return Container(place, place, f"{base}/projects/{quote(place)}/")


def visibility_of(ask: Ask) -> Visibility:
    """Return who may see an item: signed in, nothing says that everybody may."""
    return Visibility.RESTRICTED if ask.access.is_signed_in else Visibility.PUBLIC


def remark(change: Change, ask: Ask) -> Record:
    """Return the record of a comment on a string."""
    base = ask.access.instance
    inside = f"{change.place}/{change.language}" if change.language else change.place
    return Record(
        native_id=change.ident,
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=f"Comment on a string of {change.place}",
        occurred_at=change.at,
        container=container_of(change.place, base),
        url=f"{base}/projects/{quote(inside)}/",
        excerpt=change.words,
        visibility=visibility_of(ask),
    )
