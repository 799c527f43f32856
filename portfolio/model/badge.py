"""Badges: files others issued, kept byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portfolio.model.attestation import CheckResult, Decision, Direction, Party, Work


class BadgeFormat(StrEnum):
    """The standard a badge is written in."""

    OPEN_BADGES_0_5 = "open-badges-0.5"
    OPEN_BADGES_1 = "open-badges-1"
    OPEN_BADGES_2 = "open-badges-2"
    OPEN_BADGES_3 = "open-badges-3"
    CREDENTIAL = "credential"  # a verifiable credential that is no badge, e.g. an endorsement
    BUNDLE = "bundle"  # a CLR or a presentation: several credentials in one
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
        raw: The file as it came, for ever.
        media_type: Of the file, e.g. ``image/png``.
        credential_id: As its issuer gave it; two files of one issuer with one id are one badge.
        from_person: A person's own key signed it, not an organisation's.
        criteria: What had to be done for it, as plain text or Markdown that is shown inert.
        criteria_url: The page that says so, ``https``.
        narrative: What the giver wrote about this receiver, as plain text or Markdown, shown inert.
        image: The picture that came with it, empty when there is none; ``image_type`` its kind.
        received_from: A file's name, an address, or the account's id it came from.
        source_account: Id of the account a platform's badge came from, else "".
        shown: The holder lets documents show it.
    """

    id: str
    raw: bytes
    media_type: str
    format: BadgeFormat
    name: str
    issuer: Party
    recipient_match: RecipientMatch = RecipientMatch.NONE
    credential_id: str = ""
    description: str = ""
    from_person: bool = False
    criteria: str = ""
    criteria_url: str = ""
    narrative: str = ""
    evidence: tuple[Work, ...] = ()
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    image: bytes = b""
    image_type: str = ""
    tags: tuple[str, ...] = ()
    received_from: str = ""
    received_at: datetime | None = None
    source_account: str = ""
    direction: Direction = Direction.RECEIVED
    decision: Decision = Decision.ACCEPTED
    last_check: CheckResult | None = None
    shown: bool = False
    note: str = ""
