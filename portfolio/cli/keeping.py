"""``backup``, ``restore``, ``doctor``, ``log`` and ``delete-everything``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli import places
from portfolio.cli.session import DOES_NOT_HOLD, IN_PART, WRONG_USAGE, Session, session_of
from portfolio.errors import StoreError, UsageError
from portfolio.model.record import Finding
from portfolio.operations import keeping


@dataclass(frozen=True, slots=True)
class RestoreAnswer:
    """What ``restore`` prints as JSON; ``put_aside`` is None when there was no record."""

    restored_from: Path
    put_aside: Path | None


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(doctor)
    app.command()(log)
    app.command("delete-everything")(delete_everything)


def backup(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", help="File to write.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the backups there are.")] = False,
) -> None:
    """Make a checked copy of the record."""
    session = session_of(context)
    if show_list:
        session.list(
            session.shown.backups(),
            lambda b: f"{b.made_at:%Y-%m-%d %H:%M}  {b.why}  {b.size_bytes:,} bytes  {b.path}",
            nothing="There are no backups yet.",
        )
        return
    path = out.expanduser().absolute() if out else None
    is_new_folder = path is not None and not path.parent.exists()
    made = keeping.back_up(session.store, path)
    session.answer(made, f"Saved {made.path}, {made.size_bytes:,} bytes. It was checked.")
    if is_new_folder:
        session.say(f"Made the folder {made.path.parent}.")


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A backup.")],
) -> None:
    """Put a backup in the record's place; the record of now is put aside first."""
    session = session_of(context)
    path = Path(places.named(file, "backup"))
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "The record is as it was.")
    workspace = session.workspace()
    aside = keeping.restore(workspace.paths, path.absolute(), workspace.clock)
    words = f"Restored {path}."
    if aside is not None:
        words += f" The record that was here before lies in {aside}."
    session.answer(RestoreAnswer(path, aside), words)


def doctor(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--rebuild", help="Build the lists again from what was recorded.")
    ] = False,
) -> None:
    """Look whether the record is sound."""
    session = session_of(context)
    if repair:
        session.store.rebuild_derived()
    try:
        findings = keeping.examine(session.store if repair else session.shown)
    except StoreError as error:
        findings = [Finding("opening", is_ok=False, words=str(error))]
    session.list(findings, lambda each: f"{'ok ' if each.is_ok else 'NO '} {each.words}")
    if not all(each.is_ok for each in findings):
        session.ends_with(DOES_NOT_HOLD)


def log(
    context: typer.Context,
    lines: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 50,
) -> None:
    """Show the end of the log; private data is kept out of it."""
    session = session_of(context)
    path = session.workspace().paths.log
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        text = ""
    session.list(text.splitlines()[-lines:], str, nothing=f"The log {path} is empty.")


def delete_everything(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the record, backups, settings, logs and kept tokens from this computer."""
    session = session_of(context)
    workspace = session.workspace()
    paths = workspace.paths
    if not yes and not _agrees(session, paths.data):
        session.warn("Nothing was deleted.")
        session.ends_with(WRONG_USAGE)
        return
    left = keeping.delete_everything(paths, workspace.clock, workspace.keychain)
    words = "Everything was deleted." if not left else "These could not be deleted:"
    session.answer({"not_deleted": left}, "\n".join([words, *left]))
    if left:
        session.ends_with(IN_PART)


def _agrees(session: Session, data: Path) -> bool:
    session.warn(f"This deletes your whole record in {data}, with its backups. There is no undo.")
    session.warn("Documents you saved elsewhere stay. Type “delete” to go on:")
    try:
        return input().strip().casefold() == "delete"
    except EOFError:
        return False
