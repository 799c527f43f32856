"""Times the store's lists against bare SQLite doing the same: ``python -m benchmarks.store_lists``.

Prints one line a thing: milliseconds, milliseconds of the floor, ratio. The record is generated
(always the same) and thrown away unless ``--keep FOLDER`` names a profile to use again.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator  # noqa: TC003
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portfolio.clock import SystemClock
from portfolio.model.codes import Action, IdentityKind, IdentityStatus, Proof, SourceKind
from portfolio.model.contribution import NewContribution, Participant
from portfolio.model.deed import DeedEdit, git_deed_key
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.model.identity import Identity, identity_key
from portfolio.model.project import ProjectEdit
from portfolio.model.source import Source
from portfolio.paths import Paths, for_profile
from portfolio.store import glance
from portfolio.store.store import Store

ME = identity_key(IdentityKind.GIT_EMAIL, "", "ada@x.example")
BEGIN = datetime(2003, 1, 1, tzinfo=UTC)
PROJECTS = 40
TEXT = (
    "focus ring keyboard menu window font colour layout table cursor cache parser network "
    "socket timeout retry header footer margin border test crash leak signal thread lock "
    "queue import export build release version update remove rename move split merge handle "
    "escape encode decode unicode locale plural date time zone sort filter search index"
)
WORDS = TEXT.split(" ")
ACTIONS = (Action.AUTHORED,) * 6 + (Action.REVIEWED,) * 2 + (Action.MERGED, Action.CO_AUTHORED)


def contributions(count: int, *, seed: int = 7) -> Iterator[list[NewContribution]]:
    """Yield generated contributions in batches of 1,000."""
    rng = random.Random(seed)
    batch: list[NewContribution] = []
    for number in range(count):
        commit = f"{number:08x}{seed:032x}"
        action = rng.choice(ACTIONS)
        title = " ".join(rng.choices(WORDS, k=6)).capitalize()
        rare = f" case{number // 1000}" if number % 1000 == 0 else ""
        batch.append(
            NewContribution(
                native_id=commit,
                action=action,
                title=title + rare,
                occurred_at=BEGIN + timedelta(seconds=rng.randrange(700_000_000)),
                identity_key=ME,
                deed_key=git_deed_key(commit, action),
                body=" ".join(rng.choices(WORDS, k=25)),
                people=(
                    Participant(f"Person {number % 500}", f"p{number % 500}@x.example", "author"),
                ),
            )
        )
        if len(batch) == 1000:
            yield batch
            batch = []
    if batch:
        yield batch


def fill(store: Store, count: int) -> float:
    """Write ``count`` contributions of 40 projects; return the seconds it took."""
    started = time.perf_counter()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with store.recording() as recorder:
        for number in range(PROJECTS):
            key = f"remote:forge.example/project-{number}"
            recorder.link_project(
                [key], project_key=key, recorded_name=f"Project {number}", urls=()
            )
            recorder.save_source(
                Source(f"source-{number}", SourceKind.GIT_FOLDER, f"/{number}/.git",
                       f"project-{number}", f"/{number}", key, is_public=True)
            )  # fmt: skip
    for number, batch in enumerate(contributions(count)):
        with store.recording() as recorder:
            recorder.add_contributions(f"source-{number % PROJECTS}", batch, at=at)
    return time.perf_counter() - started


def confirm(store: Store, status: IdentityStatus = IdentityStatus.CONFIRMED) -> None:
    """Say that the generated contributions are the holder's."""
    with store.editing("identity.confirmed", name="Ada") as editor:
        editor.save_identity(
            Identity("me", "self", IdentityKind.GIT_EMAIL, "", "ada@x.example", ME, status,
                     Proof.SELF)
        )  # fmt: skip


