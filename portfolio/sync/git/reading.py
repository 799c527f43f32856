"""Read a repository: everything the first time, only what is new after that.

::

    tips as at the last reading, same identities ------> nothing (one `for-each-ref`)
    cut elsewhere, new identities, old tips lost ------> everything anew
    otherwise -----------------------------------------> new commits; commits no longer reachable

A reading that is cut short (cancelled, damaged objects) hands on what it read, says so in its
coverage, and leaves the cursor, so that the next one starts again from the same place.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from portfolio.model.codes import QuestionKind
from portfolio.model.progress import Progress
from portfolio.model.source import Question
from portfolio.sync.git.batch import ReadBatch
from portfolio.sync.git.bulk import Sorter
from portfolio.sync.git.config import parsed_settings
from portfolio.sync.git.coverage import commit_coverage, tag_coverage
from portfolio.sync.git.cursor import VERSION, Cursor
from portfolio.sync.git.history import History
from portfolio.sync.git.links import Links, read_links, revisions
from portfolio.sync.git.mailmap import read_joins
from portfolio.sync.git.mine import Maker
from portfolio.sync.git.objects import missing_objects, unreachable
from portfolio.sync.git.records import LOG_WORDS, GarbledError
from portfolio.sync.git.refs import Tips, read_tips
from portfolio.sync.git.runner import Git, GitFailedError, ReadingCancelledError
from portfolio.sync.git.spellings import SpellingCount, Tallies
from portfolio.sync.git.tags import Tag, count_taggers, read_tags, releases

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Set

    from portfolio.clock import Clock
    from portfolio.model.contribution import NewContribution
    from portfolio.model.identity import Spelling
    from portfolio.sync.git.found import FoundRepository

_BATCH_ROWS: Final = 1000
_REPORT_EVERY_S: Final = 0.05


def read_repository(  # noqa: PLR0913 - each is a thing of its own, by keyword
    found: FoundRepository,
    *,
    source_id: str,
    cursor: Mapping[str, object],
    mine: frozenset[str],
    known_ids: Set[str],
    clock: Clock,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Iterator[ReadBatch]:
    """Read a repository and yield what is new in it, the last batch with everything else.

    Args:
        found: From `portfolio.sync.git.find_repositories`, without a ``problem``.
        source_id: Under which the source is stored; stands in spellings and question keys.
        cursor: That of the last whole reading, or empty.
        mine: Keys of the confirmed identities; everybody else is only counted.
        known_ids: Native ids stored for this source.
        clock: For telling dates that cannot be right.
        report: Gets the number of commits gone through, at most 20 times a second.
        cancelled: Asked often; when it says so, git is ended at once and a last batch says that
            the reading was cut short.

    Raises:
        GitMissingError: There is no usable git program.
        SourceError: Nothing of the repository could be read; the words say why.
    """
    git = Git.find()
    git.permitted(found.path, "rev-parse", "--git-dir")
    tips = read_tips(git, found.git_dir)
    reading = _Reading(
        git, found, source_id, mine, known_ids, clock, report, cancelled, tips, found.remotes
    )
    last = Cursor.from_dict(cursor)
    if last is not None and reading.is_unchanged_since(last):
        yield ReadBatch(is_last=True, is_unchanged=True, roots=last.roots)
        return
    yield from reading.run(last)


@dataclass(slots=True)
class _Reading:
    """One reading of one repository, from its tips to its last batch."""

    git: Git
    found: FoundRepository
    source_id: str
    mine: frozenset[str]
    known_ids: Set[str]
    clock: Clock
    report: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    tips: Tips
    remotes: tuple[str, ...]
    links: Links = field(default_factory=Links)
    tags: list[Tag] = field(default_factory=list)
    yielded: set[str] = field(default_factory=set)
    unlinked: set[str] = field(default_factory=set)
    commit_count: int = 0
    next_report_s: float = 0.0

    @property
    def digest(self) -> str:
        words = "\n".join((str(VERSION), self.tips.digest, *self.remotes, self.source_id))
        return hashlib.sha256(words.encode(errors="replace")).hexdigest()

    @property
    def cut(self) -> str:
        return hashlib.sha256(self.tips.cut).hexdigest() if self.tips.cut else ""

    def is_unchanged_since(self, last: Cursor) -> bool:
        return last.digest == self.digest and self.mine <= last.mine

    def run(self, last: Cursor | None) -> Iterator[ReadBatch]:
        try:
            self._prepare()
            if last is not None and self._can_go_on_from(last):
                done = yield from self._read_new(last)
                if done:
                    return
        except ReadingCancelledError:
            yield self._cut_short("interrupted")
            return
        yield from self._read_all()

    def _prepare(self) -> None:
        settings = parsed_settings(self.git.output(self.found.git_dir, "config", "-z", "--list"))
        self.links = read_links(self.git, self.found.git_dir, settings, self.tips, self.cancelled)

    def _can_go_on_from(self, last: Cursor) -> bool:
        if not self.mine <= last.mine or last.cut != self.cut:
            return False
        changed = set(last.tips) ^ set(self.tips.objects)
        return not missing_objects(self.git, self.found.git_dir, changed)

    # -- everything ---------------------------------------------------------------------------

    def _read_all(self) -> Iterator[ReadBatch]:
        tallies = Tallies(self.mine)
        sorter = Sorter(self.source_id, {}, {})
        history = History(tallies, self._maker(), self.clock.now())
        fault = ""
        try:
            missing = missing_objects(self.git, self.found.git_dir, self.tips.objects)
            if missing:
                fault = "unreadable-objects"
            told = revisions(name for name in self.tips.objects if name not in missing)
            yield from self._stream(history, told, sorter)
            self.tags = self._read_tags(tallies)
            seen, gone = self._known_and_not_yielded(is_whole=not fault and not self.tips.cut)
        except ReadingCancelledError:
            fault = "interrupted"
        except (GitFailedError, GarbledError) as exc:
            if not history.commit_count and isinstance(exc, GitFailedError) and not missing:
                raise
            fault = "unreadable-objects"
        self.commit_count = history.commit_count
        yield from self._held(sorter)
        if fault:
            yield self._cut_short(fault, tallies, sorter)
            return
        yield self._whole(
            tallies, sorter, SpellingCount.TOTALS, tuple(history.roots), seen=seen, gone=gone
        )

    def _known_and_not_yielded(self, *, is_whole: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return which known ids are still there though not handed on, and which are gone.

        In a history that was cut, or is empty all at once, nothing is called gone.
        """
        rest = self.known_ids - self.yielded - {tag.native_id for tag in self.tags}
        if not rest:
            return (), ()
        told = revisions(self.tips.objects)
        gone = unreachable(self.git, self.found.git_dir, told, rest, self.cancelled)
        seen = tuple(sorted(rest - gone))
        if not is_whole or not self.tips.objects:
            return seen, ()
        return seen, tuple(sorted(gone))

    # -- what is new --------------------------------------------------------------------------

    def _read_new(self, last: Cursor) -> Generator[ReadBatch, None, bool]:
        """Read what changed; the result is whether that was enough."""
        tallies = Tallies(self.mine)
        sorter = Sorter(self.source_id, last.patterns, last.examples)
        maker = self._maker()
        added = History(tallies, maker, self.clock.now(), keep=True)
        lost = History(tallies, maker, self.clock.now(), sign=-1, keep=True)
        now, then = set(self.tips.objects), set(last.tips)
        try:
            told = revisions(sorted(now - then), without=last.tips)
            if now - then:
                yield from self._stream(added, told, sorter)
            if then - now:
                told = revisions(sorted(then - now), without=self.tips.objects)
                for _ in self._commits(lost, told):
                    pass
            self.tags = self._read_tags(tallies, known=frozenset(last.tags))
            yield from self._relinked(last)
        except (GitFailedError, GarbledError):
            return False
        if sorter.has_crossed:
            return False
        yield from self._held(sorter)
        lost_ids = (lost.hashes or set()) | (set(last.tags) - {tag.native_id for tag in self.tags})
        gone = tuple(sorted(self.known_ids & lost_ids))
        seen = tuple(sorted((self.known_ids & (added.hashes or set())) - self.yielded))
        self.commit_count = added.commit_count
        roots = (set(last.roots) | set(added.roots)) - set(lost.roots)
        yield self._whole(
            tallies, sorter, SpellingCount.ADDED, tuple(sorted(roots)), seen=seen, gone=gone
        )
        return True

    def _relinked(self, last: Cursor) -> Iterator[ReadBatch]:
        """Hand on anew what had no public address and has one now."""
        now_public = [name for name in last.unlinked if self.links.commit_url(name)]
        self.unlinked |= set(last.unlinked) - set(now_public)
        if not now_public:
            return
        again = History(Tallies(self.mine), self._maker(), self.clock.now())
        told = revisions(now_public)
        words = (*LOG_WORDS, "--no-walk=unsorted", "--stdin")
        blocks = self.git.blocks(self.found.git_dir, *words, told=told, cancelled=self.cancelled)
        for made in again.read(blocks):
            plain = tuple(one for one in made if not one.pattern)
            yield ReadBatch(contributions=plain)

    # -- shared -------------------------------------------------------------------------------

    def _maker(self) -> Maker:
        return Maker(self.clock.now(), self.links.commit_url)

    def _commits(self, history: History, told: bytes) -> Iterator[list[NewContribution]]:
        if not told.strip():
            return
        words = (*LOG_WORDS, "--stdin")
        blocks = self.git.blocks(self.found.git_dir, *words, told=told, cancelled=self.cancelled)
        for made in history.read(blocks):
            self._tell(history.commit_count)
            yield made
        self._tell(history.commit_count, is_last=True)

    def _stream(self, history: History, told: bytes, sorter: Sorter) -> Iterator[ReadBatch]:
        waiting: list[NewContribution] = []
        try:
            for made in self._commits(history, told):
                waiting += sorter.plain(made)
                if len(waiting) >= _BATCH_ROWS:
                    yield self._batch(waiting)
                    waiting = []
        except (ReadingCancelledError, GitFailedError, GarbledError):
            if waiting:
                yield self._batch(waiting)
            raise
        if waiting:
            yield self._batch(waiting)

    def _batch(self, rows: list[NewContribution]) -> ReadBatch:
        for row in rows:
            self.yielded.add(row.native_id)
            if not row.url:
                self.unlinked.add(row.native_id)
        return ReadBatch(contributions=tuple(rows))

    def _held(self, sorter: Sorter) -> Iterator[ReadBatch]:
        held = sorter.held()
        for start in range(0, len(held), _BATCH_ROWS):
            yield self._batch(held[start : start + _BATCH_ROWS])

    def _read_tags(self, tallies: Tallies, known: frozenset[str] = frozenset()) -> list[Tag]:
        """Return all annotated tags, and count the people of those not known before."""
        tags = read_tags(self.git, self.found.git_dir)
        new = [tag for tag in tags if tag.native_id not in known]
        count_taggers(new, tallies, self.clock.now())
        return tags

    def _tag_rows(self, tallies: Tallies) -> list[NewContribution]:
        def url_of(tag: Tag) -> str:
            return self.links.tag_url(tag.name, tag.target)

        return releases(self.tags, tallies, self.clock.now(), url_of)

    def _whole(  # noqa: PLR0913 - what the last batch is made of
        self,
        tallies: Tallies,
        sorter: Sorter,
        counted: SpellingCount,
        roots: tuple[str, ...],
        *,
        seen: tuple[str, ...],
        gone: tuple[str, ...],
    ) -> ReadBatch:
        released = self._tag_rows(tallies)
        people = {*tallies.part("author"), *tallies.part("committer")}
        cut_roots = frozenset(self.tips.cut.decode("ascii", "replace").split())
        roots = tuple(sorted(set(roots) - cut_roots))
        cursor = Cursor(
            digest=self.digest,
            cut=self.cut,
            tips=self.tips.objects,
            tags=tuple(tag.native_id for tag in self.tags),
            mine=self.mine,
            roots=roots,
            patterns=sorter.counts,
            examples=sorter.examples,
            unlinked=tuple(sorted(self.unlinked)) if self.links.remotes or self.remotes else (),
        )
        return ReadBatch(
            contributions=tuple(released),
            seen=seen,
            gone=gone,
            spellings=tallies.spellings(self.source_id, otherwise=self.clock.now()),
            counted=counted,
            hints=self.found.hints,
            mailmap=read_joins(self.git, self.found.git_dir, self.source_id, people),
            questions=self._questions(sorter),
            coverage=(commit_coverage(self.git, self.found, self.tips, ()), tag_coverage(())),
            roots=roots,
            cursor=cursor.to_dict(),
            is_last=True,
            commit_count=self.commit_count,
        )

    def _cut_short(
        self, fault: str, tallies: Tallies | None = None, sorter: Sorter | None = None
    ) -> ReadBatch:
        spellings: tuple[Spelling, ...] = ()
        if tallies is not None:
            spellings = tallies.spellings(self.source_id, otherwise=self.clock.now())
        return ReadBatch(
            spellings=spellings,
            counted=SpellingCount.AT_LEAST,
            hints=self.found.hints,
            questions=self._questions(sorter) if sorter else (),
            coverage=(
                commit_coverage(self.git, self.found, self.tips, (fault,)),
                tag_coverage((fault,)),
            ),
            is_last=True,
            commit_count=self.commit_count,
        )

    def _questions(self, sorter: Sorter) -> tuple[Question, ...]:
        asked = sorter.questions(self.found.label)
        if self.found.is_public is False:
            asked.append(
                Question(
                    key=f"{QuestionKind.NOT_PUBLIC}:{self.source_id}:",
                    kind=QuestionKind.NOT_PUBLIC,
                    source_id=self.source_id,
                    source_label=self.found.label,
                    detail=self.found.remotes[0],
                    count=len(self.yielded | self.known_ids),
                )
            )
        return tuple(asked)

    def _tell(self, done: int, *, is_last: bool = False) -> None:
        now_s = time.monotonic()
        if is_last or now_s >= self.next_report_s:
            self.next_report_s = now_s + _REPORT_EVERY_S
            self.report(Progress("commits", self.found.label, done))
