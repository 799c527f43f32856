"""What is tracked: words about every module, no addresses to download from, no machine's paths."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".cfg", ".css", ".html", ".in", ".ini", ".json", ".md", ".py", ".sh", ".sql", ".svg"}
TEXT |= {".toml", ".ts", ".txt", ".yaml", ".yml", ""}

# Put together from pieces, so that this file does not hold what it looks for.
_HOMES = "home|Users|mnt|srv"
_MACHINES = "root|wo" + "rk|work" + "space|fa" + "rm"
ANY_PATH = re.compile(rf"(?<![\w.:/~<-])/(?:{_HOMES}|{_MACHINES})/[\w.]")
# Tests may make up the homes of people who do not exist.
PATH_IN_TESTS = re.compile(rf"(?<![\w.:/~<-])/(?:{_MACHINES})/[\w.]")
DOWNLOAD = re.compile(
    r"files\.python" + r"hosted|https?://[^\s\"')>]*(?:/simple\b|\.whl\b|\.t(?:ar\.)?gz\b|\.zip\b)"
    r"|--(?:extra-)?index-" + r"url|--find-" + r"links",
    re.IGNORECASE,
)
# Options of the command that pins, which keep addresses out.
ALLOWED = re.compile(r"--no-emit-(?:index-" + r"url|find-" + r"links)")


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def findings(text: str, *, is_test: bool = False) -> list[str]:
    text = ALLOWED.sub("", text)
    patterns = (PATH_IN_TESTS if is_test else ANY_PATH, DOWNLOAD)
    found = [match[0] for pattern in patterns for match in pattern.finditer(text)]
    return found + [str(ROOT)] * (str(ROOT) in text)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    paths = tracked()
    assert ROOT / "pyproject.toml" in paths
    return paths


def test_no_download_address_and_no_machine_path(files: list[Path]) -> None:
    wrong = {}
    for path in files:
        if path.suffix in TEXT:
            is_test = path.is_relative_to(ROOT / "tests")
            found = findings(path.read_text(encoding="utf-8"), is_test=is_test)
            if found:
                wrong[str(path.relative_to(ROOT))] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    ["see /ho" + "me/ada/notes", '"/wo' + 'rk/main"', "https://x.example/sim" + "ple/", "a"],
)
def test_what_the_look_sees(text: str) -> None:
    assert bool(findings(text)) == (text != "a")


def test_every_module_says_what_it_is(files: list[Path]) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix == ".py" and not ast.get_docstring(ast.parse(path.read_bytes()))
    ]
    assert silent == []


def test_modules_are_named_by_what_they_hold(files: list[Path]) -> None:
    vague = {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert [path for path in files if path.stem in vague and path.suffix == ".py"] == []


def test_pinned_requirements_are_whole() -> None:
    """Every line that pins has hashes, and the run-time ones are the same for development."""
    pins: dict[str, dict[str, str]] = {}
    for name in ("build", "run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)
        found = (re.match(r"([\w.-]+)==([^\s;]+)", block) for block in blocks)
        pins[name] = {one[1]: one[2] for one in found if one}
        assert len(pins[name]) >= len(blocks) - 2  # a package may be pinned twice, by platform
    for name in ("build", "run"):
        assert pins[name].items() <= pins["dev"].items()
