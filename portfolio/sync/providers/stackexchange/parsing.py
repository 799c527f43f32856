"""Reads what the Stack Exchange API lists of a person. Pure.

Numbers are of one site: ids carry the site's name. Titles come escaped for HTML.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome
from portfolio.model.text import clean, clean_line
from portfolio.sync.parsing import (
    MAX_EXCERPT,
    MAX_TITLE,
    identifier,
    instant,
    optional_flag,
    optional_https_url,
    optional_instant,
    optional_line,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Container, Record

SETTLES: Final = timedelta(days=180)
"""An answer this old is no longer asked about: hardly any is accepted later."""


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the network.

    Attributes:
        name: As the interface calls it, e.g. ``stackoverflow``.
        now: Until when an answer counts as one that may still be accepted.
    """

    name: str
    now: datetime = datetime(2100, 1, 1, tzinfo=UTC)

    @property
    def address(self) -> str:
        """The site's own web address."""
        if "." in self.name:  # mathoverflow.net is called so
            return f"https://{self.name}"
        rest = "com" if self.name in _OWN_HOSTS else _NETWORK
        return f"https://{self.name}.{rest}"

    @property
    def container(self) -> Container:
        """The site as what contributions are filed under."""
        return Container(self.name, self.name, self.address)


_NETWORK: Final = "stackexchange.com"
_OWN_HOSTS: Final = frozenset(
    {"stackoverflow", "serverfault", "superuser", "askubuntu", "stackapps"}
)


def parse_answer(raw: Any, site: Site) -> Record:
    """Read an answer; accepted ones are said to be.

    Raises:
        BadItemError: It is none.
    """
    number, made = identifier(raw, "answer_id"), instant(raw, "creation_date")
    question = optional_number(raw, "question_id")
    is_accepted = bool(optional_flag(raw, "is_accepted"))
    is_open = not is_accepted and site.now - made < SETTLES
    title = _plain(raw, "title")
    return Record(
        native_id=f"{site.name}:{number}",
        kind=Kind.ANSWER,
        action=Action.ANSWERED,
        title=title or (f"Answer to question {question}" if question else f"Answer {number}"),
        occurred_at=made,
        container=site.container,
        updated_at=optional_instant(raw, "last_activity_date"),
        url=optional_https_url(raw, "link") or f"{site.address}/a/{number}",
        excerpt=_excerpt(raw),
        state=Outcome.ACCEPTED if is_accepted else Outcome.NONE,
        is_open=is_open,
        ref=number if is_open else "",
        metrics=_metrics(raw, "score"),
    )


def parse_question(raw: Any, site: Site) -> Record:
    """Read a question.

    Raises:
        BadItemError: It is none.
    """
    number = identifier(raw, "question_id")
    is_closed = optional_instant(raw, "closed_date") is not None
    return Record(
        native_id=f"{site.name}:{number}",
        kind=Kind.QUESTION,
        action=Action.RAISED,
        title=_plain(raw, "title") or f"Question {number}",
        occurred_at=instant(raw, "creation_date"),
        container=site.container,
        updated_at=optional_instant(raw, "last_activity_date"),
        url=optional_https_url(raw, "link") or f"{site.address}/q/{number}",
        excerpt=_excerpt(raw),
        state=Outcome.CLOSED if is_closed else Outcome.NONE,
        metrics=_metrics(raw, "score", "answer_count", "view_count"),
    )


def parse_comment(raw: Any, site: Site) -> Record:
    """Read a comment.

    Raises:
        BadItemError: It is none.
    """
    number, post = identifier(raw, "comment_id"), optional_number(raw, "post_id")
    kind = optional_line(raw, "post_type", limit=20)
    what = kind if kind in ("question", "answer") else "post"
    where = f"{site.address}/posts/{post}" if post else site.address
    return Record(
        native_id=f"{site.name}:{number}",
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=f"Comment on {what} {post}" if post else f"Comment {number}",
        occurred_at=instant(raw, "creation_date"),
        container=site.container,
        url=optional_https_url(raw, "link") or where,
        excerpt=_excerpt(raw),
        metrics=_metrics(raw, "score"),
    )


def parse_badge(raw: Any, site: Site) -> Record | None:
    """Read an event of the timeline; None for all that are no badges.

    Raises:
        BadItemError: It is none.
    """
    if optional_line(raw, "timeline_type", limit=40) != "badge":
        return None
    badge, at = identifier(raw, "badge_id"), instant(raw, "creation_date")
    return Record(
        native_id=f"{site.name}:{badge}:{int(at.timestamp())}",
        kind=Kind.BADGE,
        action=Action.AWARDED,
        title=_plain(raw, "detail") or _plain(raw, "title") or f"Badge {badge}",
        occurred_at=at,
        container=site.container,
        url=f"{site.address}/help/badges/{badge}" if badge.isdigit() else site.address,
    )


def parse_edit(raw: Any, site: Site) -> Record:
    """Read a suggested edit.

    Raises:
        BadItemError: It is none.
    """
    number = identifier(raw, "suggested_edit_id")
    state = Outcome.OPEN
    if optional_instant(raw, "approval_date") is not None:
        state = Outcome.ACCEPTED
    elif optional_instant(raw, "rejection_date") is not None:
        state = Outcome.REJECTED
    is_open = state is Outcome.OPEN
    return Record(
        native_id=f"{site.name}:{number}",
        kind=Kind.WIKI_EDIT,
        action=Action.EDITED,
        title=_plain(raw, "title") or f"Suggested edit {number}",
        occurred_at=instant(raw, "creation_date"),
        container=site.container,
        url=f"{site.address}/suggested-edits/{number}" if number.isdigit() else site.address,
        excerpt=_plain(raw, "comment"),
        state=state,
        is_open=is_open,
        ref=number if is_open else "",
    )


_PARSERS: Final[Mapping[Kind, Callable[[Any, Site], Record | None]]] = {
    Kind.ANSWER: parse_answer,
    Kind.QUESTION: parse_question,
    Kind.COMMENT: parse_comment,
    Kind.BADGE: parse_badge,
    Kind.WIKI_EDIT: parse_edit,
}


def reader(kind: Kind, site: Site) -> Callable[[Any], Record | None]:
    """Return what reads an item of a kind at a site."""
    parse = _PARSERS[kind]
    return lambda raw: parse(raw, site)


def _plain(raw: Any, key: str) -> str:
    return clean_line(html.unescape(optional_line(raw, key)), limit=MAX_TITLE)


def _excerpt(raw: Any) -> str:
    return clean(html.unescape(optional_text(raw, "body_markdown")), limit=MAX_EXCERPT)


def _metrics(raw: Any, *names: str) -> dict[str, int]:
    found = {name: optional_number(raw, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}
