"""Reads open items again, until nothing can become of them any more."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from portfolio.errors import (
    AccountError,
    NotFoundError,
    OfflineError,
    SignInNeededError,
    ThrottledError,
)
from portfolio.model.account import OpenItem
from portfolio.sync.filing import stored_id
from portfolio.sync.provider import Ask, Page

if TYPE_CHECKING:
    from portfolio.sync.kind_reading import KindReading

_LOG = logging.getLogger(__name__)
AT_ONCE: Final = 20
MOST: Final = 200
"""Items of a kind in one sync; those longest not read come first, so all have their turn."""
REST: Final = timedelta(hours=1)
"""An item read this short a time ago is left alone."""


async def reread(reading: KindReading, started_at: datetime) -> None:
    """Read the open items of a kind again, in small batches, those longest not read first.

    One that cannot be read is passed over; it is asked for again the next time.

    Raises:
        SignInNeededError, OfflineError, ThrottledError: Nothing more can be read now.
    """
    found = await reading.blocking(
        lambda: reading.keeper.open_items(reading.account_id, reading.info.kind, MOST)
    )
    due = [each for each in found if _is_due(each, started_at)]
    for start in range(0, len(due), AT_ONCE):
        await _some(reading, due[start : start + AT_ONCE])


def _is_due(item: OpenItem, now: datetime) -> bool:
    # Read "later than now" means that the clock was turned back since.
    return not now - REST < item.read_at <= now


async def _some(reading: KindReading, items: Sequence[OpenItem]) -> None:
    try:
        await read_items(reading, items)
    except (SignInNeededError, OfflineError, ThrottledError):
        raise
    except AccountError as error:
        if len(items) == 1:
            _LOG.info("%s cannot be read again: %s", items[0].native_id, error)
            await _note_asked(reading, items)
            return
        # One of them is at fault: the others must not wait for it.
        middle = len(items) // 2
        await _some(reading, items[:middle])
        await _some(reading, items[middle:])


async def read_items(reading: KindReading, items: Sequence[OpenItem]) -> None:
    """Read given items again and store what became of them.

    Raises:
        AccountError: One of them could not be read; those on earlier pages are stored.
    """
    at = reading.clock.now()
    asked = {each.native_id for each in items}
    ask = Ask(reading.access, reading.info.kind, reading.now())
    pages = reading.provider.again(ask, [each.ref for each in items], reading.call)
    async for page in pages:
        came = {stored_id(each.kind, each.native_id) for each in page.records}
        asked -= came
        await reading.keep(page, at, asked_again=tuple(came))
    await _note_asked(reading, [each for each in items if each.native_id in asked])


async def _note_asked(reading: KindReading, items: Sequence[OpenItem]) -> None:
    """Note that items had their turn, although nothing came of it."""
    if not items:
        return
    names = tuple(each.native_id for each in items)
    await reading.keep(Page(), reading.clock.now(), asked_again=names)


def one_of(items: Sequence[OpenItem], native_id: str) -> OpenItem:
    """Return the open item of a stored id.

    Raises:
        NotFoundError: It is final, or not of this account.
    """
    for item in items:
        if item.native_id == native_id:
            return item
    raise NotFoundError(
        "Nothing more can become of this at its service.",
        "The next sync shows it should it change all the same.",
    )
