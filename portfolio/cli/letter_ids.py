"""How letters and requests are named on the command line: by a part of their id.

Ids made by this program begin with the time (UUID version 7), so those of one day begin alike.
Lists therefore show the last of an id's five parts; typed is either its beginning or that of the
whole id.
"""

from __future__ import annotations

from typing import Final

PREFIX: Final = "urn:uuid:"
_SHORT: Final = 12


def short(letter_id: str) -> str:
    """Return what a list shows of an id: its last 12 characters."""
    return letter_id.removeprefix(PREFIX)[-_SHORT:]


def is_meant(letter_id: str, typed: str) -> bool:
    """Say whether an id is meant by what was typed: its beginning, or that of its `short` part."""
    wanted = typed.strip().removeprefix(PREFIX).lower()
    whole = letter_id.removeprefix(PREFIX).lower()
    return bool(wanted) and (whole.startswith(wanted) or whole[-_SHORT:].startswith(wanted))
