"""Every group of commands does what it says, on a real record."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.cli import words
from portfolio.model.project import Project
from tests.cli.running import Runner

QUILLMARK = "remote:open.example/quillmark/editor"


def keys(run: Runner, *words: str) -> list[str]:
    return [each["key"] for each in run("--json", "deed", "list", *words).lines]


def test_a_project_of_deeds_without_a_date_that_can_be_right_is_not_empty() -> None:
    known = Project("remote:forge.example/old", "Old clock", "old", deed_count=2)
    assert "· no date that can be right" in words.project(known)
    assert "· nothing of yours in it" in words.project(replace(known, deed_count=0))


def test_deeds_are_paged_without_gaps_or_repeats(run: Runner, sample: Path) -> None:
    whole = keys(run, "--limit", "100000")
    seen: list[str] = []
    after: list[str] = []
    while True:
        ran = run("--json", "deed", "list", "--limit", "97", *after)
        seen += [each["key"] for each in ran.lines]
        if "--after" not in ran.err:
            break
        after = ["--after", ran.err.split("--after ")[1].strip()]
    assert seen == whole
    assert len(whole) > 300


def test_deeds_are_filtered(run: Runner, sample: Path) -> None:
    rows = run(
        *("--json", "deed", "list", "--project", "Quillmark", "--kind", "reviewed"),
        *("--kind", "released", "--since", "2024-01-01", "--until", "2024-12-31"),
    ).lines
    assert {row["project_name"] for row in rows} == {"Quillmark"}
    assert {row["action"] for row in rows} == {"reviewed", "released"}
    assert all(row["occurred_at"].startswith("2024-") for row in rows)
    by_account = keys(run, "--account", "Tern", "--limit", "9999")
    assert by_account
    assert set(by_account) == set(keys(run, "--project", "Tern", "--limit", "9999"))


def test_contributions_name_their_source(run: Runner, sample: Path) -> None:
    rows = run("--json", "contribution", "list", "--query", "focus ring").lines
    assert [row["title"] for row in rows] == ["One focus ring for every control"]
    assert rows[0]["source_id"].startswith("git-")
    assert rows[0]["people"]


def test_hidden_deeds_leave_the_list_and_come_back(run: Runner, sample: Path) -> None:
    first, second, *_ = keys(run)
    assert [d["is_hidden"] for d in run("--json", "deed", "hide", first, second).lines] == [
        True
    ] * 2
    assert not {first, second} & set(keys(run))
    assert {first, second} <= set(keys(run, "--hidden"))
    run("deed", "unhide", first)
    assert first in keys(run)
    assert run("undo", "2").out.count("Undone") == 2
    assert {first, second} <= set(keys(run))


def test_a_deed_takes_a_title_a_note_and_a_mark(run: Runner, sample: Path) -> None:
    key = keys(run)[0]
    run("deed", "retitle", key, "My own words")
    run("deed", "note", key, "Ask Petra")
    run("deed", "confidential", key)
    shown = run("--json", "deed", "show", key).json
    deed = shown["deed"]
    assert (deed["title"], deed["note"], deed["is_confidential"]) == (
        "My own words",
        "Ask Petra",
        True,
    )
    assert shown["contributions"][0]["title"] == deed["recorded_title"]
    run("deed", "confidential", "--off", key)
    assert run("--json", "deed", "retitle", key, "").lines[0]["title"] == deed["recorded_title"]


def test_projects_are_renamed_described_merged_and_hidden(run: Runner, sample: Path) -> None:
    ran = run(
        *("--json", "project", "describe", "Tern", "--what", "words that travel"),
        *(
            "--url",
            "https://open.example/tern",
            "--scale",
            "12|languages|https://open.example/tern",
        ),
    ).json
    assert ran["what_it_is"] == "words that travel"
    assert ran["scale_facts"][0]["unit"] == "languages"
    assert run("--json", "project", "rename", "Tern", "Tern memory").json["name"] == "Tern memory"
    run("project", "merge", "Tern memory", "Quillmark")
    names = [each["name"] for each in run("--json", "project", "list").lines]
    assert "Tern memory" not in names
    run("undo")
    run("project", "hide", "Tern memory")
    assert "Tern memory" not in run("project", "list").out
    assert "Tern memory" in run("project", "list", "--hidden").out
    run("project", "unhide", "Tern memory")
    assert "ADDRESS" in run("project", "describe", "Tern memory", "--scale", "12", code=2).err


def test_a_story_is_told(run: Runner, sample: Path) -> None:
    works = keys(run, "--project", "Larkspur", "--limit", "7")
    story = run(
        *("--json", "story", "new", "Threads in order", "--deed", works[0], "--deed", works[1]),
        *("--situation", "Threads lost their order.", "--did", "I sorted them.", "--skill", "Mail"),
        *("--source", "Notes|https://open.example/notes"),
    ).json
    assert len(story["items"]) == 2
    assert story["sources"] == [{"label": "Notes", "url": "https://open.example/notes"}]
    run("story", "add", "Threads in order", *works[2:])
    run("story", "star", "Threads in order", works[1])
    ran = run("story", "star", "Threads in order", works[6], code=2)
    assert ran.err.startswith("Five works are shown already")
    run("story", "star", "--off", "Threads in order", works[1])
    run("story", "star", "Threads in order", works[6])
    run("story", "remove", "Threads in order", works[0])
    run("story", "edit", story["id"], "--changed", "They stay.", "--title", "Order")
    run("story", "ready", "Order")
    shown = run("--json", "story", "show", "Order").json
    assert (shown["status"], shown["what_changed"]) == ("ready", "They stay.")
    assert shown["situation"] == "Threads lost their order."
    assert [item["deed_key"] for item in shown["items"]] == works[1:]
    run("story", "draft", "Order")
    run("story", "delete", "Order")
    assert "Order" not in run("story", "list").out
    run("undo")
    assert run("--json", "story", "show", "Order").json["items"] == shown["items"]


def test_roles_are_added_changed_and_removed(run: Runner, sample: Path) -> None:
    role = run(
        *("--json", "role", "add", "Open Atlas", "--code", "writer", "--from", "2018-06"),
        *("--current", "--capacity", "study", "--organisation", "School of the Sea"),
    ).json
    assert (role["project_key"], role["is_current"]) == ("remote:open.example/atlas/handbook", True)
    changed = run("--json", "role", "edit", role["id"], "--to", "2020", "--ended").json
    assert (changed["to_on"], changed["is_current"], changed["code"]) == ("2020", False, "writer")
    assert "no date" in run("role", "edit", role["id"], "--to", "soon", code=2).err
    run("role", "remove", role["id"])
    assert role["id"] not in run("role", "list", "--project", "Open Atlas").out
    run("role", "remove", role["id"], code=1)


def test_questions_are_answered(run: Runner, sample: Path) -> None:
    asked = {each["kind"]: each for each in run("--json", "question", "list").lines}
    assert set(asked) == {"bulk-import", "not-public"}
    key = asked["bulk-import"]["key"]
    before = keys(run, "--kind", "integrated", "--limit", "999")
    assert run("--json", "question", "answer", key, "own-work").json["answer"] == "own-work"
    assert len(before) == 40
    run("deed", "list", "--kind", "integrated", code=1)
    run("question", "answer", key, "")
    assert keys(run, "--kind", "integrated", "--limit", "999") == before
    assert "does not answer" in run("question", "answer", key, "include", code=2).err


def test_the_holder_is_set_field_by_field(run: Runner, sample: Path) -> None:
    run("holder", "set", "--place", "Vlissingen", "--link", "https://vantongeren.example/cv")
    holder = run("--json", "holder", "show").json
    assert (holder["name"], holder["place"]) == ("Noor Vantongeren", "Vlissingen")
    assert holder["links"] == ["https://vantongeren.example/cv"]
    run("holder", "set", code=2)


def test_a_story_names_its_works(run: Runner, sample: Path) -> None:
    title = "A release that ships on its day"
    story = run("--json", "story", "show", title).json
    key = story["items"][0]["deed_key"]
    with_title = f"* {key}  Write release notes from merged changes"
    assert with_title in run("story", "show", title).out.splitlines()
    run("deed", "hide", key)
    assert f"{with_title}  (hidden, in no document)" in run("story", "show", title).out


def test_a_story_that_cannot_be_begun_as_said_is_not_begun(run: Runner, sample: Path) -> None:
    before = run("story", "list").out
    for code, wrong in (
        (2, ("A", "--from", "2024-13")),
        (2, ("A", "--from", "2024", "--to", "2020")),
        (1, ("A", "--project", "nobody's")),
        (1, ("A", "--deed", "git:none:authored")),
        (2, ("  ",)),
    ):
        run("story", "new", *wrong, code=code)
    assert run("story", "list").out == before


def test_a_story_keeps_a_title_and_says_what_it_does_not_have(run: Runner, sample: Path) -> None:
    behind, other = keys(run, "--project", "Larkspur", "--limit", "2")
    run("story", "new", "Threads", "--deed", behind)
    before, steps = run("--json", "story", "show", "Threads").json, run("history").out
    for blank in ("", "  "):
        assert (
            "A story needs a title."
            in run("story", "edit", "Threads", "--title", blank, code=2).err
        )
    ran = run("story", "remove", "Threads", behind, other, code=1)
    assert ran.err == f"“Threads” does not have this work: {other}. Nothing was changed.\n"
    assert run("--json", "story", "show", "Threads").json == before
    assert run("history").out == steps


def test_an_edition_is_set(run: Runner, sample: Path) -> None:
    run("edition", "new", "For Halyard", "--like", "General")
    edition = run(
        *("--json", "edition", "set", "For Halyard", "--language", "nl", "--page-size", "Letter"),
        *("--page-limit", "1", "--section", "open-source", "--section", "summary"),
        *("--project", "Quillmark", "--story", "A release that ships on its day", "--no-email"),
    ).json
    assert edition["project_keys"] == [QUILLMARK]
    assert len(edition["story_ids"]) == 1
    shown = [each["kind"] for each in edition["sections"] if each["shown"]]
    assert shown == ["open-source", "summary"]
    assert (edition["page_size"], edition["show_email"]) == ("Letter", False)
    run("edition", "set", "For Halyard", "--story", "none", "--project", "all")
    edition = run("--json", "edition", "show", "For Halyard").json
    assert (edition["story_ids"], edition["project_keys"]) == ([], [])
    assert edition["newest_url"] == "https://vantongeren.example/cv.pdf"
    assert "https" in run("edition", "set", "General", "--newest", "http://a.example", code=2).err
    run("edition", "set", "For Halyard", "--newest", "noor.example/cv.pdf")
    shown = run("edition", "show", "For Halyard").out
    assert "Newest copy: https://noor.example/cv.pdf" in shown
    run("edition", "set", "For Halyard", "--newest", "")
    assert "Newest copy" not in run("edition", "show", "For Halyard").out
    run("edition", "remove", "For Halyard")
    run("edition", "show", "For Halyard", code=1)


def test_history_names_steps_and_undo_and_redo_take_them(run: Runner, sample: Path) -> None:
    run("holder", "set", "--name", "N. V.")
    run("project", "hide", "Tern")
    said = [each["words"] for each in run("--json", "history", "--limit", "2").lines]
    assert said == ["Hid project “Tern”", "Changed your details"]
    assert "Undone: Hid project “Tern”" in run("undo").out
    assert len(run("--json", "undo", "1").lines) == 1
    assert run("--json", "holder", "show").json["name"] == "Noor Vantongeren"
    assert run("redo", "2").out.count("Redone") == 2
    assert "nothing to redo" in run("redo", code=1).err


def test_a_backup_comes_back(run: Runner, sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert run("--json", "backup", "--out", str(copy)).json["path"] == str(copy)
    run("holder", "set", "--name", "Somebody else")
    answer = run("--json", "restore", str(copy)).json
    assert Path(answer["put_aside"]).exists()
    assert run("--json", "holder", "show").json["name"] == "Noor Vantongeren"
    assert all(each["is_ok"] for each in run("--json", "doctor", "--rebuild").lines)


def test_everything_is_deleted_only_when_meant(
    run: Runner, sample: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert "Nothing was deleted" in run("delete-everything", code=2).err
    assert (profile / "data" / "record.sqlite").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("delete\n"))
    run("delete-everything")
    assert not (profile / "data").exists()
    assert run("--json", "delete-everything", "--yes").json == {"not_deleted": []}


def test_a_document_is_saved_in_every_format(run: Runner, sample: Path, tmp_path: Path) -> None:
    for form, begins in (
        ("pdf", b"%PDF-"),
        ("html", b"<!"),
        ("markdown", b"# Noor"),
        ("text", b"Noor Vantongeren"),
        ("json-resume", b"{"),
        ("csv", b"\xef\xbb\xbf"),
    ):
        answer = run("--json", "export", form, "--out", str(tmp_path)).json
        path = Path(answer["path"])
        assert path.read_bytes().lower().startswith(begins.lower())
        assert answer["size_bytes"] == path.stat().st_size
        assert path.name.startswith("Noor-Vantongeren")
    assert len(list(tmp_path.glob("Noor*"))) == 6


@pytest.mark.parametrize("form", ["html", "markdown", "text", "json-resume", "csv"])
def test_a_document_goes_to_stdout_alone(
    run: Runner, sample: Path, tmp_path: Path, form: str
) -> None:
    saved = tmp_path / "saved"
    run("export", form, "--out", str(saved))
    ran = run("export", form, "--out", "-")
    assert ran.out.encode() == saved.read_bytes()
    assert "Saved" not in ran.err
    assert "Left out: " in ran.err
    assert "would both write to stdout" in run("--json", "export", form, "--out", "-", code=2).err


def test_a_share_file_and_the_check_page_go_to_stdout(run: Runner, sample: Path) -> None:
    shared = run("export", "share", "--for", "Ada", "--purpose", "a job", "--out", "-")
    assert json.loads(shared.out)
    page = run("export", "check-page", "--out", "-").out
    assert page.lower().startswith("<!doctype html>")
    assert "Saved" not in page


def test_a_stdout_that_takes_no_more_is_said(
    run: Runner, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        ran = run("export", "text", "--out", "-", code=4)
        monkeypatch.undo()
        assert "stdout could not be saved: the disk is full." in ran.err
        with contextlib.suppress(OSError):
            full.close()


def test_a_backpack_does_not_fit_on_stdout(run: Runner, sample: Path, tmp_path: Path) -> None:
    assert "several files" in run("export", "backpack", "--out", "-", code=2).err


def test_a_pipe_is_not_replaced(run: Runner, sample: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cv.txt")
    ran = run("export", "text", "--out", str(tmp_path / "cv.txt"), code=4)
    assert ran.err == "cv.txt could not be saved: there is a pipe of that name.\n"
    assert (tmp_path / "cv.txt").is_fifo()
    ran = run("backup", "--out", str(tmp_path / "cv.txt"), code=4)
    assert "there is a pipe of that name" in ran.err
    assert (tmp_path / "cv.txt").is_fifo()


def test_the_old_file_stays_when_saving_fails(run: Runner, sample: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("old")
    ran = run("export", "text", "--out", str(blocked / "x.txt"), code=4)
    assert ran.err == "x.txt could not be saved: a part of the path is no folder.\n"
    assert blocked.read_text() == "old"


def test_the_table_of_deeds_holds_no_formula_and_nothing_kept_back(
    run: Runner, sample: Path, tmp_path: Path
) -> None:
    first, second, third = keys(run, "--project", "Quillmark", "--limit", "3")
    run("deed", "retitle", first, '=HYPERLINK("https://x.example")')
    run("deed", "retitle", second, "Secret of the house")
    run("deed", "confidential", second)
    run("deed", "hide", third)
    target = tmp_path / "deeds.csv"
    run("export", "csv", "--out", str(target))
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"))))
    titles = [row["title"] for row in rows]
    assert titles[0] == '\'=HYPERLINK("https://x.example")'
    assert "Secret" not in target.read_text()
    assert not any("Tidewater" in row["project"] for row in rows)
    assert {row["project"] for row in rows} == {"Quillmark", "Tern", "Larkspur", "Open Atlas"}
    assert all(row["trust"] == "evidence" for row in rows)


def test_the_log_is_shown(run: Runner, sample: Path, profile: Path) -> None:
    log = profile / "state" / "portfolio.log"
    log.parent.mkdir(parents=True)
    log.write_text("one\ntwo\nthree\n")
    assert run("log", "--lines", "2").out == "two\nthree\n"
    assert [json.loads(line) for line in run("--json", "log").out.splitlines()] == [
        "one",
        "two",
        "three",
    ]


def test_a_repository_said_to_be_private_is_not_printed(
    run: Runner, sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cv.txt"
    run("export", "text", "--out", str(path))
    assert "Quillmark" in path.read_text()
    said = run("--json", "question", "private", "quillmark")
    assert json.loads(said.out)["confidentiality"] == "leave-out"
    run("export", "text", "--out", str(path))
    assert "135 commits" not in path.read_text()
    run("question", "private", "quillmark", "--show", "")
    run("export", "text", "--out", str(path))
    assert "Quillmark" in path.read_text()
    run("question", "private", "nowhere", code=1)
    run("question", "private", "quillmark", "--show", "perhaps", code=2)


@pytest.mark.parametrize(("count", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_one_thing_is_not_called_several(count: int, said: str) -> None:
    assert words.counted(count, "page", "pages") == said


def test_an_edition_of_one_page_says_so(run: Runner, sample: Path) -> None:
    run("edition", "set", "General", "--page-limit", "1")
    assert ", 1 page," in run("edition", "list").out


def test_somebody_else_is_marked_so(run: Runner, sample: Path) -> None:
    other = run("--json", "identity", "list", "--all").lines[-1]
    assert (other["reason"], other["status"]) == ("other", "suggested")
    ran = run("identity", "reject", other["key"])
    assert ran.out.startswith("[-] ")
    (row,) = [
        each
        for each in run("--json", "identity", "list", "--all").lines
        if each["key"] == other["key"]
    ]
    assert (row["status"], row["ticked"]) == ("rejected", False)
    run("undo")
    assert run("--json", "identity", "list", "--all").lines[-1]["status"] == "suggested"


def test_a_folder_is_removed_when_it_is_meant(
    run: Runner, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = run("--json", "folder", "list").lines
    (row,) = [each for each in rows if each["label"] == "Tern"]
    assert row["deed_count"] > 0
    for typed in ("", "yes\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        ran = run("folder", "remove", row["place"], code=2)
        assert f"{row['deed_count']} works go." in ran.err
        assert ran.err.endswith("Nothing was removed.\n")
    assert run("--json", "folder", "list").lines == rows
    monkeypatch.setattr("sys.stdin", io.StringIO("remove\n"))
    ran = run("folder", "remove", row["place"])
    assert ran.out == f"Removed 1 repository. {row['deed_count']} works went.\n"
    assert [each for each in rows if each != row] == run("--json", "folder", "list").lines
    (tern,) = [line for line in run("project", "list").out.splitlines() if "Tern" in line]
    assert "nothing of yours in it" in tern  # it was described by hand, so it stays
    assert "was read from" in run("folder", "remove", "--yes", row["place"], code=1).err
    assert "name of the folder is empty" in run("folder", "remove", "", code=2).err
    removed = run("--json", "folder", "remove", "--yes", str(sample)).json
    assert len(removed["source_ids"]) == len(rows) - 1
    assert run("deed", "list", code=1).out == ""


def test_roles_name_their_project_and_a_year_once(run: Runner, sample: Path) -> None:
    run("role", "add", "Tern", "--code", "maintainer", "--from", "2023", "--to", "2023")
    (line,) = [each for each in run("role", "list").out.splitlines() if " · 2023  " in each]
    assert line.endswith("  Tern")
    run("project", "merge", "Tern", "Quillmark")
    said = run("role", "list").out
    assert "remote:" not in said
    assert "root:" not in said


def test_only_so_much_of_a_day_is_said_as_is_known(run: Runner, sample: Path) -> None:
    for when in ("2023", "2023-10", "2023-10-05"):
        run("contribution", "add", f"A talk of {when}", "--kind", "spoke", "--date", when)
    for command in ("contribution", "deed"):
        said = run(command, "list", "--query", "talk of 2023", "--order", "date-oldest").out
        days = [line.split("  ")[0] for line in said.splitlines()]
        assert days == ["2023", "2023-10", "2023-10-05"]
