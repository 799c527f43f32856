"""Letters and requests open in Portfolio on a double click, as the desktop's own tools see it."""

from __future__ import annotations

import configparser
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from portfolio.attest.letter import suffix
from portfolio.model.attestation import AttestationKind
from portfolio.ui.handed_over import (
    CONSENT_ENDING,
    LETTER_ENDINGS,
    REQUEST_ENDING,
    SHARE_ENDING,
)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
XML = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "packaging" / "file_types.py"
    spec = importlib.util.spec_from_file_location("file_types", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_ending_the_window_opens_has_a_type(script: ModuleType) -> None:
    tree = ET.fromstring(script.types())
    globs = {each.get("pattern") for each in tree.iter(f"{XML}glob")}
    others = (REQUEST_ENDING, CONSENT_ENDING, SHARE_ENDING)
    assert globs == {f"*{each}" for each in (*LETTER_ENDINGS, *others)}
    assert {f".{suffix(kind)}" for kind in AttestationKind} == set(LETTER_ENDINGS)


def test_the_desktop_entry_starts_this_program_with_the_file(script: ModuleType) -> None:
    parsed = configparser.RawConfigParser()
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(script.entry('/opt/a "b"/portfolio'))
    entry = parsed["Desktop Entry"]
    assert entry["Exec"] == '"/opt/a \\"b\\"/portfolio" open %f'
    assert entry["MimeType"].rstrip(";").split(";") == [
        script.LETTER,
        script.REQUEST,
        script.CONSENT,
        script.SHARE,
    ]


@pytest.mark.skipif(
    shutil.which("update-mime-database") is None or shutil.which("gio") is None,
    reason="the desktop's tools are not installed",
)
def test_the_desktop_knows_the_examples(script: ModuleType, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert script.main(["install", "--data", str(data)]) == 0
    nameless = tmp_path / "letter"
    nameless.write_bytes((EXAMPLES / "noor.testimonial").read_bytes())
    nameless_share = tmp_path / "share"
    nameless_share.write_bytes((EXAMPLES / "noor.share").read_bytes())
    (request,) = EXAMPLES.glob("*.request")
    expected = {
        EXAMPLES / "noor.testimonial": script.LETTER,
        request: script.REQUEST,
        EXAMPLES / "noor.consent": script.CONSENT,
        EXAMPLES / "noor.share": script.SHARE,
        nameless_share: script.SHARE,
        nameless: script.LETTER,
    }
    environment = {**os.environ, "XDG_DATA_HOME": str(data), "HOME": str(tmp_path)}
    for path, kind in expected.items():
        done = subprocess.run(
            ["gio", "info", "-a", "standard::content-type", str(path)],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert f"content-type: {kind}\n" in done.stdout, path
    assert script.main(["remove", "--data", str(data)]) == 0
    assert not list(data.rglob("portfolio.*"))


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "file_types.py"), "install",
         "--data", str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (tmp_path / "applications" / "portfolio.desktop").exists()
    assert str(tmp_path) in done.stdout