def best_ms(work: Callable[[], object], times: int = 5) -> float:
    """Return the quickest of several runs in milliseconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


def once_ms(work: Callable[[], object]) -> float:
    """Return one run in milliseconds."""
    return best_ms(work, 1)


@dataclass
class Report:
    """Prints lines of the table."""

    def line(self, what: str, ms: float, floor_ms: float | None = None) -> None:
        floor = f"{floor_ms:10.2f}  {ms / max(floor_ms, 0.01):7.1f}x" if floor_ms else ""
        print(f"{what:44} {ms:10.2f} {floor}", flush=True)


@contextmanager
def opened(paths: Paths, report: Report) -> Iterator[Store]:
    """Open the record and say how long that took."""
    started = time.perf_counter()
    store = Store.open(paths, clock=SystemClock())
    report.line("open (with check)", (time.perf_counter() - started) * 1000)
    try:
        yield store
    finally:
        store.close()


def measure_lists(store: Store, paths: Paths, report: Report) -> None:
    """Time pages, ids, filters and words."""
    floor = sqlite3.connect(paths.store)
    floor.execute("PRAGMA mmap_size=268435456")
    floor.execute("PRAGMA cache_size=-65536")
    raw = "SELECT id FROM deed_index WHERE listing > 0 ORDER BY occurred_at DESC, id DESC"
    with store.reading() as reader:
        deeds = reader.deeds
        every = deeds.ids(DeedQuery())
        middle = deeds.by_ids([every[len(every) // 2]])[0]
        project = f"remote:forge.example/project-{PROJECTS // 2}"
        first = best_ms(lambda: deeds.page(DeedQuery()))
        full = (
            "SELECT d.*, c.* FROM deed_index d JOIN contribution c ON c.id = d.contribution_id"
            " WHERE d.listing > 0 ORDER BY d.occurred_at DESC, d.id DESC LIMIT 100"
        )
        report.line("first page of 100", first, best_ms(lambda: floor.execute(full).fetchall()))
        page = deeds.page(DeedQuery())
        cursor = page.next
        report.line("next page (keyset)", best_ms(lambda: deeds.page(DeedQuery(), after=cursor)))
        report.line(
            "all ids in date order",
            best_ms(lambda: deeds.ids(DeedQuery()), 3),
            best_ms(lambda: floor.execute(raw).fetchall(), 3),
        )
        window = list(every[len(every) // 2 : len(every) // 2 + 256])
        report.line("window of 256 by ids", best_ms(lambda: deeds.by_ids(window)))
        for order in DeedOrder:
            query = DeedQuery(order=order)
            report.line(f"first page, {order}", best_ms(lambda q=query: deeds.page(q)))
            report.line(f"all ids, {order}", best_ms(lambda q=query: deeds.ids(q), 2))
        filters = {
            "one project": DeedQuery(project_key=project),
            "one action": DeedQuery(actions=(Action.REVIEWED,)),
            "two actions": DeedQuery(actions=(Action.REVIEWED, Action.MERGED)),
            "project and action": DeedQuery(project_key=project, actions=(Action.MERGED,)),
            "project by title": DeedQuery(project_key=project, order=DeedOrder.TITLE),
            "one source": DeedQuery(source_id="source-3"),
            "one year": DeedQuery(since=middle.occurred_at.date(),
                                  until=(middle.occurred_at + timedelta(days=365)).date()),
            "word in one (case0)": DeedQuery(words="case0"),
            "rare word": DeedQuery(words="case7"),
            "common word": DeedQuery(words="focus"),
            "two words": DeedQuery(words="focus ring"),
            "beginning of a word": DeedQuery(words="fo"),
            "word and project name": DeedQuery(words="focus 17"),
            "inside a word": DeedQuery(words="ocus"),
            "nothing": DeedQuery(words="xylophone"),
        }  # fmt: skip
        for name, query in filters.items():
            report.line(f"first page, {name}", best_ms(lambda q=query: deeds.page(q), 3))
            report.line(f"count, {name}", best_ms(lambda q=query: deeds.count(q), 2))
            report.line(f"all ids, {name}", best_ms(lambda q=query: deeds.ids(q), 2))
        report.line("months", best_ms(lambda: deeds.months(DeedQuery())))
        report.line(
            "months, common word", best_ms(lambda: deeds.months(DeedQuery(words="focus")), 2)
        )
        report.line("totals", best_ms(reader.totals))
        report.line("lanes", best_ms(reader.projects.lanes))
        report.line("roll-ups", best_ms(reader.projects.roll_ups))
        report.line("palette: find", best_ms(lambda: reader.find("focus ri")))
    report.line("glance (500 rows)", best_ms(lambda: glance.first_rows(paths)))
    report.line("reading(): begin and end", best_ms(lambda: store.reading().__enter__().holder()))
    floor.close()


def measure_edits(store: Store, report: Report) -> None:
    """Time decisions."""
    with store.reading() as reader:
        deed = reader.deeds.page(DeedQuery()).deeds[0]
    report.line("hide one deed", best_ms(lambda: _edit_deed(store, deed.key)))
    report.line("undo it", once_ms(store.undo))
    report.line("reject the identity", once_ms(lambda: confirm(store, IdentityStatus.REJECTED)))
    report.line("confirm it again", once_ms(lambda: confirm(store)))
    key = "remote:forge.example/project-"
    report.line(
        "rename a project", once_ms(lambda: _edit_project(store, f"{key}3", name="New name"))
    )
    report.line(
        "merge two projects", once_ms(lambda: _edit_project(store, f"{key}4", into=f"{key}5"))
    )
    report.line("undo both", once_ms(lambda: store.undo(2)))


def _edit_deed(store: Store, key: str) -> None:
    with store.editing("deed.hidden", title="x") as editor:
        known = editor.deeds.edit(key)
        editor.save_deed(DeedEdit(key, is_hidden=not (known and known.is_hidden)))


def _edit_project(store: Store, key: str, *, name: str = "", into: str = "") -> None:
    with store.editing("project.renamed", name=name) as editor:
        editor.save_project(ProjectEdit(key, name=name, merged_into=into))


def main(arguments: list[str]) -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deeds", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        paths = for_profile(options.keep or Path(scratch))
        is_new = not paths.store.exists()
        print(f"{options.deeds} deeds; milliseconds, floor by bare SQLite, ratio")
        with opened(paths, report) as store:
            if is_new:
                seconds = fill(store, options.deeds)
                print(f"written in {seconds:.1f} s, {options.deeds / seconds:.0f} rows/s")
                report.line("confirm the identity", once_ms(lambda: confirm(store)))
        print(f"file: {paths.store.stat().st_size / 1e6:.0f} MB")
        with opened(paths, report) as store:
            measure_lists(store, paths, report)
            measure_edits(store, report)
            report.line("backup, checked", once_ms(store.back_up))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
