"""The tips of a repository: where reading starts, and how one sees that nothing is new."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.sync.git.runner import Git

# Refs that hold no work: put-aside changes, notes, what tools keep for themselves.
_LEFT_OUT: Final = (
    b"refs/stash",
    b"refs/notes/",
    b"refs/original/",
    b"refs/replace/",
    b"refs/bisect/",
    b"refs/rewritten/",
    b"refs/meta/",
    b"refs/jj/",
    b"refs/branchless/",
    b"refs/wip/",
    b"refs/gitbutler/",
)
_GERRIT_META: Final = re.compile(rb"refs/changes/.*/meta$")
_HASH: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HEAD_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Tips:
    """What the refs of a repository point at.

    Attributes:
        named: (ref name, object hash) of every ref that holds work, in git's order.
        cut: Where a shallow clone was cut: a commit's hash a line.
        fault: Code of what was wrong with the refs, or ``""``.
        heads: Hashes of detached HEADs, of all work trees.
    """

    named: tuple[tuple[bytes, str], ...]
    heads: tuple[str, ...]
    cut: bytes = b""
    fault: str = ""

    @property
    def objects(self) -> tuple[str, ...]:
        """All hashes, each once, sorted."""
        return tuple(sorted({*(name for _, name in self.named), *self.heads}))

    @property
    def digest(self) -> str:
        """A digest that changes whenever there could be something new."""
        words = hashlib.sha256()
        for ref, name in self.named:
            words.update(b"%b %b\n" % (name.encode(), ref))
        words.update(b"heads %b\n" % " ".join(self.heads).encode())
        words.update(self.cut)
        return words.hexdigest()

    def below(self, prefix: bytes) -> tuple[str, ...]:
        """Return the hashes of refs below a prefix."""
        return tuple(name for ref, name in self.named if ref.startswith(prefix))


def read_tips(git: Git, git_dir: Path) -> Tips:
    """Return the tips of a repository.

    Raises:
        GitFailedError: git could not list the refs.
    """
    words = bytearray()
    listing = git.output(git_dir, "for-each-ref", "--format=%(objectname) %(refname)", heard=words)
    named = []
    for line in listing.split(b"\n"):
        name, _, ref = line.partition(b" ")
        if ref and not ref.startswith(_LEFT_OUT) and not _GERRIT_META.match(ref):
            named.append((ref, name.decode()))
    # git goes on past a ref it cannot read, with a word about it only.
    fault = "unreadable-objects" if b"broken ref" in words else ""
    cut = read_cut(git_dir)
    return Tips(tuple(named), _detached_heads(git_dir), cut, fault)


def read_cut(git_dir: Path) -> bytes:
    """Return where a shallow clone was cut: the hash of a commit a line; empty when whole."""
    return _contents(git_dir / "shallow", 1 << 20)


def _detached_heads(git_dir: Path) -> tuple[str, ...]:
    """Return the commits that HEAD of the main and of linked work trees name directly."""
    files = [git_dir / "HEAD"]
    try:
        with os.scandir(git_dir / "worktrees") as listing:
            files += sorted(git_dir / "worktrees" / entry.name / "HEAD" for entry in listing)
    except OSError:
        pass  # there are no linked work trees
    found = (_HASH.fullmatch(_contents(file, _HEAD_BYTES).strip()) for file in files)
    return tuple(dict.fromkeys(head[0].decode() for head in found if head))


def _contents(file: Path, most_bytes: int) -> bytes:
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as opened:
            return opened.read(most_bytes)
    except OSError:
        return b""
