"""The demo does the main job in any folder, and never touches the person's own record."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.attest.badges import zips
from portfolio.check import page, pdf_file
from tests.cli.running import Runner
from tests.sync.git.repositories import Repository, clone, make

MAIN = ("Robin Example-Author", "robin@author.example")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shallow clone whose author is unknown to this computer, as the current folder."""
    origin = make(tmp_path / "origin")
    for number in range(4):
        origin.commit(f"Lay stone {number}", MAIN)
    origin.commit("Nightly build", ("tidy[bot]", "tidy[bot]@robots.example"))
    made = clone(origin.path, tmp_path / "checkout", "--depth", "3")
    monkeypatch.chdir(made.path)
    return made.path


def test_a_fresh_clone_gives_a_page_worth_looking_at(
    run: Runner, checkout: Path, profile: Path, tmp_path: Path
) -> None:
    ran = run("--json", "demo", "--out", str(tmp_path / "out"))
    answer = ran.json
    assert answer["problems"] == []
    assert {"Quillmark", "Tern"} < set(answer["projects"])
    assert len(answer["projects"]) == 3
    assert "Robin Example-Author <robin@author.example>" in ran.err
    assert "made up" in ran.err
    attached = set(answer["attachments"])
    assert {"document.json", "resume.json", "signers", "T1.testimonial.sig"} < attached
    assert sorted(each.partition(".")[2] for each in attached if each.startswith("T")) == [
        "json", "svg", "testimonial", "testimonial.sig",
    ]  # fmt: skip
    assert [each["holds"] for each in answer["checks"]] == [True] * 5
    assert Path(answer["check_page"]).read_bytes() == page.page()
    letter, badge, endorsement, backpack = map(Path, answer["signed"])
    assert "Issuer: Casimir Oduya-Lindt" in letter.read_text(encoding="utf-8")
    assert "I use it without a mouse" in endorsement.read_text(encoding="utf-8")
    packed = {each.data for each in zips.read(backpack.read_bytes())}
    assert {each.read_bytes() for each in (letter, badge, endorsement)} < packed
    forms = {Path(each["path"]).suffix for each in answer["files"]}
    assert forms == {".pdf", ".html", ".txt", ".json"}
    (pdf,) = (tmp_path / "out").glob("*.pdf")
    text = pdf_file.read(pdf).text
    assert "Noor Vantongeren" in text
    assert "Quillmark" in text
    assert not (profile / "data").exists()
    assert answer["seconds"] < 60


def test_folders_of_ones_own_are_shown_without_made_up_work(
    run: Runner, checkout: Path, tmp_path: Path
) -> None:
    ran = run("demo", "--out", str(tmp_path / "out"), "--folder", str(checkout))
    assert "made up" not in ran.err
    assert "Quillmark" not in ran.out
    assert not list((tmp_path / "out").glob("*.testimonial"))
    (pdf,) = (tmp_path / "out").glob("*.pdf")
    assert "Robin Example-Author" in pdf_file.read(pdf).text


def test_a_folder_without_repositories_still_shows_something(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    ran = run("demo", "--open")
    assert "no screen here" in ran.err
    assert "no repository in this folder" in ran.err
    assert (empty / "out" / "Noor-Vantongeren-CV.pdf").exists()
    again = run("--json", "demo")
    assert again.json["problems"] == []


def test_a_folder_that_is_not_there(run: Runner, tmp_path: Path) -> None:
    run("demo", "--folder", str(tmp_path / "none"), code=2)


def test_a_private_repository_is_shown_only_where_the_page_is_made_up(
    run: Runner, checkout: Path, tmp_path: Path
) -> None:
    Repository(checkout).git("remote", "set-url", "origin", "git@git.company.example:in/house.git")
    ran = run("--json", "demo", "--out", str(tmp_path / "a"))
    assert "The demo shows it" in ran.err
    assert len(ran.json["projects"]) == 3
    ran = run("--json", "demo", "--out", str(tmp_path / "b"), "--folder", str(checkout))
    assert "It is left out." in ran.err
    assert ran.json["projects"] == []
    (pdf,) = (tmp_path / "b").glob("*.pdf")
    assert "Lay stone" not in pdf_file.read(pdf).text
