"""Credits the holder gives to others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CreditKind(StrEnum):
    """What somebody else is credited with."""

    INSPIRED_BY = "inspired-by"
    BUILT_ON = "built-on"
    CO_AUTHOR = "co-author"
    REVIEWED_BY = "reviewed-by"
    MENTORED_BY = "mentored-by"
    REPORTED_BY = "reported-by"
    HELPED = "helped"


class CreditConsent(StrEnum):
    """Whether the one credited agreed to be named."""

    UNKNOWN = "unknown"
    OK = "ok"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit the holder gives.

    Attributes:
        from_kind / from_key: ``story``, ``deed`` or ``project``, and its durable name.
        to: A person's id, an identity's key, or the address of a work.
    """

    id: str
    from_kind: str
    from_key: str
    to: str
    kind: CreditKind
    words: str = ""
    shown: bool = True
    consent: CreditConsent = CreditConsent.UNKNOWN
    note: str = ""
