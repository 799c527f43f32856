"""Read around commits that are missing.

git stops at the first commit whose parent it cannot read. Told that the history is cut there, as in
a shallow clone, it goes on with everything else. The cuts are given in a file of ours; nothing in
the repository changes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.sync.git.runner import GitFailedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.sync.git.runner import Git

_MOST_CUTS: Final = 50
_CHILD: Final = re.compile("Failed to traverse parents of commit ([0-9a-f]{40,64})")


def around_damage(
    git: Git, git_dir: Path, told: bytes, cuts: Path, cancelled: Callable[[], bool]
) -> Git:
    """Return a git that stops where commits are missing and goes on elsewhere.

    Args:
        git: The git program.
        git_dir: The common git directory.
        told: Revisions to start from.
        cuts: A file to write the cuts to; it must stay as long as the result is used. What stands
            in it already (the cuts of a shallow clone) is kept.
        cancelled: Asked often.

    Raises:
        GitFailedError: There is more wrong than missing commits.
        ReadingCancelledError: ``cancelled`` said so.
    """
    around = replace(git, environment=git.environment | {"GIT_SHALLOW_FILE": str(cuts)})
    found: set[str] = set()
    while True:
        try:
            for _ in around.blocks(git_dir, "rev-list", "--stdin", told=told, cancelled=cancelled):
                pass
        except GitFailedError as exc:
            child = _CHILD.search(exc.words)
            if child is None or child[1] in found or len(found) >= _MOST_CUTS:
                raise
            found.add(child[1])
            with cuts.open("a", encoding="ascii") as file:
                file.write(f"{child[1]}\n")
        else:
            return around
