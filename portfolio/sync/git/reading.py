"""Read a repository: everything the first time, only what is new after that.

::

    tips as at the last reading, same identities -------> nothing (one `for-each-ref`)
    cut elsewhere, other remotes, new identities,
    tips of then lost, a pattern now frequent ----------> everything anew
    otherwise ------------------------------------------> new commits; commits not reached any more

A reading that is cut short (cancelled, damaged objects) hands on what it read, says so in its
coverage, and leaves the cursor, so that the next one starts again from the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.errors import SourceError
from portfolio.sync.git.batch import ReadBatch
from portfolio.sync.git.cursor import Cursor
from portfolio.sync.git.ending import cut_short
from portfolio.sync.git.everything import read_everything
from portfolio.sync.git.news import can_go_on, read_news
from portfolio.sync.git.refs import read_tips
from portfolio.sync.git.runner import Git, GitFailedError, ReadingCancelledError
from portfolio.sync.git.scan import problem_words
from portfolio.sync.git.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

    from portfolio.clock import Clock
    from portfolio.model.progress import Progress
    from portfolio.sync.git.found import FoundRepository


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

    Blocks, and runs git meanwhile: not for the UI thread. Closing the iterator ends git.

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
    try:
        git.permitted(found.path, "rev-parse", "--git-dir")
        tips = read_tips(git, found.git_dir)
        session = Session(
            git, found, source_id, mine, known_ids, clock.now(), report, cancelled, tips
        )
        last = Cursor.from_dict(cursor)
        if last is not None and last.digest == session.digest and mine <= last.mine:
            yield ReadBatch(is_last=True, is_unchanged=True, roots=last.roots)
        else:
            yield from _read(session, last)
    except GitFailedError as exc:
        raise SourceError(f"{found.label}: {problem_words(exc)}") from exc


def _read(session: Session, last: Cursor | None) -> Iterator[ReadBatch]:
    try:
        session.prepare()
        if last is not None and can_go_on(session, last):
            is_done = yield from read_news(session, last)
            if is_done:
                return
    except ReadingCancelledError:
        yield cut_short(session, "interrupted")
        return
    yield from read_everything(session)
