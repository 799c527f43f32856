"""``check``: what can be believed of a CV, a letter, a badge or a backpack of anybody."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.session import DOES_NOT_HOLD, session_of
from portfolio.model import report_text
from portfolio.operations import handed_files

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.report import Report
    from portfolio.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Add the command to the whole command line."""
    app.command()(check)


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PDF, letter, badge or backpack; - is stdin.")],
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
    raw = outside_files.read(file)
    if signature:
        detached = outside_files.read(signature, most=handed_files.MOST_SIGNATURE)
    else:
        detached = handed_files.beside(file, raw)
    report = _report(workspace, raw, detached, file.name, online=online and not session.is_offline)
    lines = report_text.lines(report, steps=steps, how_to_ask="--online")
    session.answer(report, "\n".join(lines))
    if not report.holds:
        session.ends_with(DOES_NOT_HOLD)


def _report(
    workspace: Workspace, raw: bytes, detached: bytes, name: str, *, online: bool
) -> Report:
    from portfolio.operations import checking
    from portfolio.operations.asking import asker

    at = workspace.clock.now()
    if not online:
        return checking.check(raw, at=at, name=name, detached=detached)

    async def act() -> Report:
        try:
            ask = asker(workspace.transport, workspace.clock)
            return await checking.check_online(raw, ask, at=at, name=name, detached=detached)
        finally:
            await workspace.close_network()

    return asyncio.run(act())
