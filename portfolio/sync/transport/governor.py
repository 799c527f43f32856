"""Who may send when: slots and spacing per host, pauses per account.

A host's slots and spacing are shared by all its accounts; a pause holds one account only (limits
are counted per token), except that accounts without a sign-in on one host share theirs (they are
counted by address). Other hosts never notice.

Everything here belongs to one asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portfolio.clock import Clock
from portfolio.errors import ThrottledError
from portfolio.sync.transport.throttle import capped

Sleep = Callable[[float], Awaitable[object]]
OnWait = Callable[[datetime | None], None]


@dataclass(frozen=True, slots=True)
class Timing:
    """Where time comes from; tests hand in their own.

    Attributes:
        sleep: Waits for seconds; must be cancellable.
        monotonic: Seconds that never go back.
        chance: Evenly spread numbers, 0 to 1, for jitter.
    """

    clock: Clock
    sleep: Sleep
    monotonic: Callable[[], float]
    chance: Callable[[], float]


@dataclass(slots=True)
class HostGate:
    """Slots and spacing of one host."""

    timing: Timing
    concurrency: int
    spacing_s: float
    _slots: asyncio.Semaphore = field(init=False)
    _next_start: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(max(1, self.concurrency))

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold one of the host's slots, not before its next start is due."""
        async with self._slots:
            now = self.timing.monotonic()
            start = max(now, self._next_start)
            self._next_start = start + self.spacing_s
            if start > now:
                await self.timing.sleep(start - now)
            yield


@dataclass(slots=True)
class Lane:
    """The pauses of one account at one host, one for each limit the service counts apart."""

    timing: Timing
    longest_wait_s: float
    host: str
    _until: dict[str, float] = field(default_factory=dict, init=False)
    _resources: dict[str, str] = field(default_factory=dict, init=False)

    def pause(self, seconds: float, resource: str = "", path: str = "") -> None:
        """Let nothing go out for so long; a shorter pause never ends a longer one.

        Args:
            seconds: Believed up to an hour.
            resource: The limit it is about; "" holds everything.
            path: A request that counts towards that limit.
        """
        if resource and path and len(self._resources) < 500:
            self._resources[path] = resource
        until = self.timing.monotonic() + capped(seconds)
        self._until[resource] = max(until, self._until.get(resource, 0.0))

    def left(self, path: str = "") -> float:
        """Return the seconds until a request may go out; 0 for now."""
        resource = self._resources.get(path, "")
        until = max(self._until.get("", 0.0), self._until.get(resource, 0.0))
        return max(0.0, until - self.timing.monotonic())

    def ends_at(self, path: str = "") -> datetime:
        """Return when that is, by this computer's clock."""
        return self.timing.clock.now() + timedelta(seconds=self.left(path))

    async def turn(self, path: str, on_wait: OnWait) -> None:
        """Wait until a request may go out.

        Raises:
            ThrottledError: That is later than a sync waits.
        """
        has_waited = False
        while (left := self.left(path)) > 0:
            if left > self.longest_wait_s:
                raise ThrottledError(
                    f"{self.host} asks to wait. What was read so far is kept.",
                    "The next sync goes on from there.",
                    until=self.ends_at(path),
                )
            on_wait(self.ends_at(path))
            has_waited = True
            await self.timing.sleep(left)
        if has_waited:
            on_wait(None)
