"""Contributions entered by hand and imported, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Runner

TABLE = "Datum;Titel;Art;Projekt\n2020;A talk;Vortrag;Access days\nsoon;Nothing;talk;\n"


def test_a_contribution_is_added_changed_and_removed(run: Runner, sample: Path) -> None:
    added = run(
        *("--json", "contribution", "add", "Focus rings", "--date", "2023-04", "--kind", "spoke"),
        *("--project", "Access days", "--url", "https://meet.example/x", "--words", "Forty."),
    ).json
    assert (added["action"], added["is_self_reported"]) == ("spoke", True)
    assert added["date_known"] == "month"
    assert run("deed", "list", "--limit", "1", "--query", "Focus rings").out.startswith("2023-04  ")
    assert added["project_name"] == "Access days"
    said = run("--json", "contribution", "list", "--project", "Access days").lines
    assert [(each["title"], each["kind"], each["body"]) for each in said] == [
        ("Focus rings", "talk", "Forty.")
    ]
    key = added["key"]
    changed = run("--json", "contribution", "change", key, "--date", "2022", "--project", "").json
    assert (changed["title"], changed["project_name"]) == ("Focus rings", "")
    assert "at least one thing" in run("contribution", "change", key, code=2).err
    assert "Removed “Focus rings”" in run("contribution", "remove", key).out
    run("contribution", "remove", key, code=1)
    assert "Undone: Removed “Focus rings”, entered by hand" in run("undo").out
    assert "self-reported" in run("deed", "list", "--query", "Focus rings").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x", "--date", "soon"), "no date"),
        (("x", "--date", "2999"), "not come yet"),
        (("x", "--date", "2020", "--url", "javascript:alert(1)"), "no address"),
        (("", "--date", "2020"), "needs a title"),
        (("x", "--date", "2020", "--kind", "juggled"), "does not know “juggled”"),
        (("x",), "--date"),
    ],
)
def test_nonsense_is_refused(run: Runner, sample: Path, words: tuple[str, ...], said: str) -> None:
    ran = run("contribution", "add", *words, code=2)
    assert said in ran.err
    assert ran.out == ""


def test_what_a_source_says_is_not_removed(run: Runner, sample: Path) -> None:
    key = run("--json", "deed", "list", "--limit", "1").lines[0]["key"]
    assert "never changed" in run("contribution", "remove", key, code=1).err


def test_a_file_is_looked_at_then_taken_once(run: Runner, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "talks.csv"
    file.write_text(TABLE, encoding="cp1252")
    before = run("history").out
    seen = run("--json", "contribution", "import", str(file), "--dry-run", code=3).json
    assert (seen["taken"], seen["new"], seen["bad"], seen["is_dry_run"]) == (0, 1, 1, True)
    assert seen["columns"][1] == {"column": "Titel", "field": "title"}
    assert [row["verdict"] for row in seen["rows"]] == ["new", "bad"]
    assert run("history").out == before

    ran = run("contribution", "import", str(file), code=3)
    assert "Of 2 rows 1 taken, 0 known already, 1 bad." in ran.out
    assert "Row 3 stays out: “soon” is no date." in ran.err
    again = run("--json", "contribution", "import", str(file), code=3).json
    assert (again["taken"], again["known"]) == (0, 1)
    assert "Undone: Imported contributions from “talks.csv”" in run("undo").out
    run("deed", "list", "--query", "A talk", code=1)


def test_columns_and_dates_are_told(run: Runner, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("a,b\n03/04/2020,One\n", encoding="utf-8")
    asked = ("contribution", "import", str(file), "--map", "b=title")
    assert "say which number is the day" in run(*asked, code=1).err
    told = run("--json", *asked, "--map", "1=date", "--dates", "month-first").json
    assert (told["taken"], told["rows"][0]["entry"]["when"]) == (1, "2020-03-04")


@pytest.mark.parametrize(
    ("text", "more", "ending"),
    [
        ("x,y\n1,2\n", (), (2, "seems to hold the title or the date")),
        ("date,title\n", (), (1, "no rows")),
        ("date,title\n2020,x\n", ("--map", "foo"), (2, "Write it like")),
        ("date,title\n2020,x\n", ("--map", "foo=title"), (2, "No column is called “foo”")),
        ("date,title\n2020,x\n", ("--map", "title=sum"), (2, "no field “sum”")),
        ("date,title\n2020,x\n", ("--dates", "year-first"), (2, "does not know “year-first”")),
        ("", (), (2, "empty")),
    ],
)
def test_a_file_that_cannot_be_used(
    run: Runner, tmp_path: Path, text: str, more: tuple[str, ...], ending: tuple[int, str]
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text, encoding="utf-8")
    code, said = ending
    assert said in run("contribution", "import", str(file), *more, code=code).err


def test_a_file_that_is_not_there(run: Runner, sample: Path, tmp_path: Path) -> None:
    assert "no file" in run("contribution", "import", str(tmp_path / "x"), code=2).err
    assert "a folder" in run("contribution", "import", str(tmp_path), code=2).err


def test_a_dry_run_needs_no_record_and_makes_none(
    run: Runner, profile: Path, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("date,title\n2020,x\n", encoding="utf-8")
    assert "1 would be taken" in run("contribution", "import", str(file), "--dry-run").out
    assert not (profile / "data" / "record.sqlite").exists()
    assert run("--json", "contribution", "import", str(file)).json["taken"] == 1


def test_lists_of_the_program_come_back_as_they_were(
    run: Runner, sample: Path, tmp_path: Path
) -> None:
    keys = [
        run("--json", "contribution", "add", "x", "--date", when).json["key"]
        for when in ("2019", "2020-03", "2021-05-06")
    ]
    file = tmp_path / "deeds.jsonl"
    file.write_text(run("--json", "deed", "list", "--query", "x", "--limit", "9").out, "utf-8")
    for key in keys:
        run("contribution", "remove", key)
    rows = run("--json", "contribution", "import", str(file), "--dry-run", code=None).json["rows"]
    typed = [row["entry"]["when"] for row in rows if row["entry"] and row["entry"]["title"] == "x"]
    assert typed == ["2021-05-06T12:00:00Z", "2020-03", "2019"]
