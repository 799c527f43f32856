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
        cut: Digest of where the history was cut (shallow clones).
        tips: Hashes the refs named.
        tags: Hashes of the annotated tags.
        mine: Identity keys asked for.
        roots: Commits without a parent.
        patterns: How many of the holder's commits fit each bulk pattern.
        examples: Titles of each pattern, the newest first.
        unlinked: Ids of the holder's that had no public address yet.
    """

    digest: str
    cut: str
    tips: tuple[str, ...]
    tags: tuple[str, ...]
    mine: frozenset[str]
    roots: tuple[str, ...]
    patterns: dict[str, int] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unlinked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return it for storing as JSON; hash lists are one text each, they can be long."""
        return {
            "version": VERSION,
            "digest": self.digest,
            "cut": self.cut,
            "tips": " ".join(self.tips),
            "tags": " ".join(self.tags),
            "mine": sorted(self.mine),
            "roots": " ".join(self.roots),
            "patterns": dict(self.patterns),
            "examples": {name: list(titles) for name, titles in self.examples.items()},
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
                cut=str(said["cut"]),
                tips=_hashes(said["tips"]),
                tags=_hashes(said["tags"]),
                mine=frozenset(_list(said["mine"])),
                roots=_hashes(said["roots"]),
                patterns={name: int(str(n)) for name, n in _dict(said["patterns"]).items()},
                examples={
                    name: tuple(_list(titles)) for name, titles in _dict(said["examples"]).items()
                },
                unlinked=_hashes(said["unlinked"]),
            )
        except (KeyError, TypeError, ValueError):
            return None


def _hashes(said: object) -> tuple[str, ...]:
    words = str(said).split()
    if not all(_HASH.fullmatch(word) for word in words):
        raise ValueError
    return tuple(words)


def _list(said: object) -> list[str]:
    if not isinstance(said, list):
        raise TypeError
    return [str(entry) for entry in said]


def _dict(said: object) -> dict[str, object]:
    if not isinstance(said, dict):
        raise TypeError
    return {str(name): value for name, value in said.items()}
