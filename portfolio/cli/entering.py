"""``contribution add``, ``change``, ``remove`` and ``import``: what only the holder can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import words
from portfolio.cli.session import DOES_NOT_HOLD, IN_PART, Session, session_of
from portfolio.curate.columns import ImportField
from portfolio.curate.dates import DayOrder
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.codes import Action
from portfolio.model.manual import kind_of
from portfolio.operations import importing, manual
from portfolio.operations.importing import ImportPreview, ImportRow, Options, RowVerdict

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

Key = Annotated[str, typer.Argument(help="Key of a deed entered by hand, as listed.")]
Kind = Annotated[
    Action | None, typer.Option("--kind", metavar="KIND", help="What you did: spoke, reviewed.")
]
Project = Annotated[
    str | None,
    typer.Option("--project", help="A project's name or key; a new name makes a project."),
]
Url = Annotated[str | None, typer.Option("--url", help="Where others can look.")]
Words = Annotated[str | None, typer.Option("--words", help="A few sentences about it.")]
_DATE = "A year, a month or a day: 2024, 2024-03, 2024-03-31."


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column and what it is taken for."""

    column: str
    field: ImportField


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What ``contribution import`` prints as JSON.

    Attributes:
        taken: How many rows are in the record now that were not; 0 for a dry run.
        new / known / bad: How many rows were found so, before anything was taken.
        rows: Each row with its verdict and, where there is one, the reason.
    """

    name: str
    form: str
    encoding: str
    delimiter: str
    columns: tuple[ColumnUse, ...]
    day_order: DayOrder | None
    is_dry_run: bool
    taken: int
    new: int
    known: int
    bad: int
    rows: tuple[ImportRow, ...]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of contributions."""
    app.command()(add)
    app.command()(change)
    app.command()(remove)
    app.command("import")(import_)


def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help="What you did, in a few words.")],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help=_DATE)],
    kind: Kind = None,
    project: Project = None,
    url: Url = None,
    own_words: Words = None,
) -> None:
    """Add a contribution by hand; it is shown as self-reported."""
    session = session_of(context)
    draft = _with(manual.Draft(title, date), None, None, kind, project, url, own_words)
    added = manual.add(session.store, session.workspace().clock, draft)
    session.answer(added, words.deed(added))


def change(
    context: typer.Context,
    key: Key,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help=_DATE)] = None,
    kind: Kind = None,
    project: Project = None,
    url: Url = None,
    own_words: Words = None,
) -> None:
    """Change a contribution entered by hand; what is not named stays, "" takes a text away."""
    session = session_of(context)
    before = manual.draft_of(session.store, key)
    draft = _with(before, title, date, kind, project, url, own_words)
    if draft == before:
        raise UsageError("Name at least one thing to change.")
    changed = manual.change(session.store, session.workspace().clock, key, draft)
    session.answer(changed, words.deed(changed))


def remove(context: typer.Context, key: Key) -> None:
    """Remove a contribution entered by hand; undo brings it back."""
    session = session_of(context)
    removed = manual.remove(session.store, key)
    session.answer(removed, f"Removed “{removed.title}”. portfolio undo brings it back.")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A table: CSV, JSON, or JSON lines.")],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="A column's name or number and what it holds: date, title, action, project, url,"
            " words or ignore; repeatable. Columns not named are guessed.",
        ),
    ] = None,
    dates: Annotated[
        DayOrder | None, typer.Option("--dates", help="Which number of 03/04/2024 is the day.")
    ] = None,
    kind: Kind = None,
    project: Project = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken; write nothing.")
    ] = False,
) -> None:
    """Take contributions from a file of your own; they are shown as self-reported.

    Good rows are taken in one step, bad ones are named and stay out. Importing the same file
    again takes nothing twice.
    """
    session = session_of(context)
    store = _shown(session) if dry_run else session.store
    options = Options(
        columns=tuple(map(_pair, columns or ())),
        day_order=dates,
        action=kind or Action.OTHER,
        project=project or "",
    )
    seen = importing.preview(store, session.workspace(read_only=dry_run).clock, file, options)
    taken = 0 if dry_run or store is None else importing.take(store, seen)
    answer = _answer(seen, taken=taken, is_dry_run=dry_run)
    session.answer(answer, "\n".join(_lines(answer)))
    _end(session, answer)


def _with(
    draft: manual.Draft,
    title: str | None,
    date: str | None,
    kind: Action | None,
    project: str | None,
    url: str | None,
    own_words: str | None,
) -> manual.Draft:
    given = {
        "title": title,
        "when": date,
        "action": kind,
        "kind": None if kind is None else kind_of(kind),
        "project": project,
        "url": url,
        "body": own_words,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    return replace(draft, **fields)  # type: ignore[arg-type]  # each has its field's type


def _shown(session: Session) -> Store | None:
    """Return the record for looking; None when there is none yet."""
    try:
        return session.shown
    except NotFoundError:
        return None


def _pair(text: str) -> tuple[str, str]:
    column, sign, field = text.rpartition("=")
    if not sign or not column.strip():
        raise UsageError(f"“{text}” does not say what a column holds. Write it like 'Day=date'.")
    return column, field


def _answer(seen: ImportPreview, *, taken: int, is_dry_run: bool) -> ImportAnswer:
    return ImportAnswer(
        name=seen.name,
        form=seen.form,
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        columns=tuple(ColumnUse(*each) for each in seen.columns),
        day_order=seen.day_order,
        is_dry_run=is_dry_run,
        taken=taken,
        new=seen.count(RowVerdict.NEW),
        known=seen.count(RowVerdict.KNOWN),
        bad=seen.count(RowVerdict.BAD),
        rows=seen.rows,
    )


def _lines(answer: ImportAnswer) -> list[str]:
    used = ", ".join(
        f"{each.column or '(no name)'} → {each.field}"
        for each in answer.columns
        if each.field is not ImportField.IGNORE
    )
    lines = [f"{answer.name}: {answer.form}, {answer.encoding}. {used}"]
    if answer.is_dry_run:
        lines += [_row_line(row) for row in answer.rows]
    done = f"{answer.new} would be taken" if answer.is_dry_run else f"{answer.taken} taken"
    rest = f"{answer.known} known already, {answer.bad} bad"
    return [*lines, f"Of {len(answer.rows)} rows {done}, {rest}."]


def _row_line(row: ImportRow) -> str:
    what = ""
    if row.entry is not None:
        place = f"  · {row.project}" if row.project else ""
        what = f"{row.entry.when}  {row.entry.action}  {row.entry.title}{place}"
    why = f"({row.why})" if row.why else ""
    return "  ".join(part for part in (f"  {row.number}", row.verdict, what, why) if part)


def _end(session: Session, answer: ImportAnswer) -> None:
    """Name the rows that stay out, and set the exit code."""
    if not session.is_json and not answer.is_dry_run:
        for row in answer.rows:
            if row.verdict is RowVerdict.BAD:
                session.warn(f"Row {row.number} stays out: {row.why}.")
            elif row.verdict is RowVerdict.NEW and row.why:
                session.say(f"Row {row.number}: {row.why}.")
    if answer.bad:
        session.ends_with(IN_PART if answer.new or answer.known else DOES_NOT_HOLD)
    elif not answer.rows:
        session.warn("The file holds no rows.")
        session.ends_with(DOES_NOT_HOLD)
