"""Read the repositories of folders into the record.

Two passes: what was done first, in batches that show at once, sizes of changes afterwards. Every
batch is one transaction; a reading that is cut short keeps what it read and starts again from the
same place. One repository that cannot be read never stops the others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portfolio.errors import GitMissingError, SourceError
from portfolio.model.codes import Confidentiality, CoverageState, SourceKind
from portfolio.model.record import Written
from portfolio.model.source import Coverage, Source
from portfolio.operations import unreadable
from portfolio.operations.account_identities import is_of_accounts
from portfolio.operations.identities import MAILMAP
from portfolio.operations.project_links import link, link_by_remotes, project_key
from portfolio.operations.standing import question_of, settle, standing_of
from portfolio.sync.git import (
    FoundRepository,
    ReadBatch,
    computer_hints,
    find_repositories,
    merged_spellings,
    read_repository,
    read_statistics,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.model.identity import IdentityHint
    from portfolio.model.progress import Progress
    from portfolio.store.recorder import Recorder
    from portfolio.store.store import Store

    Report = Callable[[Progress], None]
    Cancelled = Callable[[], bool]

READING = "reading"
"""Where a source's cursor keeps the git reader's own."""
PLACE_KINDS = frozenset({SourceKind.GIT_FOLDER})


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading one repository came to.

    Attributes:
        source_id: "" when it could not even be stored.
        new / changed / gone: Contributions.
        problem: One plain sentence when it could not be read (whole).
    """

    label: str
    place: str
    source_id: str = ""
    new: int = 0
    changed: int = 0
    gone: int = 0
    coverage: tuple[Coverage, ...] = ()
    problem: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class RepositoryRead:
    """A report in between: a repository is done, with what it came to."""

    result: ReadResult
    is_last: bool = False


@dataclass(slots=True)
class _Reading:
    """State of reading one repository."""

    store: Store
    clock: Clock
    source: Source
    written: Written = field(default_factory=Written)
    gone: int = 0
    coverage: tuple[Coverage, ...] = ()
    is_unchanged: bool = False


def scan(
    folders: Iterable[Path], *, report: Report, cancelled: Cancelled, max_depth: int = 6
) -> list[FoundRepository]:
    """Find the repositories in and below folders; nothing is stored.

    Raises:
        GitMissingError: There is no git program on this computer.
    """
    return find_repositories(folders, report=report, cancelled=cancelled, max_depth=max_depth)


def read(
    store: Store,
    clock: Clock,
    found: Sequence[FoundRepository],
    *,
    report: Callable[[Progress | RepositoryRead], None],
    cancelled: Cancelled,
) -> list[ReadResult]:
    """Read repositories into the record: all first passes, then all second passes.

    Args:
        store: The record.
        clock: For the marks of when things were read.
        found: From `scan`.
        report: Gets progress, and a `RepositoryRead` when a repository's first pass is done.
        cancelled: Asked often; what was read stays.
    """
    with store.recording() as recorder:
        # What accounts hint at stays: only the settings of git are read anew here.
        kept = [each for each in recorder.identities.hints() if is_of_accounts(each)]
        recorder.save_hints([*_hints(found), *kept])
    unreadable.forget_gone(store, {str(each.path) for each in found if not each.problem})
    link_by_remotes(store, [each for each in found if each.remotes and not each.problem])
    results = []
    for repository in found:
        if cancelled():
            break
        result = _read_one(store, clock, repository, report=report, cancelled=cancelled)
        results.append(result)
        report(RepositoryRead(result))
    settle(store)
    for repository, result in zip(found, results, strict=False):
        if cancelled():
            break
        if result.source_id and not result.problem:
            _read_sizes(
                store,
                repository,
                result.source_id,
                is_unchanged=result.is_unchanged,
                report=report,
                cancelled=cancelled,
            )
    return results


