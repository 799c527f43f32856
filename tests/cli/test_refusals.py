"""What cannot be meant is refused with one plain sentence, and nothing is changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Runner


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scan", ""), "The name of the folder is empty."),
        (("scan", ".", "  "), "The name of the folder is empty."),
        (("check", ""), "The name of the file is empty."),
        (("restore", ""), "The name of the backup is empty."),
        (("undo", "abc"), "“abc” is no whole number, and N takes one."),
        (("undo", "0"), "0 is too small for N: it begins at 1."),
        (("deed", "list", "--limit", "999999"), "999999 is too large for --limit"),
        (("deed", "list", "--kind", "bogus"), "--kind does not know “bogus”. It takes: authored,"),
        (("deed", "list", "--since", "2024"), "“2024” is no day. Write one like 2024-03-31"),
        (("deed", "list", "--limit"), "--limit needs a value."),
        (("project", "describe", "Tern", "--url", "javascript:alert(1)"), "no address that others"),
        (("project", "describe", "Tern", "--url", "file:///etc"), "no address that others"),
        (("project", "describe", "Tern", "--scale", "3|x|javascript:1"), "no address that others"),
        (("story", "new", "A", "--source", "L|javascript:1"), "no address that others"),
        (("role", "add", "Tern"), "A role needs a name."),
        (("role", "add", "Tern", "--code", "author", "--from", "2024-13"), "“2024-13” is no date"),
        (("role", "add", "Tern", "--code", "author", "--from", "0203"), "out of reach"),
        (("role", "add", "Tern", "--code", "author", "--from", "3024"), "out of reach"),
        (("role", "add", "Tern", "--code", "author", "--current", "--to", "2020"), "has no end"),
        (("holder", "set", "--link", "javascript:alert(1)"), "no address that others can open"),
        (("holder", "set", "--link", "/etc/passwd"), "no address that others can open"),
        (("holder", "set", "--email", "nobody"), "no e-mail address"),
        (("holder", "set", "--phone", "call me"), "no telephone number"),
        (("edition", "set", "General", "--language", "klingonish"), "no language that is known"),
        (("edition", "set", "General", "--language", "qq"), "no language that is known"),
        (("edition", "set", "General", "--language", "../en"), "no language that is known"),
    ],
)
def test_nonsense_is_refused(run: Runner, sample: Path, words: tuple[str, ...], said: str) -> None:
    before = run("history").out
    ran = run(*words, code=2)
    assert said in ran.err
    assert "Input should" not in ran.err
    assert "Value error" not in ran.err
    assert run("history").out == before


@pytest.mark.parametrize(
    ("language", "tag"),
    [("pt_br", "pt-BR"), ("EN", "en"), ("de-AT", "de-AT"), ("sr-Latn", "sr-Latn")],
)
def test_languages_are_taken_as_they_are_written(
    run: Runner, sample: Path, language: str, tag: str
) -> None:
    assert (
        run("--json", "edition", "set", "General", "--language", language).json["language"] == tag
    )


def test_a_language_without_words_is_said(run: Runner, sample: Path) -> None:
    assert "headings are in English" in run("edition", "set", "General", "--language", "fi").err
    assert "headings" not in run("edition", "set", "General", "--language", "nl").err


def test_what_can_be_meant_is_taken(run: Runner, sample: Path) -> None:
    holder = run(
        *("--json", "holder", "set", "--link", "noor.example", "--link", ""),
        *("--email", "n@x.example", "--phone", "+31 (0)10 555 01 99"),
    ).json
    assert holder["links"] == ["noor.example"]
    assert run("--json", "holder", "set", "--email", "", "--phone", "").json["phone"] == ""


def test_a_file_is_no_folder_to_scan(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("x")
    ran = run("scan", str(file), code=2)
    assert f"{file} is a file." in ran.err
    assert "no folder" in run("scan", str(tmp_path / "nowhere"), code=2).err


def test_what_may_not_be_read_is_said_plainly(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, letter = tmp_path / "closed", tmp_path / "a.testimonial"
    closed.mkdir()
    letter.write_text("x")
    asked = os.access

    def access(path: Path | str, mode: int, **how: bool) -> bool:
        return Path(path) not in {closed, letter} and asked(path, mode, **how)

    monkeypatch.setattr("os.access", access)  # whoever runs the tests may be allowed to read all
    ran = run("scan", str(tmp_path), str(closed), code=4)
    assert ran.err == f"You may not read the folder {closed}. Nothing was read.\n"
    ran = run("policy", "add", str(letter), code=2)
    assert ran.err.startswith(f"You may not read {letter}. Try: ")


def test_a_folder_that_cannot_be_checked_is_called_a_folder(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a:b").write_text("x")
    ran = run("check", str(folder), code=4)
    assert ran.err == (
        "The folder mine cannot be checked. A file in it has a name that leads elsewhere.\n"
    )
    ran = run("policy", "add", str(folder), code=2)
    assert ran.err.startswith(f"{folder} is a folder. Name a file.")


def test_a_repository_without_its_head_is_named(run: Runner, tmp_path: Path) -> None:
    git = tmp_path / "code" / "ring" / ".git"
    (git / "objects").mkdir(parents=True)
    (git / "refs").mkdir()
    ran = run("scan", str(tmp_path / "code"), code=4)
    assert "ring" in ran.out
    assert "has no HEAD" in ran.out
    kept = run("coverage").out
    assert kept.startswith("ring  ")
    assert "has no HEAD" in kept
    (row,) = run("--json", "coverage").lines
    assert (row["kind"], row["state"]) == ("", "unknown")
    assert "has no HEAD" in row["problem"]
    shutil.rmtree(tmp_path / "code" / "ring")
    run("scan", str(tmp_path / "code"), code=1)
    assert "Nothing is read yet" in run("coverage", code=1).err


def test_a_shallow_copy_is_said_in_words(run: Runner, sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    address = (sample / "Larkspur").as_uri()
    git = ("git", "-c", "protocol.file.allow=always", "clone", "-q", "--depth", "2")
    subprocess.run((*git, address, str(copy)), check=True)
    for words in (("scan", str(copy)), ("coverage",)):
        said = run(*words).out
        assert re.search(r"in part.{0,2} this copy begins on \d{4}-\d\d-\d\d", said)
        assert "shallow:" not in said


def test_questions_show_what_they_take(run: Runner, sample: Path) -> None:
    said = run("question", "list").out
    assert "It takes: leave-out, count-only, include." in said
    assert "It takes: integrated, own-work." in said


def test_a_name_that_ends_in_a_slash_is_a_folder(run: Runner, sample: Path, tmp_path: Path) -> None:
    ran = run("export", "text", "--out", f"{tmp_path}/new/inner/")
    assert f"Made the folder {tmp_path}/new/inner." in ran.err
    assert [each.name for each in (tmp_path / "new" / "inner").iterdir()] == [
        "Noor-Vantongeren-CV.txt"
    ]
    again = run("export", "text", "--out", str(tmp_path / "new" / "inner"))
    assert "Made the folder" not in again.err


def test_a_backup_says_which_folder_it_made(run: Runner, sample: Path, tmp_path: Path) -> None:
    ran = run("backup", "--out", str(tmp_path / "kept" / "b.sqlite"))
    assert f"Made the folder {tmp_path / 'kept'}." in ran.err
    assert "Made" not in run("backup", "--out", str(tmp_path / "kept" / "c.sqlite")).err


def test_a_backup_that_cannot_be_saved_names_its_target(
    run: Runner, sample: Path, profile: Path, tmp_path: Path
) -> None:
    ran = run("backup", "--out", str(tmp_path), code=4)
    assert ran.err.startswith(f"{tmp_path.name} could not be saved: there is a folder of that name")
    ran = run("backup", "--out", "/proc/portfolio/kept.sqlite", code=4)
    assert ran.err.startswith("kept.sqlite could not be saved: there is no such folder")
    ran = run("backup", "--out", "/proc/kept.sqlite", code=4)
    assert ran.err.startswith("kept.sqlite could not be saved: ")
    assert "record" not in ran.err
    store = profile / "data" / "record.sqlite"
    before = store.stat().st_ino
    ran = run("backup", "--out", str(store), code=4)
    assert "cannot take the place of the record itself" in ran.err
    assert store.stat().st_ino == before
    assert not list(tmp_path.glob("**/.*.part"))


def test_an_empty_record_makes_a_document_with_a_warning(run: Runner, tmp_path: Path) -> None:
    for form in ("text", "csv"):
        ran = run("export", form, "--out", str(tmp_path / f"cv.{form}"), code=3)
        assert "Your record is empty" in ran.err
        assert (tmp_path / f"cv.{form}").exists()


def test_what_is_left_out_is_counted_exactly(run: Runner, sample: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "cv.txt")
    said = run("export", "text", "--out", out).out
    (line,) = [each for each in said.splitlines() if "not public at" in each]
    answer = run("--json", "export", "text", "--out", out).json["left_out"]["items"]
    count = sum(each["count"] for each in answer if each["kind"] == "source-not-public")
    assert count > 1
    assert line.startswith(f"Left out: {count} items not public at their source (")
    keys = run("--json", "deed", "list", "--project", "Tern", "--limit", "2").lines
    run("deed", "confidential", keys[0]["key"])
    run("project", "hide", "Larkspur")
    said = run("export", "text", "--out", out).out
    assert "Left out: 1 item you marked confidential" in said
    assert "Left out: 1 project hidden by you (Larkspur)" in said


def test_the_table_says_as_the_documents_what_it_leaves_out(
    run: Runner, sample: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "cv")
    (key, *_) = run("--json", "deed", "list", "--project", "Tern", "--limit", "2").lines
    run("deed", "confidential", key["key"])

    def counted(form: str) -> dict[str, int]:
        items = run("--json", "export", form, "--out", out).json["left_out"]["items"]
        kinds = ("source-not-public", "counted-only", "confidential-deed")
        return {kind: sum(i["count"] for i in items if i["kind"] == kind) for kind in kinds}

    assert counted("csv") == counted("text")
    assert counted("csv")["confidential-deed"] == 1
    assert counted("csv")["source-not-public"] > 1


def test_who_needs_a_name_is_told_how_to_say_one(run: Runner, tmp_path: Path) -> None:
    works = [f"--work=Change {n}=https://forge.example/{n}" for n in range(3)]
    said = run("testimonial", "request", "--to", "Bea", *works, "--out", str(tmp_path), code=2).err
    assert "Say your name first: it stands in the request." in said
    assert "portfolio holder set --name says it." in said
