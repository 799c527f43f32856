"""Reads what Discourse lists of a person. Pure.

Rows of ``user_actions`` have no id in the documented form: what was done to which post by whom is
one. What belongs to no category is a private message and never becomes a record.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.model.text import clean, clean_line
from portfolio.sync.parsing import (
    MAX_EXCERPT,
    MAX_TITLE,
    BadItemError,
    identifier,
    instant,
    line,
    number,
    optional_flag,
    optional_identifier,
    optional_line,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Container, Record

LIKED: Final = 2
NEW_TOPIC: Final = 4
REPLY: Final = 5
SOLVED: Final = 15
ACTION_TYPES: Final[Mapping[Kind, int]] = {
    Kind.TOPIC: NEW_TOPIC,
    Kind.POST: REPLY,
    Kind.LIKE_RECEIVED: LIKED,
    Kind.SOLUTION: SOLVED,
}
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a forum."""

    name: str
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum, as far as it is known in one walk.

    Attributes:
        categories: By id; empty when the forum did not list them.
        is_signed_in: Rows may then be of categories and messages others do not see.
    """

    instance: str
    is_signed_in: bool
    categories: Mapping[str, Category] = field(default_factory=dict)

    def container(self, category_id: str) -> Container:
        """Return where something is filed: its category, else the forum."""
        host = urlsplit(self.instance).netloc or self.instance
        known = self.categories.get(category_id)
        if not category_id:
            return Container("forum", host, self.instance, is_public=None)
        name = f"{known.name} ({host})" if known else f"{host}, category {category_id}"
        address = f"{self.instance}/c/{quote(category_id, safe='')}"
        public = None if known is None else not known.is_restricted
        return Container(f"category:{category_id}", name, address, is_public=public)

    def visibility(self, category_id: str) -> Visibility:
        """Return who sees a category; what is not plainly public is restricted."""
        if not self.is_signed_in:
            return Visibility.PUBLIC
        known = self.categories.get(category_id)
        if known is None or known.is_restricted:
            return Visibility.RESTRICTED
        return Visibility.PUBLIC

    def topic(self, topic_id: str, slug: str, post_number: int | None) -> str:
        """Return the web address of a topic or of a post in it."""
        address = f"{self.instance}/t/{quote(slug or '-', safe='')}/{quote(topic_id, safe='')}"
        return f"{address}/{post_number}" if post_number is not None else address


def parse_category(raw: Any) -> tuple[str, Category]:
    """Read a category; its id and what is known of it.

    Raises:
        BadItemError: It is none.
    """
    is_restricted = optional_flag(raw, "read_restricted")
    return identifier(raw, "id"), Category(line(raw, "name", limit=200), bool(is_restricted))


def parse_action(raw: Any, kind: Kind, forum: Forum) -> Record | None:
    """Read a row of ``user_actions``; None for another type, and for private messages.

    Raises:
        BadItemError: It is none.
    """
    if number(raw, "action_type") != ACTION_TYPES[kind]:
        return None
    category = optional_identifier(raw, "category_id")
    if optional_line(raw, "archetype") == "private_message":
        return None
    if forum.is_signed_in and not category:
        return None  # every topic has a category, a private message has none
    topic, post = identifier(raw, "topic_id"), optional_identifier(raw, "post_id")
    slug, post_number = optional_line(raw, "slug", limit=300), optional_number(raw, "post_number")
    title = _plain(line(raw, "title"), MAX_TITLE)
    if kind is not Kind.TOPIC and not post:
        raise BadItemError("The row does not say which post it is.")
    giver = optional_line(raw, "acting_username") if kind is Kind.LIKE_RECEIVED else ""
    return Record(
        native_id=_native(raw, kind, topic, post),
        kind=kind,
        action=_ACTIONS[kind],
        title=f"Like for: {title}" if kind is Kind.LIKE_RECEIVED else title,
        occurred_at=instant(raw, "created_at"),
        container=forum.container(category),
        url=forum.topic(topic, slug, None if kind is Kind.TOPIC else post_number),
        excerpt=_plain(optional_text(raw, "excerpt"), MAX_EXCERPT),
        state=Outcome.ACCEPTED if kind is Kind.SOLUTION else Outcome.NONE,
        people=(Participant(giver, giver, "giver"),) if giver else (),
        visibility=_visibility(raw, forum, category),
    )


_ACTIONS: Final[Mapping[Kind, Action]] = {
    Kind.TOPIC: Action.POSTED,
    Kind.POST: Action.POSTED,
    Kind.LIKE_RECEIVED: Action.THANKED,
    Kind.SOLUTION: Action.ANSWERED,
}


def _native(raw: Any, kind: Kind, topic: str, post: str) -> str:
    if kind is Kind.TOPIC:
        return topic
    if kind is Kind.LIKE_RECEIVED:
        return f"{post}:{identifier(raw, 'acting_user_id')}"
    return post


def _visibility(raw: Any, forum: Forum, category: str) -> Visibility:
    is_hidden = optional_flag(raw, "hidden") or optional_flag(raw, "deleted")
    return Visibility.RESTRICTED if is_hidden else forum.visibility(category)


def parse_solution(raw: Any, forum: Forum) -> Record | None:
    """Read a row of ``solution/by_user``; None for one in a private message.

    Raises:
        BadItemError: It is none.
    """
    category, post = optional_identifier(raw, "category_id"), identifier(raw, "post_id")
    if forum.is_signed_in and not category:
        return None
    path = optional_line(raw, "url", limit=1_000)
    topic, slug = identifier(raw, "topic_id"), optional_line(raw, "slug", limit=300)
    post_number = path.rstrip("/").rpartition("/")[2]
    is_whole = path.count("/") >= 4 and post_number.isascii() and post_number.isdigit()
    return Record(
        native_id=post,
        kind=Kind.SOLUTION,
        action=Action.ANSWERED,
        title=_plain(line(raw, "topic_title"), MAX_TITLE),
        occurred_at=instant(raw, "created_at"),
        container=forum.container(category),
        url=forum.topic(topic, slug, int(post_number[:9]) if is_whole else None),
        excerpt=_plain(optional_text(raw, "excerpt"), MAX_EXCERPT),
        state=Outcome.ACCEPTED,
        visibility=forum.visibility(category),
    )


def parse_badge(raw: Any, badges: Mapping[str, Any], forum: Forum) -> Record:
    """Read a badge somebody has; what the badge is stands beside the list.

    Raises:
        BadItemError: It is none, or nothing says what badge it is.
    """
    badge_id = identifier(raw, "badge_id")
    badge = badges.get(badge_id)
    if badge is None:
        raise BadItemError("The badge it speaks of is not in the answer.")
    slug = optional_line(badge, "slug", limit=300) or "-"
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=_plain(line(badge, "name"), MAX_TITLE),
        occurred_at=instant(raw, "granted_at"),
        container=Container("forum", urlsplit(forum.instance).netloc or "forum", forum.instance),
        url=f"{forum.instance}/badges/{quote(badge_id, safe='')}/{quote(slug, safe='')}",
        excerpt=_plain(optional_text(badge, "description"), MAX_EXCERPT),
    )


def _plain(text: str, limit: int) -> str:
    """Return text without the markup a forum puts into its excerpts."""
    bare = html.unescape(_TAG.sub("", text))
    return clean_line(bare, limit=limit) if limit == MAX_TITLE else clean(bare, limit=limit)
