"""Where the last reading of a repository ended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Raised when a reading would find something else in the same repository than before.
VERSION: Final = 1
_HASH: Final = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The state of a repository when it was last read whole.

    Attributes:
        digest: Of everything that can bring something new (`portfolio.sync.git.refs.Tips.digest`).
        base: Digest of what all readings so far rest on; with another one all is read anew.
        tips: Hashes the refs named.
        tags: Hashes of the annotated tags.
        mine: Identity keys asked for.
        roots: Commits without a parent.
        from_s / to_s: The believable dates of all commits, in seconds since 1970.
        patterns: How many of the holder's commits fit each bulk pattern.
        examples: Titles of each pattern, the newest first.
        mailmap: Hash of the .mailmap that was read.
        joins: (from key, to key) of what it joins.
        unlinked: Ids of the holder's that had no public address yet.
    """

    digest: str
    base: str
    tips: tuple[str, ...]
    tags: tuple[str, ...]
    mine: frozenset[str]
    roots: tuple[str, ...]
    from_s: int | None = None
    to_s: int | None = None
    patterns: dict[str, int] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mailmap: str = ""
    joins: tuple[tuple[str, str], ...] = ()
    unlinked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return it for storing as JSON; hash lists are one text each, they can be long."""
        return {
            "version": VERSION,
            "digest": self.digest,
            "base": self.base,
            "tips": " ".join(self.tips),
            "tags": " ".join(self.tags),
            "mine": sorted(self.mine),
            "roots": " ".join(self.roots),
            "from_s": self.from_s,
            "to_s": self.to_s,
            "patterns": dict(self.patterns),
            "examples": {name: list(titles) for name, titles in self.examples.items()},
            "mailmap": self.mailmap,
            "joins": [list(pair) for pair in self.joins],
            "unlinked": " ".join(self.unlinked),
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, object]) -> Cursor | None:
        """Return the cursor that was stored; None when there is none this version can use."""
        if said.get("version") != VERSION:
            return None
        try:
            return cls(
                digest=str(said["digest"]),
                base=str(said["base"]),
                tips=_hashes(said["tips"]),
                tags=_hashes(said["tags"]),
                mine=frozenset(_list(said["mine"])),
                roots=_hashes(said["roots"]),
                from_s=_second(said["from_s"]),
                to_s=_second(said["to_s"]),
                patterns={name: int(str(n)) for name, n in _dict(said["patterns"]).items()},
                examples={
                    name: tuple(_list(titles)) for name, titles in _dict(said["examples"]).items()
                },
                mailmap=str(said["mailmap"]),
                joins=_pairs(said["joins"]),
                unlinked=_hashes(said["unlinked"]),
            )
        except (KeyError, TypeError, ValueError):
            return None


def _hashes(said: object) -> tuple[str, ...]:
    words = str(said).split()
    if not all(_HASH.fullmatch(word) for word in words):
        raise ValueError
    return tuple(words)


def _second(said: object) -> int | None:
    return None if said is None else int(str(said))


def _list(said: object) -> list[str]:
    if not isinstance(said, list):
        raise TypeError
    return [str(entry) for entry in said]


def _pairs(said: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, list):
        raise TypeError
    return tuple((str(one), str(other)) for one, other in said)


def _dict(said: object) -> dict[str, object]:
    if not isinstance(said, dict):
        raise TypeError
    return {str(name): value for name, value in said.items()}
