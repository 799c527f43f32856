"""docs/cli.md says what the commands are now."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "command_reference.py"))["reference"]()
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert page == made, "run: make docs"


def test_every_command_of_the_design_is_there() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for words in (
        *("demo", "scan FOLDER", "identity list", "identity confirm", "identity reject"),
        *("contribution list", "deed list", "deed hide", "project merge", "story star"),
        *("role add", "edition set", "export json-resume", "undo", "redo", "history"),
        *("testimonial request", "testimonial write", "testimonial sign", "testimonial import"),
        *("testimonial list", "testimonial accept", "testimonial private", "testimonial decline"),
        *("testimonial withdraw", "badge import", "badge list", "badge issue", "badge show"),
        *("key list", "key new", "key export", "key import", "key link", "check FILE"),
        *("export backpack", "export pdf", "export html", "export markdown", "export text"),
        *("backup", "restore", "doctor", "log", "delete-everything", "open", "question answer"),
    ):
        assert f"portfolio {words}" in page, words
