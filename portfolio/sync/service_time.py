"""What time it is at a service: marks follow its clock, never this computer's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from portfolio.clock import Clock
from portfolio.sync.provider import Call, Reply, Request

MOST_OFF: Final = timedelta(minutes=5)


class ServiceTime:
    """A `Call` that takes notice of the service's clock as replies pass through.

    Args:
        call: What sends the requests.
        clock: This computer's; only compared with.
        monotonic: Seconds that never jump.
    """

    def __init__(self, call: Call, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._call = call
        self._clock = clock
        self._monotonic = monotonic
        self._served_at: datetime | None = None
        self._noted_s = 0.0
        self._off: timedelta | None = None

    async def __call__(self, request: Request) -> Reply:
        """Send a request (see `Call`)."""
        reply = await self._call(request)
        if reply.served_at is not None:
            self._note(reply.served_at)
        return reply

    def _note(self, served_at: datetime) -> None:
        if self._off is None:
            self._off = self._clock.now() - served_at
        # A copy kept by something between here and there is older than what was seen already.
        now = self.now()
        if now is None or served_at > now:
            self._served_at, self._noted_s = served_at, self._monotonic()

    def next_link(self, reply: Reply) -> str:
        """Return the address of the next page (see `Call`)."""
        return self._call.next_link(reply)

    def same_origin(self, address: str) -> str:
        """Return an address a body gave (see `Call`)."""
        return self._call.same_origin(address)

    def now(self) -> datetime | None:
        """Return the service's time; None when it never said."""
        if self._served_at is None:
            return None
        return self._served_at + timedelta(seconds=self._monotonic() - self._noted_s)

    @property
    def words_if_off(self) -> str:
        """One sentence when this computer's clock is more than five minutes off, else ""."""
        if self._off is None or abs(self._off) <= MOST_OFF:
            return ""
        way = "ahead of" if self._off > timedelta(0) else "behind"
        return f"This computer's clock is {_length(abs(self._off))} {way} the service's."


def _length(off: timedelta) -> str:
    for unit, seconds in (("year", 31_557_600), ("day", 86_400), ("hour", 3_600)):
        count = int(off.total_seconds() // seconds)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{int(off.total_seconds() // 60)} minutes"
