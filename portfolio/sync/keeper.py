"""What the engine stores through. Blocking: the engine calls it through its `blocking` only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portfolio.model.account import (
    Account,
    Filed,
    KindState,
    OpenItem,
    SyncRun,
    Validator,
)
from portfolio.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Batch:
    """What is stored in one transaction: a page with its marks.

    Attributes:
        at: When it was read; an item's marks of being listed get it.
        state: How far the kind is read then; None while a long page is stored in parts.
        gone: Items the service says do not exist any more, as stored (``{kind}:{id}``).
        is_listing: The items are the whole listing's: note that they were listed.
        lists_all_since: The listing was given in full: what was last listed before then is gone,
            unless that is suspiciously much (`portfolio.sync.walks.whole.may_be_gone`).
        new_before: New items of the same listing in earlier batches.
        asked_again: Open items that were asked for again, as stored.
    """

    kind: Kind
    at: datetime
    filed: tuple[Filed, ...] = ()
    state: KindState | None = None
    gone: tuple[str, ...] = ()
    is_listing: bool = False
    lists_all_since: datetime | None = None
    new_before: int = 0
    asked_again: tuple[str, ...] = ()
    validators: tuple[Validator, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a batch came to.

    Attributes:
        state: As it stands in the store.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    state: KindState | None = None


class NewValidators(Protocol):
    """Validators noted since they were last asked for (`transport.ValidatorBook`)."""

    def take_new(self) -> tuple[Validator, ...]:
        """Return them, to be stored with the page that completes a listing."""
        ...

    def forget_new(self) -> None:
        """Drop them: nothing may be said to be unchanged that is not stored."""
        ...


class NoValidators:
    """For services nobody asks conditionally."""

    def take_new(self) -> tuple[Validator, ...]:
        """Return none."""
        return ()

    def forget_new(self) -> None:
        """Have nothing to drop."""


class Keeper(Protocol):
    """The store as the engine sees it; each method is one transaction."""

    def states(self, account_id: str) -> Mapping[Kind, KindState]:
        """Return how far each kind was read."""
        ...

    def open_items(self, account_id: str, kind: Kind, limit: int) -> list[OpenItem]:
        """Return items whose outcome may still change, longest not read first."""
        ...

    def begin(self, account: Account, *, at: datetime) -> int:
        """Note that a sync began; it counts as stopped until `end`. Return its number."""
        ...

    def keep(self, account_id: str, batch: Batch) -> Stored:
        """Store a batch, all of it or nothing."""
        ...

    def save_account(self, account: Account) -> None:
        """Store what became of the account itself."""
        ...

    def end(self, number: int, run: SyncRun, account: Account) -> None:
        """Note what a sync came to."""
        ...
