"""Reads what Bugzilla lists: bugs, comments, attachments, changes of flags, history. Pure.

To whoever is not signed in, Bugzilla shortens e-mail addresses to what stands before the ``@``.
Where an item carries a number of a person that decides; where it carries an address only, a
shortened one proves nothing, for two people may share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from urllib.parse import quote

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    listing,
    number,
    optional_flag,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_listing,
    optional_text,
)
from portfolio.sync.provider import Container, Record

_LINKS: Final = frozenset({"text/x-phabricator-request", "text/x-github-pull-request"})
_REVIEWS: Final = {"+": Outcome.APPROVED, "-": Outcome.REJECTED}
TRIAGED: Final = frozenset(
    {
        "status",
        "bug_status",
        "resolution",
        "priority",
        "severity",
        "bug_severity",
        "product",
        "component",
        "keywords",
        "dupe_of",
        "version",
        "op_sys",
        "platform",
    }
)
"""Fields that are changed when a bug is looked through; not those of working on it."""


class Match(Enum):
    """Whether something is the person's."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose work is looked for."""

    id: str
    login: str

    def wrote(self, raw: Any, name: str) -> Match:
        """Say whether a field names the person: by number where there is one.

        Raises:
            BadItemError: The item is not of the form promised.
        """
        native = optional_identifier(raw, f"{name}_detail", "id")
        native = native or optional_identifier(raw, f"{name}_id")
        if native and self.id:
            return Match.YES if native == self.id else Match.NO
        return self.is_named(optional_line(raw, name))

    def is_named(self, shown: str) -> Match:
        """Say whether a login shown is the person's; a shortened one tells only who it is not."""
        login, seen = self.login.casefold(), shown.casefold()
        if seen == login:
            return Match.YES
        if seen and "@" in login and "@" not in seen and login.startswith(f"{seen}@"):
            return Match.UNKNOWN
        return Match.NO


@dataclass(frozen=True, slots=True)
class Bug:
    """What is known of a bug beside the item that is about it."""

    id: str
    summary: str
    container: Container
    visibility: Visibility
    created_at: datetime | None = None

    @property
    def title(self) -> str:
        """Number and summary, as people write it."""
        return f"Bug {self.id} - {self.summary}" if self.summary else f"Bug {self.id}"


def parse_bug(raw: Any, instance: str) -> Bug:
    """Read a bug.

    Raises:
        BadItemError: It is none.
    """
    native = str(number(raw, "id"))
    product = optional_line(raw, "product", limit=200) or "Bugs"
    component = optional_line(raw, "component", limit=200)
    name = f"{product} :: {component}" if component else product
    query = f"product={quote(product, safe='')}&component={quote(component, safe='')}"
    is_public = not optional_listing(raw, "groups")
    return Bug(
        native,
        optional_line(raw, "summary"),
        Container(name, name, f"{instance}/buglist.cgi?{query}", is_public=True),
        Visibility.PUBLIC if is_public else Visibility.PRIVATE,
        optional_instant(raw, "creation_time"),
    )


def unknown_bug(native: str, instance: str) -> Bug:
    """Return a bug that does not show: it is not taken as public."""
    container = Container("Bugs", "Bugs", instance, is_public=None)
    return Bug(native, "", container, Visibility.RESTRICTED)


def address(instance: str, bug: str, part: str = "") -> str:
    """Return the web address of a bug, or of a part of it."""
    return f"{instance}/show_bug.cgi?id={bug}{part}"


def parse_reported(raw: Any, instance: str, me: Person) -> Record | None:
    """Read a bug as one the person reported; None for somebody else's.

    Raises:
        BadItemError: It is none.
    """
    if me.wrote(raw, "creator") is Match.NO:
        return None
    bug, is_open = parse_bug(raw, instance), optional_flag(raw, "is_open")
    resolution = optional_line(raw, "resolution", limit=60)
    state = _outcome(resolution, is_open=is_open)
    return Record(
        native_id=bug.id,
        kind=Kind.BUG_REPORTED,
        action=Action.RAISED,
        title=bug.title,
        occurred_at=instant(raw, "creation_time"),
        container=bug.container,
        updated_at=optional_instant(raw, "last_change_time"),
        url=address(instance, bug.id),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=bug.id if state is Outcome.OPEN else "",
        visibility=bug.visibility,
    )


def _outcome(resolution: str, *, is_open: bool | None) -> Outcome:
    if is_open or (is_open is None and not resolution):
        return Outcome.OPEN
    return Outcome.FIXED if resolution == "FIXED" else Outcome.CLOSED


def parse_fixed(
    raw: Any, instance: str, me: Person, fixed_at: Mapping[str, datetime]
) -> Record | None:
    """Read a bug as one the person fixed; None when it is not fixed (any more) or not theirs.

    Raises:
        BadItemError: It is none, or nothing says when it was fixed.
    """
    if optional_line(raw, "resolution", limit=60) != "FIXED":
        return None
    if me.wrote(raw, "assigned_to") is Match.NO:
        return None
    bug = parse_bug(raw, instance)
    at = optional_instant(raw, "cf_last_resolved") or fixed_at.get(bug.id)
    if at is None:
        raise BadItemError("Nothing says when the bug was fixed.")
    return Record(
        native_id=bug.id,
        kind=Kind.BUG_FIXED,
        action=Action.FIXED,
        title=bug.title,
        occurred_at=at,
        container=bug.container,
        updated_at=optional_instant(raw, "last_change_time"),
        url=address(instance, bug.id),
        state=Outcome.FIXED,
        visibility=bug.visibility,
    )


