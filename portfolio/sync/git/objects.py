"""Ask which objects are there and which of them can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set
    from pathlib import Path

    from portfolio.sync.git.runner import Git


def missing_objects(git: Git, git_dir: Path, names: Iterable[str]) -> set[str]:
    """Return which of the objects are not in a repository.

    Raises:
        GitFailedError: git could not say.
    """
    wanted = sorted(names)
    if not wanted:
        return set()
    told = "".join(f"{name}\n" for name in wanted).encode()
    answer = git.output(git_dir, "cat-file", "--batch-check=%(objectname)", told=told)
    lines = answer.decode("ascii", "replace").splitlines()
    return {line.partition(" ")[0] for line in lines if line.endswith(" missing")}


def commits_among(git: Git, git_dir: Path, names: Iterable[str]) -> set[str]:
    """Return which of the objects are commits of a repository.

    Raises:
        GitFailedError: git could not say.
    """
    told = "".join(f"{name}\n" for name in names).encode()
    words = ("cat-file", "--batch-check=%(objectname) %(objecttype)")
    answer = git.output(git_dir, *words, told=told).decode("ascii", "replace")
    pairs = (line.partition(" ") for line in answer.splitlines())
    return {name for name, _, kind in pairs if kind == "commit"}


def unreachable(
    git: Git, git_dir: Path, told: bytes, names: Set[str], cancelled: Callable[[], bool]
) -> set[str]:
    """Return which of the commits are not reached from the revisions in ``told``.

    Raises:
        GitFailedError: git could not say.
        ReadingCancelledError: ``cancelled`` said so.
    """
    rest = set(names)
    if not told.strip():
        return rest
    line = b""
    for block in git.blocks(git_dir, "rev-list", "--stdin", told=told, cancelled=cancelled):
        *lines, line = (line + block).split(b"\n")
        rest.difference_update(name.decode() for name in lines)
        if not rest:
            break
    return rest
