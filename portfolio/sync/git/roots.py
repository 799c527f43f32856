"""Which of a history's roots is the project's own.

A history has several when trees of other projects were merged in with their past, or when a branch
starts from nothing. The project's own is where HEAD's first-parent chain ends: merging others in
does not move it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.sync.git.process import GitFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from portfolio.sync.git.runner import Git


def main_first(
    git: Git,
    git_dir: Path,
    roots: Collection[str],
    *,
    is_cut: bool,
    cancelled: Callable[[], bool],
) -> tuple[str, ...]:
    """Return ``roots`` with the project's own first, the others sorted.

    Empty when the project's own is not among them: the history was cut before it, or HEAD names
    nothing and there are several to choose from. ``roots`` are real ones only, not the commits at
    which the history was cut; ``is_cut`` says that it was cut somewhere.

    Raises:
        ReadingCancelledError: ``cancelled`` said so.
    """
    if len(roots) < 2 and not is_cut:
        return tuple(roots)
    main = _main_root(git, git_dir, cancelled)
    return (main, *sorted(set(roots) - {main})) if main in roots else ()


def _main_root(git: Git, git_dir: Path, cancelled: Callable[[], bool]) -> str:
    """Return where HEAD's first-parent chain ends, or ``""`` when HEAD names no commit."""
    words = ("rev-list", "--first-parent", "--max-parents=0", "HEAD", "--")
    try:
        return git.output(git_dir, *words, cancelled=cancelled).decode("ascii").strip()
    except GitFailedError:
        return ""
