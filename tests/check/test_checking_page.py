"""The page for interviewers: its commands check the example it names."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from portfolio.check import page, pdf_file
from portfolio.check.checking import check
from portfolio.model import verdict_words
from tests.attest.ssh import needs_ssh_keygen
from tests.check.test_checking import NOW, STRANGER

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "checking.md").read_text(encoding="utf-8")
WORDS = DOCS.parent / "resources" / "words"
CV = DOCS / "examples" / "cv.pdf"


def commands() -> tuple[str, str]:
    found = re.search(r"<!-- example: commands -->\n```sh\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    taking_out, verifying = found[1].splitlines()
    return taking_out, verifying


@needs_ssh_keygen
@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="pdfdetach is not installed")
def test_the_commands_check_the_example(tmp_path: Path) -> None:
    shutil.copy(CV, tmp_path / "cv.pdf")
    for command in commands():
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"Good")


def test_the_command_is_the_one_on_its_last_page() -> None:
    printed = "".join(pdf_file.open_pdf(CV.read_bytes()).pages).replace("\n", " ")
    assert commands()[1] in " ".join(printed.split())


@pytest.mark.parametrize("name", [each.name for each in WORDS.glob("*.toml")])
def test_the_box_of_a_cv_names_the_page_in_every_language(name: str) -> None:
    words = tomllib.loads((WORDS / name).read_text(encoding="utf-8"))
    assert page.FILE_NAME in words["phrases"]["check_portfolio"]


def test_its_words_are_those_of_a_check() -> None:
    report = check(CV.read_bytes(), STRANGER, at=NOW)
    said = {verdict_words.title(row.step.says) for row in report.rows}
    quoted = "Unchanged since signed. Who holds this key is unknown"
    assert report.holds
    assert f"{quoted}." in said
    assert quoted in TEXT
