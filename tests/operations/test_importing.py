"""Importing a file of one's own: looked at first, taken in one step, never twice."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from portfolio.curate.columns import ImportField
from portfolio.curate.dates import DayOrder
from portfolio.errors import UsageError
from portfolio.model.codes import Action
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import editions, importing, listing, projects
from portfolio.operations.importing import Options, RowVerdict
from portfolio.paths import Paths, for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock

TABLE = """Date;Title;Type;Project;Link
2019;Focus rings for everyone;Vortrag;Access days;https://meet.example/1
03/2020;Plain words;talk;ACCESS DAYS;
soon;Nothing yet;talk;;
2021-05-06;;talk;;
2021-05-07;Juggling;juggling;;
2021-05-07;A bad address;talk;;javascript:alert(1)
2019;Focus rings for everyone;talk;Access days;https://meet.example/1
2099;Too early;talk;;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talks.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def look(store: Store, path: Path, options: Options = Options()) -> importing.ImportPreview:  # noqa: B008  (frozen)
    return importing.preview(store, FixedClock(), path, options)


def test_each_row_has_its_verdict_and_nothing_is_written(sample: Store, file: Path) -> None:
    digest = sample.curated_digest()
    seen = look(sample, file)
    assert [(row.number, row.verdict, row.why) for row in seen.rows] == [
        (2, RowVerdict.NEW, ""),
        (3, RowVerdict.NEW, ""),
        (4, RowVerdict.BAD, "“soon” is no date"),
        (5, RowVerdict.BAD, "It needs a title: what you did, in a few words"),
        (6, RowVerdict.NEW, "“juggling” is taken for other"),
        (7, RowVerdict.BAD, "“javascript:alert(1)” is no address that others can open"),
        (8, RowVerdict.KNOWN, "it says the same as row 2"),
        (9, RowVerdict.BAD, "2099 has not come yet. A record holds what was done"),
    ]
    assert dict(seen.columns)["Type"] is ImportField.ACTION
    assert sample.curated_digest() == digest


def test_taking_is_one_step_and_the_second_time_changes_nothing(sample: Store, file: Path) -> None:
    digest = sample.curated_digest()
    assert importing.take(sample, look(sample, file)) == 3
    taken = sample.curated_digest()
    project = projects.find(sample, "Access days")
    assert project.deed_count == 2
    with sample.reading() as reader:
        page = reader.deeds.page(DeedQuery(project_key=project.key))
    assert {deed.action for deed in page.deeds} == {Action.SPOKE}
    assert all(deed.is_self_reported for deed in page.deeds)

    again = look(sample, file)
    assert again.count(RowVerdict.NEW) == 0
    assert again.rows[0].why == "it was imported before"
    assert importing.take(sample, again) == 0
    assert sample.curated_digest() == taken

    assert len(sample.undo()) == 1
    assert sample.curated_digest() == digest
    assert look(sample, file).count(RowVerdict.NEW) == 3


def test_two_looks_at_once_do_not_take_a_row_twice(sample: Store, file: Path) -> None:
    first, second = look(sample, file), look(sample, file)
    assert (importing.take(sample, first), importing.take(sample, second)) == (3, 0)


def test_what_a_source_says_is_not_imported_again(sample: Store, tmp_path: Path) -> None:
    with sample.reading() as reader:
        deed = next(deed for deed in reader.deeds.page(DeedQuery(), limit=500).deeds if deed.url)
    path = tmp_path / "mine.csv"
    path.write_text(f"date,title,action,url\n2024,x,{deed.action},{deed.url}\n", "utf-8")
    assert [row.why for row in look(sample, path).rows] == ["a source of your record says it"]


def test_unclear_dates_wait_for_an_answer(sample: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("date,title\n03/04/2024,One\n2024,Two\n", "utf-8")
    seen = look(sample, path)
    assert [row.verdict for row in seen.rows] == [RowVerdict.BAD, RowVerdict.NEW]
    assert "--dates day-first" in seen.rows[0].why
    told = look(sample, path, Options(day_order=DayOrder.DAY_FIRST))
    assert told.rows[0].entry is not None
    assert told.rows[0].entry.when == "2024-04-03"
    assert told.day_order is DayOrder.DAY_FIRST


def test_what_is_said_for_all_rows_holds_where_a_row_says_nothing(
    sample: Store, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    path.write_text('[{"when": 2020, "t": "A"}, {"when": "2021", "t": "B", "project": "P"}]')
    options = Options((("t", "title"),), action=Action.MENTORED, project="Q")
    rows = look(sample, path, options).rows
    assert [(row.project, row.entry and row.entry.action) for row in rows] == [
        ("Q", Action.MENTORED),
        ("P", Action.MENTORED),
    ]


def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    sample: Store, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="no file"):
        look(sample, tmp_path / "nowhere.csv")
    with pytest.raises(UsageError, match="is a folder"):
        look(sample, tmp_path)
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="seems to hold the title or the date"):
        look(sample, path)


def test_a_name_of_two_projects_is_a_bad_row(sample: Store, tmp_path: Path) -> None:
    with sample.reading() as reader:
        one, two = reader.projects.all()[:2]
    projects.rename(sample, one.key, "Twin")
    projects.rename(sample, two.key, "Twin")
    path = tmp_path / "x.csv"
    path.write_text("date,title,project\n2024,a,Twin\n2024,b,\n")
    seen = look(sample, path)
    assert [row.verdict for row in seen.rows] == [RowVerdict.BAD, RowVerdict.NEW]
    assert importing.take(sample, seen) == 1


def test_the_programs_own_table_comes_back_whole(
    sample: Store, tmp_path: Path, clock: FixedClock
) -> None:
    edition = editions.ensure_default(sample)
    out = tmp_path / "out.csv"
    listing.export_csv(sample, edition.id, out)
    told = _table(out)
    assert len(told) > 20
    profile: Paths = for_profile(tmp_path / "other")
    other = Store.open(profile, clock=clock)
    try:
        seen = importing.preview(other, clock, out, Options())
        assert [row.why for row in seen.rows if row.verdict is RowVerdict.BAD] == []
        importing.take(other, seen)
        assert all(finding.is_ok for finding in other.examine() if finding.code != "backup")
        back = tmp_path / "back.csv"
        listing.export_csv(other, editions.ensure_default(other).id, back)
    finally:
        other.close()
    unique = {tuple(row.values())[:5] for row in told}
    assert {tuple(row.values())[:5] for row in _table(back)} == unique
    assert {row["trust"] for row in _table(back)} == {"self-reported"}


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
