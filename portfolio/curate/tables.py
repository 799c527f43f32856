"""Somebody's file as a table: its letters, its separators, its rows. Nothing is lost silently."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 100_000
_DELIMITERS: Final = (",", ";", "\t", "|")
_TRIED_ROWS: Final = 50
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAID: Final = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)
_NAMES: Final = {"\t": "tab"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: As a spreadsheet counts it: the line of names is row 1. Items of JSON count from 1.
        cells: One for each column of the table.
        problem: Why it cannot be used, or "".
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file read as a table.

    Attributes:
        form: ``csv`` or ``json``.
        encoding: Of the letters, as Python names it.
        delimiter: Of the cells (CSV); "" for JSON.
    """

    form: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def delimiter_name(self) -> str:
        """Return the separator as it can be printed."""
        return _NAMES.get(self.delimiter, self.delimiter)


def read_table(data: bytes) -> Table:
    """Return the table in a file: CSV, a list of JSON objects, or one JSON object a line.

    Raises:
        UsageError: It is too large, no text, or holds no table; one plain sentence.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB.",
            "Divide it into parts and import them one after the other.",
        )
    text, encoding = decoded(data)
    if not text.strip():
        raise UsageError("The file is empty.")
    if text.lstrip()[0] in "[{":
        return _of_json(text, encoding)
    return _of_csv(text, encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding it was in.

    Raises:
        UsageError: It is no text in UTF-8, UTF-16 or Windows-1252.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text.removeprefix("\ufeff"), encoding
    raise UsageError("The file is no text that can be read.", "Save it as CSV in UTF-8.")


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    head = data[:4000]
    if b"\x00" in head:
        is_big = head[0:100:2].count(0) > head[1:100:2].count(0)
        return ("utf-16-be",) if is_big else ("utf-16-le",)
    return ("utf-8", "cp1252")


def unguarded(cell: str) -> str:
    """Return a cell without the mark that keeps spreadsheets from reading it as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _of_csv(text: str, encoding: str) -> Table:
    said = _SAID.match(text)  # Excel's own first line
    delimiter = said[1] if said else _delimiter(text)
    text = text[said.end() :] if said else text
    numbered = _records(text, delimiter)
    number, names, problem = next(numbered, (0, [], "empty"))
    while not problem and not any(name.strip() for name in names):
        number, names, problem = next(numbered, (0, [], "empty"))
    if problem:
        raise UsageError("The first line with the names of the columns cannot be read.")
    columns = _column_names([unguarded(name).strip() for name in names])
    rows = []
    for number, cells, problem in numbered:
        if not problem and not any(cell.strip() for cell in cells):
            continue
        rows.append(_row(number, [unguarded(cell) for cell in cells], len(columns), problem))
        _limit(rows)
    return Table("csv", encoding, delimiter, columns, tuple(rows))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield number, cells and problem of each record; one that is broken stands alone."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader), ""
        except StopIteration:
            return
        except csv.Error:
            yield number, [], "the row cannot be taken apart (is a quotation mark missing?)"


def _delimiter(text: str) -> str:
    """Return the separator that parts the first rows most evenly."""
    best, best_worth = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        for _number, (_at, cells, problem) in zip(
            range(_TRIED_ROWS), _records(text, delimiter), strict=False
        ):
            if not problem and cells:
                widths[len(cells)] += 1
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
        worth = (count / widths.total(), width)
        if width > 1 and worth > best_worth:
            best, best_worth = delimiter, worth
    return best


def _row(number: int, cells: list[str], width: int, problem: str) -> Row:
    extra = any(cell.strip() for cell in cells[width:])
    if extra and not problem:
        problem = f"it has more cells than the table has columns ({width})"
    if any(len(cell) > LONGEST_CELL for cell in cells):
        problem = problem or "a cell is too long"
        cells = []
    padded = [*cells, *[""] * (width - len(cells))][:width]
    return Row(number, tuple(padded), problem)


def _of_json(text: str, encoding: str) -> Table:
    try:
        items = _items(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError("The file is no JSON that can be read.", _short(exc)) from exc
    names: dict[str, None] = {}
    for item in items:
        if isinstance(item, dict):
            names.update(dict.fromkeys(map(str, item)))
        if len(names) > MOST_COLUMNS:
            break
    if not names:
        raise UsageError("The file holds no list of JSON objects.")
    columns = _column_names(list(names))
    rows: list[Row] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            cells = [_cell(item.get(name)) for name in names]
            rows.append(_row(number, cells, len(columns), ""))
        else:
            rows.append(Row(number, ("",) * len(columns), "it is no JSON object"))
        _limit(rows)
    return Table("json", encoding, "", columns, tuple(rows))


def _items(text: str) -> list[object]:
    """Return the items of a list, of the first list in an object, or of JSON lines."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [_line(line) for line in lines]
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        return lists[0] if lists else [value]
    return value if isinstance(value, list) else [value]


def _line(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _cell(value: object) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)
    except ValueError:  # a number with thousands of digits
        return ""


def _column_names(names: list[str]) -> tuple[str, ...]:
    if len(names) > MOST_COLUMNS:
        raise UsageError(f"The table has more than {MOST_COLUMNS} columns.")
    return tuple(" ".join(name.split())[:200] for name in names)


def _limit(rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise UsageError(
            f"The table has more than {MOST_ROWS:,} rows.",
            "Divide it into parts and import them one after the other.",
        )


def _short(exc: BaseException) -> str:
    return " ".join(str(exc).split())[:200]
