"""Ctrl-C: a reading ends in an orderly way and says what it kept."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.cli.progress import stopping
from portfolio.operations.sample_repositories import build
from tests.cli.running import Runner


def test_the_first_asks_and_the_second_stops_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping() as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.long
def test_a_reading_that_is_stopped_says_what_it_kept(
    run: Runner, profile: Path, tmp_path: Path
) -> None:
    """The progress line of a terminal shows when reading has begun; then Ctrl-C."""
    for name in ("one", "two", "three"):  # enough to be in the middle of it
        build(tmp_path / "code" / name)
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "portfolio", "--json", "--profile-dir", str(profile))
    reading = subprocess.Popen(
        (*command, "scan", str(tmp_path / "code")), stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while b"Reading" not in seen and b"read." not in seen:
        seen += os.read(ours, 4096)
    reading.send_signal(signal.SIGINT)
    out, _ = reading.communicate()
    while True:
        try:
            seen += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert reading.returncode == 130, seen
    assert b"What was read so far is kept" in seen
    assert b'"was_stopped": true' in out
    wrong = [each for each in run("--json", "doctor", code=None).lines if not each["is_ok"]]
    assert [each["code"] for each in wrong] in ([], ["backup"])  # one is made at the next start
    assert len(run("--json", "scan", str(tmp_path / "code")).json["repositories"]) == 15
