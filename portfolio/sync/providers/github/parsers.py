"""From what GitHub's GraphQL interface says to records. Every parser raises only `BadItemError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from portfolio.model.codes import Action
from portfolio.model.contribution import Participant, Sizes
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.git.remotes import normalised
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    flag,
    found,
    identifier,
    instant,
    line,
    mapping,
    optional_flag,
    optional_https_url,
    optional_instant,
    optional_line,
    optional_listing,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Container, Record

_PULL_STATES: Final = {
    "OPEN": Outcome.OPEN,
    "MERGED": Outcome.MERGED,
    "CLOSED": Outcome.CLOSED_UNMERGED,
}
_ISSUE_STATES: Final = {"OPEN": Outcome.OPEN, "CLOSED": Outcome.CLOSED}
_REVIEW_STATES: Final = {
    "APPROVED": Outcome.APPROVED,
    "CHANGES_REQUESTED": Outcome.CHANGES_REQUESTED,
    "DISMISSED": Outcome.DISMISSED,
    "COMMENTED": Outcome.NONE,
}
_VISIBILITIES: Final = {"PUBLIC": Visibility.PUBLIC, "INTERNAL": Visibility.RESTRICTED}


def visibility_of(repository: object) -> Visibility:
    """Return who may see a repository; what is not plainly public is not."""
    said = optional_line(repository, "visibility").upper()
    return _VISIBILITIES.get(said, Visibility.PRIVATE)


def parse_repository(raw: object) -> Container:
    """Return the container of a repository."""
    url = optional_https_url(raw, "url")
    return Container(
        id=identifier(raw, "databaseId"),
        name=line(raw, "nameWithOwner"),
        url=url,
        remote=normalised(url),
        is_public=visibility_of(raw) is Visibility.PUBLIC,
    )


def parse_pull_request(raw: object) -> Record:
    """Return the record of a pull request the person opened."""
    said = line(raw, "state")
    state = _PULL_STATES.get(said, Outcome.NONE)
    merger = optional_line(raw, "mergedBy", "login")
    repository = mapping(raw, "repository")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.PULL_REQUEST,
        action=Action.PROPOSED,
        title=_title(raw, "title"),
        occurred_at=instant(raw, "createdAt"),
        updated_at=instant(raw, "updatedAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=identifier(raw, "id"),
        people=_people(raw, merger),
        sizes=Sizes(
            files=optional_number(raw, "changedFiles"),
            lines_added=optional_number(raw, "additions"),
            lines_removed=optional_number(raw, "deletions"),
        ),
        visibility=visibility_of(repository),
        raw="" if said in _PULL_STATES else as_raw(raw),
    )


def _people(raw: object, merger: str) -> tuple[Participant, ...]:
    """Return who reviewed and who merged a pull request, without whoever opened it.

    Each reviewer's latest review is listed; one that is still being written names nobody.
    """
    author = optional_line(raw, "author", "login")
    reviewers = (
        optional_line(each, "author", "login")
        for each in optional_listing(raw, "latestReviews", "nodes")
        if optional_line(each, "state") not in {"", "PENDING"}
    )
    seen = [each for each in dict.fromkeys(reviewers) if each and each != author]
    people = [Participant("", each, "reviewer") for each in seen]
    return (*people, *((Participant("", merger, "merger"),) if merger else ()))


def parse_issue(raw: object) -> Record:
    """Return the record of an issue the person opened."""
    said = line(raw, "state")
    state = _ISSUE_STATES.get(said, Outcome.NONE)
    repository = mapping(raw, "repository")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=_title(raw, "title"),
        occurred_at=instant(raw, "createdAt"),
        updated_at=instant(raw, "updatedAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=identifier(raw, "id"),
        visibility=visibility_of(repository),
        raw="" if said in _ISSUE_STATES else as_raw(raw),
    )


def parse_again(raw: object) -> Record:
    """Return the record of an item read again by its id."""
    kind = line(raw, "__typename")
    if kind == "PullRequest":
        return parse_pull_request(raw)
    if kind == "Issue":
        return parse_issue({**mapping(raw), "state": found(raw, "issueState")})
    raise BadItemError("An item became something else.")


def parse_comment(raw: object) -> Record:
    """Return the record of a comment on an issue or a pull request."""
    repository = mapping(raw, "repository")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=_title(raw, "issue", "title"),
        occurred_at=instant(raw, "createdAt"),
        updated_at=instant(raw, "updatedAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        excerpt=optional_text(raw, "bodyText"),
        visibility=visibility_of(repository),
    )


def parse_discussion(raw: object) -> Record:
    """Return the record of a discussion the person began."""
    repository = mapping(raw, "repository")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.DISCUSSION,
        action=Action.POSTED,
        title=_title(raw, "title"),
        occurred_at=instant(raw, "createdAt"),
        updated_at=instant(raw, "updatedAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        excerpt=optional_text(raw, "bodyText"),
        metrics=_counted(raw, likes="upvoteCount"),
        visibility=visibility_of(repository),
    )


def is_answer(raw: object) -> bool:
    """Say whether a comment answers a question: marked so, or written right below one."""
    if flag(raw, "isAnswer"):
        return True
    is_below = found(raw, "replyTo") is None
    return is_below and optional_flag(raw, "discussion", "category", "isAnswerable") is True


def parse_answer(raw: object) -> Record | None:
    """Return the record of an answer in a discussion; None for a comment that is none."""
    return _discussion_comment(raw, Kind.ANSWER) if is_answer(raw) else None


def parse_post(raw: object) -> Record | None:
    """Return the record of a comment in a discussion; None for an answer."""
    return None if is_answer(raw) else _discussion_comment(raw, Kind.POST)


def _discussion_comment(raw: object, kind: Kind) -> Record | None:
    if optional_instant(raw, "deletedAt") is not None:
        return None
    repository = mapping(raw, "discussion", "repository")
    is_kept = kind is Kind.ANSWER
    return Record(
        native_id=identifier(raw, "id"),
        kind=kind,
        action=Action.ANSWERED if is_kept else Action.POSTED,
        title=_title(raw, "discussion", "title"),
        occurred_at=instant(raw, "createdAt"),
        updated_at=instant(raw, "updatedAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        excerpt=optional_text(raw, "bodyText"),
        state=Outcome.ACCEPTED if flag(raw, "isAnswer") else Outcome.NONE,
        metrics=_counted(raw, likes="upvoteCount"),
        visibility=visibility_of(repository),
    )


def parse_review(raw: object) -> Record | None:
    """Return the record of a review; None for one not yet handed in."""
    said = line(raw, "pullRequestReview", "state")
    if said == "PENDING":
        return None
    repository = mapping(raw, "pullRequest", "repository")
    return Record(
        native_id=identifier(raw, "pullRequestReview", "id"),
        kind=Kind.REVIEW,
        action=Action.REVIEWED,
        title=_title(raw, "pullRequest", "title"),
        occurred_at=instant(raw, "occurredAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "pullRequestReview", "url"),
        state=_REVIEW_STATES.get(said, Outcome.NONE),
        visibility=visibility_of(repository),
        raw="" if said in _REVIEW_STATES else as_raw(raw),
    )


def parse_review_comment(raw: object, pull_request: object) -> Record:
    """Return the record of a comment within a review.

    Args:
        raw: The comment.
        pull_request: What it is about.
    """
    repository = mapping(pull_request, "repository")
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.REVIEW_COMMENT,
        action=Action.COMMENTED,
        title=_title(pull_request, "title"),
        occurred_at=instant(raw, "createdAt"),
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        excerpt=optional_text(raw, "bodyText"),
        visibility=visibility_of(repository),
    )


def parse_release(raw: object, repository: Mapping[str, Any], native_id: str) -> Record | None:
    """Return the record of a release; None for a draft and for one that others made."""
    if optional_number(raw, "author", "databaseId") != _as_number(native_id):
        return None
    published_at = optional_instant(raw, "publishedAt")
    if flag(raw, "isDraft") or published_at is None:
        return None
    return Record(
        native_id=identifier(raw, "databaseId"),
        kind=Kind.RELEASE,
        action=Action.RELEASED,
        title=optional_line(raw, "name") or line(raw, "tagName"),
        occurred_at=published_at,
        container=parse_repository(repository),
        url=optional_https_url(raw, "url"),
        visibility=visibility_of(repository),
    )


def parse_sponsored(raw: object) -> Record:
    """Return the record of a sponsorship the person gives or gave."""
    return _sponsorship(raw, "sponsorable", Action.SPONSORED)


def parse_sponsor(raw: object) -> Record:
    """Return the record of a sponsorship the person gets or got."""
    return _sponsorship(raw, "sponsorEntity", Action.THANKED)


def _sponsorship(raw: object, party: str, action: Action) -> Record:
    other = optional_line(raw, party, "login")
    other_id = optional_number(raw, party, "databaseId")
    is_giver = action is Action.THANKED
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.SPONSORSHIP,
        action=action,
        title=other or "Private sponsor",
        occurred_at=instant(raw, "createdAt"),
        container=Container(
            id=f"account:{other_id if other_id is not None else 'hidden'}",
            name=other or "Private sponsor",
            url=optional_https_url(raw, party, "url"),
        ),
        url=optional_https_url(raw, party, "url"),
        state=Outcome.OPEN if flag(raw, "isActive") else Outcome.CLOSED,
        people=(Participant("", other, "giver"),) if other and is_giver else (),
        visibility=_sponsorship_visibility(raw),
    )


def _sponsorship_visibility(raw: object) -> Visibility:
    is_public = optional_line(raw, "privacyLevel") == "PUBLIC"
    return Visibility.PUBLIC if is_public else Visibility.PRIVATE


def parse_membership(raw: object) -> Record:
    """Return the record of belonging to an organisation, dated by the organisation's own start."""
    name = optional_line(raw, "name") or line(raw, "login")
    key = f"organization:{identifier(raw, 'databaseId')}"
    url = optional_https_url(raw, "url")
    is_owner = optional_flag(raw, "viewerCanAdminister") is True
    return Record(
        native_id=key,
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{'Owner' if is_owner else 'Member'} of {name}",
        occurred_at=instant(raw, "createdAt"),
        container=Container(id=key, name=name, url=url),
        url=url,
        # Only public members are shown to strangers, and which one is is not said here.
        visibility=Visibility.RESTRICTED,
    )


_PERMISSIONS: Final = {
    "ADMIN": "Administrator",
    "MAINTAIN": "Maintainer",
    "WRITE": "Committer",
    "TRIAGE": "Triager",
}


def parse_repository_role(raw: object) -> Record | None:
    """Return the record of a right on a repository; None for reading only."""
    permission = optional_line(raw, "viewerPermission")
    if permission in ("", "READ"):
        return None
    container = parse_repository(raw)
    return Record(
        native_id=f"repository:{container.id}",
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{_PERMISSIONS.get(permission, permission)} of {container.name}",
        occurred_at=instant(raw, "createdAt"),
        container=container,
        url=container.url,
        visibility=visibility_of(raw),
        raw="" if permission in _PERMISSIONS else as_raw(raw),
    )


def _title(raw: object, *keys: str) -> str:
    """Return a title, which may be empty where the service allows it."""
    return optional_line(raw, *keys)


def _counted(raw: object, **names: str) -> Mapping[str, int]:
    counted = {name: optional_number(raw, key) for name, key in names.items()}
    return {name: value for name, value in counted.items() if value is not None}


def _as_number(native_id: str) -> int | None:
    return int(native_id) if native_id.isascii() and native_id.isdigit() else None
