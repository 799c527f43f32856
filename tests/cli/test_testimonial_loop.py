"""The whole loop by script with three people: who asks, who saw the work, and an interviewer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from portfolio.attest import letter as form
from portfolio.check import pdf_file
from portfolio.cli import session as session_module
from portfolio.keychain import SessionSecrets
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, make_key, needs_ssh_keygen, signed_by
from tests.check.browser import CHROMIUM, browser
from tests.cli.running import Runner

pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture(autouse=True)
def keyrings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring in memory for each profile."""
    kept: dict[str, SessionSecrets] = {}
    made = Workspace.open

    def open_with(folder: Any, **options: Any) -> Workspace:
        return made(folder, **options, keychain=kept.setdefault(str(folder), SessionSecrets()))

    monkeypatch.setattr(session_module.Workspace, "open", open_with)


WORDS = "She made the outline reachable by keyboard, and wrote down how."


def request(run: Runner, folder: Path, mentor: tuple[str, str]) -> Any:
    """Have both say who they are, and the holder ask; return what the command said."""
    run(*mentor, "holder", "set", "--name", "Casimir Oduya-Lindt")
    run("holder", "set", "--name", "Noor Vantongeren")
    return run(
        *("--json", "testimonial", "request", "--to", "Casimir Oduya-Lindt"),
        *("--account", "https://github.com/coduya", "--out", str(folder / "asked")),
        *("--work", "Outline by keyboard=https://github.com/quillmark/quillmark/pull/7"),
    ).json


def by_browser(folder: Path, run: Runner, file: Path) -> dict[str, Any]:
    """Open the saved page in a real browser and choose a file in it; return what it shows."""
    run("export", "check-page", "--out", str(folder / "check.html"))
    with browser(folder) as running:
        running.open(folder / "check.html")
        return running.choose(file)


def test_an_answer_names_the_account_that_was_asked(run: Runner, tmp_path: Path) -> None:
    mentor = ("--profile-dir", str(tmp_path / "mentor"))
    asked = request(run, tmp_path, mentor)["files"][0]

    def accounts(*more: str) -> list[str]:
        letter = tmp_path / "for-noor.testimonial"
        said = run(*mentor, "--json", "testimonial", "answer", asked, "--text", WORDS,
                   "--out", str(letter), *more)  # fmt: skip
        found: list[str] = said.json["issuer"]["accounts"]
        return found

    assert accounts() == ["https://github.com/coduya"]
    assert accounts("--own-account", "https://forge.example/c") == ["https://forge.example/c"]
    run(*mentor, "holder", "set", "--link", "https://coduya.example")
    assert accounts() == ["https://coduya.example"]


def test_a_story_without_public_pages_says_why_nobody_can_be_asked(
    run: Runner, tmp_path: Path
) -> None:
    run("holder", "set", "--name", "Noor Vantongeren")
    run("story", "new", "Outline")
    asked = ("testimonial", "request", "--to", "Bea", "--out", str(tmp_path), "--story", "Outline")
    assert "no work of this story has a public page" in run(*asked, code=2).err.lower()


@pytest.mark.long
@pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")
def test_an_interviewer_with_a_browser_alone(run: Runner, tmp_path: Path) -> None:
    mentor = ("--profile-dir", str(tmp_path / "mentor"))
    asked = request(run, tmp_path, mentor)
    letter, cv = tmp_path / "for-noor.testimonial", tmp_path / "cv.pdf"
    run(*mentor, "testimonial", "answer", asked["files"][0], "--out", str(letter),
        "--basis", "reviewed-the-work", "--text", WORDS)  # fmt: skip
    taken = run("--json", "testimonial", "import", str(letter)).json
    run("testimonial", "accept", taken["id"])
    run("export", "pdf", "--edition", "General", "--out", str(cv))
    interviewer = ("--profile-dir", str(tmp_path / "interviewer"))
    report = run(*interviewer, "--json", "check", str(cv)).json
    shown = by_browser(tmp_path, run, cv)
    assert shown["state"] == "done"
    assert [(row["code"], row["mark"]) for row in shown["rows"]] == [
        (row["step"]["says"]["code"], row["step"]["mark"]) for row in report["rows"]
    ]
    assert shown["headline"].startswith("Everything that can be checked holds.")
    assert any(WORDS in row["text"] for row in shown["rows"])
    changed = letter.read_bytes().replace(b"by keyboard", b"by magic!!!")
    letter.write_bytes(changed)
    assert "Changed after it was signed" in by_browser(tmp_path, run, letter)["headline"]


