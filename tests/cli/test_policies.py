"""Policies on the command line: listed with whether their marks are given, taken in, printed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Runner

POLICY = """format = "portfolio-policy"
format_version = 1
id = "two-of-the-harbour"
version = "2"
name = "Two of the harbour"
words = "Two people wrote a vouch."
kinds = ["vouch"]
people = 2
"""


def test_those_of_the_program_are_there_and_not_given(run: Runner) -> None:
    run("holder", "set", "--name", "Ada Example")
    found = {each["id"]: each for each in run("--json", "policy", "list").lines}
    assert set(found) == {"mozillians-three-vouches", "three-who-saw-the-work"}
    assert not any(each["is_given"] or each["shown"] for each in found.values())
    shown = run("policy", "show", "mozillians-three-vouches", code=1)
    assert "Not vouched under Three vouches, as on Mozillians" in shown.out
    assert "0 of the 3 people it takes" in shown.out


def test_a_policy_is_taken_in_printed_and_removed(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "harbour.toml"
    file.write_text(POLICY, encoding="utf-8")
    assert "Two of the harbour  not given" in run("policy", "add", str(file)).out
    run("policy", "print", "two-of-the-harbour", "--shown")
    assert "printed in documents" in run("policy", "list").out
    assert "Removed Two of the harbour" in run("policy", "remove", "two-of-the-harbour").out
    run("undo")
    found = run("--json", "policy", "show", "two-of-the-harbour", code=1).json
    assert (found["is_kept"], found["shown"]) == (True, True)


def test_what_is_no_policy_is_refused_in_plain_words(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff")
    assert "no policy file" in run("policy", "add", str(file), code=4).err
    assert "no such policy" in run("policy", "remove", "none", code=1).err
    assert "no such policy" in run("policy", "print", "none", "--shown", code=1).err
