"""Contributions from a file of one's own (CSV or JSON): looked at first, then taken in one step.

Each row gets a verdict. Good rows are taken, bad ones are named by their number and stay out, and
rows that were imported before, or that a source of the record says already, are left alone. What
is taken is self-reported, and one undo takes all of it back.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.curate import columns as curate_columns
from portfolio.curate.columns import Columns, ImportField
from portfolio.curate.dates import BadDateError, DayOrder, UnclearDateError, day_order, read_date
from portfolio.curate.tables import MOST_BYTES, Row, Table, read_table
from portfolio.errors import SourceError, UsageError
from portfolio.model import steps
from portfolio.model.codes import Action
from portfolio.model.ids import new_id
from portfolio.model.manual import kind_of
from portfolio.model.text import MAX_LINE, MAX_TEXT, clean_line
from portfolio.operations import manual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.model.manual import ManualEntry
    from portfolio.store.editor import Editor
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


class RowVerdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"  # imported before, said by a source, or twice in the file
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Options:
    """What the person said about a file.

    Attributes:
        columns: Name or number of a column, and the field it holds; the others are guessed.
        places: What every column holds, by its place from 0; then nothing is guessed.
        day_order: Which number of ``03/04/2024`` is the day; None leaves it to the column.
        action: What was done in rows that do not say it.
        project: Project of rows that do not say one.
    """

    columns: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[ImportField, int], ...] | None = None
    day_order: DayOrder | None = None
    action: Action = Action.OTHER
    project: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row with its verdict.

    Attributes:
        number: As a spreadsheet counts (see `portfolio.curate.tables.Row`).
        why: Of a row that is not new, why; of a new one, what was assumed; or "".
        entry: What it makes; None for a bad row. Without id, and without project key.
        project: Name of its project, as in the file.
    """

    number: int
    verdict: RowVerdict
    why: str = ""
    entry: ManualEntry | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file holds and what importing it would do.

    Attributes:
        columns: Each column's name with the field it is taken for.
        day_order: Which number of a date is the day, as far as that mattered and is known.
    """

    name: str
    form: str
    encoding: str
    delimiter: str
    columns: tuple[tuple[str, ImportField], ...]
    day_order: DayOrder | None
    rows: tuple[ImportRow, ...]

    def count(self, verdict: RowVerdict) -> int:
        """Return how many rows have a verdict."""
        return sum(row.verdict is verdict for row in self.rows)


def preview(store: Store | None, clock: Clock, path: Path, options: Options) -> ImportPreview:
    """Say what importing a file would do; nothing is written.

    Without a store, as for a record that is still to be made, no row is known yet.

    Raises:
        UsageError: There is no such file.
        SourceError: It cannot be read.
        UsageError: It is no table, or nothing in it says what was done and when.
    """
    return judged(store, clock, path.name, read_table(_data(path)), options)


def read(path: Path) -> Table:
    """Return the table in a file, as it stands there.

    Raises:
        UsageError: There is no such file.
        SourceError: It cannot be read.
        UsageError: It is no table.
    """
    return read_table(_data(path))


def guessed(table: Table) -> tuple[tuple[ImportField, int], ...]:
    """Return what the columns of a table seem to hold, as `Options.places`."""
    return tuple(curate_columns.guessed(table).places.items())


def judged(
    store: Store | None, clock: Clock, name: str, table: Table, options: Options
) -> ImportPreview:
    """Say what importing a table would do; nothing is written.

    Raises:
        UsageError: Nothing in it says what was done and when.
    """
    if options.places is None:
        columns = curate_columns.guessed(table)
    else:
        columns = Columns(dict(options.places))
    columns = curate_columns.changed(columns, table, options.columns)
    curate_columns.ensure_usable(columns, table)
    order = options.day_order or day_order(
        columns.cell(row.cells, ImportField.DATE) for row in table.rows if not row.problem
    )
    rows_read = [_read(row, columns, order, options, clock) for row in table.rows]
    with store.reading() if store else contextlib.nullcontext() as reader:
        rows = tuple(_judged(reader, rows_read))
    return ImportPreview(
        name=name,
        form=table.form,
        encoding=table.encoding,
        delimiter=table.delimiter_name,
        columns=columns.used(table.columns),
        day_order=order if _needs_order(table, columns) else None,
        rows=rows,
    )


def take(store: Store, looked_at: ImportPreview) -> int:
    """Take the new rows of a preview, in one step.

    Returns:
        How many were taken. A row that became known since the preview is not taken again.

    Raises:
        UsageError: A project's name is that of several projects.
    """
    new = [row for row in looked_at.rows if row.verdict is RowVerdict.NEW and row.entry]
    taken = 0
    with store.editing(steps.MANUAL_IMPORTED, name=looked_at.name) as editor:
        known = editor.manual.imported(row.entry.import_key for row in new if row.entry)
        keys: dict[str, str] = {}
        for row in new:
            if row.entry is None or row.entry.import_key in known:
                continue
            key = _project_key(editor, keys, row.project)
            editor.save_manual(replace(row.entry, id=new_id(), project_key=key))
            taken += 1
    return taken


def _data(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a file.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as exc:
        raise UsageError(f"There is no file {path}.") from exc
    except OSError as exc:
        raise SourceError(f"{path} cannot be read.", exc.strerror or "") from exc


def _read(
    row: Row, columns: Columns, order: DayOrder | None, options: Options, clock: Clock
) -> ImportRow:
    """Return a row with what can be said of it alone."""
    if row.problem:
        return ImportRow(row.number, RowVerdict.BAD, row.problem)
    cell = {field: columns.cell(row.cells, field).strip() for field in ImportField}
    known = curate_columns.action_of(cell[ImportField.ACTION])
    action = known or options.action
    try:
        entry = manual.checked(
            manual.Draft(
                title=cell[ImportField.TITLE],
                when=_when(cell, order),
                action=action,
                kind=kind_of(action),
                url=cell[ImportField.URL],
                body=cell[ImportField.WORDS],
            ),
            clock,
        )
    except BadDateError as exc:
        advice = _UNCLEAR if isinstance(exc, UnclearDateError) else ""
        return ImportRow(row.number, RowVerdict.BAD, clean_line(str(exc)) + advice)
    except UsageError as exc:
        return ImportRow(row.number, RowVerdict.BAD, exc.title.rstrip("."))
    project = clean_line(cell[ImportField.PROJECT]) or clean_line(options.project)
    entry = replace(entry, import_key=_fingerprint(entry, project))
    notes = _notes(cell, known, action)
    return ImportRow(row.number, RowVerdict.NEW, "; ".join(notes), entry, project)


def _when(cell: Mapping[ImportField, str], order: DayOrder | None) -> str:
    """Return a row's date, no more exact than the row says it is known."""
    when = read_date(cell[ImportField.DATE], order)
    return when[: {"year": 4, "month": 7}.get(cell[ImportField.EXACTNESS])]


