"""Pathways: what a community asks for, in words and in queries of a closed set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RequirementKind(StrEnum):
    """How a requirement is met."""

    COUNT = "count"
    ATTESTED = "attest"
    BADGE = "badge"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for.

    Attributes:
        query: Which of the holder's works count; of a closed set of fields, never code.
        threshold: How many it takes.
    """

    id: str
    words: str
    kind: RequirementKind
    query: str = ""
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class Pathway:
    """A named, versioned set of requirements; known by its issuer's key and its id together."""

    id: str
    version: str
    name: str
    issuer: str
    requirements: tuple[Requirement, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PathwayClaim:
    """The holder's claim to have walked a pathway: per requirement the works that show it.

    Attributes:
        evidence: (requirement id, deed key or attestation id), in order.
    """

    id: str
    pathway_id: str
    pathway_version: str
    evidence: tuple[tuple[str, str], ...]
    made_at: datetime
    note: str = ""
