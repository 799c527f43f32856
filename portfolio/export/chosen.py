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

    from portfolio.model.contribution import Contribution
    from portfolio.model.deed import Deed
    from portfolio.model.document import Document
    from portfolio.model.identity import Identity
    from portfolio.model.project import Project, Role
    from portfolio.model.source import Source
    from portfolio.model.story import Story
    from portfolio.model.tally import MonthTally


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
    UNFIT_LINK = "unfit-link"  # an address that may not stand in a document


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
    """The finished document, and for the holder what it does not say."""

    document: Document
    left_out: LeftOut
