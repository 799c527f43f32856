"""What cannot be saved is not given: a second try does not make two of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_mentoring import Person, cas, keyrings, noor

__all__ = ["cas", "keyrings", "noor"]


def given(who: Person, what: str = "testimonial") -> int:
    return len(who.do("--json", what, "list", "--given").lines)


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "it"


def test_letters_are_kept_only_if_saved(cas: Person, noor: Person, nowhere: Path) -> None:
    out, whom = ("--out", str(nowhere)), f"{noor.name} {noor.account}"
    draft = cas.folder / "draft.testimonial"
    draft.write_bytes(
        b"Portfolio letter: testimonial, version 1\n"
        b"Id: urn:uuid:0193a1b2-0000-7000-8000-0000000000ab\n"
        b"Issuer: Cas\nSubject: Noor\n\nStatement\n\nSeen.\n\nEnd of letter\n"
    )
    for words in (
        ("write", "--for", noor.name, "--text", "Seen."),
        ("thank", whom, "You kept the wiki alive."),
        ("nominate", whom, "--text", "Kept it alive.", "--link", "https://wiki.example/page"),
        ("sign", str(draft)),
    ):
        ran = cas.do("testimonial", *words, *out, code=4)
        assert "could not be saved" in ran.err
        assert given(cas) == 0


def test_a_letter_is_not_taken_back_by_a_file_that_nobody_has(
    cas: Person, noor: Person, nowhere: Path
) -> None:
    path = cas.folder / "one.thanks"
    cas.do("testimonial", "thank", noor.account, "Thank you.", "--out", str(path))
    (one,) = cas.do("--json", "testimonial", "list", "--given").lines
    cas.do("testimonial", "withdraw", one["id"], "--out", str(nowhere), code=4)
    assert given(cas) == 1
    shown = cas.do("--json", "testimonial", "show", one["id"]).json
    assert shown["verdict"]["state"] != "withdrawn"


def test_badges_are_kept_only_if_saved(cas: Person, nowhere: Path) -> None:
    words = ("--name", "Thanks", "--criteria", "Ten reviews", "--to-mail", "bea@lindqvist.example",
             "--evidence", "Outline=https://forge.example/1")  # fmt: skip
    cas.do("badge", "issue", *words, "--out", str(nowhere.with_suffix(".svg")), code=4)
    assert given(cas, "badge") == 0
