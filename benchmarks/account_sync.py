"""How long the first sync of a large account takes, as a ratio to what it cannot do without.

::

    python -m benchmarks.account_sync [--items N] [--runs N] [--latency-ms N]

A scripted service on loopback, in a process of its own, lists items a hundred at a time and takes
20 ms for each answer. Everything a person waits for is in the sync: requests with credentials,
parsing, filing, every page safe on disk with its marks, lists, search and counts brought up to
date.

* first sync: against the floor, which is the same requests one after the other on one connection,
  their JSON read, and all items put into one table by plain sqlite3 at the end. Limit: 1.5 times;
* nothing new: how many requests. Limit: who the account is, and one for each kind;
* memory: what Python allocates at its peak for them all, less that for a fifth. Limit: 64 bytes for
  each further item. The whole process is printed beside it: SQLite keeps up to 64 MiB of the
  record's pages and maps its file, however that came to be;
* meanwhile (printed, no limit: it measures this machine as much): the longest time a thread that
  only wants to wake up, as a window does, was kept waiting, and how long a cancel took.

Runs are taken turn about and the ratio is that of the quickest runs.
Exits with 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sqlite3
import sys
import tempfile
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio.clock import SystemClock, to_text
from portfolio.keychain import SessionSecrets
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.operations import accounts, syncing
from portfolio.operations.accounts import Desk, SignIn
from portfolio.secret import Secret
from portfolio.sync.parsing import instant
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Container,
    KindInfo,
    Order,
    Page,
    Record,
    Request,
    WayInfo,
    Who,
)
from portfolio.workspace import Workspace
from tests.sync.loopback import Answer, Asked, FromFunction, LoopbackServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

ITEMS = 50_000
PER_PAGE = 100
MOST_RATIO = 1.5
MOST_BYTES_AN_ITEM = 64
KINDS = (Kind.PULL_REQUEST, Kind.COMMENT)
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


@cache
def page_of(kind: str, number: int, pages: int) -> bytes:
    """Return the body of one page, newest first."""
    first = (number - 1) * PER_PAGE
    items = [_item(kind, first + each) for each in range(PER_PAGE)]
    following = number + 1 if number < pages else None
    return json.dumps({"items": items, "next": following}).encode()


def _item(kind: str, number: int) -> dict[str, Any]:
    at = to_text(BEGAN - timedelta(minutes=37 * number))
    return {
        "id": number,
        "title": f"Change number {number} of {kind}, with words enough to search in",
        "body": "What was done and why, as people write it in two or three lines. " * 2,
        "created_at": at,
        "updated_at": at,
        "repository": {"id": number % 40, "name": f"group/project-{number % 40}"},
        "author": {"id": 7, "login": "ada", "avatar": "https://service.example/a.png"},
        "state": "merged",
    }


def serve(items: int, latency_s: float, told: Any) -> None:
    """Serve until told to end; runs in a process of its own."""
    pages = items // len(KINDS) // PER_PAGE

    def answer(asked: Asked) -> Answer:
        headers = {"Content-Type": "application/json"}
        if asked.path == "/me":
            return Answer(headers=headers, body=b'{"id": 7, "login": "ada"}', latency_s=latency_s)
        number = int(asked.query["page"])
        headers["ETag"] = f'"{asked.target}"'
        if asked.headers.get("if-none-match") == headers["ETag"]:
            return Answer(304, headers, latency_s=latency_s)
        body = page_of(asked.path.strip("/"), number, pages)
        return Answer(headers=headers, body=body, latency_s=latency_s)

    for kind in KINDS:  # made before anybody waits for them
        for number in range(1, pages + 1):
            page_of(str(kind), number, pages)
    with LoopbackServer(FromFunction(answer)) as server:
        told.send(server.base)
        told.recv()


@contextmanager
def service(items: int, latency_s: float) -> Iterator[str]:
    """Run the service; give its address."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(items, latency_s, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        process.join()


