"""Runs what asks services: one loop, one thread for the record, Ctrl-C at once."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import typer

from portfolio.cli.session import INTERRUPTED, Session
from portfolio.operations import accounts
from portfolio.operations.accounts import Desk
from portfolio.sync.engine import Blocking
from portfolio.workspace import Workspace

__all__ = ["Blocking", "desk", "run"]

_T = TypeVar("_T")
STOPPED = "Stopped. Every page that was read is kept whole; the next reading goes on from there."

PASTE = "Paste here what the page shows at its end, then press Enter."


def run(
    session: Session,
    work: Callable[[Workspace, Blocking], Awaitable[_T]],
    *,
    when_stopped: Callable[[], _T] | None = None,
) -> _T:
    """Run ``work`` on a loop of its own and close what it opened there.

    Ctrl-C cancels it where it waits; whole pages are kept, and the record is closed in order.

    Args:
        session: The run.
        work: Is handed the profile, and what runs blocking work away from the loop.
        when_stopped: Returns what there is to say after Ctrl-C; without it the command ends then.
    """
    workspace = session.workspace()

    async def all_of_it() -> _T:
        with _thread() as blocking:
            try:
                await _repair(session, workspace, blocking)
                return await work(workspace, blocking)
            finally:
                await workspace.close_network()

    try:
        return asyncio.run(all_of_it())
    except KeyboardInterrupt:
        session.warn(STOPPED)
        if when_stopped is not None:
            return when_stopped()
        raise typer.Exit(INTERRUPTED) from None


async def _repair(session: Session, workspace: Workspace, blocking: Blocking) -> None:
    """Finish what an earlier run left half done between the keyring and the record."""
    for removal in await accounts.repair(workspace, Desk(blocking)):
        if not removal.is_finished:
            handle = removal.account.handle
            session.warn(f"The token of {handle} could not be deleted yet: {removal.problem}")


@contextlib.contextmanager
def _thread() -> Iterator[Blocking]:
    with ThreadPoolExecutor(1, thread_name_prefix="portfolio-record") as pool:

        async def blocking(work: Callable[[], _T]) -> _T:
            return await asyncio.get_running_loop().run_in_executor(pool, work)

        yield blocking


def desk(session: Session, blocking: Blocking) -> Desk:
    """Return what a sign-in needs of a terminal: it shows steps and can be answered."""
    from portfolio.sync.signin.faults import END_STATES
    from portfolio.sync.signin.shapes import SignInStep, StepKind

    def report(step: SignInStep) -> None:
        words = {
            StepKind.SHOW_CODE: f"Open {step.address} and type the code {step.code}",
            StepKind.OPEN_PAGE: f"Open this page in your browser:\n{step.address}",
            StepKind.PASTE: f"Open this page in your browser:\n{step.address}",
        }.get(step.kind)
        if words:
            session.warn(words)  # also with --quiet: nothing goes on without it

    async def paste(problem: str) -> str:
        session.warn(" ".join(END_STATES[problem]) if problem in END_STATES else PASTE)
        return await _line()

    return Desk(blocking, report, paste)


async def _line() -> str:
    """Wait for a line on stdin without holding up the loop, where the system allows that."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        if not typed.done():
            typed.set_result(sys.stdin.readline())

    try:
        number = sys.stdin.fileno()
        loop.add_reader(number, read)
    except (OSError, ValueError, NotImplementedError):  # a file, a test, or Windows
        return sys.stdin.readline()
    try:
        return await typed
    finally:
        loop.remove_reader(number)
