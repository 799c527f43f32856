"""``identity``: whose addresses are the holder's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from portfolio.cli import words
from portfolio.cli.groups import group
from portfolio.cli.scanning import note_reading, read_again
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.codes import IdentityStatus
from portfolio.model.identity import IdentitySuggestion, Reason
from portfolio.model.record import RecordTotals
from portfolio.operations import holder, identities
from portfolio.operations.folders import ReadResult

app = group("Say which names and addresses are yours.")

Names = Annotated[list[str], typer.Argument(help="Addresses, exact names or identity keys.")]


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """What a decision about identities prints as JSON.

    Attributes:
        repositories: What the reading that followed came to.
    """

    identities: tuple[IdentitySuggestion, ...]
    repositories: tuple[ReadResult, ...] = ()


@app.command("list")
def list_(
    context: typer.Context,
    show_all: Annotated[
        bool, typer.Option("--all", help="Everybody in the folders read, not only likely ones.")
    ] = False,
) -> None:
    """List names: [x] yours, [?] likely yours, [ ] undecided, [-] not yours."""
    session = session_of(context)
    rows = identities.suggestions(session.shown)
    near = [row for row in rows if row.reason != Reason.OTHER or row.status != "suggested"]
    session.list(
        rows if show_all else near,
        words.identity,
        nothing="No name here looks like yours. portfolio identity list --all shows everybody.",
    )


@app.command()
def confirm(
    context: typer.Context,
    name: Annotated[
        list[str] | None, typer.Argument(help="Addresses, exact names or identity keys.")
    ] = None,
    suggested: Annotated[
        bool, typer.Option("--suggested", help="Those that are likely yours ([?] in the list).")
    ] = False,
    read: Annotated[
        bool, typer.Option(help="Read the repositories again for the work of these names.")
    ] = True,
) -> None:
    """Say that names are yours; their work counts from now on."""
    session = session_of(context)
    if bool(name) == suggested:
        raise UsageError("Name addresses, or use --suggested, not both.")
    store = session.store
    keys = _suggested(session) if suggested else identities.resolve(store, name or [])
    identities.confirm(store, session.workspace().clock, keys)
    name_printed = holder.take_suggested_name(store)
    if name_printed:
        session.say(
            f"Documents print the name {name_printed}. portfolio holder set --name changes it."
        )
    results: list[ReadResult] = []
    if read:
        results, stopped = read_again(session)
        note_reading(session, results, stopped=stopped)
        with store.reading() as reader:
            totals = reader.totals()
        session.say(f"Your record holds {totals.deed_count:,} deeds, from {_from(totals)}.")
    _answer(session, keys, results)


@app.command()
def reject(context: typer.Context, name: Names) -> None:
    """Say that names are somebody else's; they are not suggested again."""
    session = session_of(context)
    keys = identities.resolve(session.store, name)
    identities.reject(session.store, session.workspace().clock, keys)
    _answer(session, keys)


@app.command()
def undecide(context: typer.Context, name: Names) -> None:
    """Take back what you said of names."""
    session = session_of(context)
    keys = identities.resolve(session.store, name)
    identities.undecide(session.store, keys)
    _answer(session, keys)


def _from(totals: RecordTotals) -> str:
    folders = "1 source" if totals.source_count == 1 else f"{totals.source_count} sources"
    when = words.period(totals.first_at, totals.last_at)
    return f"{folders}, {when}" if when else folders


def _suggested(session: Session) -> list[str]:
    rows = identities.suggestions(session.store)
    keys = [row.key for row in rows if row.ticked and row.status is IdentityStatus.SUGGESTED]
    if not keys and not any(row.status is IdentityStatus.CONFIRMED for row in rows):
        session.ends_with(DOES_NOT_HOLD)
        raise NotFoundError(
            "No name in these folders looks like yours.",
            "portfolio identity list --all shows everybody.",
        )
    return keys


def _answer(session: Session, keys: list[str], results: list[ReadResult] | None = None) -> None:
    rows = tuple(row for row in identities.suggestions(session.store) if row.key in set(keys))
    answer = DecisionAnswer(rows, tuple(results or ()))
    session.answer(answer, "\n".join(words.identity(row) for row in rows) or "Nothing changed.")
