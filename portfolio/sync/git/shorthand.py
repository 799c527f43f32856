"""Short names the person uses for remotes: ``gh:team/project``, ``git@github-work:team/project``.

Both stand for an ordinary address and would else look like a host nobody knows, so that public work
would be taken for private. Read from the person's own files only: ``url.*.insteadOf`` of their git
settings, ``Host`` and ``HostName`` of their ssh settings (ssh_config, "PATTERNS"; only plain names,
no patterns, no includes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.sync.git.public import known_remote
from portfolio.sync.git.runner import persons_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portfolio.sync.git.runner import Git

_MOST_BYTES: Final = 1 << 20
_PATTERN_MARKS: Final = frozenset("*?!")


@dataclass(frozen=True, slots=True)
class Shorthand:
    """What short names stand for.

    Attributes:
        prefixes: Start of an address to what git puts in its place.
        hosts: Host names of ssh to the hosts they are.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)

    def remote(self, url: str) -> str:
        """Return the normalised remote an address stands for, or ``""``."""
        fitting = [start for start in self.prefixes if url.startswith(start)]
        if fitting:
            longest = max(fitting, key=len)  # git-config, "url.<base>.insteadOf"
            url = self.prefixes[longest] + url.removeprefix(longest)
        remote = known_remote(url)
        host, slash, path = remote.partition("/")
        if host in self.hosts and not url.lower().startswith(("http:", "https:", "git:")):
            return known_remote(f"ssh://{self.hosts[host]}/{path}")
        return f"{host}{slash}{path}"


def read_shorthand(git: Git) -> Shorthand:
    """Return the person's own short names; files that cannot be read give none."""
    prefixes: dict[str, str] = {}
    for key, starts in persons_settings(git.program).items():
        if key.startswith("url.") and key.endswith(".insteadof"):
            base = key.removeprefix("url.").removesuffix(".insteadof")
            prefixes |= {start: base for start in starts if start}
    try:
        with (Path.home() / ".ssh" / "config").open(encoding="utf-8", errors="replace") as file:
            hosts = ssh_hosts(file.read(_MOST_BYTES).splitlines())
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        hosts = {}
    return Shorthand(prefixes, hosts)


def ssh_hosts(lines: Iterable[str]) -> dict[str, str]:
    """Return the plain ``Host`` names of ssh settings with their ``HostName``; the first counts."""
    hosts: dict[str, str] = {}
    named: Sequence[str] = ()
    for line in lines:
        words = line.replace("=", " ", 1).split()
        if len(words) < 2 or words[0].startswith("#"):
            continue
        keyword = words[0].lower()
        if keyword in ("host", "match"):
            is_host = keyword == "host"
            named = [w.lower() for w in words[1:] if is_host and not _PATTERN_MARKS & set(w)]
        elif keyword == "hostname" and "%" not in words[1]:
            for name in named:
                hosts.setdefault(name, words[1].strip('"').lower())
    return hosts
