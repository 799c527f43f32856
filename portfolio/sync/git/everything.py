"""Read the whole history of a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.sync.git.bulk import Sorter
from portfolio.sync.git.ending import Result, cut_short, whole
from portfolio.sync.git.history import History
from portfolio.sync.git.links import revisions
from portfolio.sync.git.objects import missing_objects, unreachable
from portfolio.sync.git.records import GarbledError
from portfolio.sync.git.runner import GitFailedError, ReadingCancelledError
from portfolio.sync.git.spellings import SpellingCount, Tallies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.sync.git.batch import ReadBatch
    from portfolio.sync.git.session import Session


def read_everything(session: Session) -> Iterator[ReadBatch]:
    """Yield everything in a repository, the last batch with the counts and the cursor.

    Raises:
        GitFailedError: Not even one commit could be read.
    """
    session.unlinked.clear()
    session.commit_count = 0
    tallies = Tallies(session.mine)
    sorter = Sorter(session.source_id)
    history = History(tallies, session.maker(), session.now)
    result = Result(tallies, sorter, SpellingCount.TOTALS)
    fault = session.tips.fault
    try:
        tips = session.tips.objects
        missing = missing_objects(session.git, session.found.git_dir, tips)
        if missing:
            fault = "unreadable-objects"
        told = revisions(name for name in tips if name not in missing)
        yield from session.stream(history, told, sorter)
        session.read_tags(tallies)
        result.seen, result.gone = _rest_of_known(session, told, is_whole=not fault)
    except ReadingCancelledError:
        fault = "interrupted"
    except (GitFailedError, GarbledError) as exc:
        if isinstance(exc, GitFailedError) and not history.commit_count and not fault:
            raise
        fault = "unreadable-objects"
    result.roots = frozenset(history.roots)
    yield from session.held_back(sorter)
    yield cut_short(session, fault, result) if fault else whole(session, result)


def _rest_of_known(
    session: Session, told: bytes, *, is_whole: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which known ids are still there though not handed on, and which are gone.

    Where the history was cut, or is empty all at once, nothing is called gone.
    """
    rest = session.known_ids - session.yielded - {tag.native_id for tag in session.tags}
    if not rest:
        return (), ()
    gone = unreachable(session.git, session.found.git_dir, told, rest, session.cancelled)
    seen = tuple(sorted(rest - gone))
    if not is_whole or session.tips.cut or not session.tips.objects:
        return seen, ()
    return seen, tuple(sorted(gone))
