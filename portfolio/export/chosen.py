"""What goes into the gate and what comes out of it.

The operation that makes a document reads the store, fills `Chosen` with plain model objects and
hands it over. It need not leave anything out by itself: hiding, redaction and confidentiality
are the gate's work, so what it passes may hold everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from portfolio.model.person import Holder, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from portfolio.model.attestation import Attestation, TrustLevel
    from portfolio.model.badge import Badge
    from portfolio.model.codes import TrustClass
    from portfolio.model.contribution import Contribution
    from portfolio.model.deed import Deed
    from portfolio.model.document import Attachment, Document
    from portfolio.model.identity import Identity
    from portfolio.model.project import Project, Role
    from portfolio.model.source import Source
    from portfolio.model.story import Story
    from portfolio.model.tally import MonthTally
    from portfolio.model.verdict import VerdictState


@dataclass(frozen=True, slots=True)
class ChosenLetter:
    """A letter with what a check of it came to, seen from the holder's record.

    Attributes:
        body / signature: The bytes that were signed, and the armoured signature; for a text
            nobody signed, all of it and nothing.
        suffix: Of its file, e.g. ``testimonial``.
        account / service: Which account it was written by, as the check found; "" is unknown.
        checked_on: When that was seen.
        part: What the account did on the listed works (a person's part as in
            `model.contribution.Participant`), "" when nothing is known.
        part_count / works_count: On how many of how many.
        work_keys: Deed keys of the listed works that the record knows.
    """

    letter: Attestation
    level: TrustLevel
    state: VerdictState
    body: bytes
    signature: bytes = b""
    suffix: str = "testimonial"
    namespace: str = ""
    public_key: str = ""
    account: str = ""
    service: str = ""
    checked_on: date | None = None
    part: str = ""
    part_count: int = 0
    works_count: int = 0
    work_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenBadge:
    """A badge with what a check of it came to.

    Attributes:
        is_anchored: Who holds the key or address that issued it is known.
        answered_on: When its issuer last answered, for badges that are checked by asking.
        last_good_on: When it was last found to hold.
    """

    badge: Badge
    state: VerdictState
    trust: TrustClass
    file_type: str = "json"
    is_anchored: bool = False
    answered_on: date | None = None
    last_good_on: date | None = None
    work_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenMentoring:
    """One person the holder mentored, or was mentored by, who signed it themselves.

    Attributes:
        theirs: Their letter, accepted and shown.
        own: The holder's, where both say so; None where only they do.
        is_mentor: The holder was the mentor.
    """

    theirs: ChosenLetter
    own: ChosenLetter | None
    is_mentor: bool


@dataclass(frozen=True, slots=True)
class VouchMark:
    """A mark that a community's policy gives, and whose vouches it rests on (letter ids)."""

    policy: str
    url: str
    letter_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an edition may draw from: model objects of one snapshot of the store.

    Attributes:
        projects: All of them, hidden ones too.
        roles: The holder's. ``suggested_roles``: from `portfolio.curate.rollups`.
        stories: At least those the edition names.
        deeds: By key: those in the stories, those the edition redacts, and every release made
            (``Action.RELEASED``). Others may be there and are not printed.
        contributions: By deed key, for the same deeds.
        tallies: All of them, hidden and confidential ones too.
        sources: All of them, with the effective ``confidentiality``.
        answers: Question key -> answer, as the store has them.
        identities: What the holder decided; empty means "not known here", and then every deed
            passed counts as the holder's. Otherwise contributions under an identity that is
            not confirmed are dropped.
        people: Others, for ``do_not_mention``.
        letters / badges: Those the holder accepted and shows, in their order.
        mentoring: Mentors and mentees who signed it themselves.
        vouch_marks: Marks that hold today.
    """

    holder: Holder = field(default_factory=Holder)
    projects: tuple[Project, ...] = ()
    roles: tuple[Role, ...] = ()
    suggested_roles: tuple[Role, ...] = ()
    stories: tuple[Story, ...] = ()
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    contributions: Mapping[str, tuple[Contribution, ...]] = field(default_factory=dict)
    tallies: tuple[MonthTally, ...] = ()
    sources: tuple[Source, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()
    people: tuple[Person, ...] = ()
    letters: tuple[ChosenLetter, ...] = ()
    badges: tuple[ChosenBadge, ...] = ()
    vouch_marks: tuple[VouchMark, ...] = ()
    mentoring: tuple[ChosenMentoring, ...] = ()


class LeftOutKind(StrEnum):
    """Why something is not in the document; the screens have the words."""

    SOURCE_NOT_PUBLIC = "source-not-public"  # every deed only a left-out source carries
    COUNTED_ONLY = "counted-only"  # in the totals, without titles, names and links
    CONFIDENTIAL_DEED = "confidential-deed"
    CONFIDENTIAL_PROJECT = "confidential-project"
    HIDDEN_DEED = "hidden-deed"
    HIDDEN_PROJECT = "hidden-project"
    REDACTED_DEED = "redacted-deed"  # taken out of this edition only
    STORY_NOT_PUBLIC = "story-not-public"  # its project is hidden or not public
    STORY_MISSING = "story-missing"  # the edition names it, the record no longer has it
    PERSON_NOT_MENTIONED = "person-not-mentioned"
    UNCONFIRMED_IDENTITY = "unconfirmed-identity"
    SHORTENED = "shortened"  # a text longer than a document takes; its end is cut
    UNFIT_LINK = "unfit-link"  # an address that may not stand in a document
    ATTESTED_NAMES_HIDDEN = "attested-names-hidden"  # a letter or badge about work kept back
    ATTESTED_DOES_NOT_HOLD = "attested-does-not-hold"  # changed, revoked, unreadable
    ATTESTED_WITHDRAWN = "attested-withdrawn"  # a letter, taken back by its writer


@dataclass(frozen=True, slots=True)
class LeftOutItem:
    """One thing that is not in the document, named for the holder, never for the reader.

    Attributes:
        words: What to call it on the screen: a deed's or story's title, a project's name ...
        key: Deed, project, story, source or person key; ``""`` when there is none.
        count: How many deeds it stands for.
    """

    kind: LeftOutKind
    words: str
    key: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Everything the gate kept back, in a stable order: by kind, then words, then key."""

    items: tuple[LeftOutItem, ...] = ()

    def count(self, *kinds: LeftOutKind) -> int:
        """Return how many things (deeds counted one by one) of these kinds were kept back."""
        return sum(item.count for item in self.items if item.kind in kinds)

    def things(self, *kinds: LeftOutKind) -> int:
        """Return how many different things (projects, stories) of these kinds were kept back."""
        return len({(item.kind, item.key, item.words) for item in self.items if item.kind in kinds})

    @property
    def confidential_count(self) -> int:
        """Return how many deeds were kept back because they are confidential."""
        return self.count(
            LeftOutKind.SOURCE_NOT_PUBLIC,
            LeftOutKind.CONFIDENTIAL_DEED,
        )

    @property
    def people_count(self) -> int:
        """Return how many people who asked not to be named would have been."""
        return self.count(LeftOutKind.PERSON_NOT_MENTIONED)


@dataclass(frozen=True, slots=True)
class GateResult:
    """The finished document, and for the holder what it does not say.

    Attributes:
        attachments: The files its list of attached texts and badges names, for formats that can
            carry files.
        letters / badges: Those it shows, as they were handed in, for a backpack.
    """

    document: Document
    left_out: LeftOut
    attachments: tuple[Attachment, ...] = ()
    letters: tuple[ChosenLetter, ...] = ()
    badges: tuple[ChosenBadge, ...] = ()
