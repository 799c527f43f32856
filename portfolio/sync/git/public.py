"""Hosts that are open to everyone, and the addresses of their pages.

A remote on such a host is a sign that the repository may be public, not a proof: most of these
hosts keep private repositories too. Nothing is asked over a network here, so callers must say "on
a public host" and leave the last word to the holder.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from portfolio import resources
from portfolio.sync.git import remotes


@dataclass(frozen=True, slots=True)
class PublicHosts:
    """What resources/public_hosts.toml says."""

    families: dict[str, dict[str, str]]
    hosts: dict[str, str]
    aliases: dict[str, str]
    prefixes: dict[str, tuple[str, ...]]

    def canonical(self, remote: str) -> str:
        """Return a normalised remote under its host's first name and without a way-in prefix."""
        host, slash, path = remote.partition("/")
        host = self.aliases.get(host, host)
        for prefix in self.prefixes.get(host, ()):
            if path.startswith(f"{prefix}/"):
                path = path.removeprefix(f"{prefix}/")
                break
        return f"{host}{slash}{path}"

    def is_public(self, remote: str) -> bool:
        """Whether a normalised remote is on a host that is open to everyone."""
        return remote.partition("/")[0] in self.hosts

    def project_url(self, remote: str) -> str:
        """Return the address of the project's page, or ``""``."""
        return self._address(remote, "project")

    def commit_url(self, remote: str, commit: str) -> str:
        """Return the address of a commit's page, or ``""``."""
        return self._address(remote, "commit").replace("{id}", quote(commit, safe=""))

    def tag_url(self, remote: str, tag: str) -> str:
        """Return the address of a tag's page, or ``""``."""
        return self._address(remote, "tag").replace("{tag}", quote(tag, safe="/"))

    def _address(self, remote: str, page: str) -> str:
        host, _, path = remote.partition("/")
        family = self.families.get(self.hosts.get(host, ""))
        if family is None or not path:
            return ""
        # Braces cannot come in with the path: quote() writes them as %7B and %7D.
        return family[page].replace("{host}", host).replace("{path}", quote(path, safe="/~"))


@cache
def public_hosts() -> PublicHosts:
    """Return the known hosts, read once."""
    said = tomllib.loads(resources.read_text("public_hosts.toml"))
    return PublicHosts(
        families=said["families"],
        hosts=said["hosts"],
        aliases=said["aliases"],
        prefixes={host: tuple(paths) for host, paths in said["prefixes"].items()},
    )


def known_remote(url: str) -> str:
    """Return the one form of a remote address, as a project's remotes are compared and kept."""
    remote = remotes.normalised(url)
    return public_hosts().canonical(remote) if remote else ""
