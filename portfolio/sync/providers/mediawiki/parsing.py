"""Reads what MediaWiki's action API lists (formatversion=2). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from portfolio.model.codes import Action
from portfolio.model.contribution import Participant
from portfolio.model.kinds import Kind, Visibility
from portfolio.sync.parsing import (
    identifier,
    instant,
    line,
    optional_flag,
    optional_line,
    optional_number,
    optional_text,
    parse_items,
)
from portfolio.sync.provider import Container, Page, Record

_TRIAGE: Final = frozenset(
    {"patrol", "delete", "protect", "block", "review", "rights", "suppress", "merge", "managetags"}
)
# The creation of a page is in the listing of edits, marked as new.
_NOT_LISTED: Final = frozenset({"create", "newusers", "thanks"})
_SAFE: Final = "/:@!$*,;()"


@dataclass(frozen=True, slots=True)
class Wiki:
    """Where a wiki's pages are.

    Attributes:
        instance: As the account has it.
        script: Folder of ``index.php``: ``/w`` or "".
    """

    instance: str
    script: str

    @property
    def container(self) -> Container:
        """The wiki itself: page names move, namespaces are of its own making."""
        return Container("wiki", urlsplit(self.instance).netloc or self.instance, self.instance)

    def page(self, **query: str) -> str:
        """Return the web address of a page, a revision or a log entry."""
        pairs = "&".join(f"{key}={quote(value, safe=_SAFE)}" for key, value in query.items())
        return f"{self.instance}{self.script}/index.php?{pairs}"


def parse_edit(raw: Any, wiki: Wiki) -> Record:
    """Read a row of ``list=usercontribs``.

    Raises:
        BadItemError: It is none.
    """
    revision = identifier(raw, "revid")
    is_new = optional_flag(raw, "new")
    sizes = {
        "size": optional_number(raw, "size"),
        "size_change": optional_number(raw, "sizediff"),
        "created": 1 if is_new else None,
        "minor": 1 if optional_flag(raw, "minor") else None,
    }
    return Record(
        native_id=revision,
        kind=Kind.WIKI_EDIT,
        action=Action.EDITED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "timestamp"),
        container=wiki.container,
        url=wiki.page(diff=revision),
        excerpt=_comment(raw),
        metrics={key: value for key, value in sizes.items() if value is not None},
        visibility=Visibility.RESTRICTED if optional_flag(raw, "texthidden") else Visibility.PUBLIC,
    )


def parse_log_entry(raw: Any, wiki: Wiki) -> Record | None:
    """Read a row of ``list=logevents``; None for one that is listed elsewhere or not shown.

    Raises:
        BadItemError: It is none.
    """
    entry, sort = identifier(raw, "logid"), optional_line(raw, "type")
    if not sort or sort in _NOT_LISTED:
        return None
    action, title = optional_line(raw, "action"), optional_line(raw, "title")
    hidden = optional_flag(raw, "actionhidden") or optional_flag(raw, "suppressed")
    what = sort if action in ("", sort) else f"{sort}/{action}"
    return Record(
        native_id=entry,
        kind=Kind.LOG_ACTION,
        action=Action.TRIAGED if sort in _TRIAGE else Action.OTHER,
        title=f"{what}: {title}" if title else what,
        occurred_at=instant(raw, "timestamp"),
        container=wiki.container,
        url=wiki.page(title="Special:Log", logid=entry),
        excerpt=_comment(raw),
        visibility=Visibility.RESTRICTED if hidden or not title else Visibility.PUBLIC,
    )


def parse_thanks(raw: Any, wiki: Wiki) -> Record:
    """Read a row of the log of thanks that names the person.

    Raises:
        BadItemError: It is none.
    """
    entry, giver = identifier(raw, "logid"), optional_line(raw, "user")
    people = (Participant(giver, "", "giver"),) if giver else ()
    return Record(
        native_id=entry,
        kind=Kind.THANKS,
        action=Action.THANKED,
        title=f"Thanks from {giver}" if giver else "Thanks",
        occurred_at=instant(raw, "timestamp"),
        container=wiki.container,
        url=wiki.page(title="Special:Log", logid=entry),
        people=people,
    )


def _comment(raw: Any) -> str:
    return "" if optional_flag(raw, "commenthidden") else optional_text(raw, "comment")


_PARSERS: Final[Mapping[Kind, Callable[[Any, Wiki], Record | None]]] = {
    Kind.WIKI_EDIT: parse_edit,
    Kind.LOG_ACTION: parse_log_entry,
    Kind.THANKS: parse_thanks,
}


def page_of(items: Sequence[Any], kind: Kind, wiki: Wiki, resume: Mapping[str, Any] | None) -> Page:
    """Return a page of one kind; what is no item of it is set aside."""
    parse = _PARSERS[kind]
    records, aside = parse_items(items, lambda raw: parse(raw, wiki))
    return Page(records, aside, resume)
