"""Kinds of roles, from resources/roles.toml.

The file is data: a code this version does not know keeps its place in the record and in every
file made of it, and reads as its own words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from portfolio import resources
from portfolio.model.codes import Action, parse


@dataclass(frozen=True, slots=True)
class RoleKind:
    """One kind of role.

    Attributes:
        code: Lasting name, e.g. ``release-manager``.
        words: In English; the window and documents have their own words for other languages.
        group: ``making``, ``keeping``, ``writing``, ``people`` or ``research``.
        all_contributors: Nearest type of the All Contributors vocabulary, or ``""``.
        credit: Nearest CRediT role (ANSI/NISO Z39.104), or ``""``.
        suggested_when: The role is suggested to who did all actions of one of these sets.
        covers: Codes that need not be suggested beside this one.
        place: Place among suggested roles; 0 for one that is never suggested.
    """

    code: str
    words: str
    group: str
    all_contributors: str = ""
    credit: str = ""
    suggested_when: tuple[frozenset[Action], ...] = ()
    covers: frozenset[str] = frozenset()
    place: int = 0


@cache
def role_kinds() -> Mapping[str, RoleKind]:
    """Return all kinds by code, in the file's order."""
    table = tomllib.loads(resources.read_text("roles.toml"))
    return {kind.code: kind for kind in map(_kind, table["role"])}


def role_words(code: str) -> str:
    """Return a role's English words; a code without any reads as it is, dashes as blanks."""
    kind = role_kinds().get(code)
    if kind is not None:
        return kind.words
    plain = " ".join(code.replace("-", " ").replace("_", " ").split())
    return plain[:1].upper() + plain[1:]


def from_all_contributors(kind: str) -> str:
    """Return our code for a type of the All Contributors vocabulary, or the type itself."""
    matches = (role.code for role in role_kinds().values() if role.all_contributors == kind)
    return next(matches, kind)


def _kind(row: Mapping[str, Any]) -> RoleKind:
    return RoleKind(
        code=row["code"],
        words=row["words"],
        group=row["group"],
        all_contributors=row.get("all_contributors", ""),
        credit=row.get("credit", ""),
        suggested_when=tuple(
            frozenset(parse(Action, action, Action.OTHER) for action in actions)
            for actions in row.get("suggested_when", [])
        ),
        covers=frozenset(row.get("covers", [])),
        place=row.get("place", 0),
    )
