"""The gate and the small renderers load nothing heavy until it is needed."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = ("babel", "reportlab", "sqlmodel", "sqlite3", "PySide6", "pypdfium2", "segno", "uharfbuzz")


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys\n"
        "from portfolio.export import document, document_json, html, json_resume, markdown, text\n"
        f"print([name for name in {_HEAVY!r} if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
