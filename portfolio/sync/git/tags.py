"""Annotated tags: who made a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.model.codes import Action
from portfolio.model.contribution import NewContribution
from portfolio.model.deed import git_tag_deed_key
from portfolio.model.kinds import Kind
from portfolio.sync.git import dates
from portfolio.sync.git.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from portfolio.sync.git.runner import Git
    from portfolio.sync.git.spellings import Tallies

_FIELDS: Final = (
    "objectname",
    "*objectname",
    "refname:strip=2",
    "taggername",
    "taggeremail:trim",
    "taggerdate:raw",
    "contents:subject",
)
_VERSION: Final = re.compile(
    r"(?:.*[-_/@])?(?:v|r|rel|release|version)?[-_./]?\d+(?:[._-]\d+)+.*"
    r"|(?:v|r|rel|release|version)?[-_./]?\d+(?:[-_.]?(?:a|b|rc|alpha|beta|pre|final)[-_.]?\d*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An annotated tag; ``target`` is what it was put on, ``date`` raw."""

    native_id: str
    target: str
    name: str
    person: bytes
    date: bytes
    subject: str


def read_tags(git: Git, git_dir: Path) -> list[Tag]:
    """Return the annotated tags of a repository, by name.

    Raises:
        GitFailedError: git could not read them all.
    """
    form = "".join(f"%({name})%00" for name in ("objecttype", *_FIELDS))
    parts = git.output(git_dir, "for-each-ref", f"--format={form}", "refs/tags/").split(b"\0")
    tags = []
    size = len(_FIELDS) + 1
    for start in range(0, len(parts) - size, size):
        kind, name, target, ref, tagger, address, date, subject = parts[start : start + size]
        if kind.strip() == b"tag":
            person = tagger + b"\n" + address
            tags.append(
                Tag(name.decode(), target.decode(), one_line(ref), person, date, one_line(subject))
            )
    return tags


def is_version(name: str) -> bool:
    """Whether a tag's name looks like that of a release: ``v1.2``, ``app-3.0-rc1``, ``2024.05``."""
    return _VERSION.fullmatch(name) is not None


def count_taggers(tags: list[Tag], tallies: Tallies, now: datetime) -> None:
    """Count who made tags."""
    by_person = tallies.part("tagger")
    for tag in tags:
        if tag.person == b"\n":
            continue
        tally = by_person.get(tag.person) or tallies.new("tagger", tag.person)
        tally.count += 1
        second = dates.seconds(tag.date)
        if second is not None and dates.EARLIEST_S <= second <= dates.latest_s(now):
            tally.first_s = min(second, tally.first_s)
            tally.last_s = max(second, tally.last_s)


def releases(
    tags: list[Tag], tallies: Tallies, now: datetime, url_of: Callable[[Tag], str]
) -> list[NewContribution]:
    """Return the releases the holder tagged: annotated tags with a name like a version's."""
    by_person = tallies.part("tagger")
    made = []
    for tag in tags:
        tally = by_person.get(tag.person) or tallies.new("tagger", tag.person)
        if not tally.is_mine or not is_version(tag.name):
            continue
        second = dates.seconds(tag.date)
        is_right = second is not None and dates.EARLIEST_S <= second <= dates.latest_s(now)
        made.append(
            NewContribution(
                native_id=tag.native_id,
                action=Action.RELEASED,
                title=tag.name,
                occurred_at=dates.instant(second or 0),
                identity_key=tally.key,
                deed_key=git_tag_deed_key(tag.name, tag.native_id),
                tz_offset_min=dates.offset_min(tag.date),
                body=tag.subject,
                url=url_of(tag),
                state="" if is_right else "clock-error",
                kind=Kind.TAG,
            )
        )
    return made
