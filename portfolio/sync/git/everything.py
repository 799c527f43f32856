"""Read the whole history of a repository."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.sync.git.bulk import Sorter
from portfolio.sync.git.damage import around_damage
from portfolio.sync.git.ending import Result, cut_short, whole
from portfolio.sync.git.history import History
from portfolio.sync.git.links import revisions
from portfolio.sync.git.objects import missing_objects, unreachable
from portfolio.sync.git.records import GarbledError
from portfolio.sync.git.runner import GitFailedError, ReadingCancelledError
from portfolio.sync.git.spellings import SpellingCount, Tallies

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from portfolio.sync.git.batch import ReadBatch
    from portfolio.sync.git.session import Session


def read_everything(session: Session) -> Iterator[ReadBatch]:
    """Yield everything in a repository, the last batch with the counts and the cursor.

    When git fails midway everything is read once more: around missing commits, if that was the
    reason; the last batch then says that it is not the whole.

    Raises:
        GitFailedError: Not even one commit could be read.
    """
    tips = session.tips.objects
    missing = missing_objects(session.git, session.found.git_dir, tips)
    told = revisions(name for name in tips if name not in missing)
    fault = "unreadable-objects" if missing else session.tips.fault
    is_damaged = yield from _read(session, told, fault, is_last_try=False)
    if not is_damaged:
        return
    with tempfile.TemporaryDirectory() as folder:
        cuts = Path(folder) / "cuts"
        cuts.write_bytes(session.tips.cut)
        try:
            session.git = around_damage(
                session.git, session.found.git_dir, told, cuts, session.cancelled
            )
        except GitFailedError:
            pass  # then as far as git comes
        except ReadingCancelledError:
            yield cut_short(session, "interrupted")
            return
        if cuts.read_bytes() != session.tips.cut:
            fault = "unreadable-objects"
        yield from _read(session, told, fault, is_last_try=True)


def _read(
    session: Session, told: bytes, fault: str, *, is_last_try: bool
) -> Generator[ReadBatch, None, bool]:
    """Read once; the result is True when git failed midway and another try may come further."""
    session.unlinked.clear()
    session.commit_count = 0
    tallies = Tallies(session.mine)
    sorter = Sorter(session.source_id)
    history = History(tallies, session.maker(), session.now)
    result = Result(tallies, sorter, SpellingCount.TOTALS)
    try:
        yield from session.stream(history, told, sorter)
        session.read_tags(tallies)
        result.seen, result.gone = _rest_of_known(session, told, is_whole=not fault)
    except ReadingCancelledError:
        fault = "interrupted"
    except (GitFailedError, GarbledError) as exc:
        if not is_last_try:
            return True
        if isinstance(exc, GitFailedError) and not history.commit_count:
            raise
        fault = "unreadable-objects"
    result.roots = frozenset(history.roots)
    yield from session.held_back(sorter)
    yield cut_short(session, fault, result) if fault else whole(session, result)
    return False


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
