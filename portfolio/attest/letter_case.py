"""A letter while it is judged, and its writer as far as known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.model.attestation import Part, TrustLevel
from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from datetime import datetime

    from portfolio.attest.letter import Letter
    from portfolio.attest.onlooker import Onlooker


@dataclass
class Writer:
    """Who wrote a letter, as far as is known.

    Attributes:
        level: How far that is.
        account: The first of the named accounts that lists the key, as an address.
        accounts: All that do.
        seen_on: When that was seen.
        part: What they did on the works; only of an account that lists the key.
    """

    level: TrustLevel = TrustLevel.UNCHANGED
    account: str = ""
    accounts: list[str] = field(default_factory=list)
    seen_on: str = ""
    part: Part | None = None


@dataclass
class Case:
    """One letter while it is judged.

    Attributes:
        at: Now.
        steps: What was found, in order.
        wants: Addresses whose answers would settle more.
    """

    letter: Letter
    onlooker: Onlooker
    at: datetime
    steps: list[Step] = field(default_factory=list)
    wants: list[str] = field(default_factory=list)
    writer: Writer = field(default_factory=Writer)

    def note(self, mark: StepMark, code: str, **facts: str) -> None:
        """Add a step."""
        self.steps.append(Step(mark, Saying(code, tuple(facts.items()))))
