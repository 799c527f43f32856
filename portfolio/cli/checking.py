"""``check``: what can be believed of a CV, a letter, a badge, a backpack or a share file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import outside_files, places
from portfolio.cli.session import DOES_NOT_HOLD, session_of
from portfolio.model import report_text
from portfolio.operations import handed_files

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from collections.abc import Awaitable, Callable

    from portfolio.model.report import Report
    from portfolio.operations.asking import Ask
    from portfolio.operations.handed_files import HandedFile
    from portfolio.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Add the command to the whole command line."""
    app.command()(check)


def check(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            help="A PDF, letter, badge, share file or backpack (zip or folder); - is stdin."
        ),
    ],
    signature: Annotated[
        Path | None, typer.Option("--signature", help="FILE.sig of a letter, when it came beside.")
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask the addresses it names.")
    ] = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="Every step of every letter and badge.")
    ] = False,
) -> None:
    """Check a file of anybody; nothing is imported. Ends with 0 only if all that can be holds."""
    session = session_of(context)
    workspace = session.workspace()
    asks = online and not session.is_offline
    path = Path(places.named(file, "file"))
    if signature is None and path.is_dir():
        handed = handed_files.opened(path)
    else:
        raw = outside_files.read(path)
        if signature:
            detached = outside_files.signature(signature)
        else:
            detached = handed_files.beside(path, raw)
        handed = handed_files.HandedFile(path.name, raw, detached)
    report = _report(workspace, handed, online=asks)
    lines = report_text.lines(report, steps=steps, how_to_ask="--online")
    session.answer(report, "\n".join(lines))
    if not report.holds:
        session.ends_with(DOES_NOT_HOLD)


def _report(workspace: Workspace, file: HandedFile, *, online: bool) -> Report:
    from portfolio.operations import checking

    at, raw, detached = workspace.clock.now(), file.raw, file.detached
    if not online:
        return checking.check(raw, at=at, name=file.name, detached=detached)
    return _asking(
        workspace,
        lambda ask: checking.check_online(raw, ask, at=at, name=file.name, detached=detached),
    )


def _asking(workspace: Workspace, check: Callable[[Ask], Awaitable[Report]]) -> Report:
    from portfolio.operations.asking import asker

    async def act() -> Report:
        try:
            return await check(asker(workspace.transport, workspace.clock))
        finally:
            await workspace.close_network()

    return asyncio.run(act())
