"""Kill -9 at any moment of a reading or an edit: sound record, nothing acknowledged lost."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.cli.main import main
from portfolio.model.deed_query import DeedQuery
from portfolio.operations.sample_repositories import build
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.clocks import FixedClock

KILLS = 6
# Edits one after the other through the command line, each said only when its command is done.
EDITOR = """
import sys
from portfolio.cli.main import main
number = 0
while True:
    code = main(["--quiet", "--profile-dir", sys.argv[1], "project", "describe",
                 "Quillmark", "--what", f"editor {number}"])
    if code:
        sys.exit(code)
    print("done", number, flush=True)
    number += 1
"""


def opened(profile: Path) -> Store:
    return Store.open(for_profile(profile), clock=FixedClock())


def deeds_of(profile: Path) -> set[str]:
    store = opened(profile)
    try:
        assert all(finding.is_ok for finding in store.examine()), store.examine()
        with store.reading() as reader:
            ids = reader.deeds.ids(DeedQuery())
            return {deed.key for deed in reader.deeds.by_ids(ids)}
    finally:
        store.close()


def wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let it work for a while; the moment of the kill is the point."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@pytest.mark.long
def test_a_reading_killed_anywhere_goes_on_from_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = tmp_path / "code"
    build(code)
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for profile in (whole, cut):
        main(["--quiet", "--profile-dir", str(profile), "scan", str(code)])
        main(
            [
                "--quiet",
                "--profile-dir",
                str(profile),
                "identity",
                "confirm",
                "--suggested",
                "--no-read",
            ]
        )
    main(["--quiet", "--profile-dir", str(whole), "scan", str(code)])
    draw = random.Random(7)
    for _ in range(KILLS):
        reading = start("-m", "portfolio", "--quiet", "--profile-dir", str(cut), "scan", str(code))
        wait(reading, draw.uniform(0.3, 1.6))
        reading.send_signal(signal.SIGKILL)
        reading.communicate()
        assert deeds_of(cut) <= deeds_of(whole)
    assert main(["--quiet", "--profile-dir", str(cut), "scan", str(code)]) == 0
    assert deeds_of(cut) == deeds_of(whole)
    capsys.readouterr()


@pytest.mark.long
def test_an_edit_that_was_reported_survives_a_kill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, profile = tmp_path / "code", tmp_path / "profile"
    build(code, ["Quillmark"])
    main(["--quiet", "--profile-dir", str(profile), "scan", str(code)])
    main(["--quiet", "--profile-dir", str(profile), "identity", "confirm", "--suggested"])
    main(["--quiet", "--profile-dir", str(profile), "project", "rename", "editor", "Quillmark"])
    capsys.readouterr()
    draw = random.Random(11)
    for wanted in (1, 4, 9):
        editing = start("-c", EDITOR, str(profile))
        assert editing.stdout is not None
        for line in iter(editing.stdout.readline, b""):
            if line == f"done {wanted}\n".encode():
                break
        wait(editing, draw.uniform(0, 0.4))
        editing.send_signal(signal.SIGKILL)
        rest, _ = editing.communicate()
        last = max([wanted, *(int(x.split()[1]) for x in rest.splitlines() if x[:4] == b"done")])
        store = opened(profile)
        with store.reading() as reader:
            (project,) = reader.projects.all()
        assert all(finding.is_ok for finding in store.examine())
        store.close()
        # The one after the last may have been kept just before it could be said.
        assert project.what_it_is in {f"editor {last}", f"editor {last + 1}"}