@needs_ssh_keygen
@pytest.mark.parametrize("signs_with", ["app", "ssh-keygen"])
def test_from_the_request_to_the_interviewer(
    run: Runner,
    tmp_path: Path,
    signs_with: str,
) -> None:
    mentor = ("--profile-dir", str(tmp_path / "mentor"))
    asked = request(run, tmp_path, mentor)
    file, blank = map(Path, asked["files"])
    assert "Outline by keyboard" in asked["mail"]
    letter = tmp_path / "for-noor.testimonial"
    if signs_with == "app":
        run(*mentor, "testimonial", "answer", str(file), "--out", str(letter),
            "--basis", "reviewed-the-work", "--text", WORDS)  # fmt: skip
    else:
        filled = blank.read_text(encoding="utf-8").replace(form.UNWRITTEN, WORDS)
        letter.write_bytes(filled.encode())
        sig = signed_by(make_key(tmp_path), filled.encode(), "testimonial@portfolio")
        (tmp_path / "for-noor.testimonial.sig").write_bytes(sig)
    taken = run("--json", "testimonial", "import", str(letter)).json
    assert taken["verdict"]["state"] == "valid-but-not-anchored"
    assert taken["refers_to"] == asked["id"]
    run("testimonial", "accept", taken["id"])
    cv = tmp_path / "cv.pdf"
    run("export", "pdf", "--edition", "General", "--out", str(cv))

    interviewer = ("--profile-dir", str(tmp_path / "interviewer"))
    report = run(*interviewer, "--json", "check", str(cv)).json
    assert [row["reference"] for row in report["rows"] if row["reference"]] == ["T1"]
    assert not (tmp_path / "interviewer" / "data" / "record.sqlite").exists()
    attached = pdf_file.open_pdf(cv.read_bytes()).attached
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, data in attached.items():
        (folder / name).write_bytes(data)
    public = (folder / "signers").read_text().split(" ", 1)[1].strip()
    body, sig = attached["T1.testimonial"], attached["T1.testimonial.sig"]
    assert is_good(tmp_path, public, body, sig, "testimonial@portfolio")
    record = attached["document.json"].decode()
    command = next(
        line.strip().strip(",").strip('"') for line in record.splitlines() if "-Y verify" in line
    )
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    changed = body.replace(b"by keyboard", b"by magic!!!")
    assert not is_good(tmp_path, public, changed, sig, "testimonial@portfolio")


def test_whom_to_ask_comes_from_the_evidence(run: Runner) -> None:
    (story, *_) = run("--json", "story", "list").lines
    people = run("--json", "testimonial", "people", story["id"]).lines
    items = {each["deed_key"] for each in run("--json", "story", "show", story["id"]).json["items"]}
    assert [(each["name"], each["parts"]) for each in people] == [
        ("Casimir Oduya-Lindt", [["reviewer", 2]]),
        ("Inês Tavares Quill", [["reviewer", 2]]),
        ("Joost van Rhee", [["reviewer", 1]]),
    ], "who saw most works comes first, and the holder is not among them"
    for each in people:
        assert len(each["deed_keys"]) == sum(count for _part, count in each["parts"])
        assert set(each["deed_keys"]) <= items
        for key in each["deed_keys"]:
            assert each["name"] in run("--json", "deed", "show", key).out
    shown = run("testimonial", "people", story["id"]).out.splitlines()
    assert shown[0] == ("Casimir Oduya-Lindt  mailto:casimir@quillmark.example  reviewer of 2")
    assert len(shown) == len(people)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "3 to 8 works make a better letter: there is more to write about."),
        (2, "This request lists 2 works."),
        (3, ""),
        (8, ""),
        (9, "A request lists at most 8 works: these are the first of 9."),
    ],
)
def test_few_works_are_said_and_asked_about_all_the_same(
    run: Runner, tmp_path: Path, count: int, told: str
) -> None:
    run("holder", "set", "--name", "Noor Vantongeren")
    works = [part for at in range(count) for part in ("--work", f"https://forge.example/{at}")]
    made = run(*("--json", "testimonial", "request", "--to", "Bea", "--out", str(tmp_path)), *works)
    assert len(made.json["works"]) == min(count, 8)
    assert told in made.err
    assert ("works" in made.err) is bool(told), "nothing is said when nothing is to be said"
    assert all(Path(each).is_file() for each in made.json["files"])


def test_a_request_needs_a_name_and_works(run: Runner, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x"))
    assert "work" in run("testimonial", "request", "--to", "Bea", *out, code=2).err
