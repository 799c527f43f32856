"""People: the holder, and others named in the record."""

from __future__ import annotations

from dataclasses import dataclass

SELF_ID = "self"


@dataclass(frozen=True, slots=True)
class Holder:
    """What the holder lets documents say about them; every field optional."""

    name: str = ""
    headline: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody else. ``do_not_mention`` always wins over any wish to credit them."""

    id: str
    display_name: str
    sort_name: str = ""
    also_known_as: tuple[str, ...] = ()
    do_not_mention: bool = False
    note: str = ""
