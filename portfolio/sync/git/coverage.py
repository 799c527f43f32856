"""Say how much of a repository was read, and what is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portfolio.model.codes import CoverageState
from portfolio.model.source import Coverage
from portfolio.sync.git.dates import instant
from portfolio.sync.git.runner import GitFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.sync.git.found import FoundRepository
    from portfolio.sync.git.refs import Tips
from portfolio.sync.git.runner import Git


def commit_coverage(
    git: Git,
    found: FoundRepository,
    tips: Tips,
    faults: Sequence[str],
    period: tuple[int | None, int | None] = (None, None),
) -> Coverage:
    """Return the coverage of commits.

    Args:
        git: The git program.
        found: The repository.
        tips: Its tips.
        faults: Codes of what went wrong in the reading.
        period: First and last believable second read.
    """
    from_at, to_at = (None if second is None else instant(second) for second in period)
    missing = list(faults)
    if tips.cut:
        missing.append(f"shallow:{_cut_on(git, found, tips)}")
    state = CoverageState.IN_PART if missing else CoverageState.COMPLETE
    return Coverage("commits", state, from_at, to_at, missing=tuple(missing))


def tag_coverage(faults: Sequence[str]) -> Coverage:
    """Return the coverage of tags."""
    state = CoverageState.IN_PART if faults else CoverageState.COMPLETE
    return Coverage("tags", state, missing=tuple(faults))


def _cut_on(git: Git, found: FoundRepository, tips: Tips) -> str:
    """Return the day of the newest commit at which the history was cut: before it, gaps."""
    words = ("log", "--no-walk", "--stdin", "--ignore-missing", "--format=%ct")
    try:
        answer = git.output(found.git_dir, *words, told=tips.cut)
        newest_s = max(int(second) for second in answer.split())
        return datetime.fromtimestamp(newest_s, UTC).date().isoformat()
    except (GitFailedError, ValueError, OverflowError, OSError):
        return ""
