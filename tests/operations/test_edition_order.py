"""Editions stand in the order they were made in."""

from __future__ import annotations

from portfolio.operations import editions
from tests.operations.ring_record import Record


def test_the_first_edition_stays_first(mine_read: Record) -> None:
    for name in ("Zeal", "Art"):
        editions.add(mine_read.store, name)
        mine_read.clock.advance(minutes=1)
    with mine_read.store.reading() as reader:
        names = [each.name for each in editions.all_editions(reader)]
    assert names[0] == editions.DEFAULT_NAME
    assert set(names[1:]) == {"Zeal", "Art"}
