"""From what GitLab says to records. Every parser raises only `BadItemError`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from portfolio.model.codes import Action
from portfolio.model.contribution import Participant, Sizes
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.git.remotes import normalised
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    identifier,
    instant,
    line,
    number,
    offset_min,
    optional_flag,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Container, Record

_MERGE_REQUEST_STATES: Final = {
    "opened": Outcome.OPEN,
    "locked": Outcome.OPEN,  # for the moment in which it is merged
    "merged": Outcome.MERGED,
    "closed": Outcome.CLOSED_UNMERGED,
}
_ISSUE_STATES: Final = {"opened": Outcome.OPEN, "closed": Outcome.CLOSED}
_VISIBILITIES: Final = {"public": Visibility.PUBLIC, "internal": Visibility.RESTRICTED}
_PLACES: Final = {"MergeRequest": "merge_requests", "Issue": "issues", "WorkItem": "work_items"}
# Access levels, "Members API": what a person may do in a project.
_LEVELS: Final = {
    15: "Planner",
    20: "Reporter",
    30: "Developer",
    40: "Maintainer",
    50: "Owner",
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project, as far as the account may know it."""

    container: Container
    visibility: Visibility


def parse_project(raw: object) -> Project:
    """Return a project."""
    url = optional_https_url(raw, "web_url")
    visibility = _VISIBILITIES.get(optional_line(raw, "visibility"), Visibility.PRIVATE)
    container = Container(
        id=identifier(raw, "id"),
        name=line(raw, "path_with_namespace"),
        url=url,
        remote=normalised(url),
        is_public=visibility is Visibility.PUBLIC,
    )
    return Project(container, visibility)


def hidden_project(project_id: str, *, is_public: bool) -> Project:
    """Return what is known of a project that is not shown.

    Args:
        project_id: Its number.
        is_public: Who asked had no sign-in: what they are shown of it is public.
    """
    container = Container(id=project_id, name=f"Project {project_id}", is_public=is_public)
    return Project(container, Visibility.PUBLIC if is_public else Visibility.PRIVATE)


def project_id(raw: object) -> str:
    """Return the project an item is filed under."""
    return identifier(raw, "project_id")


def parse_merge_request(raw: object, project: Project) -> Record:
    """Return the record of a merge request the person opened."""
    said = line(raw, "state")
    state = _MERGE_REQUEST_STATES.get(said, Outcome.NONE)
    merger = optional_line(raw, "merge_user", "username") or optional_line(
        raw, "merged_by", "username"
    )
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.PULL_REQUEST,
        action=Action.PROPOSED,
        title=optional_line(raw, "title"),
        occurred_at=instant(raw, "created_at"),
        updated_at=instant(raw, "updated_at"),
        container=project.container,
        url=optional_https_url(raw, "web_url"),
        excerpt=optional_text(raw, "description"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=_ref(raw),
        people=(Participant("", merger, "merger"),) if merger else (),
        visibility=project.visibility,
        raw="" if said in _MERGE_REQUEST_STATES else as_raw(raw),
    )


def parse_issue(raw: object, project: Project) -> Record:
    """Return the record of an issue the person opened; a confidential one is private."""
    said = line(raw, "state")
    state = _ISSUE_STATES.get(said, Outcome.NONE)
    is_confidential = optional_flag(raw, "confidential") is True
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=optional_line(raw, "title"),
        occurred_at=instant(raw, "created_at"),
        updated_at=instant(raw, "updated_at"),
        container=project.container,
        url=optional_https_url(raw, "web_url"),
        excerpt=optional_text(raw, "description"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=_ref(raw),
        visibility=Visibility.PRIVATE if is_confidential else project.visibility,
        raw="" if said in _ISSUE_STATES else as_raw(raw),
    )


def _ref(raw: object) -> str:
    """Return what single items are asked for by: their number counts within the project."""
    return f"{project_id(raw)}/{number(raw, 'iid')}/{identifier(raw, 'id')}"


def parse_comment(raw: object, project: Project) -> Record:
    """Return the record of a comment, from the event of its making."""
    is_internal = any(optional_flag(raw, "note", name) for name in ("internal", "confidential"))
    note = identifier(raw, "note", "id")
    return Record(
        native_id=note,
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=optional_line(raw, "target_title"),
        occurred_at=optional_instant(raw, "note", "created_at") or instant(raw, "created_at"),
        updated_at=instant(raw, "created_at"),
        container=project.container,
        url=_address(
            project,
            optional_line(raw, "note", "noteable_type"),
            optional_number(raw, "note", "noteable_iid"),
            f"#note_{note}",
        ),
        excerpt=optional_text(raw, "note", "body"),
        visibility=Visibility.PRIVATE if is_internal else project.visibility,
    )


