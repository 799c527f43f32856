"""Who the git settings of this computer say commits on it."""

from __future__ import annotations

import os

from portfolio.errors import GitMissingError
from portfolio.model.identity import IdentityHint
from portfolio.sync.git.runner import Git, persons_settings
from portfolio.sync.git.text import one_line


def computer_hints() -> list[IdentityHint]:
    """Return the names and addresses in the person's own git settings, the main one first.

    Settings that hold in some folders only (``includeIf``) are looked into as well. No git
    program, no hints.
    """
    try:
        git = Git.find()
    except GitMissingError:
        return []
    found: dict[IdentityHint, None] = {}
    settings = persons_settings(git.program)
    _add(found, settings)
    for key, paths in settings.items():
        if key.startswith("includeif.") and key.endswith(".path"):
            for path in paths:
                _add(found, persons_settings(git.program, _expanded(path)))
    return list(found)


def _expanded(path: str) -> str:
    """Return an include's path; a relative one is taken from the person's own settings file."""
    path = os.path.expanduser(path)  # noqa: PTH111 - stays text
    return os.path.join(os.path.expanduser("~"), path)  # noqa: PTH111, PTH118 - likewise


def _add(found: dict[IdentityHint, None], settings: dict[str, list[str]]) -> None:
    name = one_line(os.fsencode(settings.get("user.name", [""])[-1]))
    address = one_line(os.fsencode(settings.get("user.email", [""])[-1]))
    if name or address:  # a name alone still says whose commits to look for
        found[IdentityHint(name=name, address=address, where="computer")] = None
