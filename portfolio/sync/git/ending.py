"""The last batch of a reading: counts, questions, coverage and the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.sync.git.batch import ReadBatch
from portfolio.sync.git.coverage import commit_coverage, tag_coverage
from portfolio.sync.git.cursor import Cursor
from portfolio.sync.git.mailmap import read_joins
from portfolio.sync.git.roots import main_first
from portfolio.sync.git.spellings import SpellingCount
from portfolio.sync.git.tags import Tag, releases

if TYPE_CHECKING:
    from portfolio.model.contribution import NewContribution
    from portfolio.model.identity import MailmapJoin
    from portfolio.model.source import Coverage, Question
    from portfolio.sync.git.bulk import Sorter
    from portfolio.sync.git.session import Session
    from portfolio.sync.git.spellings import Tallies


@dataclass(slots=True)
class Result:
    """What a reading came to.

    Attributes:
        roots: Commits without a parent, those included at which the history was cut.
        joins: What the .mailmap joined in earlier readings that are not repeated.
        from_s / to_s: Believable dates earlier readings span; widened by this one's.
    """

    tallies: Tallies
    sorter: Sorter
    counted: SpellingCount
    roots: frozenset[str] = frozenset()
    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    joins: frozenset[MailmapJoin] = frozenset()
    from_s: int | None = None
    to_s: int | None = None

    def widen(self) -> None:
        """Take this reading's own dates into ``from_s`` and ``to_s``."""
        first_s, last_s = self.tallies.period()
        known = [second for second in (self.from_s, first_s) if second is not None]
        self.from_s = min(known, default=None)
        known = [second for second in (self.to_s, last_s) if second is not None]
        self.to_s = max(known, default=None)


def whole(session: Session, result: Result) -> ReadBatch:
    """Return the last batch of a reading that came to its end."""
    result.widen()
    cut_at = frozenset(session.tips.cut.decode("ascii", "replace").split())
    # Where the history was cut a commit only looks like a root.
    roots = main_first(
        session.git,
        session.found.git_dir,
        result.roots - cut_at,
        is_cut=bool(cut_at),
        cancelled=session.cancelled,
    )
    tallies = result.tallies
    joins = _joins(session, result)
    cursor = Cursor(
        digest=session.digest,
        base=session.base,
        tips=session.tips.objects,
        tags=tuple(tag.native_id for tag in session.tags),
        mine=session.mine,
        roots=roots,
        from_s=result.from_s,
        to_s=result.to_s,
        patterns=result.sorter.counts,
        examples=result.sorter.examples,
        mailmap=session.mailmap,
        joins=tuple((join.from_key, join.to_key) for join in joins),
        unlinked=tuple(sorted(session.unlinked)) if session.found.is_public else (),
    )
    return ReadBatch(
        contributions=tuple(_releases(session, tallies)),
        seen=result.seen,
        gone=result.gone,
        spellings=tallies.spellings(session.source_id, otherwise=session.now),
        counted=result.counted,
        hints=session.found.hints,
        mailmap=joins,
        questions=_questions(session, result.sorter),
        coverage=_coverage(session, result),
        roots=roots,
        cursor=cursor.to_dict(),
        is_last=True,
        commit_count=session.commit_count,
    )


def cut_short(session: Session, fault: str, result: Result | None = None) -> ReadBatch:
    """Return the last batch of a reading that did not come to its end; there is no cursor.

    Args:
        session: The reading.
        fault: The code of what went wrong.
        result: What it came to all the same; without one the counts known before stay.
    """
    if result is None:
        coverage = commit_coverage(session.git, session.found, session.tips, (fault,))
        return ReadBatch(
            counted=SpellingCount.AT_LEAST,
            hints=session.found.hints,
            coverage=(coverage, tag_coverage((fault,))),
            is_last=True,
            commit_count=session.commit_count,
        )
    result.widen()
    return ReadBatch(
        contributions=tuple(_releases(session, result.tallies)),
        seen=result.seen,
        spellings=result.tallies.spellings(session.source_id, otherwise=session.now),
        counted=SpellingCount.AT_LEAST,
        hints=session.found.hints,
        questions=_questions(session, result.sorter),
        coverage=_coverage(session, result, fault),
        is_last=True,
        commit_count=session.commit_count,
    )


def _releases(session: Session, tallies: Tallies) -> list[NewContribution]:
    def url_of(tag: Tag) -> str:
        return session.links.tag_url(tag.name, tag.target)

    return releases(session.tags, tallies, session.now, url_of)


def _joins(session: Session, result: Result) -> tuple[MailmapJoin, ...]:
    people = {*result.tallies.part("author"), *result.tallies.part("committer")}
    if not session.mailmap or not people:
        return tuple(sorted(result.joins, key=_join_order))
    read = read_joins(session.git, session.found.git_dir, session.source_id, people)
    return tuple(sorted(read | result.joins, key=_join_order))


def _join_order(join: MailmapJoin) -> tuple[str, str]:
    return join.from_key, join.to_key


def _coverage(session: Session, result: Result, *faults: str) -> tuple[Coverage, ...]:
    commits = commit_coverage(
        session.git, session.found, session.tips, faults, (result.from_s, result.to_s)
    )
    return commits, tag_coverage(faults)


def _questions(session: Session, sorter: Sorter) -> tuple[Question, ...]:
    """Return what only the holder can say about the titles in the history."""
    return tuple(sorter.questions(session.found.label))
