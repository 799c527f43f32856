"""Public keys, and where they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

LISTED: Final = "listed"
"""What came of looking when the key was there."""
OWN: Final = "self"
"""The owner of the holder's own keys."""


class KeyKind(StrEnum):
    """What sort of key it is."""

    SSH = "ssh"
    APP = "app"
    OPENPGP = "openpgp"


class KeyTrust(StrEnum):
    """What the verifier knows of a key."""

    NONE = "none"
    MET = "met"
    KNOWN_ORGANISATION = "known-organisation"
    REFUSED = "refused"  # what it signs is declined as it comes

    @property
    def is_known(self) -> bool:
        """Whether the holder said who holds the key."""
        return self in {KeyTrust.MET, KeyTrust.KNOWN_ORGANISATION}


@dataclass(frozen=True, slots=True)
class KeySeen:
    """Where and when a key was looked for on an account, and what came of it (`LISTED`)."""

    url: str
    at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A public key, with where it was seen. Private parts are in the keyring and nowhere else.

    Attributes:
        fingerprint: ``SHA256:`` and base64 without padding, as ssh-keygen prints it.
        public: The public line ``<algorithm> <base64>``, without a comment.
        owner: ``self`` for the holder's own, else the account or name it is known under, or "".
        replaced_by: Fingerprint of the key that took its place, signed by this one.
        trust_words: The verifier's own words, e.g. "met at the 2024 meeting".
        recovery_at: When a recovery file of it was saved, and proved by opening it again.
    """

    fingerprint: str
    algorithm: str
    public: str
    kind: KeyKind
    owner: str = ""
    seen: tuple[KeySeen, ...] = ()
    replaced_by: str = ""
    trust: KeyTrust = KeyTrust.NONE
    trust_words: str = ""
    recovery_at: datetime | None = None
    note: str = ""