def parse_approval(raw: object, project: Project) -> Record:
    """Return the record of a merge request's approval, from its event."""
    return _event(raw, project, Kind.REVIEW, Action.REVIEWED, Outcome.APPROVED)


def parse_merge(raw: object, project: Project) -> Record:
    """Return the record of having merged a merge request, from its event."""
    return _event(raw, project, Kind.LOG_ACTION, Action.MERGED, Outcome.MERGED)


def _event(raw: object, project: Project, kind: Kind, action: Action, state: Outcome) -> Record:
    return Record(
        native_id=event_id(raw),
        kind=kind,
        action=action,
        title=optional_line(raw, "target_title"),
        occurred_at=instant(raw, "created_at"),
        container=project.container,
        url=_address(
            project,
            optional_line(raw, "target_type") or "MergeRequest",
            optional_number(raw, "target_iid"),
        ),
        state=state,
        visibility=project.visibility,
    )


def parse_push(raw: object, project: Project) -> Record:
    """Return the record of a push: how many commits, not which."""
    count = optional_number(raw, "push_data", "commit_count")
    title = optional_line(raw, "push_data", "commit_title")
    to, page = optional_line(raw, "push_data", "commit_to"), project.container.url
    return Record(
        native_id=event_id(raw),
        kind=Kind.ACTIVITY,
        action=Action.OTHER,
        title=title or optional_line(raw, "push_data", "ref"),
        occurred_at=instant(raw, "created_at"),
        container=project.container,
        url=f"{page}/-/commit/{to}" if page and _is_hash(to) else "",
        metrics={"commits": count} if count is not None else {},
        visibility=project.visibility,
    )


def event_id(raw: object) -> str:
    """Return an event's id; old versions give none, then one made of what it says."""
    given = optional_identifier(raw, "id")
    if given:
        return given
    parts = (
        optional_identifier(raw, "project_id"),
        line(raw, "action_name"),
        optional_identifier(raw, "target_id") or optional_line(raw, "push_data", "commit_to"),
        instant(raw, "created_at").isoformat(),
    )
    return f"made:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}"


def _address(project: Project, kind: str, iid: int | None, part: str = "") -> str:
    place = _PLACES.get(kind)
    if not place or iid is None or not project.container.url:
        return project.container.url
    return f"{project.container.url}/-/{place}/{iid}{part}"


def parse_commit(raw: object, project: Project, emails: frozenset[str]) -> Record | None:
    """Return the record of a commit; None for one of somebody else.

    Args:
        raw: As a project's listing gives it.
        project: Whose listing it is.
        emails: The person's, in lower case: the listing finds parts of names too.
    """
    if optional_line(raw, "author_email").casefold() not in emails:
        return None
    sha = line(raw, "id").lower()
    if not _is_hash(sha):
        raise BadItemError("“id” is not a commit's hash.")
    return Record(
        native_id=f"{project.container.id}:{sha}",
        kind=Kind.COMMIT,
        action=Action.AUTHORED,
        title=optional_line(raw, "title") or sha[:12],
        occurred_at=instant(raw, "authored_date"),
        updated_at=optional_instant(raw, "committed_date"),
        container=project.container,
        url=optional_https_url(raw, "web_url"),
        commit=sha,
        tz_offset_min=offset_min(raw, "authored_date"),
        sizes=Sizes(
            lines_added=optional_number(raw, "stats", "additions"),
            lines_removed=optional_number(raw, "stats", "deletions"),
        ),
        visibility=project.visibility,
    )


def _is_hash(text: str) -> bool:
    return len(text) in (40, 64) and all(digit in "0123456789abcdef" for digit in text)


def parse_role(raw: object) -> Record:
    """Return the record of a project the person contributed to, dated by its own start."""
    project = parse_project(raw)
    level = max(
        (
            optional_number(raw, "permissions", name, "access_level") or 0
            for name in ("project_access", "group_access")
        ),
        default=0,
    )
    known = [name for least, name in sorted(_LEVELS.items()) if level >= least]
    name = project.container.name
    return Record(
        native_id=f"project:{project.container.id}",
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{known[-1]} of {name}" if known else f"Contributor to {name}",
        occurred_at=instant(raw, "created_at"),
        container=project.container,
        url=project.container.url,
        visibility=project.visibility,
    )
