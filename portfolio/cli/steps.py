"""``undo``, ``redo`` and ``history``."""

from __future__ import annotations

from typing import Annotated

import typer

from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.model.journal import Entry
from portfolio.model.steps import words
from portfolio.operations import history as operations

Count = Annotated[int, typer.Argument(min=1, max=1000, metavar="N", help="How many steps.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(undo)
    app.command()(redo)
    app.command()(history)


def undo(context: typer.Context, count: Count = 1) -> None:
    """Take back the last steps, also of earlier runs."""
    session = session_of(context)
    _answer(session, operations.undo(session.store, count), "Undone", "There is nothing to undo.")


def redo(context: typer.Context, count: Count = 1) -> None:
    """Bring back what was undone last."""
    session = session_of(context)
    _answer(session, operations.redo(session.store, count), "Redone", "There is nothing to redo.")


def history(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 50,
    before: Annotated[int | None, typer.Option(help="Only steps before this number.")] = None,
) -> None:
    """List what you did, newest first."""
    session = session_of(context)
    found = operations.history(session.shown, limit=limit, before=before)
    session.list(
        [{**_step(entry), "words": said} for entry, said in found],
        lambda step: (
            f"{step['id']}  {step['at']:%Y-%m-%d %H:%M}  {step['words']}"
            + ("" if step["state"] == "done" else f" ({step['state']})")
        ),
        nothing="Nothing was decided yet.",
    )


def _step(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "at": entry.at,
        "label": entry.label,
        "args": entry.args,
        "state": entry.state,
    }


def _answer(session: Session, entries: list[Entry], did: str, nothing: str) -> None:
    said = [{**_step(entry), "words": words(entry)} for entry in entries]
    session.list(said, lambda step: f"{did}: {step['words']}", nothing=nothing)
    if not entries:
        session.ends_with(DOES_NOT_HOLD)
