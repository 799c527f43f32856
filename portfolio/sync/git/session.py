"""What the steps of one reading share: the repository, who is asked for, what was handed on."""

from __future__ import annotations

import contextlib
import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from portfolio.model.progress import Progress
from portfolio.sync.git.ahead import read_ahead
from portfolio.sync.git.batch import ReadBatch
from portfolio.sync.git.config import parsed_settings
from portfolio.sync.git.cursor import VERSION
from portfolio.sync.git.links import Links, read_links
from portfolio.sync.git.mailmap import mailmap_hash
from portfolio.sync.git.mine import Maker
from portfolio.sync.git.records import LOG_WORDS, GarbledError
from portfolio.sync.git.runner import GitFailedError, ReadingCancelledError
from portfolio.sync.git.tags import Tag, count_taggers, read_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Set
    from datetime import datetime

    from portfolio.model.contribution import NewContribution
    from portfolio.sync.git.bulk import Sorter
    from portfolio.sync.git.found import FoundRepository
    from portfolio.sync.git.history import History
    from portfolio.sync.git.refs import Tips
    from portfolio.sync.git.runner import Git
    from portfolio.sync.git.spellings import Tallies

# Storing has a fixed cost a batch (a flush of the disk); the first is small, to show at once.
_FIRST_ROWS: Final = 500
_BATCH_ROWS: Final = 2000
_REPORT_EVERY_S: Final = 0.05


@dataclass(slots=True)
class Session:
    """One reading of one repository.

    Attributes:
        now: When it began; for telling dates that cannot be right.
        links: Public addresses; known after `prepare`.
        tags: All annotated tags; known after `read_tags`.
        mailmap: Hash of the project's .mailmap; known after `prepare`.
        yielded: Native ids handed on so far.
        unlinked: Those of them without a public address.
    """

    git: Git
    found: FoundRepository
    source_id: str
    mine: frozenset[str]
    known_ids: Set[str]
    now: datetime
    report: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    tips: Tips
    links: Links = field(default_factory=Links)
    tags: list[Tag] = field(default_factory=list)
    mailmap: str = ""
    yielded: set[str] = field(default_factory=set)
    unlinked: set[str] = field(default_factory=set)
    commit_count: int = 0
    _next_report_s: float = 0.0

    @property
    def digest(self) -> str:
        """A digest of everything that can bring something new."""
        return _digest(self.base, self.tips.digest)

    @property
    def base(self) -> str:
        """A digest of what all earlier readings rest on: another one, and all is read anew."""
        return _digest(
            str(VERSION), self.source_id, *map(str, self.found.named_remotes), self.tips.cut.hex()
        )

    def prepare(self) -> None:
        """Find out which commits have public addresses, and which .mailmap there is.

        Raises:
            GitFailedError: git could not read the settings.
            ReadingCancelledError: The person asked to stop.
        """
        listing = self.git.output(self.found.git_dir, "config", "-z", "--list")
        settings = parsed_settings(listing)
        self.links = read_links(self.git, self.found, settings, self.tips, self.cancelled)
        self.mailmap = mailmap_hash(self.git, self.found.git_dir)

    def maker(self) -> Maker:
        """Return a maker of contributions with public addresses."""
        return Maker(self.now, self.links.commit_url)

    def commits(
        self, history: History, told: bytes, *words: str
    ) -> Iterator[list[NewContribution]]:
        """Yield the contributions in the commits that ``told`` names, block by block.

        Raises:
            GitFailedError: git ended with an error; what came before was yielded.
            GarbledError: What git wrote is not made of whole commits.
            ReadingCancelledError: The person asked to stop.
        """
        if not told.strip():
            return
        log = (*LOG_WORDS, *words, "--stdin")

        def start(stopped: Callable[[], bool]) -> Generator[bytes, None, None]:
            return self.git.blocks(self.found.git_dir, *log, told=told, cancelled=stopped)

        blocks = read_ahead(start, self.cancelled)
        before = self.commit_count
        with contextlib.closing(blocks):  # so that git ends with this
            for made in history.read(blocks):
                self.commit_count = before + history.commit_count
                self._tell()
                yield made
        self._tell(is_last=True)

    def stream(self, history: History, told: bytes, sorter: Sorter) -> Iterator[ReadBatch]:
        """Yield batches of plain contributions; those that fit a pattern stay with the sorter.

        What was made is handed on before an error of `commits` is.
        """
        waiting: list[NewContribution] = []
        enough = _FIRST_ROWS
        try:
            for made in self.commits(history, told):
                waiting += sorter.plain(made)
                if len(waiting) >= enough:
                    yield self.batch(waiting)
                    waiting, enough = [], _BATCH_ROWS
        except (ReadingCancelledError, GitFailedError, GarbledError):
            if waiting:
                yield self.batch(waiting)
            raise
        if waiting:
            yield self.batch(waiting)

    def held_back(self, sorter: Sorter) -> Iterator[ReadBatch]:
        """Yield batches of what the sorter kept, marked if need be."""
        held = sorter.held()
        for start in range(0, len(held), _BATCH_ROWS):
            yield self.batch(held[start : start + _BATCH_ROWS])

    def batch(self, rows: Iterable[NewContribution]) -> ReadBatch:
        """Return a batch, and remember what was handed on."""
        handed = tuple(rows)
        for row in handed:
            self.yielded.add(row.native_id)
            if not row.url:
                self.unlinked.add(row.native_id)
        return ReadBatch(contributions=handed)

    def read_tags(self, tallies: Tallies, known: frozenset[str] = frozenset()) -> None:
        """Read all annotated tags, and count the people of those not known before.

        Raises:
            GitFailedError: git could not read them all.
        """
        self.tags = read_tags(self.git, self.found.git_dir)
        new = [tag for tag in self.tags if tag.native_id not in known]
        count_taggers(new, tallies, self.now)

    def _tell(self, *, is_last: bool = False) -> None:
        now_s = time.monotonic()
        if is_last or now_s >= self._next_report_s:
            self._next_report_s = now_s + _REPORT_EVERY_S
            self.report(Progress("commits", self.found.label, self.commit_count))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode(errors="replace")).hexdigest()