class BenchProvider(BaseProvider):
    """Reads the service, and counts its requests."""

    def __init__(self, base: str) -> None:
        self.requests = 0
        self.about = About(
            id="bench",
            name="Bench",
            instances=(base,),
            kinds=tuple(KindInfo(kind, Order.NEWEST_FIRST) for kind in KINDS),
            ways=(WayInfo(Way.TOKEN),),
        )

    async def who(self, access: Access, call: Call) -> Who:
        """Say who it is."""
        del access
        self.requests += 1
        raw = (await call(Request("/me"))).json()
        return Who(str(raw["id"]), str(raw["login"]))

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Read page after page."""
        number = int(ask.resume["page"]) if ask.resume else 1
        while number:
            self.requests += 1
            query = (("page", str(number)),)
            reply = await call(Request(f"/{ask.kind}", query=query, is_conditional=True))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            raw = reply.json()
            number = raw["next"]
            records = tuple(_record(ask.kind, each) for each in raw["items"])
            yield Page(records, resume={"page": number} if number else None)


def _record(kind: Kind, raw: dict[str, Any]) -> Record:
    container = raw["repository"]
    return Record(
        native_id=str(raw["id"]),
        kind=kind,
        action=Action.PROPOSED if kind is Kind.PULL_REQUEST else Action.COMMENTED,
        title=raw["title"],
        excerpt=raw["body"],
        occurred_at=instant(raw, "created_at"),
        updated_at=instant(raw, "updated_at"),
        url=f"https://service.example/{kind}/{raw['id']}",
        container=Container(str(container["id"]), container["name"]),
    )


@dataclass
class Ticks:
    """Gaps of a thread that wants to wake up every 5 ms, as a window's does."""

    gaps: list[float]

    def run(self, until: threading.Event) -> None:
        """Tick until told to end."""
        last = time.perf_counter()
        while not until.wait(0.005):
            now = time.perf_counter()
            self.gaps.append(now - last - 0.005)
            last = now


class Bench:
    """One profile with one account of the service; work runs on one executor, as in the window."""

    def __init__(self, folder: Path, base: str) -> None:
        self.provider = BenchProvider(base)
        self.base = base
        self.space = Workspace.open(
            folder, clock=SystemClock(), keychain=SessionSecrets(), providers=(self.provider,)
        )
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    def blocking(self, work: Callable[[], Any]) -> Any:
        """Run work of the store off the loop."""
        return asyncio.get_running_loop().run_in_executor(self._writer, work)

    def run(self, work: Callable[[], Any]) -> Any:
        """Run a coroutine on a loop, and close what belongs to it."""

        async def whole() -> Any:
            try:
                return await work()
            finally:
                await self.space.close_network()

        return asyncio.run(whole())

    def add(self) -> None:
        """Sign in."""
        wish = SignIn("bench", Way.TOKEN, self.base, token=Secret("token"))
        self.run(lambda: accounts.add(self.space, wish, Desk(self.blocking)))

    async def sync(self, report: Callable[[Any], None] = lambda _said: None) -> int:
        """Sync; return how many were new."""
        outcomes = await syncing.sync(self.space, report=report, blocking=self.blocking)
        assert outcomes[0].outcome == "done", outcomes[0]
        return outcomes[0].new

    def lend(self, space: Workspace) -> None:
        """Let another workspace of this profile read the service with the same sign-in."""
        # The window opens its record itself and hands its workspace nothing to begin with.
        space._keychain = self.space.keychain  # noqa: SLF001
        space._providers = (self.provider,)  # noqa: SLF001

    def close(self) -> None:
        """Close the record and end the executor."""
        self._writer.shutdown()
        self.space.close()


