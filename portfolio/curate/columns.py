"""Which column of somebody's table holds what: suggested, for the person to change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from portfolio import resources
from portfolio.curate.dates import BadDateError, DayOrder, read_date
from portfolio.curate.folding import folded
from portfolio.errors import UsageError
from portfolio.model.codes import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from portfolio.curate.tables import Table

_SAMPLES = 20


class ImportField(StrEnum):
    """What a column of a table may hold."""

    DATE = "date"
    TITLE = "title"
    ACTION = "action"
    PROJECT = "project"
    URL = "url"
    WORDS = "words"
    EXACTNESS = "exactness"  # of the date: day, month or year, as this program's own lists say
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each field stands; a field that is not there is not in it."""

    places: Mapping[ImportField, int]

    def cell(self, cells: Sequence[str], field: ImportField) -> str:
        """Return the cell of a field, "" when the table has no such column."""
        place = self.places.get(field)
        return "" if place is None else cells[place]

    def used(self, names: Sequence[str]) -> tuple[tuple[str, ImportField], ...]:
        """Return every column's name with what it is taken for."""
        fields = {place: field for field, place in self.places.items()}
        return tuple(
            (name, fields.get(place, ImportField.IGNORE)) for place, name in enumerate(names)
        )


def guessed(table: Table) -> Columns:
    """Return what the columns seem to hold: by their names, else by what stands in them."""
    places: dict[ImportField, int] = {}
    known = _field_words()
    names = [folded(name) for name in table.columns]
    for words_of in (_whole, _last_and_first):
        for place, name in enumerate(names):
            if place in places.values() or known.get(name) is ImportField.IGNORE:
                continue
            fields = [known[word] for word in words_of(name) if word in known]
            if fields and ImportField.IGNORE not in fields:
                free = [field for field in fields if field not in places]
                places.update(dict.fromkeys(free[:1], place))
    for field, fits in ((ImportField.URL, _is_address), (ImportField.DATE, _is_date)):
        if field not in places:
            fitting = _fitting(table, places, fits)
            if fitting is not None:
                places[field] = fitting
    return Columns(places)


def changed(columns: Columns, table: Table, said: Iterable[tuple[str, str]]) -> Columns:
    """Return the columns with what somebody said about some of them.

    Args:
        columns: What was guessed.
        table: The table they are of.
        said: Name (or number, from 1) of a column, and the field it holds.

    Raises:
        UsageError: There is no such column or no such field.
    """
    places = dict(columns.places)
    for name, field_name in said:
        place = _place(table, name)
        try:
            field = ImportField(field_name.strip().lower())
        except ValueError as exc:
            fields = ", ".join(ImportField)
            raise UsageError(f"There is no field “{field_name}”. There are: {fields}.") from exc
        places = {known: at for known, at in places.items() if at != place}
        if field is not ImportField.IGNORE:
            places[field] = place
    return Columns(places)


def ensure_usable(columns: Columns, table: Table) -> None:
    """Refuse a table in which nothing says what was done or when.

    Raises:
        UsageError: Names the columns there are.
    """
    needed = (ImportField.TITLE, ImportField.DATE)
    missing = [field for field in needed if field not in columns.places]
    if missing:
        names = ", ".join(f"“{name}”" for name in table.columns if name) or "none with a name"
        raise UsageError(
            f"No column seems to hold the {' or the '.join(missing)}. There are: {names}.",
            f"Say which one does, for example: --map 'COLUMN={missing[0]}'.",
        )


def action_of(cell: str) -> Action | None:
    """Return the action a cell names, by code, word or kind; None for one that is not known."""
    return _action_words().get(folded(cell))


def _place(table: Table, name: str) -> int:
    wanted = folded(name)
    found = [at for at, column in enumerate(table.columns) if column == name.strip()]
    found = found or [at for at, column in enumerate(table.columns) if folded(column) == wanted]
    if not found and name.strip().isdecimal() and 0 < int(name) <= len(table.columns):
        found = [int(name) - 1]
    if len(found) != 1:
        names = ", ".join(f"“{column}”" for column in table.columns)
        several = "Several columns are" if found else "No column is"
        raise UsageError(f"{several} called “{name}”. There are: {names}.")
    return found[0]


def _whole(name: str) -> tuple[str, ...]:
    return (name,)


def _last_and_first(name: str) -> tuple[str, ...]:
    words = name.split()
    return (words[-1], words[0]) if len(words) > 1 else ()


def _fitting(
    table: Table, places: Mapping[ImportField, int], fits: Callable[[str], bool]
) -> int | None:
    for place in range(len(table.columns)):
        cells = [row.cells[place].strip() for row in table.rows[:_SAMPLES] if not row.problem]
        filled = [cell for cell in cells if cell]
        if place not in places.values() and filled and all(map(fits, filled)):
            return place
    return None


def _is_address(cell: str) -> bool:
    return cell.startswith(("https://", "http://"))


def _is_date(cell: str) -> bool:
    try:
        read_date(cell, DayOrder.DAY_FIRST)
    except BadDateError:
        return False
    return True


@cache
def _field_words() -> Mapping[str, ImportField]:
    found: dict[str, ImportField] = {}
    for field, words in _data()["fields"].items():
        for word in words:
            found.setdefault(folded(word), ImportField(field))
    return found


@cache
def _action_words() -> Mapping[str, Action]:
    found = {folded(action): action for action in Action}
    for action, words in _data()["actions"].items():
        for word in words:
            found.setdefault(folded(word), Action(action))
    return found


def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.read_text("columns.toml"))