def read_again(
    store: Store,
    clock: Clock,
    *,
    report: Callable[[Progress | RepositoryRead], None],
    cancelled: Cancelled,
) -> list[ReadResult]:
    """Read every repository of the record again (new work, newly confirmed identities).

    A repository that is no longer where it was is said so; what was read from it stays.
    """
    with store.reading() as reader:
        sources = [each for each in reader.sources.all() if each.kind in PLACE_KINDS]
    from pathlib import Path

    places = [Path(source.place) for source in sources]
    there = [place for place in places if place.is_dir()]
    found = scan(there, report=report, cancelled=cancelled, max_depth=0)
    known = {source.instance for source in sources}
    results = read(
        store,
        clock,
        [each for each in found if str(each.git_dir) in known],
        report=report,
        cancelled=cancelled,
    )
    met = {source_id_of(each) for each in found}
    for source in sources:
        if source.id not in met and not source.is_unreadable and not cancelled():
            missing = _missing(store, source)
            results.append(missing)
            report(RepositoryRead(missing))
    return results


def _missing(store: Store, source: Source) -> ReadResult:
    problem = f"{source.label} is no longer at {source.place}. What was read from it stays."
    with store.recording() as recorder:
        recorder.save_source(replace(source, last_error=problem))
    return ReadResult(source.label, source.place, source.id, problem=problem)


def source_id_of(found: FoundRepository) -> str:
    """Return the id of a repository's source: made from its git folder, so it stays the same."""
    return "git-" + hashlib.sha256(str(found.git_dir).encode()).hexdigest()[:20]


def _hints(found: Sequence[FoundRepository]) -> list[IdentityHint]:
    return [*computer_hints(), *(hint for each in found for hint in each.hints)]


def _read_one(
    store: Store,
    clock: Clock,
    found: FoundRepository,
    *,
    report: Report,
    cancelled: Cancelled,
) -> ReadResult:
    place = str(found.path)
    if found.problem or not found.is_repository:
        unreadable.note(store, found, source_id_of(found))
        return ReadResult(found.label, place, problem=found.problem)
    reading = _Reading(store, clock, _store_source(store, found))
    source_id = reading.source.id
    try:
        with store.reading() as reader:
            cursor = reader.sources.cursor(source_id)
            mine = reader.identities.confirmed_keys()
        with store.recording() as recorder:
            known = recorder.known_ids(source_id)
        last = cursor.get(READING)
        batches = read_repository(
            found,
            source_id=source_id,
            cursor=last if isinstance(last, dict) else {},
            mine=mine,
            known_ids=known,
            clock=clock,
            report=report,
            cancelled=cancelled,
        )
        for batch in batches:
            _keep(reading, found, batch)
    except GitMissingError:
        raise
    except SourceError as error:
        _note_fault(reading, str(error))
        return ReadResult(found.label, place, source_id, problem=str(error))
    return ReadResult(
        found.label,
        place,
        source_id,
        reading.written.new,
        reading.written.changed,
        reading.gone,
        reading.coverage,
        problem=_cut_words(found.label, reading.coverage),
        is_unchanged=reading.is_unchanged,
    )


def _keep(reading: _Reading, found: FoundRepository, batch: ReadBatch) -> None:
    """Store one batch in one transaction, with everything else when it is the last."""
    now = reading.clock.now()
    with reading.store.recording() as recorder:
        if batch.contributions:
            reading.written += recorder.add_contributions(
                reading.source.id, batch.contributions, at=now
            )
        if batch.is_last:
            _keep_end(reading, recorder, found, batch)


