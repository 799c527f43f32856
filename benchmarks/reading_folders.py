"""How long reading a large repository into a record takes, as ratios to what git alone takes.

::

    python -m benchmarks.reading_folders [--commits N] [--runs N] [--profile]

Everything a person waits for is in it: the history is read, everybody counted, the holder's
contributions stored with the lists, the search and the counts made from them, every batch safe on
disk. The repository is that of `benchmarks.git_reading`; the holder did an eighth of it.

* first pass: against ``git log`` of the same fields, read and thrown away. Limit: 2 times;
* nothing new: against the two git commands that find this out (printed, no limit: both are a few
  hundredths of a second);
* sizes of the changes: against ``git diff-tree`` of the same commits (printed apart, because the
  window shows the contributions before).

Runs are taken turn about, so that both sides see the same machine, and the ratio is that of the
quickest runs. ``cpu`` is processor time of this process and of git together.
Exits with 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.git_reading import COMMITS, bare_diff, bare_log, bare_start, person, repository
from portfolio.clock import SystemClock
from portfolio.model.codes import IdentityKind, IdentityStatus, Proof
from portfolio.model.identity import Identity, git_identity_key
from portfolio.operations import folders
from portfolio.paths import for_profile
from portfolio.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.model.progress import Progress
    from portfolio.operations.folders import RepositoryRead
    from portfolio.sync.git import FoundRepository

MOST_RATIO = 2.0


@dataclass(frozen=True)
class Took:
    """Seconds on the wall, and of the processor, git's with them."""

    wall_s: float
    cpu_s: float

    @staticmethod
    def of(work: Callable[[], object]) -> Took:
        """Return what some work takes."""
        began, spent = time.perf_counter(), os.times()
        work()
        done = os.times()
        return Took(time.perf_counter() - began, sum(done[:4]) - sum(spent[:4]))


def best(runs: list[Took]) -> Took:
    """Return the least of several runs."""
    return Took(min(run.wall_s for run in runs), min(run.cpu_s for run in runs))


class FirstPassOnly:
    """Stops a reading where the sizes of changes would begin."""

    def __init__(self) -> None:
        self._is_read = False

    def report(self, said: Progress | RepositoryRead) -> None:
        """Take notice of a first pass that is done."""
        self._is_read = self._is_read or isinstance(said, folders.RepositoryRead)

    def cancelled(self) -> bool:
        """Whether the reading should end."""
        return self._is_read


def confirm(store: Store, person_number: int) -> None:
    """Say that one of the generated people is the holder."""
    name, address = person(person_number)
    key = git_identity_key(name, address)
    with store.editing("identity.confirmed", name=name) as editor:
        editor.save_identity(
            Identity(f"me-{person_number}", "self", IdentityKind.GIT_EMAIL, "", address, key,
                     IdentityStatus.CONFIRMED, Proof.SELF)
        )  # fmt: skip


def read_first(store: Store, found: FoundRepository) -> int:
    """Read the history, without sizes; return how many contributions were new."""
    pass_one = FirstPassOnly()
    results = folders.read(
        store, SystemClock(), [found], report=pass_one.report, cancelled=pass_one.cancelled
    )
    assert not results[0].problem, results[0].problem
    return results[0].new


def read_whole(store: Store, found: FoundRepository) -> None:
    """Read what is missing, sizes too."""
    folders.read(store, SystemClock(), [found], report=lambda _said: None, cancelled=lambda: False)


def measure(found: FoundRepository, runs: int, *, is_profiled: bool) -> bool:
    """Print the ratios; return whether the limit was held."""
    log, first, start, again = [], [], [], []
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(runs):
            store = Store.open(for_profile(Path(scratch) / str(number)), clock=SystemClock())
            confirm(store, 0)
            log.append(Took.of(lambda: bare_log(found)))
            if is_profiled:
                profile.enable()
            first.append(Took.of(lambda store=store: read_first(store, found)))
            profile.disable()
            for _ in range(5):
                start.append(Took.of(lambda: bare_start(found)))
                again.append(Took.of(lambda store=store: read_first(store, found)))
            with store.recording() as recorder:
                ids = recorder.known_ids(folders.source_id_of(found))
            if number < runs - 1:
                store.close()
        diff = Took.of(lambda: bare_diff(found, ids))
        sizes = Took.of(lambda: read_whole(store, found))
        store.close()
    print(f"of the holder         {len(ids)} commits; best of {runs} runs, turn about")
    print("                            wall      cpu   ratio of wall, of cpu")
    ratio = _pair("git log, same fields", best(log), "first pass, stored", best(first))
    _pair("two bare git starts", best(start), "nothing new", best(again))
    _pair("git diff-tree", diff, "sizes of changes", sizes)
    if is_profiled:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(70)
    return ratio <= MOST_RATIO


def _pair(floor_name: str, floor: Took, name: str, took: Took) -> float:
    ratio = took.wall_s / floor.wall_s
    print(f"{floor_name:22}  {floor.wall_s * 1000:7.0f}  {floor.cpu_s * 1000:7.0f} ms")
    print(
        f"{name:22}  {took.wall_s * 1000:7.0f}  {took.cpu_s * 1000:7.0f} ms"
        f"   {ratio:.2f} times, {took.cpu_s / max(floor.cpu_s, 0.001):.2f}"
    )
    return ratio


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--commits", type=int, default=COMMITS)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="print where the time goes, too")
    options = parser.parse_args(arguments)
    (found,) = folders.scan(
        [repository(options.commits)], report=lambda _said: None, cancelled=lambda: False
    )
    if measure(found, options.runs, is_profiled=options.profile):
        return 0
    print(f"Over the limit of {MOST_RATIO} times.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
