"""What the provider kit walks with, and what it checks of every record."""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import strategies as st

from portfolio.errors import TooMuchError
from portfolio.model.kinds import Kind
from portfolio.sync.provider import Ask, Call, Order, Page, Provider, Record, Window

MOST_PAGES = 60
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REMOTE = re.compile(r"[a-z0-9.:-]+(?:/[^/\s]+)+(?<!\.git)")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class Reading:
    """What reading one kind brought.

    Attributes:
        pages: In the order they came, with the window each belongs to.
    """

    pages: list[tuple[Window | None, Page]] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """All records of all pages."""
        return [record for _, page in self.pages for record in page.records]

    @property
    def ids(self) -> list[str]:
        """Native ids of all records, in order."""
        return [record.native_id for record in self.records]

    @property
    def set_aside(self) -> int:
        """How many items were set aside."""
        return sum(len(page.set_aside) for _, page in self.pages)


def order_of(provider: Provider, kind: Kind) -> Order:
    """Return the order of a kind a provider declares."""
    return next(info.order for info in provider.about.kinds if info.kind is kind)


async def read_kind(
    provider: Provider, ask: Ask, call: Call, reading: Reading | None = None
) -> Reading:
    """Read one kind to its end as the engine would, without storing anything.

    Periods that hold too much are halved, down to an hour.

    Args:
        provider: What reads.
        ask: For the whole kind.
        call: Sends the requests.
        reading: Filled page by page, for whoever wants what came before a fault.
    """
    reading = Reading() if reading is None else reading
    if order_of(provider, ask.kind) is not Order.WINDOWS:
        await _read_pages(provider, ask, call, reading)
        return reading
    for window in await provider.windows(ask, call):
        await _read_window(provider, replace_window(ask, window), call, reading)
    return reading


async def read_a_little(provider: Provider, ask: Ask, call: Call) -> None:
    """Read at most two pages: what a service that repeats itself gives without end."""
    if order_of(provider, ask.kind) is Order.WINDOWS:
        windows = await provider.windows(ask, call)
        if not windows:
            return
        ask = replace(ask, window=windows[0], takes_part=True)
    async with contextlib.aclosing(
        cast("AsyncGenerator[Page, None]", provider.pages(ask, call))
    ) as pages:
        await anext(pages, None)
        await anext(pages, None)


async def _read_window(provider: Provider, ask: Ask, call: Call, reading: Reading) -> None:
    window = ask.window
    assert window is not None
    known = len(reading.pages)
    try:
        await _read_pages(provider, ask, call, reading)
    except TooMuchError:
        del reading.pages[known:]
        half = (window.end - window.start) / 2
        assert half >= timedelta(minutes=30), "a period of an hour still holds too much"
        middle = window.start + half
        for part in (Window(middle, window.end), Window(window.start, middle)):
            await _read_window(provider, replace_window(ask, part), call, reading)


async def _read_pages(provider: Provider, ask: Ask, call: Call, reading: Reading) -> None:
    """Read pages, following `Page.resume` only through the provider itself."""
    count = 0
    async for page in provider.pages(ask, call):
        reading.pages.append((ask.window, page))
        count += 1
        assert count <= MOST_PAGES, "the walk does not end"


def replace_window(ask: Ask, window: Window | None) -> Ask:
    """Return the ask for another period."""
    return replace(ask, window=window)


def resumed(ask: Ask, window: Window | None, resume: Mapping[str, Any]) -> Ask:
    """Return the ask that takes a walk up again, the mark having gone through the store."""
    stored = json.loads(json.dumps(dict(resume)))
    return replace(ask, window=window, resume=stored)


def check_record(record: Record, provider: Provider, api_base: str) -> None:
    """Assert what holds for every record of every provider."""
    kinds = {info.kind for info in provider.about.kinds}
    assert record.native_id, "an item without an id"
    assert record.kind in kinds, f"{record.kind} is not declared in About.kinds"
    for at in (record.occurred_at, record.updated_at):
        assert at is None or at.utcoffset() == timedelta(0), f"{at} is not aware UTC"
    assert record.container.id, "a container without an id"
    assert record.container.name, "a container without a name"
    check_address(record.url, api_base)
    check_address(record.container.url, api_base)
    assert record.ref or not record.is_open, "an open item needs a ref to be read again by"
    assert not record.commit or _HASH.fullmatch(record.commit), "commit is not a full hash"
    remote = record.container.remote
    assert not remote or _REMOTE.fullmatch(remote), f"{remote} is not host/path"
    for text in (record.native_id, record.title, record.excerpt, record.container.name):
        assert not _SURROGATE.search(text), "a lone surrogate cannot be stored"


def check_address(address: str, api_base: str) -> None:
    """Assert that an address is one a stranger can open, or none."""
    if not address:
        return
    assert address.startswith(("https://", "http://127.0.0.1", "http://localhost")), address
    if "/api/" in api_base:
        assert not address.startswith(api_base), f"{address} is not for people"


def check_pages(pages: Sequence[Page]) -> None:
    """Assert what holds for every page."""
    for page in pages:
        if page.resume is not None:
            assert json.loads(json.dumps(dict(page.resume))) == dict(page.resume)
        for aside in page.set_aside:
            assert aside.why.endswith("."), "say in a sentence why an item was set aside"
            assert len(aside.excerpt) <= 300


ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["", "\ud800", "\x00", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
"""Anything a service may send in place of what it promises."""


@st.composite
def mutated(draw: st.DrawFn, item: Any) -> Any:
    """Return an item with one to three of its parts replaced or taken away.

    Text that is no JSON (feeds, pages) gets some of its characters replaced.
    """
    if isinstance(item, (str, bytes)):
        return _cut_up(draw, item)
    changed = copy.deepcopy(item)
    for _ in range(draw(st.integers(1, 3))):
        changed = _change(draw, changed)
    return changed


def _change(draw: st.DrawFn, value: Any) -> Any:
    keys: Sequence[Any] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        keys = range(len(value))
    if not keys or draw(st.integers(0, 9)) == 0:
        return draw(ANY_JSON)
    key = draw(st.sampled_from(keys))
    if isinstance(value, dict) and draw(st.booleans()):
        del value[key]
    else:
        value[key] = _change(draw, value[key])
    return value


def _cut_up(draw: st.DrawFn, text: Any) -> Any:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 40)))
    new = draw(st.text(max_size=10).map(lambda added: added.encode("utf-8", "replace")))
    between = new if isinstance(text, bytes) else new.decode()
    return text[:start] + between + text[end:]


def as_utc(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime:
    """Return an instant, for items."""
    return datetime(year, month, day, hour, tzinfo=UTC)
