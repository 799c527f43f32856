"""The second pass: how large the holder's changes are.

Only the holder's commits are looked at, since a change's size needs its files' contents, which a
partial clone may lack. A commit whose objects are missing is left without sizes and said so; the
others are read all the same. Merges, and the commits at which a shallow clone was cut, have no
sizes: what they changed cannot be told from what came with them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from portfolio.model.codes import CoverageState
from portfolio.model.contribution import Sizes
from portfolio.model.progress import Progress
from portfolio.model.source import Coverage, Question
from portfolio.sync.git.bulk import tree_question
from portfolio.sync.git.objects import commits_among
from portfolio.sync.git.records import is_hash
from portfolio.sync.git.refs import read_cut
from portfolio.sync.git.runner import Git, GitFailedError, ReadingCancelledError
from portfolio.sync.git.vendored import vendored_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from portfolio.sync.git.found import FoundRepository

DIFF_WORDS: Final = (
    "diff-tree",
    "--stdin",
    "--always",
    "-r",
    "--root",
    "--numstat",
    "-z",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--ignore-submodules=none",
    "--submodule=short",
)
_MOST_FAULTS: Final = 20
_BATCH_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class StatisticsBatch:
    """Sizes of some commits; the last batch says how complete the pass was.

    Attributes:
        sizes: (native id, sizes) of each commit.
        patterns: (native id, key of the question) of commits that copy in a tree of another
            project.
        questions: To be asked about such trees; they come with the last batch.
    """

    sizes: tuple[tuple[str, Sizes], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    is_last: bool = False


def read_statistics(
    found: FoundRepository,
    native_ids: Iterable[str],
    *,
    source_id: str,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Iterator[StatisticsBatch]:
    """Read the sizes of commits and yield them in batches.

    Blocks, and runs git meanwhile: not for the UI thread. Closing the iterator ends git.

    Args:
        found: The repository.
        native_ids: Of the holder's contributions; those that are no commits are passed over.
        source_id: Under which the source is stored.
        report: Gets the number of commits done, at most 20 times a second.
        cancelled: Asked often; then the last batch says the pass was cut short.

    Raises:
        GitMissingError: There is no usable git program.
    """
    wanted = list(dict.fromkeys(native_ids))
    work = _Pass(Git.find(), found, source_id, report, cancelled, len(wanted))
    fault = ""
    try:
        commits = commits_among(work.git, found.git_dir, wanted)
        cut_at = frozenset(read_cut(found.git_dir).decode("ascii", "replace").split())
        yield from work.run([name for name in wanted if name in commits and name not in cut_at])
        if work.faults:
            fault = "partial-clone" if found.is_partial else "unreadable-objects"
    except ReadingCancelledError:
        fault = "interrupted"
    except GitFailedError:
        fault = "unreadable-objects"
    state = CoverageState.IN_PART if fault else CoverageState.COMPLETE
    yield StatisticsBatch(
        questions=work.questions(),
        coverage=(Coverage("statistics", state, missing=(fault,) if fault else ()),),
        is_last=True,
    )


@dataclass(slots=True)
class _Open:
    """The commit whose files are being listed."""

    name: str
    added: int = 0
    removed: int = 0
    paths: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Pass:
    git: Git
    found: FoundRepository
    source_id: str
    report: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    total: int
    faults: int = 0
    done: int = 0
    sizes: list[tuple[str, Sizes]] = field(default_factory=list)
    patterns: list[tuple[str, str]] = field(default_factory=list)
    trees: dict[str, list[str]] = field(default_factory=dict)
    next_report_s: float = 0.0

    def run(self, names: Sequence[str]) -> Iterator[StatisticsBatch]:
        """Go through commits in order; where git fails, leave that commit out and go on."""
        start = 0
        while start < len(names):
            before = self.done
            try:
                yield from self._some(names[start:])
                break
            except GitFailedError:
                self.faults += 1
                if self.faults > _MOST_FAULTS:
                    break
                self.done += 1  # the one that failed
                start += self.done - before
            except ReadingCancelledError:
                yield self._batch()
                raise
        yield self._batch(is_end=True)

    def _some(self, names: Sequence[str]) -> Iterator[StatisticsBatch]:
        told = "".join(f"{name}\n" for name in names).encode()
        blocks = self.git.blocks(
            self.found.git_dir, *DIFF_WORDS, told=told, cancelled=self.cancelled
        )
        rest = b""
        commit: _Open | None = None
        for block in blocks:
            *tokens, rest = (rest + block).split(b"\0")
            for token in tokens:
                if b"\t" in token:
                    if commit is not None:
                        _count(commit, token)
                    continue
                self._close(commit)
                commit = _Open(token.decode()) if is_hash(token) else None
            if len(self.sizes) >= _BATCH_ROWS:
                yield self._batch()
        self._close(commit)

    def _close(self, commit: _Open | None) -> None:
        if commit is None:
            return
        self.done += 1
        if commit.paths:
            sizes = Sizes(len(commit.paths), commit.added, commit.removed)
            self.sizes.append((commit.name, sizes))
        tree = vendored_tree(commit.paths)
        if tree:
            self.trees.setdefault(tree, []).append(commit.name)
            self.patterns.append((commit.name, tree_question(self.source_id, tree, "", 0).key))

    def _batch(self, *, is_end: bool = False) -> StatisticsBatch:
        now_s = time.monotonic()
        if is_end or now_s >= self.next_report_s:
            self.next_report_s = now_s + 0.05
            self.report(Progress("statistics", self.found.label, self.done, self.total))
        batch = StatisticsBatch(tuple(self.sizes), tuple(self.patterns))
        self.sizes, self.patterns = [], []
        return batch

    def questions(self) -> tuple[Question, ...]:
        """Return one question for each tree that was copied in."""
        return tuple(
            tree_question(self.source_id, tree, self.found.label, len(names))
            for tree, names in self.trees.items()
        )


def _count(commit: _Open, token: bytes) -> None:
    """Add one file: ``added TAB removed TAB path``, with ``-`` for both when it is binary."""
    added, removed, path = token.split(b"\t", 2)
    commit.paths.append(path)
    if added != b"-":
        commit.added += int(added)
        commit.removed += int(removed)
