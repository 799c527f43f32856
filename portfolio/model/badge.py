"""Badges: files others issued, kept byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portfolio.model.attestation import CheckResult, Party, Work


class BadgeFormat(StrEnum):
    """The standard a badge is written in."""

    OPEN_BADGES_0_5 = "open-badges-0.5"
    OPEN_BADGES_1 = "open-badges-1"
    OPEN_BADGES_2 = "open-badges-2"
    OPEN_BADGES_3 = "open-badges-3"
    PLATFORM = "platform"  # a service's own badge: evidence, not an Open Badge


class RecipientMatch(StrEnum):
    """Whether a badge names the holder."""

    CONFIRMED = "confirmed"  # one of the holder's confirmed addresses or accounts
    OTHER = "other"
    HIDDEN = "hidden"  # hashed, and none of the holder's addresses fits
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge.

    Attributes:
        raw: The file as it came.
        media_type: Of the file, e.g. ``image/png``.
        criteria: What had to be done for it.
        shown: The holder lets documents show it.
    """

    id: str
    raw: bytes
    media_type: str
    format: BadgeFormat
    name: str
    issuer: Party
    recipient_match: RecipientMatch
    criteria: str = ""
    evidence: tuple[Work, ...] = ()
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    last_check: CheckResult | None = None
    shown: bool = False
    note: str = ""
