"""The window paints before anything heavy is imported."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = frozenset(
    {"babel", "bidi", "httpx", "keyring", "pydantic", "pypdfium2", "reportlab", "rich", "segno"}
    | {"sqlalchemy", "sqlmodel", "typer", "uharfbuzz"}
)


def imported_by(module: str) -> set[str]:
    """Return the top-level packages that importing ``module`` brings in, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {module}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s*([\w.]+)$", done.stderr, re.MULTILINE)
    assert module in lines
    return {line.partition(".")[0] for line in lines}


@pytest.mark.parametrize("module", ["portfolio.ui.app", "portfolio.__main__"])
def test_start_up_imports_nothing_heavy(module: str) -> None:
    assert not imported_by(module) & HEAVY


def test_the_command_line_starts_without_qt() -> None:
    assert "PySide6" not in imported_by("portfolio.__main__")


def test_the_look_would_see_a_heavy_import() -> None:
    assert "sqlmodel" in imported_by("sqlmodel")
