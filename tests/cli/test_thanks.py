"""Thanks and claims: two fields to write one, and everything a receiver may answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.cli.test_mentoring import Person, cas, keyrings, noor

__all__ = ["cas", "keyrings", "noor"]


def thanks(writer: Person, whom: Person, *more: str, name: str = "one.thanks") -> Path:
    path = writer.folder / name
    writer.do("testimonial", "thank", f"{whom.name} {whom.account}", "You kept the wiki alive.",
              "--out", str(path), *more)  # fmt: skip
    return path


def test_two_fields_are_enough_and_it_stays_among_those_given(cas: Person, noor: Person) -> None:
    made = cas.do("testimonial", "thank", noor.account, "You kept the wiki alive.",
                  "--out", str(cas.folder / "a.thanks"))  # fmt: skip
    assert "Thank you, noorvt: You kept the wiki alive." in made.out
    text = (cas.folder / "a.thanks").read_text("utf-8")
    assert text.startswith("Portfolio letter: thanks, version 1\n")
    assert f"\nSubject: noorvt\nSubject-Accounts: {noor.account}\n" in text
    (given,) = cas.do("--json", "testimonial", "list", "--given").lines
    assert given["kind"] == "thanks"


def test_a_claim_has_links_and_says_why(cas: Person, noor: Person) -> None:
    path = thanks(cas, noor, "--kind", "claim", "--link", "The page=https://wiki.example/page",
                  "--why", "Newcomers stayed.", name="one.claim")  # fmt: skip
    text = path.read_text("utf-8")
    assert "\n1. The page\n   https://wiki.example/page\n" in text
    assert "You kept the wiki alive.\n\nNewcomers stayed.\n" in text


@pytest.mark.parametrize("words", [("", "what"), ("Noor", " "), ("Noor", "x", "--kind", "vouch")])
def test_what_is_missing_is_said(cas: Person, words: tuple[str, ...]) -> None:
    ran = cas.do("testimonial", "thank", *words, "--out", str(cas.folder / "x"), code=2)
    assert "It needs two things" in ran.err or "either thanks or a claim" in ran.err
    assert not (cas.folder / "x").exists()


def test_a_correction_stands_beside_and_the_text_stays(cas: Person, noor: Person) -> None:
    path = thanks(cas, noor, "--kind", "claim")
    letter = noor.takes_in(path)
    noor.do("testimonial", "accept", letter, "--correction", "Bea did half of it.")
    shown = noor.do("--json", "testimonial", "show", letter).json
    assert (shown["decision"], shown["correction"]) == ("accepted", "Bea did half of it.")
    assert shown["statement"] == "You kept the wiki alive."
    assert shown["decided_at"]
    saved = noor.folder / "as-it-came"
    noor.do("testimonial", "save", letter, "--out", str(saved))
    assert saved.read_bytes() == path.read_bytes()
    noor.do("testimonial", "private", letter)
    noor.do("testimonial", "accept", letter)
    again = noor.do("--json", "testimonial", "show", letter).json
    assert again["correction"] == "Bea did half of it.", "what was typed is not lost"
    noor.do("testimonial", "accept", letter, "--correction", "")
    assert noor.do("--json", "testimonial", "show", letter).json["correction"] == ""
    for _ in range(4):
        noor.do("undo")
    assert noor.do("--json", "testimonial", "show", letter).json["decision"] == "pending"


def test_never_from_this_key_declines_what_comes_later_and_can_be_ended(
    run: Runner, cas: Person, noor: Person
) -> None:
    first = noor.takes_in(thanks(cas, noor))
    told = noor.do("testimonial", "decline", first, "--never-from-this-key").out
    assert "declined as they come" in told
    later = noor.do("testimonial", "import", str(thanks(cas, noor, name="two.thanks"))).out
    assert "Declined as it came: you want nothing that this key signs." in later
    assert "(declined)" in later
    noor.do("key", "trust", cas.key("public"), "--how", "none")
    again = noor.do("testimonial", "import", str(thanks(cas, noor, name="three.thanks"))).out
    assert "(pending)" in again


def test_refusing_a_key_is_one_step_to_undo(cas: Person, noor: Person) -> None:
    first = noor.takes_in(thanks(cas, noor))
    noor.do("testimonial", "decline", first, "--never-from-this-key")
    noor.do("undo")
    again = noor.do("testimonial", "import", str(thanks(cas, noor, name="two.thanks"))).out
    assert "(pending)" in again


def test_a_refused_key_is_not_a_known_one(cas: Person, noor: Person) -> None:
    first = noor.takes_in(thanks(cas, noor))
    noor.do("testimonial", "decline", first, "--never-from-this-key")
    shown = noor.do("testimonial", "show", first).out
    assert "You marked this key" not in shown


def test_a_draft_record_is_answered_work_by_work(cas: Person, noor: Person) -> None:
    path = cas.folder / "noor.claim"
    links = ("--link", "The page=https://wiki.example/page", "--link", "https://wiki.example/b",
             "--link", "https://wiki.example/b")  # fmt: skip
    cas.do("testimonial", "nominate", f"{noor.name} {noor.account}", *links,
           "--text", "She wrote these.", "--out", str(path))  # fmt: skip
    letter = noor.takes_in(path, "accept")
    shown = noor.do("testimonial", "show", letter).out
    assert "1. The page  https://wiki.example/page\n2. https://wiki.example/b" in shown
    noor.do("testimonial", "answer-work", letter, "1", "accepted", "--correction", "With Bea.")
    told = noor.do("testimonial", "answer-work", letter, "2", "private").out
    assert "1. The page  https://wiki.example/page  (accepted)  With Bea." in told
    assert "2. https://wiki.example/b  https://wiki.example/b  (private)" in told
    assert (
        "none has number 3"
        in noor.do("testimonial", "answer-work", letter, "3", "declined", code=2).err
    )


def test_what_is_said_of_a_claim_with_a_declined_work_is_what_documents_do(
    cas: Person, noor: Person
) -> None:
    path = cas.folder / "noor.claim"
    cas.do("testimonial", "nominate", f"{noor.name} {noor.account}", "--text", "She wrote it.",
           "--link", "https://wiki.example/page", "--out", str(path))  # fmt: skip
    letter = noor.takes_in(path)
    noor.do("testimonial", "answer-work", letter, "1", "declined")
    ran = noor.do("testimonial", "accept", letter)
    assert "Documents leave it out: you did not accept all the works it lists." in ran.err
    assert "attach" not in ran.err
    made = noor.do("export", "pdf", "--out", str(noor.folder / "cv.pdf"), code=None)
    assert "1 testimonial or badge about work that is not shown" in made.out + made.err
    noor.do("testimonial", "answer-work", letter, "1", "accepted")
    assert "Documents attach it" in noor.do("testimonial", "accept", letter).err


def test_a_name_alone_takes_nothing_from_the_record(cas: Person, noor: Person) -> None:
    ran = cas.do("testimonial", "nominate", noor.name, "--recorded", "--text", "x",
                 "--out", str(cas.folder / "x"), code=2)  # fmt: skip
    assert "a name alone may be somebody else" in ran.err
