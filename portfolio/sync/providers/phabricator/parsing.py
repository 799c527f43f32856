"""Reads what Conduit's search methods list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome, Visibility
from portfolio.sync.git.remotes import normalised
from portfolio.sync.parsing import (
    found,
    identifier,
    instant,
    line,
    number,
    optional_flag,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_listing,
    optional_text,
)
from portfolio.sync.provider import Container, Record

_REVISIONS: Final = {
    "published": Outcome.MERGED,
    "abandoned": Outcome.ABANDONED,
}
_REVIEWS: Final = {
    "accept": Outcome.APPROVED,
    "request-changes": Outcome.CHANGES_REQUESTED,
}
_COMMENTS: Final = {
    Kind.REVIEW_COMMENT: frozenset({"comment", "inline"}),
    Kind.COMMENT: frozenset({"comment"}),
}
_HASHES: Final = (40, 64)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a transaction is about: a revision or a task."""

    name: str
    url: str
    container: Container
    visibility: Visibility
    author: str


def place(instance: str) -> Container:
    """Return the whole installation, for what is in no repository."""
    return Container("phabricator", urlsplit(instance).netloc or "phabricator", instance)


def parse_repository(raw: Any, instance: str) -> tuple[str, Container]:
    """Read a row of ``diffusion.repository.search``; its PHID and the container it is.

    Raises:
        BadItemError: It is none.
    """
    phid = identifier(raw, "phid")
    name = line(raw, "fields", "name", limit=200)
    short = optional_line(raw, "fields", "shortName", limit=200)
    callsign = optional_line(raw, "fields", "callsign", limit=100)
    key = callsign or str(number(raw, "id"))
    is_public = optional_line(raw, "fields", "policy", "view") == "public"
    address = f"{instance}/diffusion/{key}/" if key.isalnum() else ""
    return phid, Container(phid, short or name, address, _remote(raw), is_public)


def _remote(raw: Any) -> str:
    """Return the first address a clone would have, where the service lists them."""
    for uri in optional_listing(raw, "attachments", "uris", "uris"):
        address = optional_line(uri, "fields", "uri", "effective", limit=500)
        if remote := normalised(address):
            return remote
    return ""


def parse_revision(raw: Any, instance: str, places: Mapping[str, Container]) -> Record:
    """Read a row of ``differential.revision.search``.

    Raises:
        BadItemError: It is none.
    """
    native, key = identifier(raw, "phid"), number(raw, "id")
    status = line(raw, "fields", "status", "value")
    state = _REVISIONS.get(status, Outcome.OPEN)
    is_closed = state is not Outcome.OPEN or optional_flag(raw, "fields", "status", "closed")
    repository = optional_identifier(raw, "fields", "repositoryPHID")
    return Record(
        native_id=native,
        kind=Kind.PULL_REQUEST,
        action=Action.PROPOSED,
        title=line(raw, "fields", "title"),
        occurred_at=instant(raw, "fields", "dateCreated"),
        container=places.get(repository, place(instance)),
        updated_at=optional_instant(raw, "fields", "dateModified"),
        url=f"{instance}/D{key}",
        excerpt=optional_text(raw, "fields", "summary"),
        state=Outcome.CLOSED if is_closed and state is Outcome.OPEN else state,
        is_open=not is_closed,
        ref="" if is_closed else native,
        visibility=_visibility(raw),
    )


def parse_task(raw: Any, instance: str) -> Record:
    """Read a row of ``maniphest.search``.

    Raises:
        BadItemError: It is none.
    """
    native, key = identifier(raw, "phid"), number(raw, "id")
    status = optional_line(raw, "fields", "status", "value")
    is_closed = optional_instant(raw, "fields", "dateClosed") is not None or status == "resolved"
    fixed = Outcome.FIXED if status == "resolved" else Outcome.CLOSED
    return Record(
        native_id=native,
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=line(raw, "fields", "name"),
        occurred_at=instant(raw, "fields", "dateCreated"),
        container=place(instance),
        updated_at=optional_instant(raw, "fields", "dateModified"),
        url=f"{instance}/T{key}",
        excerpt=optional_text(raw, "fields", "description", "raw"),
        state=fixed if is_closed else Outcome.OPEN,
        is_open=not is_closed,
        ref="" if is_closed else native,
        visibility=_visibility(raw),
    )


def parse_commit(raw: Any, instance: str, places: Mapping[str, Container]) -> Record:
    """Read a row of ``diffusion.commit.search``.

    Raises:
        BadItemError: It is none, or does not say when it was made.
    """
    fields = found(raw, "fields")
    name = identifier(fields, "identifier").lower()
    is_git = len(name) in _HASHES and all(char in "0123456789abcdef" for char in name)
    repository = optional_identifier(fields, "repositoryPHID")
    at = optional_instant(fields, "author", "epoch") or instant(fields, "committer", "epoch")
    container = places.get(repository)
    message = optional_text(fields, "message")
    return Record(
        native_id=identifier(raw, "phid"),
        kind=Kind.COMMIT,
        action=Action.AUTHORED,
        title=message.partition("\n")[0] or name[:12],
        occurred_at=at,
        container=container or place(instance),
        excerpt=message.partition("\n")[2].strip(),
        commit=name if is_git else "",
        visibility=Visibility.PUBLIC
        if container is not None and container.is_public
        else Visibility.RESTRICTED,
    )


def parse_subject(raw: Any, instance: str, places: Mapping[str, Container]) -> tuple[str, Subject]:
    """Read a revision or a task as what transactions are about; its PHID first.

    Raises:
        BadItemError: It is neither.
    """
    phid, key = identifier(raw, "phid"), number(raw, "id")
    letter = "T" if phid.startswith("PHID-TASK") else "D"
    title = line(raw, "fields", "name" if letter == "T" else "title")
    repository = optional_identifier(raw, "fields", "repositoryPHID")
    return phid, Subject(
        f"{letter}{key}: {title}",
        f"{instance}/{letter}{key}",
        places.get(repository, place(instance)),
        _visibility(raw),
        optional_identifier(raw, "fields", "authorPHID"),
    )


def parse_transaction(
    raw: Any, kind: Kind, subjects: Mapping[str, Subject], instance: str
) -> Record | None:
    """Read a row of ``transaction.search``; None for another type (null: not exposed).

    Raises:
        BadItemError: It is none.
    """
    sort = optional_line(raw, "type")
    if sort not in (_REVIEWS if kind is Kind.REVIEW else _COMMENTS[kind]):
        return None
    comments = optional_listing(raw, "comments")
    if kind is not Kind.REVIEW and comments and optional_flag(comments[0], "removed"):
        return None
    about = identifier(raw, "objectPHID")
    # What does not show among revisions or tasks is known to exist, and is not public.
    hidden = Subject("Not shown", "", place(instance), Visibility.RESTRICTED, "")
    subject = subjects.get(about, hidden)
    return Record(
        native_id=identifier(raw, "phid"),
        kind=kind,
        action=Action.REVIEWED if kind is Kind.REVIEW else Action.COMMENTED,
        title=subject.name,
        occurred_at=instant(raw, "dateCreated"),
        container=subject.container,
        url=f"{subject.url}#{number(raw, 'id')}" if subject.url else "",
        excerpt=optional_text(comments[0], "content", "raw") if comments else "",
        state=_REVIEWS.get(sort, Outcome.NONE),
        visibility=subject.visibility,
    )


def _visibility(raw: Any) -> Visibility:
    view = optional_line(raw, "fields", "policy", "view")
    return Visibility.PUBLIC if view == "public" else Visibility.RESTRICTED
