"""Read git repositories on this computer, with the git program and without running theirs.

`find_repositories` walks folders, `read_repository` yields what the history says in batches, and
`read_statistics` the sizes of changes. Nothing is written, to a repository or to the store.
"""

from __future__ import annotations

from portfolio.sync.git.batch import ReadBatch
from portfolio.sync.git.found import FoundRepository
from portfolio.sync.git.hints import computer_hints
from portfolio.sync.git.reading import read_repository
from portfolio.sync.git.scan import find_repositories
from portfolio.sync.git.spellings import SpellingCount, merged_spellings
from portfolio.sync.git.statistics import StatisticsBatch, read_statistics

__all__ = [
    "FoundRepository",
    "ReadBatch",
    "SpellingCount",
    "StatisticsBatch",
    "computer_hints",
    "find_repositories",
    "merged_spellings",
    "read_repository",
    "read_statistics",
]
