"""What the sync of an account came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio.model.account import Account, KindState
from portfolio.model.kinds import Kind
from portfolio.sync.kind_reading import KindReading
from portfolio.sync.provider import Who


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """What the sync of one account came to.

    Attributes:
        account: As it is now.
        outcome: As in `SyncRun`.
        who: What the service said of the account; None when it could not be asked.
        notes: Plain sentences that are no faults, e.g. of a clock that is off.
    """

    account: Account
    outcome: str
    new: int = 0
    changed: int = 0
    gone: int = 0
    set_aside: int = 0
    states: Mapping[Kind, KindState] = field(default_factory=dict)
    failed_kinds: tuple[Kind, ...] = ()
    problem: str = ""
    who: Who | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Sum:
    """What came of an account so far."""

    account: Account
    states: dict[Kind, KindState] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    gone: int = 0
    set_aside: int = 0
    failed: dict[Kind, str] = field(default_factory=dict)
    problem: str = ""
    who: Who | None = None
    has_failed: bool = False
    is_cut: bool = True

    @property
    def outcome(self) -> str:
        """As in `SyncRun`."""
        if self.is_cut:
            return "stopped"
        if self.has_failed:
            return "failed"
        return "in-part" if self.failed or self.problem else "done"

    def add(self, reading: KindReading) -> None:
        """Add what came of a kind."""
        self.new += reading.new
        self.changed += reading.changed
        self.gone += reading.gone
        self.set_aside += reading.set_aside
