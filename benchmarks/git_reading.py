"""How long reading a large repository takes, as ratios to what git alone takes.

::

    python -m benchmarks.git_reading [commits]

Makes a repository with 60,000 commits once (kept in the temporary folder), then measures, each the
best of some runs, turn about, so that both sides see the same state of the machine:

* ``git log`` of the same fields, its output read and thrown away;
* a first reading: everybody counted, the holder's contributions made;
* the sizes of the holder's changes, against ``git diff-tree`` of the same commits;
* a reading with nothing new, against the two git commands it needs at least.

Exits with 1 when a first reading takes more than twice what ``git log`` takes.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio.clock import SystemClock
from portfolio.model.identity import git_identity_key
from portfolio.sync.git import (
    FoundRepository,
    ReadBatch,
    find_repositories,
    read_repository,
    read_statistics,
)
from portfolio.sync.git.records import LOG_WORDS
from portfolio.sync.git.statistics import DIFF_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.model.progress import Progress

COMMITS = 60_000
PEOPLE = 400
MOST_RATIO = 2.0
_START_S = 1_100_000_000
_WORDS = (
    *("fix", "the", "reader", "of", "long", "lists", "so", "that", "nothing", "waits"),
    *("for", "it", "when", "there", "is", "no", "room"),
)


def main() -> int:
    """Measure and print."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else COMMITS
    (found,) = find_repositories([repository(commits)], report=_ignore, cancelled=_never)
    mine = frozenset(git_identity_key(*person(number)) for number in (0, 1))
    whole: list[ReadBatch] = []

    def first() -> None:
        whole[:] = _read(found, {}, mine)

    log_s, first_s = _in_turn(lambda: bare_log(found), first, runs=5)
    last = whole[-1]
    cursor = last.cursor or {}
    ids = {row.native_id for batch in whole for row in batch.contributions}
    bare_s, second_s = _in_turn(
        lambda: bare_start(found), lambda: _read(found, cursor, mine, ids), runs=40
    )
    diff_s, sizes_s = _in_turn(lambda: bare_diff(found, ids), lambda: _sizes(found, ids), runs=2)
    print(f"repository            {last.commit_count} commits, {len(last.spellings)} spellings")
    print(f"of the holder         {len(ids)} commits")
    print(f"git log, same fields  {log_s * 1000:8.1f} ms")
    print(f"first reading         {first_s * 1000:8.1f} ms   {first_s / log_s:.2f} times")
    print(f"git diff-tree         {diff_s * 1000:8.1f} ms")
    print(f"sizes of changes      {sizes_s * 1000:8.1f} ms   {sizes_s / diff_s:.2f} times")
    print(f"two bare git starts   {bare_s * 1000:8.1f} ms")
    print(f"reading, nothing new  {second_s * 1000:8.1f} ms   {second_s / bare_s:.2f} times")
    return 0 if first_s <= MOST_RATIO * log_s else 1


def _in_turn(
    one: Callable[[], object], other: Callable[[], object], *, runs: int
) -> tuple[float, float]:
    """Return the shortest time of each, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, taken in zip((one, other), times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def _read(
    found: FoundRepository,
    cursor: dict[str, object],
    mine: frozenset[str],
    ids: set[str] | None = None,
) -> list[ReadBatch]:
    return list(
        read_repository(
            found,
            source_id="benchmark",
            cursor=cursor,
            mine=mine,
            known_ids=ids or set(),
            clock=SystemClock(),
            report=_ignore,
            cancelled=_never,
        )
    )


def bare_log(found: FoundRepository) -> None:
    command = ("git", "--no-pager", f"--git-dir={found.git_dir}", *LOG_WORDS, "--all")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as git:
        assert git.stdout is not None
        while git.stdout.read(1 << 20):
            pass


def bare_diff(found: FoundRepository, ids: set[str]) -> None:
    command = ("git", f"--git-dir={found.git_dir}", *DIFF_WORDS)
    told = "".join(f"{name}\n" for name in ids).encode()
    subprocess.run(command, input=told, stdout=subprocess.DEVNULL, check=True)


def _sizes(found: FoundRepository, ids: set[str]) -> None:
    batches = read_statistics(found, ids, source_id="benchmark", report=_ignore, cancelled=_never)
    assert sum(len(batch.sizes) for batch in batches) == len(ids)


def bare_start(found: FoundRepository) -> None:
    for words in (("rev-parse", "--git-dir"), ("for-each-ref",)):
        command = ("git", f"--git-dir={found.git_dir}", *words)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def repository(commits: int) -> Path:
    folder = Path(tempfile.gettempdir()) / f"portfolio-benchmark-{commits}-2"
    if not (folder / "made").exists():
        folder.mkdir(exist_ok=True)
        subprocess.run(("git", "init", "-q", "."), cwd=folder, check=True)
        command = ("git", "fast-import", "--quiet", "--force")
        with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE) as git:
            assert git.stdin is not None
            for chunk in _history(commits):
                git.stdin.write(chunk)
        subprocess.run(("git", "repack", "-adq"), cwd=folder, check=True)
        (folder / "made").touch()
    return folder


def _history(commits: int) -> Iterator[bytes]:
    """Yield a fast-import stream: like a large project's, with bodies and trailers."""
    dice = random.Random(7)
    for number in range(commits):
        at = _START_S + number * 600
        # A few people do much, many do little; two identities are the holder's.
        author = _line(min(int(dice.expovariate(1 / 40)), PEOPLE - 1), at - dice.randrange(90_000))
        committer = _line(dice.randrange(12), at)
        title = " ".join(dice.choices(_WORDS, k=8)).capitalize()
        body = " ".join(dice.choices(_WORDS, k=dice.randrange(60)))
        trailers = "".join(
            f"{token}-by: {_named(dice.randrange(40))}\n"
            for token in ("Reviewed", "Signed-off")
            if dice.random() < 0.4
        )
        message = f"{title} ({number})\n\n{body}\n\n{trailers}".encode()
        yield b"commit refs/heads/main\nmark :%d\n" % (number + 1)
        yield f"author {author}\ncommitter {committer}\ndata {len(message)}\n".encode()
        yield message
        if number:
            yield b"from :%d\n" % number
        text = f"line {number}\n" * (1 + number % 7)
        path = f"src/part{number % 40}/file{number % 997}.txt"
        yield f"M 100644 inline {path}\ndata {len(text)}\n{text}\n".encode()


def person(number: int) -> tuple[str, str]:
    return f"Person Nr{number}", f"person{number}@host{number % 9}.example.org"


def _named(number: int) -> str:
    name, address = person(number)
    return f"{name} <{address}>"


def _line(number: int, at: int) -> str:
    return f"{_named(number)} {at} +0200"


def _ignore(_: Progress) -> None:
    pass


def _never() -> bool:
    return False


if __name__ == "__main__":
    raise SystemExit(main())
