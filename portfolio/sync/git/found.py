"""What the scan hands out: repositories, and folders it could not look into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portfolio.model.identity import IdentityHint
from portfolio.sync.git.public import public_hosts


@dataclass(frozen=True, slots=True)
class FoundRepository:
    """A repository on this computer, or (``is_repository`` false) a folder that stayed closed.

    Attributes:
        path: The work tree, or the repository itself when it is bare.
        git_dir: Real path of the common git directory: one for all its work trees.
        label: What to call it; the folder's name.
        worktrees: All its work trees that were found; the main one first, if there is one.
        is_submodule: It belongs to another repository's work tree.
        named_remotes: (name, normalised ``host/path``) without anything secret; ``origin`` and
            ``upstream`` first.
        hints: Names and addresses its own settings give to whoever commits here.
        is_shallow: Its history was cut when it was cloned.
        is_partial: Some of its objects were left at the server.
        problem: One plain sentence saying why it cannot be read, or ``""``.
    """

    path: Path
    git_dir: Path
    label: str
    is_bare: bool = False
    worktrees: tuple[Path, ...] = ()
    is_submodule: bool = False
    named_remotes: tuple[tuple[str, str], ...] = ()
    hints: tuple[IdentityHint, ...] = ()
    is_shallow: bool = False
    is_partial: bool = False
    problem: str = ""
    is_repository: bool = True

    @property
    def remotes(self) -> tuple[str, ...]:
        """Normalised remotes, each once, ``origin`` first."""
        return tuple(dict.fromkeys(remote for _, remote in self.named_remotes))

    @property
    def is_public(self) -> bool | None:
        """Whether a remote is on a host open to everyone; None without any remote.

        True does not prove that the repository is public: see `portfolio.sync.git.public`.
        """
        if not self.remotes:
            return None
        hosts = public_hosts()
        return any(hosts.is_public(remote) for remote in self.remotes)

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of the project's pages on the public hosts among its remotes."""
        hosts = public_hosts()
        return tuple(url for remote in self.remotes if (url := hosts.project_url(remote)))
