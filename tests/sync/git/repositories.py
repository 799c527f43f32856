"""Make small real repositories for tests, with the git program."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from portfolio.model.contribution import NewContribution
from portfolio.model.identity import git_identity_key
from portfolio.model.progress import Progress
from portfolio.sync.git import FoundRepository, ReadBatch, find_repositories, read_repository
from tests.clocks import FixedClock

ADA = ("Ada Lovelace", "ada@x.example")
GRACE = ("Grace Hopper", "grace@y.example")
FORGE = ("GitHub", "noreply@github.com")
START_S = 1_600_000_000


def mine(*people: tuple[str, str]) -> frozenset[str]:
    """Identity keys of people."""
    return frozenset(git_identity_key(*person) for person in people)


def run_git(folder: Path, *words: str, told: bytes = b"", **environment: str) -> bytes:
    """Run git for making a repository: none of the person's settings, everything allowed."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    clean |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": os.devnull,
        "LC_ALL": "C",
    }
    options = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ("git", *options, *words),
        cwd=folder,
        env=clean | environment,
        input=told,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclass
class Repository:
    """A work tree whose commits are made here, a minute apart."""

    path: Path
    second: int = START_S
    made: list[str] = field(default_factory=list)

    def git(self, *words: str, told: bytes = b"", **environment: str) -> str:
        return run_git(self.path, *words, told=told, **environment).decode().strip()

    def commit(
        self,
        message: str | bytes = "Work",
        author: tuple[str, str] = ADA,
        committer: tuple[str, str] | None = None,
        *,
        files: dict[str, str] | None = None,
        at: str | None = None,
        committed_at: str | None = None,
        **environment: str,
    ) -> str:
        """Commit and return the hash; without files the commit is empty."""
        self.second += 60
        for name, text in (files or {}).items():
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / name).write_text(text, encoding="utf-8")
        if files:
            self.git("add", "-f", "--", *files)
        name, address = author
        by_name, by_address = committer or author
        raw = message if isinstance(message, bytes) else message.encode()
        self.git(
            "commit",
            "--allow-empty",
            "--allow-empty-message",
            "--cleanup=verbatim",
            "--no-verify",
            "-qF-",
            told=raw,
            GIT_AUTHOR_NAME=name,
            GIT_AUTHOR_EMAIL=address,
            GIT_AUTHOR_DATE=at or f"{self.second} +0100",
            GIT_COMMITTER_NAME=by_name,
            GIT_COMMITTER_EMAIL=by_address,
            GIT_COMMITTER_DATE=committed_at or f"{self.second} +0100",
            **environment,
        )
        self.made.append(self.git("rev-parse", "HEAD"))
        return self.made[-1]

    def as_person(self, person: tuple[str, str], *words: str) -> str:
        """Run a command that signs as somebody, e.g. ``tag -a`` or ``merge``."""
        self.second += 60
        name, address = person
        return self.git(
            *words,
            GIT_AUTHOR_NAME=name,
            GIT_AUTHOR_EMAIL=address,
            GIT_AUTHOR_DATE=f"{self.second} +0000",
            GIT_COMMITTER_NAME=name,
            GIT_COMMITTER_EMAIL=address,
            GIT_COMMITTER_DATE=f"{self.second} +0000",
        )

    def raw_commit(self, text: bytes, ref: str = "refs/heads/main") -> str:
        """Store a commit object as it stands, however odd, and point a ref at it."""
        name = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", told=text)
        self.git("update-ref", ref, name)
        self.made.append(name)
        return name

    @property
    def tree(self) -> str:
        """The hash of the empty tree, stored."""
        return self.git("hash-object", "-t", "tree", "-w", "--stdin")


def make(path: Path, *words: str) -> Repository:
    """Make an empty repository; ``words`` go to ``git init``."""
    path.mkdir(parents=True, exist_ok=True)
    run_git(path, "init", "-q", *words, ".")
    return Repository(path)


def clone(origin: Path, to: Path, *words: str) -> Repository:
    """Clone a repository; ``words`` go to ``git clone``."""
    run_git(to.parent, "clone", "-q", *words, origin.as_uri(), str(to))
    return Repository(to)


def never() -> bool:
    """Do not cancel."""
    return False


def ignore(_: Progress) -> None:
    """Report to nobody."""


def scan(*folders: Path, max_depth: int = 6) -> list[FoundRepository]:
    """Find repositories."""
    return find_repositories(folders, report=ignore, cancelled=never, max_depth=max_depth)


@dataclass
class Read:
    """A whole reading, its batches put together."""

    batches: list[ReadBatch]

    @property
    def last(self) -> ReadBatch:
        return self.batches[-1]

    @property
    def rows(self) -> dict[tuple[str, str], NewContribution]:
        """The contributions by id and action; the later ones stand."""
        return {
            (row.native_id, str(row.action)): row
            for batch in self.batches
            for row in batch.contributions
        }

    @property
    def actions(self) -> dict[str, set[str]]:
        """What was done, by title."""
        found: dict[str, set[str]] = {}
        for row in self.rows.values():
            found.setdefault(row.title, set()).add(str(row.action))
        return found

    @property
    def ids(self) -> set[str]:
        return {row.native_id for row in self.rows.values()}

    @property
    def parts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How often who had which part."""
        return {(row.name, row.address): row.parts for row in self.last.spellings}

    @property
    def cursor(self) -> dict[str, object]:
        return self.last.cursor or {}


def read(
    found: FoundRepository | Repository,
    who: frozenset[str] = frozenset(),
    after: Read | None = None,
    known: set[str] | None = None,
) -> Read:
    """Read a repository to the end."""
    if isinstance(found, Repository):
        (found,) = scan(found.path, max_depth=0)
    if known is None:
        known = after.ids if after else set()
    batches = read_repository(
        found,
        source_id="source-1",
        cursor=after.cursor if after else {},
        mine=who,
        known_ids=known,
        clock=FixedClock(),
        report=ignore,
        cancelled=never,
    )
    return Read(list(batches))
