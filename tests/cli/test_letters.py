"""Letters and keys from the command line, with a real ssh-keygen on the other side."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from portfolio.attest import app_keys
from portfolio.cli import session as session_module
from portfolio.errors import AccountError
from portfolio.keychain import SessionSecrets
from portfolio.sync.transport import Transport
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, make_key, needs_ssh_keygen, signed_by
from tests.attest.ssh import run as openssh
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


def written(run: Runner, folder: Path, *more: str) -> dict[str, Any]:
    run("holder", "set", "--name", "Casimir Oduya-Lindt")
    out = folder / "for-noor.testimonial"
    made: dict[str, Any] = run(
        *("--json", "testimonial", "write", "--for", "Noor Vantongeren", "--out", str(out)),
        *("--account", "https://github.com/noorvt", "--work", f"Outline by keyboard={WORK}"),
        *("--basis", "reviewed-the-work", "--text", "She made it reachable.", *more),
    ).json
    assert made["path"] == str(out)
    return made


def test_its_writer_chooses_period_end_and_key(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path, "--since", "2021-03", "--until", "2024", "--months", "12")
    body = Path(made["path"]).read_text(encoding="utf-8")
    assert "2021-03 to 2024" in body
    assert int(made["expires_at"][:4]) == int(made["issued_at"][:4]) + 1
    with pytest.raises(AssertionError, match="no such key"):
        written(run, tmp_path, "--key", "SHA256:nobody")
    with pytest.raises(AssertionError, match="soon"):
        written(run, tmp_path, "--since", "soon")
    for since, until in (("2024", "2020"), ("2024-05", "2024-03"), ("2024-05-02", "2023")):
        with pytest.raises(AssertionError, match="ends before it begins"):
            written(run, tmp_path, "--since", since, "--until", until)
    written(run, tmp_path, "--since", "2024-05", "--until", "2024")


@needs_ssh_keygen
def test_a_letter_is_written_and_ssh_keygen_agrees(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    raw = Path(made["path"]).read_bytes()
    body, mark, rest = raw.partition(b"-----BEGIN")
    (key,) = run("--json", "key", "list").lines
    assert made["key"] == key["fingerprint"]
    assert is_good(tmp_path, key["public"], body, mark + rest, "testimonial@portfolio")
    assert "Noor Vantongeren" in run("testimonial", "list", "--given").out
    back = tmp_path / "back.withdrawal"
    run("testimonial", "withdraw", made["id"], "--out", str(back))
    assert f"Refers-To: {made['id']}" in back.read_text()


def test_a_check_says_what_a_letter_claims(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    assert "    > She made it reachable." in run("check", made["path"]).out.splitlines()


def test_addresses_are_asked_only_when_the_person_says_so(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def ask_public(_self: Transport, address: str, **_options: object) -> object:
        asked.append(address)
        raise AccountError("Nobody answers.")

    monkeypatch.setattr(Transport, "ask_public", ask_public)
    run("holder", "set", "--link", "https://github.com/coduya")
    made = written(run, tmp_path)
    run("check", made["path"])
    run("--offline", "check", made["path"], "--online")
    run("testimonial", "show", made["id"])
    assert asked == []
    said = run("check", made["path"], "--online").out
    assert "https://github.com/coduya.keys" in asked
    assert said.splitlines()[-2:] == ["2 addresses were asked.", "2 addresses did not answer."]
    told = run("--json", "check", made["path"], "--online").json
    assert "https://github.com/coduya.keys" in told["asked"]
    assert told["silent"] == told["asked"]


@needs_ssh_keygen
def test_a_letter_is_taken_in_accepted_and_saved_as_it_came(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    raw = Path(made["path"]).read_bytes()
    other = tmp_path / "profile-of-noor"
    noor = ("--profile-dir", str(other))
    taken = run(*noor, "--json", "testimonial", "import", made["path"]).json
    assert taken["verdict"]["state"] == "valid-but-not-anchored"
    assert taken["decision"] == "pending"
    assert (
        run(*noor, "testimonial", "import", made["path"]).out
        == run(*noor, "testimonial", "import", made["path"]).out
    )
    said = run(*noor, "testimonial", "show", made["id"]).out
    assert "Unchanged since signed. Who holds this key is unknown." in said
    assert f"1. Outline by keyboard  {WORK}" in said
    accepted = run(*noor, "--json", "testimonial", "accept", made["id"])
    assert accepted.json["shown"] is True
    assert "do not print its words" in accepted.err
    assert (
        run(*noor, "--json", "testimonial", "print", made["id"], "--left-out").json["shown"]
        is False
    )
    run(*noor, "testimonial", "print", made["id"], "--shorten", "She is great.", code=2)
    (listed,) = run(*noor, "testimonial", "list").out.splitlines()
    for typed in (listed.split()[0], listed[:4], made["id"], made["id"].removeprefix("urn:uuid:")):
        run(*noor, "testimonial", "show", typed)
        run(*noor, "testimonial", "print", typed, "--shown")
        run(*noor, "edition", "set", "General", "--testimonial", typed)
    run(*noor, "edition", "set", "General", "--testimonial", "all")
    run(*noor, "testimonial", "print", listed[:4], "--left-out")
    out = tmp_path / "again"
    run(*noor, "testimonial", "save", made["id"], "--out", str(out))
    assert out.read_bytes() == raw
    run(*noor, "key", "trust", made["key"], code=1)
    assert "Undone: " in run(*noor, "undo").out


def test_a_letter_goes_by_mail_and_is_the_same_file_again(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    mail = tmp_path / "mail.txt"
    run("testimonial", "save", made["id"], "--out", str(mail))
    assert mail.read_text("utf-8").startswith("A testimonial by Casimir Oduya-Lindt for Noor")
    mail.write_bytes(b"Hello,\r\n\r\n" + mail.read_bytes().replace(b"\n", b"\r\n> "))
    assert "Unchanged since signed" in run("check", str(mail)).out
    noor = ("--profile-dir", str(tmp_path / "noor"))
    taken = run(*noor, "--json", "testimonial", "import", str(mail)).json
    assert "in your record already" in run(*noor, "testimonial", "import", str(mail)).out
    back = tmp_path / "back.testimonial"
    run(*noor, "testimonial", "save", taken["id"], "--out", str(back))
    assert back.read_bytes() == Path(made["path"]).read_bytes()
    pasted = tmp_path / "pasted.txt"
    pasted.write_bytes(b"She wrote:\n\n> " + back.read_bytes().replace(b"\n", b"\n> "))
    assert "Unchanged since signed" in run("check", str(pasted)).out
    pasted.write_bytes(pasted.read_bytes().replace(b"reachable", b"readable!"))
    assert "changed on the way" in run("check", str(pasted), code=4).err


@needs_ssh_keygen
def test_the_pair_beside_each_other_is_one_letter(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    body = Path(made["path"]).read_bytes().partition(b"-----BEGIN")[0]
    body = body.replace(f"Issuer-Key: {made['key']}\n".encode(), b"")  # another one signs it
    file = tmp_path / "noor.testimonial"
    file.write_bytes(body)
    (tmp_path / "noor.testimonial.sig").write_bytes(
        signed_by(make_key(tmp_path), body, "testimonial@portfolio")
    )
    other = ("--profile-dir", str(tmp_path / "b"))
    taken = run(*other, "--json", "testimonial", "import", str(file)).json
    assert taken["verdict"]["state"] == "valid-but-not-anchored"


@needs_ssh_keygen
def test_a_changed_letter_ends_with_one_and_cannot_be_accepted(run: Runner, tmp_path: Path) -> None:
    made = written(run, tmp_path)
    file = Path(made["path"])
    file.write_bytes(file.read_bytes().replace(b"made it", b"broke it"))
    other = ("--profile-dir", str(tmp_path / "b"))
    run(*other, "testimonial", "import", str(file))
    said = run(*other, "testimonial", "show", made["id"], code=1).out
    assert "✗ Changed after it was signed: the statement" in said
    run(*other, "testimonial", "accept", made["id"], code=2)
    run(*other, "testimonial", "private", made["id"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("testimonial", "import", "nowhere.testimonial"), 2, "no file"),
        (("testimonial", "show", "abc"), 1, "no record here yet"),
        (("testimonial", "print", "abc"), 1, "no such letter"),
        (("testimonial", "quote", "--name", "Bram", "--text", "  "), 2, "needs the words"),
        (("key", "forget", "SHA256:x"), 1, "no such key"),
        (("key", "link", "not a key"), 4, "no public key"),
        (("--offline", "testimonial", "import", "https://github.com/a/b/pull/1#issuecomment-2"), 4,
         "without a network"),
        (("testimonial", "import", "https://github.com/a/b/pull/1"), 4, "no single comment"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_plainly(
    run: Runner, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in run(*words, code=code).err


def test_a_file_that_is_no_letter_is_said_so(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "x.testimonial"
    file.write_text("Dear Noor")
    assert "no letter" in run("testimonial", "import", str(file), code=4).err
    empty = tmp_path / "empty.sig"
    empty.touch()
    for command in (("testimonial", "import"), ("check",)):
        said = run(*command, str(file), "--signature", str(empty), code=2).err
        assert "no signature" in said
    page = tmp_path / "cv.html"
    page.write_text("<!DOCTYPE html>\n<html><svg></svg></html>")
    assert "This is a web page." in run("check", str(page), code=4).err
    assert "holds no badge" in run("badge", "import", str(page), code=4).err


def test_words_by_mail_are_quoted(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Good work on the wiki.\n"))
    said = run("testimonial", "quote", "--name", "Bram Isidore").out
    assert "Quoted by the holder. Not checkable here." in said
    (line,) = run("--json", "testimonial", "list").lines
    assert line["statement"] == "Good work on the wiki."


@needs_ssh_keygen
def test_a_key_leaves_and_comes_back(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("--json", "key", "new").json
    assert run("--json", "key", "new").json == made
    file = tmp_path / "recovery"
    monkeypatch.setattr("sys.stdin", io.StringIO("seven words are enough\n"))
    run("key", "export", made["fingerprint"], "--out", str(file), "--passphrase-stdin")
    assert file.stat().st_mode & 0o777 == 0o600
    shown = openssh("ssh-keygen", "-y", "-P", "seven words are enough", "-f", str(file))
    assert shown.stdout.decode().startswith(made["public"])
    run("key", "forget", made["fingerprint"])
    assert run("key", "list").out == ""
    plain = make_key(tmp_path).path
    monkeypatch.setattr("sys.stdin", io.StringIO("seven words are enough\n"))
    taken = run("--json", "key", "import", str(plain), "--passphrase-stdin").json
    run("key", "forget", taken["fingerprint"])
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong words\n"))
    assert "does not open" in run("key", "import", str(file), "--passphrase-stdin", code=4).err
    monkeypatch.setattr("sys.stdin", io.StringIO("seven words are enough\n"))
    back = run("--json", "key", "import", str(file), "--passphrase-stdin").json
    assert back.pop("recovery_at")
    assert back == {key: value for key, value in made.items() if key != "recovery_at"}
    assert "no recovery file saved" not in run("key", "list").out


def test_a_key_without_recovery_file_does_not_go_unasked(run: Runner) -> None:
    made = run("--json", "key", "new").json["fingerprint"]
    assert "No recovery file" in run("key", "forget", made, code=2).err
    assert "not in the keyring" not in run("key", "list").out
    assert "undo brings back only" in run("key", "forget", made, "--yes").err
    run("undo")
    assert "not in the keyring" in run("key", "list").out


@needs_ssh_keygen
def test_a_key_one_knows_is_linked_or_trusted(run: Runner, tmp_path: Path) -> None:
    key = make_key(tmp_path)
    linked = run("--json", "key", "link", str(key.path.with_suffix(".pub"))).json
    assert (linked["owner"], linked["public"]) == ("self", key.public)
    known = run("--json", "key", "trust", key.public, "--words", "met in Ghent").json
    assert (known["trust"], known["trust_words"]) == ("met", "met in Ghent")
    assert "met: met in Ghent" in run("key", "list").out
    (tmp_path / "theirs").mkdir()
    theirs = make_key(tmp_path / "theirs")
    run("key", "trust", theirs.public)
    assert "  met\n" in run("key", "list").out
    assert "somebody else’s" in run("key", "link", theirs.public, code=2).err
    run("key", "trust", theirs.public, "--how", "none")
    run("key", "link", theirs.public)


def test_a_key_without_recovery_file_is_said_until_there_is_one(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_keys, "ROUNDS", 1)
    out = ("--out", str(tmp_path / "for-noor.testimonial"))
    asked = ("testimonial", "write", "--for", "Noor", "--text", "She made it reachable.", *out)
    run("holder", "set", "--name", "Casimir Oduya-Lindt")
    assert "No recovery file" in run(*asked).err
    (key,) = run("--json", "key", "list").lines
    assert key["recovery_at"] is None
    assert "no recovery file saved" in run("key", "list").out
    monkeypatch.setattr("sys.stdin", io.StringIO("seven words are enough\n"))
    saved = ("key", "export", key["fingerprint"], "--out", str(tmp_path / "mine.key"))
    run(*saved, "--passphrase-stdin")
    assert "No recovery file" not in run(*asked).err
    (key,) = run("--json", "key", "list").lines
    assert key["recovery_at"]


def test_a_key_is_changed_and_the_old_one_says_so(run: Runner, tmp_path: Path) -> None:
    old = written(run, tmp_path)["key"]
    changed = run("--json", "key", "change", old, "--out", str(tmp_path), "--why", "A new laptop.")
    path = Path(changed.json["path"])
    assert path.suffix == ".key-change"
    assert "A new laptop." in path.read_text(encoding="utf-8")
    assert written(run, tmp_path)["key"] == changed.json["new"]["fingerprint"] != old
    assert f"changed for {changed.json['new']['fingerprint']}" in run("key", "list").out
    assert "changed before" in run("key", "change", old, "--out", str(tmp_path), code=2).err
