"""Letters of any editor are signed as they stand; what one asked for is listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio.attest import letter as form
from portfolio.attest import letter_reading
from portfolio.cli import session as session_module
from portfolio.clock import SystemClock
from portfolio.keychain import SessionSecrets
from portfolio.workspace import Workspace
from tests.attest.ssh import is_good, needs_ssh_keygen
from tests.cli.running import Runner

WORDS = "She made the outline reachable by keyboard."
WORK = "Outline by keyboard=https://github.com/quillmark/quillmark/pull/7"


@pytest.fixture(autouse=True)
def keyrings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring in memory for each profile."""
    kept: dict[str, SessionSecrets] = {}
    made = Workspace.open

    def open_with(folder: Any, **options: Any) -> Workspace:
        return made(folder, **options, keychain=kept.setdefault(str(folder), SessionSecrets()))

    monkeypatch.setattr(session_module.Workspace, "open", open_with)


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Turn the computer's clock from where it stands."""

    def by(later: timedelta) -> None:
        now: Callable[[SystemClock], datetime] = SystemClock.now
        monkeypatch.setattr(SystemClock, "now", lambda self: now(self) + later)

    return by


def asked(run: Runner, folder: Path) -> dict[str, Any]:
    run("holder", "set", "--name", "Noor Vantongeren")
    made: dict[str, Any] = run(
        *("--json", "testimonial", "request", "--to", "Casimir Oduya-Lindt"),
        *("--account", "https://github.com/coduya", "--out", str(folder / "asked"), "--work", WORK),
    ).json
    return made


@needs_ssh_keygen
def test_a_form_filled_in_with_any_editor_is_signed_as_it_stands(
    run: Runner, tmp_path: Path
) -> None:
    _, blank = map(Path, asked(run, tmp_path)["files"])
    mentor = ("--profile-dir", str(tmp_path / "mentor"))
    out = tmp_path / "signed.testimonial"
    sign = (*mentor, "testimonial", "sign", str(blank), "--out", str(out))
    assert "Nothing was written" in run(*sign, code=4).err
    text = blank.read_text(encoding="utf-8").replace(form.UNWRITTEN, WORDS)
    text = text.replace("\nSubject:", "\nMood: good\nSubject:", 1)
    blank.write_bytes(text.replace("\n", "\r\n").encode())
    key = run(*sign[:2], "--json", *sign[2:]).json["key"]
    letter = letter_reading.parse(out.read_bytes())
    assert letter.body.decode() == text
    (mine,) = run(*mentor, "--json", "key", "list").lines
    assert key == mine["fingerprint"]
    assert is_good(tmp_path, mine["public"], letter.body, letter.signature, "testimonial@portfolio")
    assert "Noor" in run(*mentor, "testimonial", "list", "--given").out
    again = run(*mentor, "testimonial", "sign", str(out), "--out", str(tmp_path / "x"), code=4)
    assert "signed already" in again.err
    other = text.replace("\nSubject:", f"\nIssuer-Key: SHA256:{'a' * 43}\nSubject:", 1)
    blank.write_text(other, encoding="utf-8")
    assert "names another key" in run(*sign, code=4).err


def test_a_letter_that_came_is_not_signed_in_its_place(run: Runner, tmp_path: Path) -> None:
    _, blank = map(Path, asked(run, tmp_path)["files"])
    text = blank.read_text(encoding="utf-8").replace(form.UNWRITTEN, WORDS)
    blank.write_text(text, encoding="utf-8")
    run("testimonial", "import", str(blank))
    said = run("testimonial", "sign", str(blank), "--out", str(tmp_path / "x"), code=2)
    assert "came to you from somebody else" in said.err
    assert run("--json", "testimonial", "list", "--given").lines == []


def test_whom_a_letter_is_for_and_where_it_would_be_taken_back(run: Runner, tmp_path: Path) -> None:
    file, _ = asked(run, tmp_path)["files"]
    mentor = ("--profile-dir", str(tmp_path / "mentor"))
    run(*mentor, "holder", "set", "--name", "Casimir Oduya-Lindt")
    more = ("--audience", "Ledgerline Association", "--status", "https://casimir.example/status",
            "--text", WORDS)  # fmt: skip
    for words in (("answer", file), ("write", "--for", "Noor", "--work", WORK)):
        out = tmp_path / f"{words[0]}.testimonial"
        run(*mentor, "testimonial", *words, "--out", str(out), *more)
        said = letter_reading.parse(out.read_bytes()).attestation
        assert said.audience == "Ledgerline Association"
        assert said.status_url == "https://casimir.example/status"


def test_what_was_asked_for_is_listed_with_its_days(
    run: Runner, tmp_path: Path, turn: Callable[[timedelta], None]
) -> None:
    run("holder", "set", "--name", "Noor Vantongeren")
    assert "You have asked nobody yet." in run("testimonial", "asked").err
    made = asked(run, tmp_path)
    assert (
        "testimonial asked of Casimir Oduya-Lindt today  (waiting)"
        in run("testimonial", "asked").out
    )
    turn(timedelta(days=9))
    (listed,) = run("--json", "testimonial", "asked").lines
    assert (listed["id"], listed["days"], listed["state"]) == (made["id"], 9, "waiting")
    assert "9 days ago" in run("testimonial", "asked").out
    turn(timedelta(days=200))
    assert "(ended)" in run("testimonial", "asked").out


def test_a_letter_given_is_said_as_an_endorsement(run: Runner, tmp_path: Path) -> None:
    run("holder", "set", "--name", "Casimir Oduya-Lindt")
    written = run(
        *("--json", "testimonial", "write", "--for", "Noor", "--out", str(tmp_path)),
        *("--account", "https://github.com/noor", "--work", WORK, "--text", WORDS),
    ).json
    out = tmp_path / "endorsement.json"
    short = written["id"][-36:-20]
    told = run("--json", "testimonial", "endorse", short, "--out", str(out)).json
    assert told == {"path": str(out), "size_bytes": out.stat().st_size}
    checked = run("check", str(out))
    assert WORDS in out.read_text()
    assert "Open Badges 3.0" in run("check", "--steps", str(out)).out
    assert checked.code == 0
    run("testimonial", "endorse", "nothing", "--out", str(out), code=1)
