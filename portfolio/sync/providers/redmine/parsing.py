"""Redmine's issues, journals, hours and users as records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    instant,
    line,
    mapping,
    number,
    optional_flag,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_listing,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import (
    Access,
    Ask,
    Container,
    Record,
    Who,
)


def reader(ask: Ask) -> Callable[[Any], Record]:
    """Return what reads an item of a list."""
    parse = parse_time if ask.kind is Kind.TIME_ENTRY else parse_issue
    return lambda raw: parse(raw, ask)


def parse_person(raw: object, access: Access) -> Who:
    """Return who a user is. The answer holds their key too: nothing of it is kept."""
    ident = str(number(raw, "id"))
    names = (optional_line(raw, key, limit=200) for key in ("firstname", "lastname"))
    name = " ".join(each for each in names if each)
    mail = optional_line(raw, "mail", limit=300)
    return Who(
        native_id=ident,
        handle=optional_line(raw, "login", limit=200) or access.handle.strip() or name or ident,
        name=name,
        profile_url=f"{access.instance}/users/{ident}",
        emails=(mail,) if "@" in mail and access.is_signed_in else (),
        active_since=optional_instant(raw, "created_on"),
        shows_private=access.is_signed_in,
    )


def parse_issue(raw: object, ask: Ask) -> Record:
    """Return the record of an issue reported."""
    ident, is_closed = str(number(raw, "id")), _is_closed(raw)
    return Record(
        native_id=ident,
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=line(raw, "subject"),
        occurred_at=instant(raw, "created_on"),
        updated_at=optional_instant(raw, "updated_on"),
        container=project_of(raw, ask.access.instance),
        url=f"{ask.access.instance}/issues/{ident}",
        excerpt=optional_text(raw, "description"),
        state=Outcome.CLOSED if is_closed else Outcome.OPEN,
        is_open=not is_closed,
        ref="" if is_closed else ident,
        visibility=_visibility(ask, is_private=bool(optional_flag(raw, "is_private"))),
    )


def _is_closed(raw: object) -> bool:
    # Since version 5 the state says it; before, only the time of the last closing does.
    said = optional_flag(raw, "status", "is_closed")
    return said if said is not None else optional_instant(raw, "closed_on") is not None


def own_journals(issue: object, native_id: str) -> list[Any]:
    """Return the journals of an issue that a person wrote; deleted users wrote none."""
    return [
        each
        for each in optional_listing(issue, "journals")
        if not isinstance(each, Mapping) or _author_of(each) == native_id
    ]


def _author_of(journal: Mapping[str, Any]) -> str:
    user = journal.get("user")
    ident = user.get("id") if isinstance(user, Mapping) else None
    return str(ident) if isinstance(ident, int | str) else ""


def parse_journal(raw: object, issue: object, ask: Ask) -> Record | None:
    """Return the record of a comment or of a change, None for one of the other kind.

    The mark is the issue's: the list of issues is sorted by it.
    """
    notes = optional_text(raw, "notes")
    fields = changed_fields(optional_listing(raw, "details"))
    if (bool(notes) != (ask.kind is Kind.COMMENT)) or not (notes or fields):
        return None
    ident, at = str(number(raw, "id")), instant(raw, "created_on")
    issue_id, subject = str(number(issue, "id")), line(issue, "subject")
    is_private = bool(optional_flag(raw, "private_notes") or optional_flag(issue, "is_private"))
    return Record(
        native_id=ident,
        kind=ask.kind,
        action=Action.COMMENTED if notes else Action.TRIAGED,
        title=subject,
        occurred_at=at,
        updated_at=max(at, instant(issue, "updated_on")),
        container=project_of(issue, ask.access.instance),
        url=f"{ask.access.instance}/issues/{issue_id}#change-{ident}",
        excerpt=notes or f"Changed: {', '.join(fields)}",
        visibility=_visibility(ask, is_private=is_private),
    )


def changed_fields(details: Iterable[object]) -> list[str]:
    """Return the names of what was changed, as a person says them."""
    names = []
    for each in details:
        if optional_identifier(each, "property") == "attr":
            name = line(each, "name", limit=100).removesuffix("_id").replace("_", " ")
            names.append(name)
    return sorted(set(names))


def parse_time(raw: object, ask: Ask) -> Record:
    """Return the record of hours spent; Redmine gives them as a decimal number."""
    ident, base = str(number(raw, "id")), ask.access.instance
    hours, activity = _hours(raw), optional_line(raw, "activity", "name", limit=200)
    issue = optional_number(raw, "issue", "id")
    return Record(
        native_id=ident,
        kind=Kind.TIME_ENTRY,
        action=Action.OTHER,
        title=optional_line(raw, "comments") or activity or "Time spent",
        occurred_at=instant(raw, "spent_on"),
        updated_at=optional_instant(raw, "updated_on"),
        container=project_of(raw, base),
        url=f"{base}/issues/{issue}" if issue is not None else f"{base}/time_entries/{ident}",
        visibility=_visibility(ask),
        metrics={"minutes": round(hours * 60)},
        raw=as_raw(raw),
    )


def _hours(raw: object) -> float:
    value = mapping(raw).get("hours")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10_000:
        raise BadItemError("“hours” is not a number of hours.")
    return float(value)


def project_of(raw: object, base: str) -> Container:
    """Return the project of an item; its address takes the number too."""
    ident = str(number(raw, "project", "id"))
    return Container(ident, line(raw, "project", "name"), f"{base}/projects/{ident}")


def _visibility(ask: Ask, *, is_private: bool = False) -> Visibility:
    if is_private:
        return Visibility.PRIVATE
    return Visibility.RESTRICTED if ask.access.is_signed_in else Visibility.PUBLIC