def parse_mentored(raw: Any, instance: str) -> Record:
    """Read a bug the person mentors; the service does not say since when.

    Raises:
        BadItemError: It is none.
    """
    bug = parse_bug(raw, instance)
    return Record(
        native_id=bug.id,
        kind=Kind.MENTORING,
        action=Action.MENTORED,
        title=bug.title,
        occurred_at=instant(raw, "creation_time"),
        container=bug.container,
        updated_at=optional_instant(raw, "last_change_time"),
        url=address(instance, bug.id),
        state=_outcome(optional_line(raw, "resolution"), is_open=optional_flag(raw, "is_open")),
        visibility=bug.visibility,
    )


def parse_comment(raw: Any, instance: str, me: Person, bug: Bug) -> Record | None:
    """Read a comment; None for the description, for others' and for one not open to all.

    Raises:
        BadItemError: It is none.
    """
    if _is_private(raw) or me.wrote(raw, "creator") is not Match.YES:
        return None
    native, count = str(number(raw, "id")), number(raw, "count")
    if count == 0:
        return None  # the description belongs to the report
    return Record(
        native_id=native,
        kind=Kind.BUG_COMMENT,
        action=Action.COMMENTED,
        title=f"Comment on {bug.title}",
        occurred_at=instant(raw, "creation_time"),
        container=bug.container,
        url=address(instance, bug.id, f"#c{count}"),
        excerpt=optional_text(raw, "text"),
        visibility=bug.visibility,
    )


def parse_attachment(raw: Any, instance: str, me: Person, bug: Bug) -> Record | None:
    """Read an attachment, without its content; None for others' and for one not open to all.

    Raises:
        BadItemError: It is none.
    """
    is_mine = me.wrote(raw, "creator") is Match.YES
    if _is_private(raw) or not is_mine:
        return None
    native, sort = str(number(raw, "id")), optional_line(raw, "content_type", limit=100)
    summary = optional_line(raw, "summary") or optional_line(raw, "file_name")
    what = "Link to a review" if sort in _LINKS else "Attachment"
    return Record(
        native_id=native,
        kind=Kind.ATTACHMENT,
        action=Action.ATTACHED,
        title=f"{what}: {summary}" if summary else f"{what} {native}",
        occurred_at=instant(raw, "creation_time"),
        container=bug.container,
        updated_at=optional_instant(raw, "last_change_time"),
        url=f"{instance}/attachment.cgi?id={native}&action=edit",
        excerpt=bug.title,
        visibility=bug.visibility,
    )


def _is_private(raw: Any) -> bool:
    """Say whether an item is for insiders: written as a truth value or as 0 and 1."""
    value = found(raw, "is_private")
    return value is not None and value is not False and value != 0


def parse_flag(raw: Any, instance: str, me: Person, bugs: Mapping[str, Bug]) -> Record | None:
    """Read a change of a flag as a review; None for asking (``?``) and taking back (``X``).

    Raises:
        BadItemError: It is none.
    """
    status, native = line(raw, "status", limit=10), str(number(raw, "id"))
    setter = optional_identifier(raw, "setter", "id")
    if status not in _REVIEWS or (me.id and setter and setter != me.id):
        return None
    bug_id = str(number(raw, "bug_id"))
    bug = bugs.get(bug_id) or unknown_bug(bug_id, instance)
    return Record(
        native_id=native,
        kind=Kind.FLAG,
        action=Action.REVIEWED,
        title=f"{line(raw, 'type', 'name', limit=60)}{status} on {bug.title}",
        occurred_at=instant(raw, "creation_time"),
        container=bug.container,
        url=address(instance, bug_id),
        state=_REVIEWS[status],
        visibility=bug.visibility,
    )


def parse_change(raw: Any, instance: str, me: Person, bug: Bug) -> Record | None:
    """Read an entry of a bug's history as triage; None for others' and for other changes.

    Raises:
        BadItemError: It is none.
    """
    if me.is_named(line(raw, "who")) is not Match.YES:
        return None
    at = instant(raw, "when")
    changes = [
        (field, optional_line(change, "added", limit=100))
        for change in listing(raw, "changes")
        if (field := line(change, "field_name", limit=100)) in TRIAGED
    ]
    if not changes:
        return None
    said = ", ".join(f"{field}: {added or '(empty)'}" for field, added in changes)
    return Record(
        native_id=f"{bug.id}:{int(at.timestamp())}:{me.id}",
        kind=Kind.TRIAGE,
        action=Action.TRIAGED,
        title=bug.title,
        occurred_at=at,
        container=bug.container,
        url=address(instance, bug.id),
        excerpt=said,
        visibility=bug.visibility,
    )


def fixed_when(raw: Any) -> tuple[str, datetime]:
    """Read a bug's history: its id and when it was last resolved as fixed.

    Raises:
        BadItemError: It is none, or it never was.
    """
    native, at = identifier(raw, "id"), None
    for entry in listing(raw, "history"):
        for change in optional_listing(entry, "changes"):
            is_it = optional_line(change, "field_name") == "resolution"
            if is_it and optional_line(change, "added") == "FIXED":
                at = instant(entry, "when")
    if at is None:
        raise BadItemError("It was never resolved as fixed.")
    return native, at


def is_masked(rows: Any, name: str, me: Person) -> bool:
    """Whether among items there are some of which nobody can say whose they are."""
    for raw in rows:
        try:
            if me.wrote(raw, name) is Match.UNKNOWN:
                return True
        except BadItemError:
            continue
    return False
