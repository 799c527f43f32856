"""The page about letters shows a real letter, and its commands do what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio import resources
from portfolio.attest import app_keys, letter_reading, policies
from portfolio.attest import letter as form
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker
from portfolio.model import verdict_words
from portfolio.model.attestation import MAX_VOUCH, AttestationKind, TrustLevel, Work
from portfolio.model.verdict import Answer
from tests.attest.letters.letters import KEY, said, signed
from tests.attest.ssh import needs_ssh_keygen

PAGE = Path(__file__).resolve().parents[3] / "docs" / "letters.md"
TEXT = PAGE.read_text(encoding="utf-8")


def example(name: str) -> str:
    """Return the block of the page under a mark."""
    found = re.search(rf"<!-- example: {name} -->\n```\w*\n(.*?)```\n<!-- end -->", TEXT, re.DOTALL)
    assert found is not None, f"The page has no example named {name}."
    return found[1]


def letter() -> str:
    """Return the letter of the page: made by the program, the same each time."""
    pull = "https://forge.example/quillmark/pull"
    works = (
        Work(f"{pull}/412", "Let the outline be walked with arrow keys",
             "git:5d41f1b6a0a5e0b1c1b7c6b6a4e1f9d2c3a80911"),
        Work(f"{pull}/431", "One focus ring for every control"),
    )  # fmt: skip
    return signed(said(about=works)).decode()


def keys() -> str:
    return f"{app_keys.record(KEY).public} laptop\n"


def policy() -> str:
    return resources.read_text("policies", "three-who-saw-the-work.toml")


@pytest.mark.parametrize("name", ["letter", "keys", "policy"])
def test_the_examples_are_what_the_program_makes(name: str) -> None:
    made = {"letter": letter, "keys": keys, "policy": policy}[name]()
    assert example(name) == made, f"docs/letters.md is out of date; its {name} reads:\n{made}"


def test_the_example_is_a_good_letter() -> None:
    read = letter_reading.parse(example("letter").encode())
    listing = "https://forge.example/coduya.keys"
    now = datetime(2026, 11, 22, tzinfo=UTC)
    answers = {listing: Answer(listing, now, 200, "text/plain", example("keys").encode())}
    assert judge(read, Onlooker(answers=answers), at=now).level is TrustLevel.ACCOUNT
    assert policies.parse(example("policy").encode()).people == 3


@needs_ssh_keygen
@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_its_commands_check_it(tmp_path: Path) -> None:
    (tmp_path / "noor.testimonial").write_text(example("letter"), encoding="utf-8")
    (tmp_path / "coduya.keys").write_text(example("keys"), encoding="utf-8")
    done = subprocess.run(["sh", "-e", "-c", example("commands")], cwd=tmp_path,
                          capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    said_by_program = done.stdout + done.stderr
    assert said_by_program.count(app_keys.record(KEY).fingerprint) == 2
    assert 'Good "testimonial@portfolio" signature for coduya' in said_by_program
    (tmp_path / "noor.testimonial").write_text(example("letter").replace("2019.", "2018."))
    done = subprocess.run(["sh", "-e", "-c", example("commands")], cwd=tmp_path,
                          capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode != 0


def test_the_page_names_every_kind_header_and_level() -> None:
    for kind in AttestationKind:
        assert f"| {kind} | `.{form.suffix(kind)}` | `{form.namespace(kind)}` |" in TEXT
    for header in form.KNOWN | {form.NEW_KEY}:
        assert f"`{header}`" in TEXT
    for words in form.BASES:
        assert f"`{words}`" in TEXT
    for level in ("level.0", "level.1"):
        assert verdict_words.templates()[level].title in TEXT
    assert f"at most {MAX_VOUCH} characters" in TEXT
    assert f"{app_keys.ROUNDS}\nrounds" in TEXT or f"{app_keys.ROUNDS} rounds" in TEXT
