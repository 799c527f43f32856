"""Which repositories are one project, and under which key.

A repository brings aliases: its remotes (``remote:host/path``) and the root of its history
(``root:<commit>``, the first commit of HEAD's first-parent chain, so that a tree merged in from
elsewhere does not join two projects). Repositories that share an alias are one project: clones,
forks (another remote, the same root) and shallow copies (no root, the same remote).

Keys last. A project that has a key keeps it; a new one takes its best alias. When something new
joins two known projects, the one the holder edited keeps its key; two projects the holder edited
are never joined here, the alias between them is reported instead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

REMOTE, ROOT, PLACE = "remote:", "root:", "place:"
_RANK = {REMOTE: 0, ROOT: 1, PLACE: 2}


@dataclass(frozen=True, slots=True)
class Grouping:
    """Repositories gathered into projects.

    Attributes:
        keys: Project key of each repository, in the order the repositories were given.
        joined: Known keys that are now part of another project, with that project's key.
        kept_apart: Aliases shared by two projects the holder edited, sorted.
    """

    keys: tuple[str, ...]
    joined: dict[str, str]
    kept_apart: tuple[str, ...]


def aliases(remotes: Sequence[str], main_root: str, place: str) -> tuple[str, ...]:
    """Return the aliases of one repository, the most telling first.

    Args:
        remotes: Normalised ``host/path``, ``origin`` first.
        main_root: Root commit of HEAD's first-parent chain; empty for a shallow copy.
        place: Where it lies; an alias only when there is nothing better.
    """
    found = [REMOTE + remote for remote in remotes]
    if main_root:
        found.append(ROOT + main_root)
    return tuple(dict.fromkeys(found)) or (PLACE + place,)


def recorded_name(remotes: Sequence[str], place: str) -> str:
    """Return what to call a project: the last part of ``origin``, else the folder's name."""
    path = remotes[0].rstrip("/") if remotes else place
    return PurePath(path).name.removesuffix(".git") or path


def group(
    alias_sets: Sequence[Collection[str]],
    known: Mapping[str, str] | None = None,
    curated: Collection[str] = (),
) -> Grouping:
    """Gather repositories into projects; the result does not depend on their order.

    Args:
        alias_sets: The aliases of each repository; none may be empty.
        known: Project key of each alias from earlier readings.
        curated: Keys of projects the holder edited.
    """
    # A key is itself an alias: a project the holder edited is found again by it alone.
    known = {key: key for key in curated if _rank(key)[0] < len(_RANK)} | dict(known or {})
    union = _Union(curated)
    members: dict[str, list[frozenset[str]]] = {}
    repositories = [frozenset(one) for one in alias_sets]
    for one in sorted(set(repositories), key=sorted):
        for alias in one:
            members.setdefault(alias, []).append(one)
    apart = []
    # Remotes join before roots do, whatever order the repositories came in.
    for alias in sorted(members.keys() | known.keys(), key=_rank):
        nodes: list[_Node] = [*members.get(alias, ())]
        if alias in known:
            nodes.insert(0, known[alias])
        refused = [node for node in nodes[1:] if not union.join(nodes[0], node)]
        if refused:
            apart.append(alias)
    keys = _keys(union, repositories, set(known.values()))
    return Grouping(
        tuple(keys[union.find(one)] for one in repositories),
        {key: new for key in set(known.values()) if (new := keys[union.find(key)]) != key},
        tuple(sorted(apart)),
    )


# A repository (its aliases) or a known project (its key).
_Node = str | frozenset[str]


class _Union:
    """Sets of nodes that are one project; none ever holds two curated keys."""

    def __init__(self, curated: Collection[str]) -> None:
        self._parent: dict[_Node, _Node] = {}
        self._curated: dict[_Node, str] = {key: key for key in curated}

    def find(self, node: _Node) -> _Node:
        """Return the node that stands for the set ``node`` is in."""
        parent = self._parent.setdefault(node, node)
        while parent != node:
            # Each step shortens the path for the next look-up.
            self._parent[node] = self._parent[parent]
            node, parent = parent, self._parent[parent]
        return node

    def join(self, one: _Node, other: _Node) -> bool:
        """Make two sets one; False when both hold a key the holder edited."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return True
        keys = self._curated.get(one), self._curated.get(other)
        if all(keys):
            return False
        self._parent[other] = one
        if key := keys[0] or keys[1]:
            self._curated[one] = key
        return True

    def curated_key(self, node: _Node) -> str | None:
        """Return the curated key in the node's set."""
        return self._curated.get(self.find(node))


def _keys(
    union: _Union, repositories: Iterable[frozenset[str]], known_keys: Collection[str]
) -> dict[_Node, str]:
    """Return the key of each set: the curated one, the best known one, or the best alias."""
    known_in: dict[_Node, list[str]] = {}
    for key in known_keys:
        known_in.setdefault(union.find(key), []).append(key)
    aliases_in: dict[_Node, Counter[str]] = {}
    for one in repositories:
        aliases_in.setdefault(union.find(one), Counter()).update(one)
    keys: dict[_Node, str] = {}
    for node in known_in.keys() | aliases_in.keys():
        shared = aliases_in.get(node, Counter())
        curated = union.curated_key(node)
        known = min(known_in.get(node, ()), key=_rank, default=None)
        # The alias most of the repositories share is the project's own, not a fork's.
        keys[node] = curated or known or min(shared, key=lambda a: (_rank(a)[0], -shared[a], a))
    return keys


def _rank(alias: str) -> tuple[int, str]:
    kind = alias.partition(":")[0] + ":"
    return _RANK.get(kind, len(_RANK)), alias
