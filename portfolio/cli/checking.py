"""``check``: what can be believed of a CV, a letter, a badge or a backpack of anybody."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from portfolio.cli import outside_files, verdict_lines
from portfolio.cli.session import DOES_NOT_HOLD, session_of
from portfolio.model import verdict_words
from portfolio.model.report import Report, Row

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.workspace import Workspace

_FILE: Final = "The file"


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
    detached = outside_files.read(signature, most=64 * 1024) if signature else _beside(file, raw)
    report = _report(workspace, raw, detached, file.name, online=online and not session.is_offline)
    session.answer(report, "\n".join(_lines(report, steps=steps)))
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


def _beside(file: Path, raw: bytes) -> bytes:
    beside = file.with_name(f"{file.name}.sig")
    is_bare = raw.startswith(b"Portfolio letter:") and b"BEGIN SSH SIGNATURE" not in raw
    return outside_files.read(beside, most=64 * 1024) if is_bare and beside.exists() else b""


def _lines(report: Report, *, steps: bool) -> list[str]:
    told = [verdict_words.title(report.headline), ""]
    for row in report.rows:
        told += _row(row, steps=steps)
    if report.holder_controls:
        told += ["", "What only the holder controls"]
        told += [f"  {verdict_words.title(each)}" for each in report.holder_controls]
    if report.wants and not report.is_online:
        count = len(report.wants)
        addresses = "address was" if count == 1 else "addresses were"
        told += ["", f"Checked on this computer only. {count} {addresses} not asked (--online)."]
    return told


def _row(row: Row, *, steps: bool) -> list[str]:
    kind = _FILE if row.trust is None else str(row.trust).capitalize()
    mark = verdict_lines.MARKS[row.step.mark]
    named = ": ".join(
        part for part in (row.reference or row.title, verdict_words.title(row.step.says)) if part
    )
    told = [f"{mark} {kind}  {named}"]
    detail = verdict_words.detail(row.step.says)
    if row.reference and row.title:
        told.append(f"    {row.title}")
    if detail:
        told.append(f"    {detail}")
    if steps and row.verdict is not None:
        told += [f"    {line}" for line in verdict_lines.lines(row.verdict)[1:]]
    return told
