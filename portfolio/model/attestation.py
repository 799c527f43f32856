"""What others say: testimonials, vouches, thanks, claims, affiliations, certificates.

An attestation is kept as the exact bytes that came; this is what was read out of them. Nothing
here says whether it can be believed: that is a verdict, made anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

MAX_VOUCH = 500
"""Characters of a vouch's statement."""
LASTS_MONTHS = 24
"""How long an attestation is meant to hold unless its writer chose otherwise."""


class AttestationKind(StrEnum):
    """What sort of statement it is."""

    TESTIMONIAL = "testimonial"
    VOUCH = "vouch"
    THANKS = "thanks"
    CLAIM = "claim"
    AFFILIATION = "affiliation"
    CERTIFICATE = "certificate"
    WITHDRAWAL = "withdrawal"
    KEY_CHANGE = "key-change"

    @property
    def speaks_for_somebody(self) -> bool:
        """Whether it speaks for somebody in the writer's words, and does not merely state facts."""
        return self in (self.TESTIMONIAL, self.VOUCH, self.THANKS)


class AttestationFormat(StrEnum):
    """How it came."""

    SIGNED_FILE = "signed-file"
    PUBLIC_COMMENT = "public-comment"
    BADGE = "badge"
    MAIL_TEXT = "mail-text"


class Basis(StrEnum):
    """How the writer knows."""

    REVIEWED = "reviewed-the-work"
    TOGETHER = "worked-together"
    SUPERVISED = "supervised"
    SAW_RESULT = "saw-the-result"
    KNOW_OF = "know-of-it"


class Mentoring(StrEnum):
    """What the writer says to have been to the one the letter is about."""

    MENTOR = "mentor-of"
    MENTEE = "mentee-of"

    @property
    def other(self) -> Mentoring:
        """Return what the other one of the two says."""
        return Mentoring.MENTEE if self is Mentoring.MENTOR else Mentoring.MENTOR


class Decision(StrEnum):
    """What the holder decided about it."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    PRIVATE = "private"
    DECLINED = "declined"
    ASKED_CHANGE = "asked-change"


class Direction(StrEnum):
    """Whether somebody gave it to the holder, or the holder gave it."""

    RECEIVED = "received"
    GIVEN = "given"


class TrustLevel(IntEnum):
    """How far a verifier may believe who wrote it; shown in words, never as a number.

    Level 1 is never shown as an endorsement: three fresh keys take milliseconds.
    """

    QUOTED = 0  # text typed or pasted by the holder
    UNCHANGED = 1  # the signature fits, whose key it is nobody knows
    ACCOUNT = 2  # key or comment belongs to a named account, seen by somebody on a date
    TOOK_PART = 3  # and that account demonstrably worked on the listed works
    KNOWN = 4  # the verifier knows the key or the person


@dataclass(frozen=True, slots=True)
class Party:
    """Who wrote, or whom it is about.

    Attributes:
        accounts: Addresses of accounts, e.g. ``https://forge.example/ada``.
        key: Fingerprint ``SHA256:...`` of a key, when one is known.
    """

    name: str
    role: str = ""
    accounts: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One listed work; ``content_hash`` fixes what was meant where that is known."""

    url: str
    title: str
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class WorkAnswer:
    """What the holder answered about one work of a claim.

    Attributes:
        number: Of the work in the letter, from 1.
        correction: The holder's own words beside it.
    """

    number: int
    decision: Decision
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What the record says the holder of one account did on the works a letter lists.

    Attributes:
        account: As people say it, e.g. ``coduya``.
        part: As in `contribution.Participant.part`: the one they had in all works they had one in,
            or ``other``.
        works: Those of the listed works the account took part in.
        total: How many works are listed.
        known: How many of them are in the record at all.
        address: Of the account, as the letter names it. The part counts only once the account is
            known to be the writer's: a letter may name accounts of others.
        begun_on: When the work that was begun last was begun, as the record says.
        every_part: All parts they had.
    """

    account: str
    part: str
    works: tuple[Work, ...]
    total: int
    known: int
    address: str = ""
    begun_on: date | None = None
    every_part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the last check came to.

    Attributes:
        result: A `portfolio.model.verdict.VerdictState`.
        why: Code of the saying that stood for all.
        last_good_at: When it was last found to hold.
    """

    at: datetime
    result: str
    why: str = ""
    last_good_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement of somebody about somebody.

    Attributes:
        id: As its writer gave it (``urn:uuid:...``); inside what is signed.
        relation_from / relation_to: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; "" is unsaid.
        mentoring: Which of the two was the other's mentor; None when it says nothing of it.
        contact_ok: The writer may be asked about it.
        audience: Whom it is meant for; "" is anybody.
        status_url: Where a withdrawal would be published.
        raw: The exact bytes that came; never written anew.
        refers_to: Id of the letter that is withdrawn, or that this one answers.
        received_from: How it reached the holder: a file's name or an address.
        shortened: What documents print of the statement, marked as shortened; "" prints all.
        decided_at: When the holder decided last; None before that.
        correction: The holder's own words beside the letter, where they accept it but for
            something; the letter's text stays as it is.
        answers: What the holder answered about single works of a claim.
        shown: The holder lets documents print it.
    """

    id: str
    kind: AttestationKind
    format: AttestationFormat
    issuer: Party
    subject: Party
    statement: str
    raw: bytes
    about: tuple[Work, ...] = ()
    basis: tuple[Basis, ...] = ()
    relation_from: str = ""
    relation_to: str = ""
    language: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    contact_ok: bool = False
    audience: str = ""
    status_url: str = ""
    refers_to: str = ""
    received_from: str = ""
    received_at: datetime | None = None
    direction: Direction = Direction.RECEIVED
    decision: Decision = Decision.PENDING
    last_check: CheckResult | None = None
    shortened: str = ""
    shown: bool = False
    note: str = ""
    mentoring: Mentoring | None = None
    decided_at: datetime | None = None
    correction: str = ""
    answers: tuple[WorkAnswer, ...] = ()

    @property
    def keeps_work_back(self) -> bool:
        """Whether the holder accepted the letter but for some of its works."""
        return any(each.decision is not Decision.ACCEPTED for each in self.answers)
