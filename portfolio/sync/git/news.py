"""Read what changed in a repository since it was last read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.model.identity import MailmapJoin
from portfolio.sync.git.bulk import Sorter
from portfolio.sync.git.ending import Result, whole
from portfolio.sync.git.history import History
from portfolio.sync.git.links import revisions
from portfolio.sync.git.objects import missing_objects
from portfolio.sync.git.records import GarbledError
from portfolio.sync.git.runner import GitFailedError
from portfolio.sync.git.spellings import SpellingCount, Tallies

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from portfolio.sync.git.batch import ReadBatch
    from portfolio.sync.git.cursor import Cursor
    from portfolio.sync.git.session import Session


def can_go_on(session: Session, last: Cursor) -> bool:
    """Whether what changed since ``last`` can be told from what did not.

    Raises:
        GitFailedError: git could not say which tips are still there.
    """
    if not session.mine <= last.mine or last.base != session.base or session.tips.fault:
        return False
    if last.mailmap != session.mailmap:
        return False
    changed = set(last.tips) ^ set(session.tips.objects)
    return not missing_objects(session.git, session.found.git_dir, changed)


def read_news(session: Session, last: Cursor) -> Generator[ReadBatch, None, bool]:
    """Yield what is new; the result is False when everything must be read anew.

    New is what the tips reach now and did not reach then; gone is the reverse, and is taken away
    from the counts.

    Raises:
        ReadingCancelledError: The person asked to stop; what was read was yielded.
    """
    tallies = Tallies(session.mine)
    sorter = Sorter(session.source_id, last.patterns, last.examples)
    added = History(tallies, session.maker(), session.now, keep=True)
    lost = History(tallies, session.maker(), session.now, sign=-1, keep=True)
    now, then = set(session.tips.objects), set(last.tips)
    try:
        if now - then:
            told = revisions(sorted(now - then), without=last.tips)
            yield from session.stream(added, told, sorter)
        if then - now:
            told = revisions(sorted(then - now), without=session.tips.objects)
            for _ in session.commits(lost, told):
                pass  # counted only
        session.read_tags(tallies, known=frozenset(last.tags))
        yield from _linked_since(session, last, sorter)
    except (GitFailedError, GarbledError):
        return False
    if sorter.has_crossed:
        return False
    yield from session.held_back(sorter)
    result = Result(tallies, sorter, SpellingCount.ADDED)
    result.roots = frozenset((*last.roots, *added.roots)) - frozenset(lost.roots)
    lost_tags = set(last.tags) - {tag.native_id for tag in session.tags}
    result.gone = tuple(sorted(session.known_ids & (lost.hashes | lost_tags)))
    result.seen = tuple(sorted((session.known_ids & added.hashes) - session.yielded))
    result.joins = frozenset(MailmapJoin(session.source_id, *pair) for pair in last.joins)
    result.from_s, result.to_s = last.from_s, last.to_s
    yield whole(session, result)
    return True


def _linked_since(session: Session, last: Cursor, sorter: Sorter) -> Iterator[ReadBatch]:
    """Hand on anew what had no public address and has one now."""
    if not session.links.remotes:
        session.unlinked.update(last.unlinked)
        return
    linked = [name for name in last.unlinked if session.links.commit_url(name)]
    session.unlinked.update(set(last.unlinked).difference(linked))
    again = History(Tallies(session.mine), session.maker(), session.now)
    count = session.commit_count
    for made in session.commits(again, revisions(linked), "--no-walk=unsorted"):
        yield session.batch(sorter.marked(one) for one in made)
    session.commit_count = count
