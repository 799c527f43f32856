"""What pages and models need of a workspace: the store and the clock, and no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portfolio.store.store import Store
    from tests.clocks import FixedClock


@dataclass
class OpenedRecord:
    """A workspace without accounts."""

    store: Store
    clock: FixedClock
    is_offline: bool = False

    async def close_network(self) -> None: ...

    def providers(self) -> tuple[Any, ...]:
        return ()
