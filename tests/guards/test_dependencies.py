"""docs/dependencies.md names every package that is installed or fetched, and no other."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from tests.published.fetching import EVERY

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def table(head: str) -> set[str]:
    """Return what the first column of the table below a heading names."""
    part = PAGE.partition(f"\n## {head}\n")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    cells = [re.sub(r"\(.*?\)|\[.*?\]", "", row.split("|")[1]) for row in rows]
    return {name.strip() for cell in cells for name in cell.split(",") if name.strip(" -")}


def names(requirements: list[object]) -> set[str]:
    found = [_NAME.match(each) for each in requirements if isinstance(each, str)]
    return {match[0] for match in found if match}


def test_what_runs_is_named() -> None:
    assert table("To run") == names(PROJECT["project"]["dependencies"])


def test_what_installs_and_develops_is_named() -> None:
    groups = PROJECT["dependency-groups"]
    assert table("To install from a checkout") == names(groups["build"])
    assert table("To develop") == names(groups["dev"])


def test_what_tests_fetch_is_named() -> None:
    verifier = ROOT / "tests" / "published" / "verifier" / "package.json"
    packages = json.loads(verifier.read_text("utf-8"))["dependencies"]
    headings = {"npm package of the verifier"}
    assert table("Fetched by tests") - headings == {*(each.package for each in EVERY), *packages}
