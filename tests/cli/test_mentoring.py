"""Mentor and mentee on the command line: each signs, and only who signed is listed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli import session as session_module
from portfolio.keychain import SessionSecrets
from portfolio.workspace import Workspace
from tests.cli.running import Ran, Runner


@pytest.fixture(autouse=True)
def keyrings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring in memory for each profile."""
    kept: dict[str, SessionSecrets] = {}
    made = Workspace.open

    def open_with(folder: Any, **options: Any) -> Workspace:
        return made(folder, **options, keychain=kept.setdefault(str(folder), SessionSecrets()))

    monkeypatch.setattr(session_module.Workspace, "open", open_with)


@dataclass
class Person:
    """Somebody with a profile of their own."""

    run: Runner
    name: str
    account: str
    folder: Path

    def do(self, *words: str, code: int | None = 0) -> Ran:
        return self.run("--profile-dir", str(self.folder / "profile"), *words, code=code)

    def begin(self) -> Person:
        self.folder.mkdir()
        self.do("holder", "set", "--name", self.name, "--link", self.account)
        return self

    def key(self, part: str = "fingerprint") -> str:
        (found,) = (each for each in self.do("--json", "key", "list").lines
                    if each["owner"] == "self")  # fmt: skip
        return str(found[part])

    def knows(self, other: Person) -> None:
        self.do("key", "trust", other.key("public"), "--words", "met every week")

    def writes(self, other: Person, relation: str, *more: str) -> Path:
        path = self.folder / f"{relation}.testimonial"
        self.do("testimonial", "write", "--for", other.name, "--account", other.account,
                "--relation", relation, "--since", "2019-03", "--until", "2021",
                "--text", "We met every week.", "--out", str(path), *more)  # fmt: skip
        return path

    def takes_in(self, path: Path, *decisions: str) -> str:
        letter = self.do("--json", "testimonial", "import", str(path)).json
        for decision in decisions:
            self.do("testimonial", decision, letter["id"])
        return str(letter["id"])

    def mentoring(self) -> list[Any]:
        return self.do("--json", "testimonial", "mentoring").lines


@pytest.fixture
def cas(run: Runner, tmp_path: Path) -> Person:
    return Person(run, "Casimir Oduya-Lindt", "https://forge.example/coduya",
                  tmp_path / "cas").begin()  # fmt: skip


@pytest.fixture
def noor(run: Runner, tmp_path: Path) -> Person:
    return Person(run, "Noor Vantongeren", "https://forge.example/noorvt",
                  tmp_path / "noor").begin()  # fmt: skip


def test_one_side_only_is_said_to_be_so(cas: Person, noor: Person) -> None:
    path = cas.writes(noor, "mentor-of")
    assert "Mentoring: I mentored them\nRelation: 2019-03 to 2021\n" in path.read_text("utf-8")
    (mine,) = cas.mentoring()
    assert (mine["you_were"], mine["agreement"], mine["listed"]) == (
        "mentor-of", "one-sided", False
    )  # fmt: skip
    assert (
        "Only you state that you mentored Noor Vantongeren."
        in cas.do("testimonial", "mentoring").out
    )
    noor.takes_in(path, "accept")
    assert (
        "Casimir Oduya-Lindt states that they mentored you. You have not signed it."
        in noor.do("testimonial", "mentoring").out
    )
    shown = noor.do("testimonial", "show", noor.mentoring()[0]["their_letter"]).out
    assert "Casimir Oduya-Lindt states: Casimir Oduya-Lindt mentored Noor Vantongeren" in shown


def test_both_sides_are_one_relation_and_the_mentee_ends_the_listing(
    cas: Person, noor: Person
) -> None:
    first = cas.writes(noor, "mentor-of")
    noor.takes_in(first, "accept")
    second = noor.writes(cas, "mentee-of", "--their-key", cas.key())
    noor_letter = cas.takes_in(second)
    (waiting,) = cas.mentoring()
    assert (waiting["agreement"], waiting["listed"]) == ("unproved", False)
    assert "waits for your decision" in cas.do("testimonial", "mentoring").out
    cas.do("testimonial", "accept", noor_letter)
    assert "whose key signed theirs is not known here" in cas.do("testimonial", "mentoring").out
    cas.knows(noor)
    (agreed,) = cas.mentoring()
    assert (agreed["agreement"], agreed["listed"], agreed["name"]) == ("both", True, noor.name)
    assert "Both say so." in cas.do("testimonial", "mentoring").out

    back = noor.folder / "back.withdrawal"
    given = noor.do("--json", "testimonial", "list", "--given").lines[0]["id"]
    noor.do("testimonial", "withdraw", given, "--out", str(back))
    assert noor.mentoring()[0]["your_letter"] is None
    cas.takes_in(back)
    (ended,) = cas.mentoring()
    assert (ended["agreement"], ended["listed"], ended["their_letter"]) == (
        "one-sided",
        False,
        None,
    )
    assert ended["your_letter"], "the mentor's own record stays"


def test_leaving_a_letter_out_takes_its_writer_off_the_page(cas: Person, noor: Person) -> None:
    noor.takes_in(cas.writes(noor, "mentor-of"), "accept")
    letter = cas.takes_in(noor.writes(cas, "mentee-of"), "accept")
    cas.knows(noor)
    assert cas.mentoring()[0]["listed"]
    cas.do("testimonial", "print", letter, "--left-out")
    assert not cas.mentoring()[0]["listed"]
    cas.do("testimonial", "decline", letter)
    assert cas.mentoring()[0]["their_letter"] is None


def test_a_namesake_does_not_join(run: Runner, cas: Person, noor: Person, tmp_path: Path) -> None:
    cas.writes(noor, "mentor-of")
    other = Person(run, noor.name, "https://other.example/noorvt", tmp_path / "other").begin()
    cas.takes_in(other.writes(cas, "mentee-of"), "accept")
    cas.knows(other)
    assert [each["agreement"] for each in cas.mentoring()] == ["one-sided", "one-sided"]


def test_the_other_side_is_asked_for(cas: Person, noor: Person) -> None:
    cas.writes(noor, "mentor-of")
    asked = cas.do("--json", "testimonial", "request", "--to", noor.name, "--account", noor.account,
                   "--relation", "mentor-of", "--question", "Will you say too that I mentored you?",
                   "--out", str(cas.folder / "asked")).json  # fmt: skip
    request, blank = map(Path, asked["files"])
    assert "\nMentoring: they mentored me\n" in request.read_text("utf-8")
    assert "\nMentoring: they mentored me\n" in blank.read_text("utf-8")
    assert "works" not in asked["mail"]
    answer = noor.folder / "answer.testimonial"
    noor.do("testimonial", "answer", str(request), "--text", "He did.", "--out", str(answer))
    cas.takes_in(answer, "accept")
    cas.knows(noor)
    (both,) = cas.mentoring()
    assert both["agreement"] == "both"
