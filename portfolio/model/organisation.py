"""Organisations, and what people allowed them to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody allowed an organisation to know, for what, and until when.

    Attributes:
        file_sha256: Of the very file that was handed over.
    """

    id: str
    to_organisation: str
    purpose: str
    fields: tuple[str, ...]
    from_on: str
    until: str
    given_at: datetime
    ended_at: datetime | None = None
    file_sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and the affiliations that name its people."""

    id: str
    name: str
    urls: tuple[str, ...] = ()
    key: str = ""
    affiliations: tuple[str, ...] = ()
    note: str = ""
