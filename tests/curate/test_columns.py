"""Somebody's own table: letters, separators, columns, rows."""

from __future__ import annotations

import csv
import io
import json
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portfolio import resources
from portfolio.curate import columns as curate
from portfolio.curate.columns import ImportField
from portfolio.curate.folding import folded
from portfolio.curate.tables import MOST_BYTES, MOST_ROWS, Table, read_table, unguarded
from portfolio.errors import UsageError
from portfolio.export.deed_table import guarded
from portfolio.model.codes import Action


def table(text: str) -> Table:
    return read_table(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_letters_and_separators_are_found_out(encoding: str, delimiter: str) -> None:
    rows = (("Datum", "Titel"), ("2024-03-05", "Überblick, kurz; gut"), ("2023", "Größe | Maß"))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    read = read_table(out.getvalue().encode(encoding))
    assert (read.columns, read.delimiter) == (rows[0], delimiter)
    assert [row.cells for row in read.rows] == list(rows[1:])
    assert [row.number for row in read.rows] == [2, 3]


def test_windows_letters_are_the_last_guess() -> None:
    read = read_table("date;title\r\n2024;Café – “fine”\r\n".encode("cp1252"))
    assert read.encoding == "cp1252"
    assert read.rows[0].cells == ("2024", "Café – “fine”")


def test_the_separator_a_spreadsheet_names_counts() -> None:
    read = table("sep=;\r\ndate;title\r\n2024;a,b,c,d\r\n")
    assert read.columns == ("date", "title")


def test_broken_rows_stand_alone_and_keep_their_numbers() -> None:
    read = table("date,title\n2024,one\n\n2024,two,three\n2023\n" + f"2022,{'x' * 150_000}\n2021,z")
    assert [(row.number, bool(row.problem)) for row in read.rows] == [
        (2, False),
        (4, True),
        (5, False),
        (6, True),
        (7, False),
    ]
    assert read.rows[2].cells == ("2023", "")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('[{"date": "2024", "title": "One", "n": 3}, {"title": "Two"}]', ("2024", "One", "3")),
        ('{"contributions": [{"date": 2024, "title": "One", "n": true}]}', ("2024", "One", "true")),
        ('{"date": "2024", "title": "One", "n": null}\n{"title": "Two"}\n', ("2024", "One", "")),
    ],
)
def test_json_in_its_forms(text: str, cells: tuple[str, ...]) -> None:
    read = table(text)
    assert read.columns == ("date", "title", "n")
    assert read.rows[0].cells == cells


def test_an_item_that_is_no_object_is_named() -> None:
    read = table('[{"title": "One"}, 3, {"title": "Two"}]')
    assert [(row.number, row.problem) for row in read.rows] == [
        (1, ""),
        (2, "it is no JSON object"),
        (3, ""),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text"),
        (b"a\x81\x8d\xff\xfeb", "no text"),
        (b"[" * 100_000, "no JSON"),
        (b'{"a": ', "no JSON"),
        (b"[1, 2]", "no list of JSON objects"),
        (b"x" * (MOST_BYTES + 1), "larger than 20 MB"),
        (b"date\n" + b"1\n" * (MOST_ROWS + 1), "10,000 rows"),
        (",".join(map(str, range(500))).encode(), "200 columns"),
    ],
    ids=lambda each: str(each)[:20],
)
def test_what_is_no_table_is_said_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_table(data)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-16")))
@example(b'[{"a": 1e999999}, {"\\ud800": "x"}]')
@example(b"[" + b"1" * 5000 + b"]")
def test_any_bytes_are_a_table_or_said_to_be_none(data: bytes) -> None:
    try:
        read = read_table(data)
    except UsageError:
        return
    assert all(len(row.cells) == len(read.columns) for row in read.rows)
    curate.guessed(read)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_a_table_or_said_to_be_none(value: object) -> None:
    try:
        read = read_table(json.dumps(value).encode())
    except UsageError:
        return
    assert all(len(row.cells) == len(read.columns) for row in read.rows)


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_what_the_program_writes_comes_back(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("occurred_at", "title", "url"))
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    read = read_table(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert read.columns == ("occurred_at", "title", "url")
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    for found, row in zip(read.rows, filled, strict=True):
        for cell, wanted in zip(found.cells, row, strict=True):
            assert wanted in (cell, f"'{cell}")


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("Date,Title,Type,Project,Link,Description", "date title action project url words"),
        ("Datum;Titel;Art;Projekt;Adresse;Beschreibung", "date title action project url words"),
        ("Fecha;Título;Acción;Proyecto;Enlace;Descripción", "date title action project url words"),
        ("Дата\tНазвание\tВид\tПроект\tСсылка\tОписание", "date title action project url words"),
        ("التاريخ,العنوان,النوع,المشروع,الرابط,الوصف", "date title action project url words"),
        ("When,What,Event name", "date title project"),
        ("key,action,title,occurred_at,project_key,project_name,url,note",
         "ignore action title date ignore project url words"),
        ("occurred_at,action,title,project,url,trust", "date action title project url ignore"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(names: str, fields: str) -> None:
    read = table(f"{names}\n")
    found = curate.guessed(read).used(read.columns)
    assert [str(field) for _name, field in found] == fields.split()


def test_columns_are_known_by_what_stands_in_them() -> None:
    read = table("a,b,Title\n2024-03,https://x.example/1,One\n,https://x.example/2,Two\n")
    assert curate.guessed(read).places == {
        ImportField.TITLE: 2,
        ImportField.URL: 1,
        ImportField.DATE: 0,
    }


def test_what_the_person_says_of_a_column_counts() -> None:
    read = table("Date,Title,Foo,Foo\n")
    said = [("title", "words"), ("3", "title"), ("Date", "ignore")]
    columns = curate.changed(curate.guessed(read), read, said)
    assert columns.places == {ImportField.WORDS: 1, ImportField.TITLE: 2}
    with pytest.raises(UsageError, match="hold the date"):
        curate.ensure_usable(columns, read)
    for name, field, words in (
        ("Bar", "title", "No column"),
        ("Foo", "title", "Several columns"),
        ("Date", "sum", "no field"),
    ):
        with pytest.raises(UsageError, match=words):
            curate.changed(columns, read, [(name, field)])


@pytest.mark.parametrize(
    ("cell", "action"),
    [
        ("authored", Action.AUTHORED),
        ("Co-Authored", Action.CO_AUTHORED),
        ("Pull request", Action.PROPOSED),
        ("Vortrag", Action.SPOKE),
        ("ÜBERSETZUNG", Action.TRANSLATED),
        ("перевод", Action.TRANSLATED),
        ("juggling", None),
        ("", None),
    ],
)
def test_actions_are_known_by_word(cell: str, action: Action | None) -> None:
    assert curate.action_of(cell) is action


def test_no_word_stands_for_two_things() -> None:
    data = tomllib.loads(resources.read_text("columns.toml"))
    assert set(data["fields"]) <= {str(field) for field in ImportField}
    assert set(data["actions"]) <= {str(action) for action in Action}
    for words in data.values():
        flat = [(folded(word), name) for name, each in words.items() for word in each]
        meant: dict[str, set[str]] = {}
        for word, name in flat:
            meant.setdefault(word, set()).add(name)
        assert not {word for word, names in meant.items() if len(names) > 1}


@pytest.mark.parametrize("cell", ["=1+1", "@x", "-5", "+5", "'", "'quoted'", ""])
def test_cells_lose_the_guard_and_nothing_else(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
