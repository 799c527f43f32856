"""One piece of work as a person counts it.

A deed is found by rule from contributions that share a ``deed_key``; what the holder decides
about it (title, hidden, confidential) is kept under that key, so a new reading of the sources
never touches a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.model.codes import Action


def git_deed_key(commit: str, action: Action) -> str:
    """Key of the deed behind a commit: the same commit in several clones is one deed.

    Doing and reviewing the same commit stay two deeds (journeys (ii): never merge review with
    authorship).
    """
    return f"git:{commit}:{action}"


def is_commit_key(key: str) -> bool:
    """Return whether a deed is about a commit, wherever it was read."""
    return key.startswith("git:")


def git_tag_deed_key(name: str, tag: str) -> str:
    """Key of the deed behind a tag made: the same tag object in several clones is one deed."""
    return f"git-tag:{name}:{tag}"


def account_deed_key(provider: str, instance: str, kind: str, native_id: str, action: str) -> str:
    """Key of the deed behind what a service lists; a commit takes `git_deed_key` instead.

    Opening and merging the same pull request have two keys and stay two deeds.
    """
    host = instance.partition("://")[2] or instance
    return f"{provider}:{host}:{kind}:{native_id}:{action}"


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as the list shows it: recorded facts under the holder's decisions.

    Attributes:
        id: Position-free row id for paging and models; valid until the next reading.
        key: The durable name.
        title: The holder's title if there is one, else the source's.
        source_count: How many sources carry it ("2 sources").
        trust: ``evidence`` when a source carries it, ``self-reported`` when typed in.
        is_confidential: Marked so, or of sources that are not public alone.
        is_marked_confidential: The holder marked the deed itself.
        date_known: How exactly ``occurred_at`` is known: ``day``, or of what was typed in ``month``
            or ``year``.
    """

    id: int
    key: str
    action: Action
    title: str
    recorded_title: str
    occurred_at: datetime
    project_key: str
    project_name: str
    url: str
    source_count: int
    is_hidden: bool
    is_confidential: bool
    is_self_reported: bool
    gone_since: datetime | None
    note: str = ""
    stories: tuple[str, ...] = ()
    date_known: str = "day"
    is_marked_confidential: bool = False


@dataclass(frozen=True, slots=True)
class DeedEdit:
    """What the holder decided about one deed (curated)."""

    deed_key: str
    title: str = ""
    is_hidden: bool = False
    is_confidential: bool = False
    note: str = ""
