"""Badges from the command line: taken in, judged, saved as they came, given and endorsed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from portfolio.cli import session as session_module
from portfolio.keychain import SessionSecrets
from portfolio.workspace import Workspace
from tests.attest.badges import samples
from tests.attest.badges.samples import MAIL
from tests.attest.letters.letters import ID, signed
from tests.cli.running import Runner

WORK = "https://github.com/quillmark/quillmark/pull/7"


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> SessionSecrets:
    """One keyring for all the commands of a test."""
    kept = SessionSecrets()
    made = Workspace.open

    def open_with(*words: Any, **options: Any) -> Workspace:
        return made(*words, **options, keychain=kept)

    monkeypatch.setattr(session_module.Workspace, "open", open_with)
    return kept


def test_files_are_taken_in_listed_and_saved_as_they_came(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(samples.sealed())
    (taken,) = run("--json", "badge", "import", str(file)).lines
    assert (taken["received_from"], taken["is_kept"]) == ("badge.json", True)
    assert "1 badge was in your record already." in run("badge", "import", str(file)).err
    (listed,) = run("--json", "badge", "list").lines
    assert listed["verdict"]["state"] == "valid-but-not-anchored"
    said = run("badge", "show", taken["id"][:8]).out
    assert "Unchanged since signed. Who holds this key is unknown." in said
    out = tmp_path / "out.json"
    run("badge", "save", taken["id"], "--out", str(out))
    assert out.read_bytes() == file.read_bytes()
    run("badge", "remove", taken["id"])
    run("badge", "show", taken["id"], code=1)
    run("undo")
    assert run("--json", "badge", "show", taken["id"]).json["name"] == taken["name"]


def test_a_pasted_text_comes_on_standard_input(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Typed:
        buffer = io.BytesIO(samples.jwt().encode())

    monkeypatch.setattr("sys.stdin", Typed())
    (taken,) = run("--json", "badge", "import", "-").lines
    assert taken["media_type"] == "application/vc+jwt"


def test_what_a_zip_holds_besides_is_named(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "mine.zip"
    file.write_bytes(samples.zipped(one=samples.sealed(), broken=b'{"a": 1, "a": 2}'))
    ran = run("badge", "import", str(file))
    assert len(ran.out.splitlines()) == 1
    assert "broken" in ran.err


def test_a_changed_badge_ends_with_its_own_code(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(samples.sealed().replace(b"2026-", b"2025-", 1))
    (taken,) = run("--json", "badge", "import", str(file)).lines
    assert run("badge", "show", taken["id"], code=1).out
    run("badge", "print", taken["id"], "--shown", code=2)


def test_a_badge_is_given_received_printed_and_endorsed(run: Runner, tmp_path: Path) -> None:
    run("holder", "set", "--name", "Elske Marambe")
    out = tmp_path / "thanks.svg"
    given = run(
        *("--json", "badge", "issue", "--out", str(out), "--name", "Thank you, reviewer"),
        *("--criteria", "Ten reviews with reasons", "--evidence", f"Outline={WORK}"),
        *("--to-mail", MAIL, "--design", "square", "--words", "Noor read all of it."),
    ).json
    assert (given["from_person"], given["direction"]) == (True, "given")
    assert MAIL.encode() not in out.read_bytes()
    assert run("--json", "badge", "list").lines == []
    assert [each["id"] for each in run("--json", "badge", "list", "--given").lines] == [given["id"]]
    shown = run("badge", "show", given["id"]).out
    assert "Signed by your own key" in shown
    for line in (
        "What it is given for: Ten reviews with reasons",
        "What the giver writes: Noor read all of it.",
        f"Evidence: Outline  {WORK}",
    ):
        assert line in shown.splitlines()
    assert "What the giver writes: Noor read all of it." in run("check", str(out)).out
    assert "You gave this badge" in run("badge", "print", given["id"], "--shown", code=2).err
    bea = ("--profile-dir", str(tmp_path / "bea"))
    run(*bea, "holder", "set", "--name", "Bea", "--email", "bea@lindqvist.example")
    (taken,) = run(*bea, "--json", "badge", "import", str(out)).lines
    assert run(*bea, "badge", "list").out.rstrip().endswith("(for another address)")
    assert taken["recipient_match"] == "hidden"
    assert "scrambled" in run(*bea, "badge", "print", taken["id"], "--shown", code=2).err
    noor = ("--profile-dir", str(tmp_path / "noor"))
    run(*noor, "holder", "set", "--name", "Noor", "--email", MAIL)
    (taken,) = run(*noor, "--json", "badge", "import", str(out)).lines
    assert (taken["recipient_match"], taken["from_person"]) == ("confirmed", True)
    assert "(for" not in run(*noor, "badge", "list").out
    assert run(*noor, "--json", "badge", "print", taken["id"], "--shown").json["shown"] is True
    spoken = tmp_path / "endorsement.json"
    run("badge", "endorse", str(out), "--out", str(spoken), "--words", "I saw all ten.")
    assert "I saw all ten." in spoken.read_text()
    assert json.loads(spoken.read_text())["type"][1] == "EndorsementCredential"
    run("badge", "issue", "--out", str(out), "--name", "x", "--criteria", "y", code=2)
    nobody = ("--to-mail", "notamail", "--evidence", WORK)
    said = run(
        "badge", "issue", "--out", str(out), "--name", "x", "--criteria", "y", *nobody, code=2
    )
    assert "no e-mail address" in said.err
    wrong = ("--out", str(tmp_path / "b.png"), "--name", "x", "--criteria", "y", "--evidence", WORK)
    assert "a .svg file" in run("badge", "issue", *wrong, "--to-mail", MAIL, code=2).err
    assert len(run("--json", "badge", "list", "--given").lines) == 1


def test_a_backpack_is_saved_checked_and_taken_in_again(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(samples.sealed())
    run("holder", "set", "--name", "Noor", "--email", MAIL)
    (taken,) = run("--json", "badge", "import", str(file)).lines
    out = tmp_path / "mine.zip"
    said = run("export", "backpack", "--out", str(out), code=2)
    assert "nothing to pack" in said.err
    run("badge", "print", taken["id"][:8], "--shown")
    made = run("--json", "export", "backpack", "--out", str(out), "--clr").json
    assert (made["badge_count"], made["letter_count"]) == (1, 0)
    assert any(each.startswith("collections/") for each in made["files"])
    assert "These are the files its list names" in run("check", str(out)).out
    folder = tmp_path / "mine"
    assert "1 badge, 0 letters." in run("export", "backpack", "--out", str(folder)).out
    (only,) = folder.glob("badges/*")
    assert only.read_bytes() == file.read_bytes()
    run("badge", "remove", taken["id"])
    (again,) = run("--json", "badge", "import", str(folder)).lines
    assert again["id"] == taken["id"]
    run("badge", "save", again["id"], "--out", str(tmp_path / "same.json"))
    assert (tmp_path / "same.json").read_bytes() == file.read_bytes()
    only.write_bytes(file.read_bytes().replace(b"Noor", b"Eve") + b" ")
    assert "changed or are missing" in run("check", str(folder), code=1).out
    only.unlink()
    assert f"badges/{only.name}" in run("check", str(folder), code=1).out


def test_an_edition_carries_letters_and_badges_that_were_chosen(
    run: Runner, tmp_path: Path
) -> None:
    out = tmp_path / "badge.json"
    out.write_bytes(samples.sealed())
    letter = tmp_path / "one.testimonial"
    letter.write_bytes(signed())
    run("holder", "set", "--name", "Noor", "--email", MAIL)
    (badge,) = run("--json", "badge", "import", str(out)).lines
    run("badge", "print", badge["id"], "--shown")
    run("testimonial", "import", str(letter))
    refused = run("edition", "set", "General", "--testimonial", ID, code=1).err
    assert "Documents show no letter" in refused
    run("testimonial", "accept", ID)
    said = run("edition", "show", "General").out
    assert "Letters: all that documents show (1 now), later ones too." in said
    chosen = run(
        *("--json", "edition", "set", "General", "--testimonial", "none"),
        *("--badge", badge["id"][:8], "--audience", "The fund"),
    ).json
    assert (chosen["letter_ids"], chosen["badge_ids"]) == ([], [badge["id"]])
    said = run("edition", "show", "General").out
    assert "Letters: 0 chosen; later ones stay out. 1 more shown in documents" in said
    assert f"  {badge['name']}" in said
    assert "0 letters, 1 badge" in run("edition", "list").out
    packed = tmp_path / "mine.zip"
    saved = run("--json", "export", "backpack", "--out", str(packed)).json
    assert (saved["badge_count"], saved["letter_count"]) == (1, 0)
    assert saved["audience"] == "", "the edition's own is not handed on unasked"
    run("edition", "set", "General", "--testimonial", "all")
    said = run(
        *("export", "backpack", "--out", str(packed), "--badge", badge["id"], "--for", "A team")
    ).out
    assert "1 badge, 1 letter. Its list says that it is for A team." in said
    assert "save one backpack for each recipient" in said
    said = run("export", "backpack", "--out", str(packed), "--badge", "none").out
    assert "0 badges, 1 letter." in said
    assert "guesses" not in said
    said = run(
        *("export", "backpack", "--out", str(packed), "--testimonial", ID[9:17], "--badge", "none")
    ).out
    assert "0 badges, 1 letter." in said
    run("edition", "set", "General", "--badge", "none")
    said = run("badge", "print", badge["id"], "--shown").err
    assert "It is not in “General”: you chose the badges there." in said
    assert "not in" not in run("badge", "print", badge["id"], "--left-out").err
    assert "not in" not in run("testimonial", "accept", ID).err
    run("edition", "set", "General", "--testimonial", "none")
    assert "It is not in “General”" in run("testimonial", "accept", ID).err
    run("edition", "set", "General", "--testimonial", "all")
    run("badge", "print", badge["id"], "--shown")
    run("edition", "set", "General", "--badge", "all")
    run("edition", "set", "General", "--badge", "none")
    refused = run("export", "backpack", "--out", str(packed), "--badge", badge["id"], code=2)
    assert "“General” does not carry" in refused.err
    run("undo")
    run("export", "backpack", "--out", str(packed), "--badge", badge["id"])
