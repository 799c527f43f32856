"""What a check of a letter, a badge or a document came to: steps in order, each with its words.

A verdict is made anew each time something is shown. It names nothing in a language: every saying
is a code of ``resources/verdicts.toml`` with the facts to fill in, so that the window, the command
line and the page for the browser say the same thing in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portfolio.model.attestation import Part, TrustLevel, Work
from portfolio.model.codes import TrustClass


class VerdictState(StrEnum):
    """What a check came to; these codes are kept in the store and printed by programs."""

    VALID = "valid"
    NOT_ANCHORED = "valid-but-not-anchored"  # fits, but nobody here knows whose key it is
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"  # a badge, by its issuer
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"  # a letter, by its writer
    CANNOT_CHECK = "cannot-check"
    UNSIGNED = "unsigned"
    INVALID = "invalid"  # changed, forged, or signed for somebody else
    UNREADABLE = "unreadable"

    @property
    def does_not_hold(self) -> bool:
        """Whether the answer to "does it hold?" is a plain no."""
        return self in _DOES_NOT_HOLD


_DOES_NOT_HOLD = frozenset(
    {
        VerdictState.REVOKED,
        VerdictState.SUSPENDED,
        VerdictState.WITHDRAWN,
        VerdictState.INVALID,
        VerdictState.UNREADABLE,
    }
)


class StepMark(StrEnum):
    """How one step ended: the five verdict marks of the window."""

    HELD = "held"
    CANNOT_CHECK = "cannot-check"  # a dead issuer too; never a warning
    REFUSED = "refused"  # unknown because a source refused
    BROKEN = "does-not-hold"
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence: a code of ``resources/verdicts.toml`` and what is filled in.

    Attributes:
        facts: Names and values. A value under a name ending in ``_on`` is an ISO date or instant,
            which the one who shows it writes as people do. Everything else is shown as it is and
            may come from outside: it is plain text, never markup.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was looked at, in the order it was done.

    Attributes:
        links: Works or pages that show it.
        consulted: What was asked: host names; empty when only the file itself was read.
        children: Steps of what lies inside, e.g. each endorsement of a badge.
    """

    mark: StepMark
    says: Saying
    links: tuple[Work, ...] = ()
    consulted: tuple[str, ...] = ()
    children: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be believed of one letter or badge, seen from here and now.

    Attributes:
        level: How far to believe who wrote it; None for a badge.
        summary: The one line that stands for all.
        steps: In the order they were made; the last word on every part.
        wants: Addresses whose answers would settle more; nothing is fetched unless a person asks.
        account: Address of the account that is known to be the writer's, "" while none is.
        seen_on: When that was seen.
        part: What the holder of that account did on the works, as far as the record says.
    """

    state: VerdictState
    trust: TrustClass
    summary: Saying
    steps: tuple[Step, ...]
    at: datetime
    level: TrustLevel | None = None
    wants: tuple[str, ...] = ()
    account: str = ""
    seen_on: date | None = None
    part: Part | None = None

    @property
    def signer_is_unknown(self) -> bool:
        """Whether somebody signed it whom nobody here knows: it is not the holder's own word."""
        fits = self.level is TrustLevel.UNCHANGED or self.state is VerdictState.NOT_ANCHORED
        return fits and self.trust is TrustClass.SELF_REPORTED


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said when a person had it asked.

    Attributes:
        status: HTTP status, 0 when there was no answer at all.
        body: Decoded, within the limit that was set.
        problem: Why there is no answer, in plain words; "" when there is one.
    """

    url: str
    at: datetime
    status: int = 0
    media_type: str = ""
    body: bytes = b""
    problem: str = ""
