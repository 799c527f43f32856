"""Find the repositories in folders the person chose."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.model.identity import IdentityHint
from portfolio.model.progress import Progress
from portfolio.sync.git.config import parsed_settings
from portfolio.sync.git.found import FoundRepository
from portfolio.sync.git.runner import Git, GitFailedError
from portfolio.sync.git.shorthand import Shorthand, read_shorthand
from portfolio.sync.git.text import one_line, path_text
from portfolio.sync.git.walk import Closed, Place, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_REPORT_EVERY_S: Final = 0.05


def find_repositories(
    folders: Iterable[Path],
    *,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    max_depth: int = 6,
) -> list[FoundRepository]:
    """Return the repositories in and below folders, in the order of their paths.

    Work trees of one repository are one entry. Folders that could not be looked into and
    repositories git refuses are in the list with their ``problem``. When cancelled, what was found
    so far is returned.

    Args:
        folders: Where to look; each is looked at even when it is a link.
        cancelled: Asked at every folder.
        max_depth: How many folders deep below each of them.
        report: Gets the number of folders looked at and the present one, at most 20 times a
            second, and a last time at the end.

    Raises:
        GitMissingError: There is no usable git program.
    """
    git = Git.find()
    shorthand = read_shorthand(git)
    counter = _Counter(report)
    places: dict[Path, list[Place]] = {}
    closed: list[Closed] = []
    seen: set[tuple[int, int]] = set()
    for folder in folders:
        start = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - keeps links in it
        for place in walk(
            start, max_depth=max_depth, cancelled=cancelled, looked_at=counter.count, seen=seen
        ):
            if isinstance(place, Closed):
                closed.append(place)
            else:
                places.setdefault(place.common_dir, []).append(place)
    found = [_closed(folder) for folder in closed]
    for common_dir, same in places.items():
        if cancelled():
            break
        found.append(_examined(git, shorthand, common_dir, same))
        counter.tell(same[0].folder)
    counter.finish()
    return sorted(found, key=lambda repository: repository.path)


class _Counter:
    """Counts folders and reports now and then."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._done = 0
        self._label = ""
        self._next_s = 0.0

    def count(self, folder: Path) -> None:
        self._done += 1
        self.tell(folder)

    def tell(self, folder: Path) -> None:
        self._label = path_text(folder)
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + _REPORT_EVERY_S
            self._report(Progress("scan", self._label, self._done))

    def finish(self) -> None:
        self._report(Progress("scan", self._label, self._done, self._done))


def _closed(closed: Closed) -> FoundRepository:
    label = path_text(closed.folder.name) or path_text(closed.folder)
    return FoundRepository(
        closed.folder, closed.folder, label, problem=closed.problem, is_repository=False
    )


def _examined(
    git: Git, shorthand: Shorthand, common_dir: Path, same: list[Place]
) -> FoundRepository:
    """Return what git says of one repository; ``same`` are its work trees."""
    # The main work tree first: its git directory is the common one.
    same = sorted(same, key=lambda place: (place.git_dir != common_dir, place.folder))
    first = same[0]
    label = path_text(first.folder.name.removesuffix(".git") or first.folder.name)
    worktrees = tuple(place.folder for place in same if not place.is_bare)
    problem = first.problem
    settings: dict[str, list[str]] = {}
    if not problem:
        try:
            # Git's own look at the folder first: this is where it refuses somebody else's.
            git.permitted(first.folder, "rev-parse", "--git-dir")
            settings = parsed_settings(git.output(common_dir, "config", "-z", "--list"))
        except GitFailedError as exc:
            problem = problem_words(exc)
    return FoundRepository(
        path=first.folder,
        git_dir=common_dir,
        label=label,
        is_bare=first.is_bare,
        worktrees=worktrees,
        is_submodule=first.is_submodule,
        named_remotes=_remotes(settings, shorthand),
        hints=_hints(settings, label),
        is_shallow=(common_dir / "shallow").exists(),
        is_partial=_is_partial(settings),
        problem=problem,
    )


def problem_words(exc: GitFailedError) -> str:
    """Return why git does not read a repository, in a plain sentence and its own words."""
    if "dubious ownership" in exc.words:
        why = "This folder belongs to another user of this computer, so git does not read it."
    else:
        why = "git could not read this repository."
    return f"{why} {exc.detail}".strip()


def _remotes(settings: dict[str, list[str]], shorthand: Shorthand) -> tuple[tuple[str, str], ...]:
    named: list[tuple[str, str]] = []
    for key, values in settings.items():
        if key.startswith("remote.") and key.endswith(".url"):
            name = key.removeprefix("remote.").removesuffix(".url")
            named += [(name, known) for url in values if (known := shorthand.remote(url))]
    named.sort(key=lambda pair: (pair[0] != "origin", pair[0] != "upstream"))
    return tuple(named)


def _hints(settings: dict[str, list[str]], label: str) -> tuple[IdentityHint, ...]:
    """Return who the repository's own settings say commits here."""
    name = _last(settings, "user.name")
    address = _last(settings, "user.email")
    if not name and not address:
        return ()
    return (IdentityHint(name=name, address=address, where="repository", label=label),)


def _last(settings: dict[str, list[str]], key: str) -> str:
    values = settings.get(key, [""])
    return one_line(os.fsencode(values[-1]))


def _is_partial(settings: dict[str, list[str]]) -> bool:
    return "extensions.partialclone" in settings or any(
        key.startswith("remote.") and key.endswith(".promisor") and values[-1] != "false"
        for key, values in settings.items()
    )
