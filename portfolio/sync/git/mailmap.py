"""What a project's .mailmap joins: a hint to whose work it is, never more.

Whoever may write the file could claim anybody's commits with it, so nothing here makes an identity
the holder's. git itself is asked (git-check-mailmap) and reads the file of HEAD only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.identity import MailmapJoin, git_identity_key
from portfolio.sync.git.runner import GitFailedError
from portfolio.sync.git.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from portfolio.sync.git.runner import Git


def mailmap_hash(git: Git, git_dir: Path) -> str:
    """Return the hash of the .mailmap of HEAD, or ``""`` when there is none."""
    try:
        words = ("rev-parse", "--quiet", "--verify", "HEAD:.mailmap")
        return git.output(git_dir, *words).decode("ascii", "replace").strip()
    except GitFailedError:
        return ""


def read_joins(
    git: Git, git_dir: Path, source_id: str, people: Iterable[bytes]
) -> set[MailmapJoin]:
    """Return which of the people (``name LF address``) the .mailmap takes for which other.

    A file git cannot read joins nobody.
    """
    contacts = sorted({contact for person in people if (contact := _contact(person))})
    if not contacts:
        return set()
    try:
        told = b"".join(contact + b"\n" for contact in contacts)
        answer = git.output(git_dir, "check-mailmap", "--stdin", told=told)
    except GitFailedError:
        return set()
    joins = set()
    for raw, joined in zip(contacts, answer.split(b"\n"), strict=False):
        if joined != raw:
            from_key, to_key = _key(raw), _key(joined)
            if from_key != to_key:
                joins.add(MailmapJoin(source_id, from_key, to_key))
    return joins


def _contact(person: bytes) -> bytes:
    name, _, address = person.partition(b"\n")
    if not address or any(mark in person for mark in (b"<", b">")) or b"\n" in address:
        return b""
    return b"%b <%b>" % (name, address) if name.strip() else b"<%b>" % address


def _key(contact: bytes) -> str:
    name, _, address = contact.rpartition(b"<")
    return git_identity_key(one_line(name), one_line(address.rstrip(b">")))
