"""Bugzilla's REST interface: where it is, its searches, its batches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Final

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    TooLargeReplyError,
    UnreadableReplyError,
)
from portfolio.sync.parsing import page_items, parse_items
from portfolio.sync.provider import Call, Request
from portfolio.sync.providers.bugzilla.parsing import Bug, parse_bug

FOLDERS: Final = ("/rest", "/rest.cgi")
"""Where the interface is: some installations answer at the second address only."""
BATCH: Final = 50
"""Bugs a request: addresses stay far below the 8 KiB that are taken."""
ABOUT_A_BUG: Final = "id,summary,product,component,groups,creation_time"

Query = Sequence[tuple[str, str]]


class NoSuchMethodError(NotThereError):
    """The interface itself says that it has no such method, bug or person."""


class RefusedError(ServiceError):
    """The interface itself says that it does not understand the request."""


class Rest:
    """The interface in one walk; finds the address it is at."""

    def __init__(self, call: Call, folder: str = "") -> None:
        self._call = call
        self.folder = folder if folder in FOLDERS else ""

    async def asked(self, path: str, query: Query = ()) -> Any:
        """Return what it answers at a path below its address."""
        if self.folder:
            return await self._asked(self.folder, path, query)
        try:
            value = await self._asked(FOLDERS[0], path, query)
        except NoSuchMethodError:
            raise  # an interface said so: it is here
        except (NotThereError, UnreadableReplyError) as error:
            await self._look_elsewhere(error)
            self.folder = FOLDERS[1]
            return await self._asked(self.folder, path, query)
        self.folder = FOLDERS[0]
        return value

    async def _look_elsewhere(self, first: NotThereError | UnreadableReplyError) -> None:
        try:
            value = await self._asked(FOLDERS[1], "/version", ())
        except (NotThereError, UnreadableReplyError):
            raise first from None
        if "version" not in value:
            raise first

    async def _asked(self, folder: str, path: str, query: Query) -> Any:
        value = (await self._call(Request(f"{folder}{path}", query=tuple(query)))).json()
        if not isinstance(value, Mapping | list):
            raise UnreadableReplyError("The service's answer is not readable.")
        return value

    async def searched(self, query: Query, fields: str, offset: int, limit: int) -> Sequence[Any]:
        """Return one page of bugs, in the order of their numbers."""
        paging = (("order", "bug_id"), ("limit", str(limit)), ("offset", str(offset)))
        value = await self.asked("/bug", (*query, ("include_fields", fields), *paging))
        return page_items(value, "bugs")

    async def known(self, ids: Sequence[str], instance: str) -> dict[str, Bug]:
        """Return what is known of bugs; those that do not show are not among them."""
        found: dict[str, Bug] = {}
        for some in _parts(ids):
            query = (("id", ",".join(some)), ("include_fields", ABOUT_A_BUG))
            rows = page_items(await self.asked("/bug", query), "bugs")
            bugs, _bad = parse_items(rows, lambda raw: parse_bug(raw, instance))
            found.update((bug.id, bug) for bug in bugs)
        return found

    async def batch(
        self, ids: Sequence[str], part: str, query: Query, read: Callable[[Any, str], Sequence[Any]]
    ) -> AsyncIterator[tuple[str, Sequence[Any]]]:
        """Yield what belongs to each of some bugs: comments, attachments or history.

        What is too large at once, or holds a bug that was closed meanwhile, is asked for in
        halves. Of one bug alone that is too large nothing can be had: it is set aside.
        """
        if not ids:
            return
        more = tuple(("ids", each) for each in ids[1:])
        try:
            value = await self.asked(f"/bug/{ids[0]}/{part}", (*query, *more))
        except (TooLargeReplyError, NotAllowedError, NotThereError) as error:
            if len(ids) == 1:
                if isinstance(error, TooLargeReplyError):
                    yield ids[0], ("What belongs to this bug is too much for one answer.",)
                return
            middle = len(ids) // 2
            for half in (ids[:middle], ids[middle:]):
                async for found in self.batch(half, part, query, read):
                    yield found
            return
        for each in ids:
            yield each, read(value, each)


def comments_of(value: Any, bug: str) -> Sequence[Any]:
    """Return a bug's comments: ``{bugs: {"ID": {comments: []}}}``."""
    held = _held(value, bug)
    return page_items(held, "comments") if held is not None else ()


def attachments_of(value: Any, bug: str) -> Sequence[Any]:
    """Return a bug's attachments: ``{bugs: {"ID": []}}``."""
    held = _held(value, bug)
    return page_items(held) if held is not None else ()


def history_of(value: Any, bug: str) -> Sequence[Any]:
    """Return a bug's history: ``{bugs: [{id, history: []}]}``."""
    for row in page_items(value, "bugs"):
        if isinstance(row, Mapping) and str(row.get("id")) == bug:
            return page_items(row, "history")
    return ()


def _held(value: Any, bug: str) -> Any:
    bugs = value.get("bugs") if isinstance(value, Mapping) else None
    if not isinstance(bugs, Mapping):
        raise UnreadableReplyError("The service's answer is not the list asked for.")
    return bugs.get(bug)


def _parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
