"""What a community means by a mark such as "three vouches": data, never code."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.model.attestation import AttestationKind, TrustLevel
from portfolio.model.verdict import Saying


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Something some of those who are counted have in common.

    Attributes:
        people: How many of them, at least.
        level: How far each of these is believed, at least.
        parts: What they did on the works, as in `contribution.Participant.part`; empty is anything.
        accounts: Addresses of accounts they hold one of; empty is any.
    """

    people: int
    level: TrustLevel = TrustLevel.ACCOUNT
    parts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """When a mark is given.

    Attributes:
        words: The rule in one or two sentences; printed with the mark.
        kinds: Which letters count.
        people: How many different people have to have written.
        level: How far each is believed, at least; never below a named account.
        months: How old a letter may be; 0 is any age.
        mutual: Whether people the holder has also written for count.
        at_least: Further conditions, each to be met.
        sha256: Of the file, so that a mark names the very rule it was given under.
    """

    id: str
    version: str
    name: str
    words: str
    kinds: tuple[AttestationKind, ...]
    people: int
    level: TrustLevel
    months: int
    mutual: bool
    at_least: tuple[AtLeast, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy the holder took in.

    Attributes:
        raw: Its file as it came.
        shown: Documents print its mark when it is given.
    """

    id: str
    raw: bytes
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a policy comes to for somebody's letters.

    Attributes:
        is_given: Every condition is met.
        says: The mark with its policy and names, or what is missing.
        names: Of those who are counted, in the order they wrote.
        counted: Ids of the letters that count, one a person.
        not_counted: Id and reason of each other letter.
        missing: What is missing, empty when it is given.
    """

    policy: Policy
    is_given: bool
    says: Saying
    names: tuple[str, ...]
    counted: tuple[str, ...]
    not_counted: tuple[tuple[str, Saying], ...]
    missing: tuple[Saying, ...]