def _notes(cell: Mapping[ImportField, str], known: Action | None, action: Action) -> Iterable[str]:
    """Say what of a row is not taken as it stands."""
    said = clean_line(cell[ImportField.ACTION], limit=40)
    if said and known is None:
        yield f"“{said}” is taken for {action}"
    for field, longest in ((ImportField.TITLE, MAX_LINE), (ImportField.WORDS, MAX_TEXT)):
        if len(cell[field]) > longest:
            yield f"its {field} is cut at {longest} characters"


_UNCLEAR = "; say which number is the day (--dates day-first or month-first)"


def _judged(reader: Reader | None, read: Sequence[ImportRow]) -> Iterable[ImportRow]:
    """Yield the rows with those that are known already marked."""
    entries = [row.entry for row in read if row.entry is not None]
    imported: set[str] = set()
    recorded: set[tuple[str, str]] = set()
    unclear: dict[str, str] = {}
    if reader is not None:
        imported = reader.manual.imported(entry.import_key for entry in entries)
        recorded = reader.manual.recorded({entry.url for entry in entries if entry.url})
        unclear = _unclear_projects(reader, {row.project for row in read})
    seen: dict[str, int] = {}
    for row in read:
        entry = row.entry
        if entry is None:
            yield row
        elif row.project in unclear:
            yield ImportRow(row.number, RowVerdict.BAD, unclear[row.project])
        elif entry.import_key in imported:
            yield replace(row, verdict=RowVerdict.KNOWN, why="it was imported before")
        elif entry.import_key in seen:
            why = f"it says the same as row {seen[entry.import_key]}"
            yield replace(row, verdict=RowVerdict.KNOWN, why=why)
        elif (entry.url, str(entry.action)) in recorded:
            yield replace(row, verdict=RowVerdict.KNOWN, why="a source of your record says it")
        else:
            seen[entry.import_key] = row.number
            yield row


def _unclear_projects(reader: Reader, names: Iterable[str]) -> dict[str, str]:
    """Return the names that several projects have, each with the sentence that says so."""
    found = {}
    for name in names:
        try:
            manual.known_project(reader, name)
        except UsageError as exc:
            found[name] = exc.title.rstrip(".")
    return found


def _fingerprint(entry: ManualEntry, project: str) -> str:
    """Return what a row is known by when the same file is imported again."""
    parts = (entry.when, entry.action, entry.title, project.casefold(), entry.url, entry.body)
    joined = "\x1f".join(map(str, parts)).encode("utf-8", "replace")
    return hashlib.sha256(joined).hexdigest()[:32]


def _project_key(editor: Editor, keys: dict[str, str], name: str) -> str:
    folded = name.casefold()
    if folded not in keys:
        keys[folded] = manual.project_key(editor, name)
    return keys[folded]


def _needs_order(table: Table, columns: Columns) -> bool:
    """Say whether some date of the table can be read in two ways."""
    for row in table.rows:
        try:
            read_date(columns.cell(row.cells, ImportField.DATE))
        except UnclearDateError:
            return True
        except BadDateError:
            continue
    return False
