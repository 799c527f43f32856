"""A scripted Gitea and the program as a person starts it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.providers.gitea_service import (
    REPOSITORY,
    GiteaService,
    comment,
    feed_row,
    pull_row,
)

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """What a process said and how it ended."""

    code: int
    out: bytes
    err: bytes


def run(
    profile: Path, *words: str, code: int | None = 0, given: str = "", script: str = ""
) -> Ended:
    """Run ``portfolio`` on a profile in a process of its own and wait for its end.

    Args:
        profile: The folder of the profile.
        words: The command.
        code: What it must end with; None for anything.
        given: Text on its stdin.
        script: Python that runs instead of the program, with the same arguments.
    """
    done = subprocess.run(
        command(profile, words, script), input=given.encode(), capture_output=True, check=False
    )
    ended = Ended(done.returncode, done.stdout, done.stderr)
    assert code is None or ended.code == code, ended
    return ended


def command(profile: Path, words: Sequence[str], script: str = "") -> list[str]:
    """Return the command line of a process."""
    start = ["-c", script] if script else ["-m", "portfolio"]
    return [sys.executable, *start, "--profile-dir", str(profile), *words]


def find_modules() -> None:
    """Let processes find the program and the tests wherever they are started."""
    os.environ["PYTHONPATH"] = str(ROOT)


def gitea(token: str, pulls: int = 7, comments: int = 5) -> GiteaService:
    """Return a service that lists pull requests, issues, comments and a repository."""
    items: dict[Kind, list[Any]] = {
        Kind.PULL_REQUEST: [pull_row(number) for number in range(pulls)],
        Kind.ISSUE: [pull_row(number, pull_request=None) for number in range(10, 14)],
        Kind.REVIEW: [],
        Kind.COMMENT: [
            feed_row(number, "comment_issue", comment=comment(number)) for number in range(comments)
        ],
        Kind.RELEASE: [],
        Kind.ROLE: [REPOSITORY],
    }
    return GiteaService(World(items, token=token))
