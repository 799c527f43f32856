"""Reads what Gitea and Forgejo list. Pure; shapes from the client types of Gitea 1.23."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.git.remotes import normalised
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    mapping,
    number,
    optional_flag,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_number,
    optional_text,
)
from portfolio.sync.provider import Container, Record

_REVIEWS: Final = {
    "APPROVED": Outcome.APPROVED,
    "REQUEST_CHANGES": Outcome.CHANGES_REQUESTED,
    "COMMENT": Outcome.NONE,
}
_ROLES: Final = {"admin": "Administrator", "write": "Maintainer"}
COMMENTS: Final = frozenset({"comment_issue", "comment_pull"})
MERGES: Final = frozenset({"merge_pull_request", "auto_merge_pull_request"})
RELEASES: Final = frozenset({"publish_release"})


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository and who may see it.

    Attributes:
        role: ``owner``, ``admin``, ``write`` or "" of the account asking.
    """

    container: Container | None
    visibility: Visibility = Visibility.RESTRICTED
    full_name: str = ""
    role: str = ""
    is_fork: bool = False
    is_mirror: bool = False
    created_at: datetime | None = None

    def holds(self, otherwise: Container) -> Container:
        """Return the container, or what the item itself says of it."""
        return self.container or otherwise


UNKNOWN_REPOSITORY: Final = Repository(None)
"""One that does not show: what is in it is not taken as public."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A row of issue search: an issue or a pull request."""

    record: Record
    full_name: str
    index: int


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A row of the activity feed.

    Attributes:
        content: What the service wrote beside it: ``index|title``, or a release's title.
    """

    id: int
    sort: str
    at: datetime
    repository: Repository
    ref: str
    content: str
    comment: Any


def parse_repository(raw: Any, instance: str) -> Repository:
    """Read a repository.

    Raises:
        BadItemError: It is none.
    """
    full_name = _path(raw)
    url = optional_https_url(raw, "html_url") or f"{instance}/{quote(full_name)}"
    is_public = not (
        optional_flag(raw, "private") is True or optional_flag(raw, "internal") is True
    )
    role = "admin" if optional_flag(raw, "permissions", "admin") else ""
    role = role or ("write" if optional_flag(raw, "permissions", "push") else "")
    return Repository(
        Container(
            identifier(raw, "id"),
            full_name,
            url if url.startswith("https://") else "",
            normalised(url),
            is_public,
        ),
        Visibility.PUBLIC if is_public else Visibility.PRIVATE,
        full_name,
        role,
        optional_flag(raw, "fork") or False,
        optional_flag(raw, "mirror") or False,
        optional_instant(raw, "created_at"),
    )


def parse_issue(raw: Any, kind: Kind) -> Issue:
    """Read a row of issue search; the repository's own facts are added later.

    Raises:
        BadItemError: It is none.
    """
    place = mapping(raw, "repository")
    full_name, index = _path(place), number(raw, "number")
    state = _state(raw, kind)
    is_open = state is Outcome.OPEN
    native = identifier(raw, "id")
    record = Record(
        native_id=native,
        kind=kind,
        action=Action.PROPOSED if kind is Kind.PULL_REQUEST else Action.RAISED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "created_at"),
        container=Container(identifier(place, "id"), full_name, is_public=None),
        updated_at=optional_instant(raw, "updated_at"),
        url=optional_https_url(raw, "html_url"),
        excerpt=optional_text(raw, "body"),
        state=state,
        is_open=is_open,
        ref=f"{native} {full_name} {index}" if is_open else "",
        visibility=Visibility.RESTRICTED,
    )
    return Issue(record, full_name, index)


def _path(raw: Any) -> str:
    """Return ``owner/name``: it becomes a part of addresses."""
    full_name = line(raw, "full_name", limit=250)
    owner, slash, name = full_name.partition("/")
    if not slash or "/" in name or {owner, name} & {"", ".", ".."}:
        raise BadItemError("The repository has no usable name.")
    return full_name


def _state(raw: Any, kind: Kind) -> Outcome:
    if optional_line(raw, "state") != "closed":
        return Outcome.OPEN
    if kind is not Kind.PULL_REQUEST:
        return Outcome.CLOSED
    is_merged = optional_flag(raw, "pull_request", "merged")
    is_merged = is_merged or optional_instant(raw, "pull_request", "merged_at") is not None
    return Outcome.MERGED if is_merged else Outcome.CLOSED_UNMERGED


def parse_review(raw: Any, me: str, pull: Issue, repository: Repository) -> Record | None:
    """Read a review of a pull request; None for somebody else's and for one not given yet.

    Raises:
        BadItemError: It is none.
    """
    if author(raw) != me or optional_line(raw, "state") in ("PENDING", "REQUEST_REVIEW"):
        return None
    state = _REVIEWS.get(optional_line(raw, "state"), Outcome.NONE)
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.REVIEW,
        action=Action.REVIEWED,
        title=pull.record.title,
        occurred_at=instant(raw, "submitted_at"),
        container=repository.holds(pull.record.container),
        updated_at=pull.record.updated_at,
        url=optional_https_url(raw, "html_url") or pull.record.url,
        excerpt=optional_text(raw, "body"),
        state=Outcome.DISMISSED if optional_flag(raw, "dismissed") else state,
        visibility=repository.visibility,
    )


def parse_feed_item(raw: Any, instance: str) -> FeedItem:
    """Read a row of the activity feed.

    Raises:
        BadItemError: It is none.
    """
    place = found(raw, "repo")
    repository = UNKNOWN_REPOSITORY if place is None else parse_repository(place, instance)
    if optional_flag(raw, "is_private") and repository.visibility is Visibility.PUBLIC:
        repository = Repository(repository.container, full_name=repository.full_name)
    return FeedItem(
        number(raw, "id"),
        line(raw, "op_type"),
        instant(raw, "created"),
        repository,
        optional_line(raw, "ref_name"),
        optional_line(raw, "content"),
        found(raw, "comment"),
    )


def parse_feed_comment(item: FeedItem) -> Record | None:
    """Read a comment of the feed; None for one that was deleted since.

    Raises:
        BadItemError: It is none.
    """
    if item.comment is None or item.repository.container is None:
        return None
    index = item.content.partition("|")[0]
    where = f"#{index}" if index.isascii() and index.isdigit() else ""
    return parse_comment(item.comment, item.repository, where)


def parse_comment(raw: Any, repository: Repository, where: str = "") -> Record:
    """Read a comment on an issue or a pull request.

    ``where`` is ``#12`` when it is known beside the comment.

    Raises:
        BadItemError: It is none.
    """
    if repository.container is None:
        raise BadItemError("It does not say in which repository it is.")
    link = optional_https_url(raw, "html_url")
    number_there = link.partition("#")[0].rpartition("/")[2]
    if not where and number_there.isascii() and number_there.isdigit():
        where = f"#{number_there}"
    return Record(
        native_id=identifier(raw, "id"),
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=f"Comment on {repository.full_name}{where}",
        occurred_at=instant(raw, "created_at"),
        container=repository.container,
        updated_at=optional_instant(raw, "updated_at"),
        url=link,
        excerpt=optional_text(raw, "body"),
        visibility=repository.visibility,
    )


def parse_merge(item: FeedItem) -> Record | None:
    """Read a merge of the feed; None for one in a repository that is not there any more.

    Raises:
        BadItemError: It does not say which pull request.
    """
    container = item.repository.container
    if container is None:
        return None
    index, _bar, title = item.content.partition("|")
    if not (index.isascii() and index.isdigit()):
        raise BadItemError("It does not say which pull request was merged.")
    return Record(
        native_id=f"merge:{container.id}:{index}",
        kind=Kind.PULL_REQUEST,
        action=Action.MERGED,
        title=title.strip() or f"{item.repository.full_name}#{index}",
        occurred_at=item.at,
        container=container,
        url=f"{container.url}/pulls/{index}" if container.url else "",
        state=Outcome.MERGED,
        visibility=item.repository.visibility,
    )


def parse_release(item: FeedItem) -> Record | None:
    """Read a release of the feed; None for one in a repository that is not there any more.

    Raises:
        BadItemError: It has no name.
    """
    container = item.repository.container
    if container is None:
        return None
    tag = item.ref.removeprefix("refs/tags/")
    if not tag and not item.content:
        raise BadItemError("The release has no name.")
    return Record(
        native_id=f"{container.id}:{tag or item.id}",
        kind=Kind.RELEASE,
        action=Action.RELEASED,
        title=item.content.strip() or tag,
        occurred_at=item.at,
        container=container,
        url=f"{container.url}/releases/tag/{quote(tag)}" if container.url and tag else "",
        visibility=item.repository.visibility,
    )


def parse_role(raw: Any, instance: str, me: str) -> Record | None:
    """Read a repository as a role; None for a copy of another and for mere reading.

    Raises:
        BadItemError: It is none, or does not say since when it is.
    """
    repository = parse_repository(raw, instance)
    is_owner = bool(me) and optional_identifier(raw, "owner", "id") == me
    role = "Owner" if is_owner else _ROLES.get(repository.role, "")
    if repository.is_fork or repository.is_mirror or not role or repository.container is None:
        return None
    if repository.created_at is None:
        raise BadItemError("The repository does not say when it was made.")
    return Record(
        native_id=repository.container.id,
        kind=Kind.ROLE,
        action=Action.SERVED,
        title=f"{role} of {repository.full_name}",
        occurred_at=repository.created_at,
        container=repository.container,
        url=repository.container.url,
        excerpt=optional_text(raw, "description"),
        visibility=repository.visibility,
    )


def author(raw: Any) -> str:
    """Return the durable id of who wrote an item; "" for a deleted person (number -1).

    Raises:
        BadItemError: It is not of the form promised.
    """
    person = optional_number(raw, "user", "id")
    return str(person) if person is not None and person > 0 else ""
