"""What pictures have baked into them, whatever kind of picture it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_PAYLOAD: Final = 1024 * 1024
"""Bytes of a baked badge; issuers put pictures as data addresses into some."""


class Keyword(StrEnum):
    """Under which name a badge lies in a picture."""

    OPEN_BADGES = "openbadges"  # 0.5 to 2.0
    CREDENTIAL = "openbadgecredential"  # 3.0


@dataclass(frozen=True, slots=True)
class Baked:
    """The badges of a picture: at most one for each keyword, as the bytes that lie in it."""

    found: Mapping[Keyword, bytes] = field(default_factory=dict)

    @property
    def newest(self) -> bytes:
        """The badge of the newer standard, or else of the older; empty when there is none."""
        return self.found.get(Keyword.CREDENTIAL) or self.found.get(Keyword.OPEN_BADGES, b"")

    @property
    def older(self) -> bytes:
        """The badge of the older standard where there is a newer one too, else empty."""
        both = len(self.found) == len(Keyword)
        return self.found[Keyword.OPEN_BADGES] if both else b""


def only_one(found: dict[Keyword, bytes], keyword: Keyword, payload: bytes) -> None:
    """Note a badge that was found.

    Raises:
        BadgeError: There is one under this keyword already, or it is too large: a second one
            would be shown by one program and checked by another.
    """
    if keyword in found:
        raise BadgeError("This picture has two badges inside.", "Only one of them can be meant.")
    if len(payload) > MAX_PAYLOAD:
        raise BadgeError(
            "This file is too large or damaged to be a badge.",
            f"The badge in it has more than {MAX_PAYLOAD:,} bytes.",
        )
    found[keyword] = payload
