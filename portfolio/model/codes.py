"""Closed sets of codes, as they stand in the store, in JSON and in the code.

A value from outside that is not in its set becomes ``OTHER`` (or the set's cautious default)
through `parse`; the raw text is kept by whoever read it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class Action(StrEnum):
    """What a person did in one contribution."""

    AUTHORED = "authored"
    CO_AUTHORED = "co-authored"
    REVIEWED = "reviewed"
    MERGED = "merged"
    INTEGRATED = "integrated"  # brought in work of others: committed, applied, imported
    SIGNED_OFF = "signed-off"
    TESTED = "tested"
    REPORTED = "reported"
    RELEASED = "released"  # made a tag or a release
    TRIAGED = "triaged"
    ANSWERED = "answered"
    EDITED = "edited"
    TRANSLATED = "translated"
    ORGANISED = "organised"
    SPOKE = "spoke"
    MENTORED = "mentored"
    PROPOSED = "proposed"  # a pull request, merge request, revision or change
    RAISED = "raised"  # an issue, bug, ticket or question
    FIXED = "fixed"  # an issue or bug resolved
    COMMENTED = "commented"
    POSTED = "posted"  # a topic, a post, a discussion
    ATTACHED = "attached"  # a file to a report
    PUBLISHED = "published"  # a blog post, a paper, a dataset
    MAINTAINED = "maintained"  # a package or project others install
    SERVED = "served"  # a role or membership a service knows of
    SPONSORED = "sponsored"
    CREDITED = "credited"  # a project's own credit for work done
    AWARDED = "awarded"  # a badge or certificate received
    THANKED = "thanked"  # a like or thanks received
    OTHER = "other"


class Capacity(StrEnum):
    """In what standing the work was done."""

    VOLUNTEER = "volunteer"
    EMPLOYER = "employer"
    CLIENT = "client"
    STUDY = "study"
    UNSAID = "unsaid"


class Confidentiality(StrEnum):
    """What may leave this computer of a source that is not public (journeys (i))."""

    PUBLIC = "public"
    INCLUDE = "include"  # not public, the holder chose to show it
    COUNT_ONLY = "count-only"
    LEAVE_OUT = "leave-out"  # the default for a source that is not public


class IdentityStatus(StrEnum):
    """What the holder said of an identity."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class IdentityKind(StrEnum):
    """What sort of name an identity is."""

    GIT_EMAIL = "git-email"
    LOGIN = "login"
    HANDLE = "handle"
    WIKI_USER = "wiki-user"
    KEY = "key"
    ACCOUNT = "account"  # an account by its durable number; the login is only shown


class Proof(StrEnum):
    """How far an identity is proved to be the holder's."""

    LOGIN = "login"
    LOCAL_CONFIG = "local-config"
    SELF = "self"
    ATTESTED = "attested"


class SourceKind(StrEnum):
    """Where contributions come from."""

    GIT_FOLDER = "git-folder"
    MANUAL = "manual"
    ACCOUNT = "account"


class TrustClass(StrEnum):
    """The four classes of trust; nothing ever moves up a class silently."""

    EVIDENCE = "evidence"
    ATTESTED = "attested"
    CERTIFIED = "certified"
    SELF_REPORTED = "self-reported"


class StoryStatus(StrEnum):
    """Whether the holder calls a story finished."""

    DRAFT = "draft"
    READY = "ready"


class CoverageState(StrEnum):
    """How much of a source's kind has been read; five words, never a percentage."""

    COMPLETE = "complete"
    IN_PART = "in-part"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    NOT_ASKED = "not-asked"


class PageSize(StrEnum):
    """Paper of a document."""

    A4 = "A4"
    LETTER = "Letter"


class SectionKind(StrEnum):
    """Sections of a document, in their default order (look/cv)."""

    SUMMARY = "summary"
    OPEN_SOURCE = "open-source"
    EXPERIENCE = "experience"
    MENTORING = "mentoring"
    TESTIMONIALS = "testimonials"
    CERTIFICATIONS = "certifications"
    SKILLS = "skills"
    EDUCATION = "education"
    LANGUAGES = "languages"
    CREDITS = "credits"
    CHECK = "check"
    EVIDENCE_LIST = "evidence-list"


class QuestionKind(StrEnum):
    """Things about a source that only the holder can say."""

    BULK_IMPORT = "bulk-import"  # "Some commits look like translations made by other people."
    NOT_PUBLIC = "not-public"  # "This repository is not public."
    VENDORED = "vendored"  # a tree copied in from another project


class BulkAnswer(StrEnum):
    """Answer to BULK_IMPORT and VENDORED; INTEGRATED is assumed until answered."""

    INTEGRATED = "integrated"
    OWN_WORK = "own-work"


_Code = TypeVar("_Code", bound=StrEnum)


def parse(kind: type[_Code], raw: str, otherwise: _Code) -> _Code:
    """Return the code ``raw`` stands for, or ``otherwise`` when this version does not know it."""
    try:
        return kind(raw)
    except ValueError:
        return otherwise