def _keep_end(
    reading: _Reading, recorder: Recorder, found: FoundRepository, batch: ReadBatch
) -> None:
    source_id, now = reading.source.id, reading.clock.now()
    reading.is_unchanged = batch.is_unchanged
    if batch.is_unchanged:
        reading.coverage = reading.source.coverage
        recorder.save_source(replace(reading.source, last_ok_at=now, last_error=""))
        return
    recorder.seen(source_id, batch.seen, at=now)
    reading.gone = recorder.gone(source_id, batch.gone, at=now)
    known = [each for each in recorder.identities.spellings() if each.source_id == source_id]
    recorder.save_spellings(source_id, merged_spellings(known, batch.spellings, batch.counted))
    # Copied-in trees are found by the second pass, which looks at no commit twice.
    trees = [
        each
        for each in recorder.questions.all()
        if each.source_id == source_id and each.detail.endswith("/")
    ]
    asked = [*batch.questions, *trees, *question_of(reading.source)]
    recorder.save_questions(source_id, asked)
    kept = tuple(each for each in reading.source.coverage if each.kind == "statistics")
    reading.coverage = (*batch.coverage, *kept)
    recorder.set_coverage(source_id, reading.coverage)
    is_whole = batch.cursor is not None
    recorder.save_source(
        replace(
            reading.source,
            roots=batch.roots or reading.source.roots,
            last_ok_at=now if is_whole else reading.source.last_ok_at,
            last_error="" if is_whole else _cut_words(found.label, batch.coverage),
        )
    )
    if is_whole:
        pairs = [[join.from_key, join.to_key] for join in batch.mailmap]
        recorder.set_cursor(source_id, {READING: batch.cursor, MAILMAP: pairs})
        link(recorder, found, batch.roots)


def _cut_words(label: str, coverage: Iterable[Coverage]) -> str:
    """Say that a reading did not reach its end (a shallow copy did; it is only short)."""
    for each in coverage:
        cut = {"interrupted", "unreadable-objects"} & set(each.missing)
        if each.kind == "commits" and each.state is CoverageState.IN_PART and cut:
            if "interrupted" in cut:
                return f"Reading {label} was stopped. What was read so far is kept."
            return f"Part of {label} is damaged. What could be read is kept."
    return ""


def _note_fault(reading: _Reading, words: str) -> None:
    with reading.store.recording() as recorder:
        recorder.save_source(replace(reading.source, last_error=words))


def _store_source(store: Store, found: FoundRepository) -> Source:
    source_id = source_id_of(found)
    with store.reading() as reader:
        known = reader.sources.get(source_id)
        key = project_key(reader.projects.aliases(), found, known)
    source = Source(
        id=source_id,
        kind=SourceKind.GIT_FOLDER,
        instance=str(found.git_dir),
        label=found.label,
        place=str(found.path),
        project_key=key,
        remotes=found.remotes,
        roots=known.roots if known else (),
        is_public=standing_of(found, known),
        confidentiality=known.confidentiality if known else Confidentiality.LEAVE_OUT,
        coverage=known.coverage if known else (),
        last_ok_at=known.last_ok_at if known else None,
        last_error=known.last_error if known else "",
    )
    with store.recording() as recorder:
        recorder.save_source(source)
    return source


def _read_sizes(  # noqa: PLR0913  (each is a thing of its own)
    store: Store,
    found: FoundRepository,
    source_id: str,
    *,
    is_unchanged: bool,
    report: Report,
    cancelled: Cancelled,
) -> None:
    """Second pass: sizes of the changes that have none yet."""
    with store.reading() as reader:
        source = reader.sources.get(source_id)
    with store.recording() as recorder:
        wanted = recorder.without_sizes(source_id)
    if not wanted or source is None or (is_unchanged and _has_sizes(source)):
        return
    for batch in read_statistics(
        found, wanted, source_id=source_id, report=report, cancelled=cancelled
    ):
        with store.recording() as recorder:
            recorder.set_sizes(source_id, batch.sizes)
            recorder.set_patterns(source_id, batch.patterns)
            if batch.is_last:
                others = [each for each in source.coverage if each.kind != "statistics"]
                recorder.set_coverage(source_id, [*others, *batch.coverage])
                asked = [q for q in recorder.questions.all() if q.source_id == source_id]
                new = {question.key for question in batch.questions}
                kept = [question for question in asked if question.key not in new]
                recorder.save_questions(source_id, [*kept, *batch.questions])


def _has_sizes(source: Source) -> bool:
    """Whether the second pass reached its end at the last reading."""
    return any(
        each.kind == "statistics" and each.state is CoverageState.COMPLETE
        for each in source.coverage
    )
