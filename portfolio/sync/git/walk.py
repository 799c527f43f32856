"""Walk through folders and say which of them hold a repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Trees of installed or generated files: large, and never somebody's own repositories.
_SKIPPED_NAMES: Final = frozenset(
    (
        "node_modules",
        "bower_components",
        "__pycache__",
        "site-packages",
        "dist-packages",
        "venv",
        "lost+found",
        "$RECYCLE.BIN",
        "System Volume Information",
    )
)
_SKIPPED_PATHS: Final = frozenset(
    f"/{name}"
    for name in [
        "bin",
        "boot",
        "dev",
        "etc",
        "lib",
        "lib32",
        "lib64",
        "proc",
        "run",
        "sbin",
        "snap",
        "sys",
        "usr",
    ]
)
_POINTER_BYTES: Final = 4096
_NO_HEAD: Final = "It has no HEAD file, so git does not take it for a repository."


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds, or says it holds, a repository.

    Attributes:
        git_dir: Its own git directory; that of a linked work tree is below the common one.
        common_dir: Real path of the directory that all its work trees share.
        problem: Why it cannot be one, or ``""``.
    """

    folder: Path
    git_dir: Path
    common_dir: Path
    is_bare: bool = False
    problem: str = ""

    @property
    def is_submodule(self) -> bool:
        """Whether the git directory lies among another repository's modules."""
        parts = self.common_dir.parts
        return not self.is_bare and any(
            one.endswith(".git") and other == "modules" for one, other in pairwise(parts)
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder that could not be looked into."""

    folder: Path
    problem: str


def walk(
    folder: Path,
    *,
    max_depth: int,
    cancelled: Callable[[], bool],
    looked_at: Callable[[Path], None],
    seen: set[tuple[int, int]],
) -> Iterator[Place | Closed]:
    """Yield the repositories in and below a folder, and the folders that stayed closed.

    Links are not followed below ``folder``; ``seen`` (device and inode) keeps folders that are
    reachable twice from being walked twice. The order is that of the names.

    ``max_depth`` counts folders below ``folder``; ``looked_at`` is called with every folder before
    it is listed.
    """
    waiting = [(folder, 0)]
    while waiting and not cancelled():
        here, depth = waiting.pop()
        looked_at(here)
        try:
            if not _is_new(here, seen):
                continue
            entries = _listed(here)
        except OSError as exc:
            yield Closed(here, _why(exc))
            continue
        place = _place(here, entries)
        if place is not None:
            yield place
        if depth < max_depth and not (place is not None and place.is_bare):
            waiting += [(here / name, depth + 1) for name in _below(here, entries)]


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    status = folder.stat()
    mark = (status.st_dev, status.st_ino)
    if mark in seen:
        return False
    seen.add(mark)
    return True


def _listed(folder: Path) -> dict[str, bool]:
    """Return the names in a folder and whether each is a folder (links are not)."""
    with os.scandir(folder) as listing:
        return {entry.name: entry.is_dir(follow_symlinks=False) for entry in listing}


def _below(folder: Path, entries: dict[str, bool]) -> list[str]:
    """Return the names of folders to walk on into, last first, for a stack."""
    names = [
        name
        for name, is_folder in entries.items()
        if is_folder and not name.startswith(".") and name not in _SKIPPED_NAMES
    ]
    if folder == Path(os.sep):
        names = [name for name in names if f"/{name}" not in _SKIPPED_PATHS]
    return sorted(names, reverse=True)


def _place(folder: Path, entries: dict[str, bool]) -> Place | None:
    if ".git" in entries:
        return _work_tree(folder, is_folder=entries[".git"])
    if {"HEAD", "objects", "refs"} <= entries.keys() and entries["objects"] and entries["refs"]:
        real = Path(os.path.realpath(folder))
        return Place(folder, real, real, is_bare=True)
    return None


def _work_tree(folder: Path, *, is_folder: bool) -> Place | None:
    git_dir = folder / ".git"
    if not is_folder and git_dir.is_file():
        try:
            git_dir = folder / _pointed_at(git_dir)
        except (OSError, ValueError) as exc:
            return Place(folder, git_dir, git_dir, problem=_why(exc))
    real = Path(os.path.realpath(git_dir))
    if not (real / "HEAD").exists() and not (real / "HEAD").is_symlink():
        if is_folder and not _was_repository(real):
            return None  # some folder called .git: empty, or left by another program
        if is_folder:
            return Place(folder, real, real, problem=_NO_HEAD)
        return Place(folder, real, real, problem="The repository it belongs to is not there.")
    return Place(folder, real, _common_dir(real))


def _was_repository(git_dir: Path) -> bool:
    """Say whether a directory has the parts of a repository, all but its HEAD."""
    return (git_dir / "objects").is_dir() and (git_dir / "refs").is_dir()


def _pointed_at(file: Path) -> str:
    """Return where a ``.git`` file points (gitrepository-layout, "gitfile")."""
    with file.open("rb") as pointer:
        line = pointer.read(_POINTER_BYTES)
    if not line.startswith(b"gitdir: "):
        raise ValueError("The .git file says nothing.")
    return os.fsdecode(line.removeprefix(b"gitdir: ").rstrip(b"\r\n"))


def _common_dir(git_dir: Path) -> Path:
    """Return the directory all work trees share (gitrepository-layout, "commondir")."""
    try:
        with (git_dir / "commondir").open("rb") as pointer:
            line = os.fsdecode(pointer.read(_POINTER_BYTES).rstrip(b"\r\n"))
    except OSError:
        return git_dir
    return Path(os.path.realpath(git_dir / line))


def _why(exc: Exception) -> str:
    if isinstance(exc, PermissionError):
        return "This folder may not be looked into."
    if isinstance(exc, FileNotFoundError | NotADirectoryError):
        return "This folder is not there."
    if isinstance(exc, OSError):
        return f"This folder could not be read: {exc.strerror or 'unknown fault'}."
    return "The .git file here says nothing git understands."
