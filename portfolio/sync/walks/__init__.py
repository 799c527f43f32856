"""Walks: how a kind is read to its end, by the order in which its service lists it.

A walk decides and never sends or stores anything: `Walk.next_ask` says what to ask the provider
for, `Walk.take` what a page comes to, until there is nothing left to ask. All it knows between
two runs is in `KindState.resume`, which is stored with each page, so it can be cut anywhere.
"""

from __future__ import annotations

from portfolio.sync.provider import Order
from portfolio.sync.walks.latest import LatestWalk
from portfolio.sync.walks.newest_first import NewestFirstWalk
from portfolio.sync.walks.oldest_first import OldestFirstWalk
from portfolio.sync.walks.periods import PeriodsWalk
from portfolio.sync.walks.walk import Start, Step, Walk
from portfolio.sync.walks.whole import WholeWalk

__all__ = ["PeriodsWalk", "Start", "Step", "Walk", "walk_of"]

_WALKS: dict[Order, type[Walk]] = {
    Order.NEWEST_FIRST: NewestFirstWalk,
    Order.OLDEST_FIRST: OldestFirstWalk,
    Order.WINDOWS: PeriodsWalk,
    Order.WHOLE: WholeWalk,
    Order.LATEST_ONLY: LatestWalk,
}


def walk_of(start: Start) -> Walk:
    """Return the walk for a kind."""
    return _WALKS[start.info.order](start)
