"""Public addresses of commits: only of those that a public host is known to have."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.sync.git.public import public_hosts
from portfolio.sync.git.runner import GitFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from portfolio.sync.git.found import FoundRepository
    from portfolio.sync.git.refs import Tips
    from portfolio.sync.git.runner import Git

_MOST_REMOTES: Final = 4


@dataclass(frozen=True, slots=True)
class Links:
    """Remotes on public hosts, each with the commits it was not seen to have."""

    remotes: tuple[tuple[str, frozenset[str]], ...] = ()

    def commit_url(self, commit: str) -> str:
        """Return the address of a commit's page, or ``""``: an own commit may be unpublished."""
        for remote, missing in self.remotes:
            if commit not in missing:
                return public_hosts().commit_url(remote, commit)
        return ""

    def tag_url(self, tag: str, target: str) -> str:
        """Return the address of a tag's page, when the commit it is on is public."""
        for remote, missing in self.remotes:
            if target not in missing:
                return public_hosts().tag_url(remote, tag)
        return ""


def read_links(
    git: Git,
    found: FoundRepository,
    settings: Mapping[str, Sequence[str]],
    tips: Tips,
    cancelled: Callable[[], bool],
) -> Links:
    """Return which commits have a page on a public host, as far as this copy knows.

    A commit counts as published at a remote when one of the refs last fetched from or pushed to it
    reaches it. In a mirror and a bare clone the branches themselves are the remote's.
    """
    remotes = []
    public = [pair for pair in found.named_remotes if public_hosts().is_public(pair[1])]
    for name, remote in public[:_MOST_REMOTES]:
        have = tips.below(os.fsencode(f"refs/remotes/{name}/"))
        if not have and _holds_remotes_branches(settings, name):
            have = tuple(name for _, name in tips.named)
        if not have:
            continue
        told = revisions(tips.objects, without=have)
        try:
            listing = git.output(
                found.git_dir, "rev-list", "--stdin", told=told, cancelled=cancelled
            )
        except GitFailedError:
            continue  # without a sound answer no address is given
        remotes.append((remote, frozenset(listing.decode().split())))
    return Links(tuple(remotes))


def revisions(tips: Iterable[str], *, without: Iterable[str] = ()) -> bytes:
    """Return what ``--stdin`` takes: hashes to start from and hashes to stop at."""
    lines = [*tips, *(f"^{name}" for name in without)]
    return "".join(f"{line}\n" for line in lines).encode()


def _holds_remotes_branches(settings: Mapping[str, Sequence[str]], name: str) -> bool:
    """Whether branches here are copies of a remote's: a mirror, or a bare clone."""
    fetched = settings.get(f"remote.{name}.fetch", ())
    if any(
        spec.lstrip("+").partition(":")[2].startswith(("refs/heads", "refs/*")) for spec in fetched
    ):
        return True
    return not fetched and settings.get("core.bare", [""])[-1] == "true"
