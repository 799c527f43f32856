"""Running a program: limits hold, and nothing is left running."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.sync.git.process import GitFailedError, Limits, ReadingCancelledError, stream
from portfolio.sync.git.runner import Git
from portfolio.sync.git.text import said
from tests.processes import is_running, wait_until_gone
from tests.sync.git.repositories import make, never


def run(
    tmp_path: Path,
    script: str,
    *,
    told: bytes = b"",
    limits: Limits | None = None,
) -> Iterator[bytes]:
    limits = limits or Limits(never, time.monotonic() + 60, 1 << 30)
    environment = {"PATH": os.environ["PATH"]}
    return stream(("/bin/sh", "-c", script), tmp_path, environment, told, limits)


def test_what_is_told_and_written(tmp_path: Path) -> None:
    told = b"x" * 3_000_000
    assert b"".join(run(tmp_path, "cat; cat >&2 /dev/null", told=told)) == told


def test_much_on_both_outputs_does_not_block(tmp_path: Path) -> None:
    script = "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero"
    assert sum(map(len, run(tmp_path, script))) == 3_000_000


def test_a_fault_comes_with_what_was_said(tmp_path: Path) -> None:
    written = b""
    with pytest.raises(GitFailedError) as fault:  # noqa: PT012 - what came before counts too
        for block in run(tmp_path, "printf some; echo 'fatal: no' >&2; exit 3"):
            written += block
    assert written == b"some"
    assert (fault.value.status, fault.value.words) == (3, "fatal: no")


def test_a_program_ended_from_outside_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(GitFailedError) as fault:
        list(run(tmp_path, "kill -9 $$"))
    assert fault.value.status == -9


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    limits = Limits(never, time.monotonic() + 60, 1 << 30)
    with pytest.raises(GitFailedError):
        list(stream((str(tmp_path / "nothing"),), tmp_path, {}, b"", limits))


def test_cancelling_ends_everything_it_started(tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return (tmp_path / "child").exists() and bool((tmp_path / "child").read_text().strip())

    limits = Limits(cancelled, time.monotonic() + 60, 1 << 30)
    begin = time.monotonic()
    with pytest.raises(ReadingCancelledError):
        list(run(tmp_path, "sleep 600 & echo $! > child; wait", limits=limits))
    assert time.monotonic() - begin < 30
    assert asked
    assert wait_until_gone(int((tmp_path / "child").read_text()))


def test_closing_ends_it(tmp_path: Path) -> None:
    blocks = run(tmp_path, "echo $$; exec sleep 600")
    pid = int(next(blocks))
    assert is_running(pid)
    blocks.close()  # type: ignore[attr-defined] # it is a generator
    assert wait_until_gone(pid)


def test_time_is_limited(tmp_path: Path) -> None:
    limits = Limits(never, time.monotonic() + 0.2, 1 << 30)
    with pytest.raises(GitFailedError, match="too long"):
        list(run(tmp_path, "sleep 600", limits=limits))


def test_output_is_limited(tmp_path: Path) -> None:
    limits = Limits(never, time.monotonic() + 60, 1 << 20)
    with pytest.raises(GitFailedError, match="more than is believable"):
        list(run(tmp_path, "yes", limits=limits))


def test_words_are_plain_and_cut() -> None:
    assert said(b"fatal: a\x1b[31m\n\xe2\x80\xaeb\n") == "fatal: a [31m \N{REPLACEMENT CHARACTER}b"
    assert said(b"hint: x\nwarning: y\nfatal: z\n") == "fatal: z"
    assert len(said(b"x" * 10_000)) == 300


def test_no_setting_of_this_process_reaches_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("SOME_TOKEN", "secret")
    git = Git.find()
    assert git.environment["GIT_ALLOW_PROTOCOL"] == ""
    assert not {"GIT_DIR", "SOME_TOKEN"} & git.environment.keys()
    assert "secret" not in repr(git)


def test_ownership_is_asked_before_and_never_overridden(tmp_path: Path) -> None:
    """git pretends that the folder is another user's: it must refuse, whoever runs this."""
    repository = make(tmp_path / "theirs")
    git = Git.find()
    theirs = replace(git, environment=git.environment | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert git.permitted(repository.path, "rev-parse", "--git-dir") == b".git\n"
    with pytest.raises(GitFailedError, match="dubious ownership"):
        theirs.permitted(repository.path, "rev-parse", "--git-dir")


def test_git_does_not_look_above_the_folder(tmp_path: Path) -> None:
    repository = make(tmp_path / "project")
    (repository.path / "below").mkdir()
    with pytest.raises(GitFailedError, match="not a git repository"):
        Git.find().permitted(repository.path / "below", "rev-parse", "--git-dir")
