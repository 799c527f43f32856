"""A request for words: what the holder asks somebody who saw the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.model.attestation import AttestationKind, Mentoring, Party, Work

MIN_WORKS = 1
MAX_WORKS = 8
"""Works a request may list: few enough to be looked at in two minutes."""
ADVISED_WORKS = 3
"""Fewer give little to write about. Said, never refused: a story may have only two."""


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One request, as written into a ``.request`` file.

    Attributes:
        id: ``urn:uuid:...``; the letter that answers names it under ``Refers-To``.
        asked: Who is asked.
        holder: Who asks, with the accounts and the key a letter should name.
        works: One to eight, with links; none are needed where it asks who mentored whom.
        mentoring: What the letter is asked to say of who mentored whom; None for nothing.
        question: The one thing that is asked.
        story_id: The story it was asked from, "" for none; never written into the file.
        raw: The file as it was made.
        reminded_at: When the holder made the one polite reminder; None before that.
        answered_by: Id of the letter that came back, "" while there is none.
    """

    id: str
    kind: AttestationKind
    asked: Party
    holder: Party
    works: tuple[Work, ...]
    question: str
    language: str
    made_at: datetime
    expires_at: datetime | None = None
    story_id: str = ""
    raw: bytes = b""
    reminded_at: datetime | None = None
    answered_by: str = ""
    note: str = ""
    mentoring: Mentoring | None = None
