"""The pictures that come with the program to issue badges with; see ``resources/badges``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from portfolio import resources


@dataclass(frozen=True, slots=True)
class Design:
    """One picture.

    Attributes:
        id: Stable; kept with a badge that was made with it.
        name: What is drawn, in English.
        svg: The picture, into which a badge can be baked.
    """

    id: str
    name: str
    svg: bytes


def designs() -> tuple[Design, ...]:
    """Return all designs in the order they are offered in."""
    listed = tomllib.loads(resources.read_text("badges", "designs.toml"))["design"]
    return tuple(
        Design(
            id=each["id"],
            name=each["name"],
            svg=resources.path("badges", f"{each['id']}.svg").read_bytes(),
        )
        for each in listed
    )