def floor(folder: Path, base: str, items: int) -> float:
    """Return the seconds of the same requests and one bulk insert."""
    import httpx

    async def fetch() -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        headers = {"Authorization": "Bearer token"}
        async with httpx.AsyncClient(base_url=base, headers=headers) as client:
            await client.get("/me")
            for kind in KINDS:
                for number in range(1, items // len(KINDS) // PER_PAGE + 1):
                    raw = json.loads((await client.get(f"/{kind}?page={number}")).content)
                    rows += [_row(str(kind), each) for each in raw["items"]]
        return rows

    began = time.perf_counter()
    rows = asyncio.run(fetch())
    with sqlite3.connect(folder / "floor.sqlite") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE item (kind, id, title, body, at, changed, url, place, state,"
            " UNIQUE (kind, id))"
        )
        connection.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()
    assert len(rows) == items
    return time.perf_counter() - began


def _row(kind: str, raw: dict[str, Any]) -> tuple[Any, ...]:
    return (
        kind,
        raw["id"],
        raw["title"],
        raw["body"],
        raw["created_at"],
        raw["updated_at"],
        f"https://service.example/{kind}/{raw['id']}",
        raw["repository"]["name"],
        raw["state"],
    )


def first_sync(folder: Path, base: str, items: int) -> tuple[float, list[float], int]:
    """Return its seconds, the gaps of a thread beside it, and the requests of a second one."""
    bench = Bench(folder / "profile", base)
    try:
        bench.add()
        ticks, end = Ticks([]), threading.Event()
        beside = threading.Thread(target=ticks.run, args=(end,))
        beside.start()
        began = time.perf_counter()
        assert bench.run(bench.sync) == items
        took = time.perf_counter() - began
        end.set()
        beside.join()
        bench.provider.requests = 0
        assert bench.run(bench.sync) == 0
        return took, ticks.gaps, bench.provider.requests
    finally:
        bench.close()


def cancelled(folder: Path, base: str) -> float:
    """Return how long it took to cancel a sync in the middle."""
    bench = Bench(folder / "cancelled", base)

    async def work() -> float:
        reached = asyncio.Event()
        task = asyncio.create_task(
            bench.sync(lambda said: reached.set() if said.items >= 10 * PER_PAGE else None)
        )
        await reached.wait()
        began = time.perf_counter()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return time.perf_counter() - began

    try:
        bench.add()
        return float(bench.run(work))
    finally:
        bench.close()


def _sync_alone(base: str, told: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), base)
        bench.add()
        tracemalloc.start()
        bench.run(bench.sync)
        told.send((tracemalloc.get_traced_memory()[1] // 1024, _peak_kib()))
        bench.close()


def _peak_kib() -> int:
    """Return this process's own peak; `getrusage` also counts what it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1])


def peaks_kib(items: int) -> tuple[int, int]:
    """Return the peak of what Python allocates for so many items, and of its whole process."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with service(items, 0.0) as base:
        process = context.Process(target=_sync_alone, args=(base, there))
        process.start()
        python, whole = here.recv()
        process.join()
    return int(python), int(whole)


def measure(items: int, runs: int, latency_s: float) -> bool:
    """Print the ratios; return whether the limits were held."""
    floors, firsts, gaps = [], [], []
    with service(items, latency_s) as base, tempfile.TemporaryDirectory() as scratch:
        for number in range(runs):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            floors.append(floor(folder, base, items))
            took, new_gaps, requests = first_sync(folder, base, items)
            firsts.append(took)
            gaps += new_gaps
        cancel_s = max(cancelled(Path(scratch) / f"c{number}", base) for number in range(3))
    ratio = min(firsts) / min(floors)
    small, large = peaks_kib(items // 5), peaks_kib(items)
    more_bytes = (large[0] - small[0]) * 1024 / (items - items // 5)
    gaps.sort()
    print(f"items                  {items}, {latency_s * 1000:.0f} ms an answer; best of {runs}")
    print(f"requests, bulk insert  {min(floors):7.2f} s")
    print(f"first sync             {min(firsts):7.2f} s   {ratio:.2f} times")
    print(f"nothing new            {requests:7d} requests for {len(KINDS)} kinds")
    print(f"peak in Python         {large[0] / 1024:7.1f} MiB, a fifth of the items"
          f" {small[0] / 1024:.1f} MiB: {more_bytes:.0f} bytes a further item")  # fmt: skip
    print(f"peak of the process    {large[1] / 1024:7.1f} MiB, {small[1] / 1024:.1f} MiB")
    print(f"a thread beside it     {gaps[-1] * 1000:7.1f} ms longest wait,"
          f" {gaps[int(len(gaps) * 0.999)] * 1000:.1f} ms in 999 of 1000")  # fmt: skip
    print(f"cancel                 {cancel_s * 1000:7.1f} ms, longest of 3")
    is_frugal = requests <= 1 + len(KINDS)
    return ratio <= MOST_RATIO and more_bytes <= MOST_BYTES_AN_ITEM and is_frugal


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--latency-ms", type=float, default=20.0)
    options = parser.parse_args(arguments)
    if measure(options.items, options.runs, options.latency_ms / 1000):
        return 0
    print(
        f"Over a limit: {MOST_RATIO} times the floor, {MOST_BYTES_AN_ITEM} bytes a further item,"
        f" {1 + len(KINDS)} requests."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
