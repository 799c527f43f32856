"""Takes pages from a provider, the next one on its way while the last is being stored."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from portfolio.sync.provider import Page
from portfolio.sync.walks import Step


async def read_pages(
    pages: AsyncIterator[Page],
    take: Callable[[Page], Step],
    keep: Callable[[Page, Step], Awaitable[None]],
) -> None:
    """Read pages until a step says that its leg ends.

    Whether another page is wanted is known before the one at hand is stored: only then is the
    next one asked for, so that nothing is asked for in vain. A page that was taken is stored
    before the fault of the next one is raised.

    Args:
        pages: From `Provider.pages`; closed here.
        take: Says what a page comes to.
        keep: Stores it.
    """
    coming: asyncio.Task[Page] | None = None
    try:
        page = await _next(pages)
        while True:
            step = take(page)
            coming = None if step.ends_leg else asyncio.create_task(_next(pages))
            await keep(page, step)
            if coming is None:
                return
            page = await coming
    finally:
        await _close(pages, coming)


async def _next(pages: AsyncIterator[Page]) -> Page:
    """Return the next page; where a provider has no more, an empty last one."""
    return await anext(pages, Page())


async def _close(pages: AsyncIterator[Page], coming: asyncio.Task[Page] | None) -> None:
    if coming is not None and not coming.done():
        coming.cancel()
    if coming is not None:
        # Its own fault, if any, was raised already or is of a page nobody wants any more.
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await coming
    close = getattr(pages, "aclose", None)
    if close is not None:
        await close()
