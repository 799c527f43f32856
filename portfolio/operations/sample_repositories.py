"""Builds the small repositories of the sample data: real git, made-up people.

The commits come from resources/sample.toml by a seeded draw, so every run gives the same
histories. They are written with ``git fast-import`` into new folders; settings and hooks of this
computer play no part.
"""

from __future__ import annotations

import os
import random
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from portfolio import resources
from portfolio.errors import GitMissingError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TIME_LIMIT_S = 60
_REVIEWED_SHARE = 0.45
_CO_AUTHORED_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit to be written; ``person`` and those in ``trailers`` are keys of ``[people]``."""

    at: datetime
    person: str
    title: str
    trailers: tuple[tuple[str, str], ...] = ()
    files: int = 1


@cache
def contents() -> Mapping[str, Any]:
    """Return what resources/sample.toml says."""
    return tomllib.loads(resources.read_text("sample.toml"))


def build(folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Build the repositories called ``names`` (all when none is named) in ``folder``.

    Raises:
        GitMissingError: There is no git program on this computer.
        SourceError: git could not write them.
    """
    built = []
    for given in contents()["repository"]:
        if not names or given["folder"] in names:
            path = folder / given["folder"]
            _write(path, given)
            built.append(path)
    return built


def _write(path: Path, given: Mapping[str, Any]) -> None:
    path.mkdir(parents=True)
    _git(path, "init", "-q", "-b", "main", ".")
    _git(path, "fast-import", "--quiet", told=_stream(given))
    _git(path, "config", "remote.origin.url", given["remote"])
    _git(path, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    holder = contents()["people"][given["mine"][0]]
    _git(path, "config", "user.name", holder[0])
    _git(path, "config", "user.email", holder[1])


def _git(path: Path, *words: str, told: bytes = b"") -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    none = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
    try:
        subprocess.run(  # noqa: S603  (fixed words, no shell)
            (  # noqa: S607  (found by PATH, as everywhere)
                "git",
                "-c",
                "init.templateDir=",
                *words,
            ),
            cwd=path,
            env=kept | none,
            input=told,
            capture_output=True,
            check=True,
            timeout=TIME_LIMIT_S,
        )
    except FileNotFoundError as exc:
        raise GitMissingError("There is no git program on this computer.") from exc
    except (OSError, subprocess.SubprocessError) as exc:
        raise SourceError("The sample repositories could not be made.", str(exc)) from exc


def _stream(given: Mapping[str, Any]) -> bytes:
    """Return the input of git fast-import (git-fast-import(1), "INPUT FORMAT")."""
    commits = sorted(_commits(given), key=lambda commit: commit.at)
    out: list[str] = []
    for place, commit in enumerate(commits):
        out += _commit_lines(place, commit, given["folder"])
    for name, mark, commit in _releases(given, commits):
        out.append(f"tag {name}\nfrom :{mark}\ntagger {_person('noor', commit.at)}")
        out.append(_data(f"{given['folder']} {name}\n"))
    # As after a clone: what the remote has is what is here, so the works have public pages.
    out += ["reset refs/remotes/origin/main", f"from :{len(commits)}", ""]
    return "\n".join([*out, "done", ""]).encode()


def _commit_lines(place: int, commit: _Commit, folder: str) -> list[str]:
    message = commit.title + "\n"
    if commit.trailers:
        message += "\n" + "".join(f"{name}: {_named(person)}\n" for name, person in commit.trailers)
    who = _person(commit.person, commit.at)
    lines = ["commit refs/heads/main", f"mark :{place + 1}", f"author {who}", f"committer {who}"]
    lines.append(_data(message))
    for number in range(commit.files):
        name = f"src/part-{(place * 7 + number) % 40}.txt"
        lines += [
            f"M 100644 inline {name}",
            _data(f"{folder} {place} {number}\n" * (place % 9 + 1)),
        ]
    return [*lines, ""]


def _releases(
    given: Mapping[str, Any], commits: Sequence[_Commit]
) -> list[tuple[str, int, _Commit]]:
    names = given["releases"]
    marks = [(step + 1) * len(commits) // (len(names) + 1) for step in range(len(names))]
    return [(name, mark, commits[mark - 1]) for name, mark in zip(names, marks, strict=True)]


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"


def _named(person: str) -> str:
    name, address = contents()["people"][person]
    return f"{name} <{address}>"


def _person(person: str, at: datetime) -> str:
    return f"{_named(person)} {int(at.timestamp())} +0100"


def _commits(given: Mapping[str, Any]) -> list[_Commit]:
    draw = random.Random(given["folder"])  # noqa: S311  (not for secrets: the same every time)
    titles = [f"{verb} {thing}" for verb in given["verbs"] for thing in given["objects"]]
    draw.shuffle(titles)
    while len(titles) < given["commits"]:
        titles += [f"{title}, again" for title in titles]
    made = [_drawn(draw, given, title) for title in titles[: given["commits"]]]
    made += _imports(given)
    made += [_said(line, given["mine"][0], draw, given) for line in given.get("told", ())]
    for line in given.get("odd", ()):
        day, person, title = line.split(" | ")
        made.append(_Commit(_noon(date.fromisoformat(day)), person, title))
    return made


def _drawn(draw: random.Random, given: Mapping[str, Any], title: str) -> _Commit:
    is_mine = draw.random() < given["share"]
    person = draw.choice(given["mine"] if is_mine else given["others"])
    trailers = []
    if draw.random() < _REVIEWED_SHARE:
        other = draw.choice(given["others"] if is_mine else given["mine"][:1])
        trailers.append(("Reviewed-by", other))
    if draw.random() < _CO_AUTHORED_SHARE:
        other = draw.choice(given["others"] if is_mine else given["mine"][:1])
        trailers.append(("Co-authored-by", other))
    return _Commit(_drawn_day(draw, given), person, title, tuple(trailers), draw.randint(1, 4))


def _drawn_day(draw: random.Random, given: Mapping[str, Any]) -> datetime:
    first, last = given["from"].toordinal(), given["to"].toordinal()
    pause = [day.toordinal() for day in given.get("pause", ())]
    while True:
        day = draw.randint(first, last)
        if not pause or not pause[0] <= day <= pause[1]:
            return _noon(date.fromordinal(day), minutes=draw.randint(-200, 420))


def _imports(given: Mapping[str, Any]) -> list[_Commit]:
    return [
        _Commit(
            _noon(date.fromisoformat(day), minutes=place),
            given["import_by"],
            given["import_title"].format(language=language),
        )
        for day in given.get("imports", ())
        for place, language in enumerate(given["languages"])
    ]


def _said(line: str, person: str, draw: random.Random, given: Mapping[str, Any]) -> _Commit:
    day, title = line.split(" | ")
    reviewed = (("Reviewed-by", draw.choice(given["others"])),)
    return _Commit(_noon(date.fromisoformat(day)), person, title, reviewed, 3)


def _noon(day: date, *, minutes: int = 0) -> datetime:
    at = datetime.combine(day, time(12), UTC).timestamp() + minutes * 60
    return datetime.fromtimestamp(at, UTC)
